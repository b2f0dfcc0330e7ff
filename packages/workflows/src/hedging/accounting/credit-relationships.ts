import type { RiskFactor } from '@tutti/analytics/revaluation'
import type { BookLine, FundBook } from '../book/fund-book.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { FormedRelationship, HedgedItem, HedgingPosition } from './formed-relationship.ts'

/**
 * Credit hedges and the bonds they protect: index protection of a currency together against all its corporate bonds but
 * those of issuers with protection of their own, that on an issuer against the issuer's bonds, a total return swap against the bonds of its bucket with all that moves them.
 */
export function creditRelationships(book: FundBook, positions: readonly HedgingPosition[]): FormedRelationship[] {
  const groups = Map.groupBy(positions, ({ instrument }) =>
    instrument.family === 'index-cds' ? `credit:${instrument.currency}` : `credit:${instrument.id}`,
  )
  const named = new Set(
    positions.flatMap(({ instrument: { family, reference } }) => (family === 'cds' ? [reference] : [])),
  )
  return [...groups].map(([id, own]) => {
    const [{ instrument }] = own
    const { family, currency, label, reference } = instrument
    const items = book.lines.flatMap((line): HedgedItem[] => {
      const bond = line.instrument
      if (line.side !== 'asset' || bond.kind !== 'fixed flows' || bond.bucket === null) return []
      return bond.currency === currency && protects(instrument, line, bond.bucket, named)
        ? [{ line, instrument: bond }]
        : []
    })
    const buckets = new Set(items.flatMap(({ instrument: bond }) => ('bucket' in bond ? [bond.bucket] : [])))
    const isTotal = family === 'total-return-swap'
    const spreads = (factor: RiskFactor): boolean =>
      factor.group === 'credit' && (buckets.has(factor.bucket) || isReference(own, factor.bucket))
    const rates = (factor: RiskFactor): boolean => isTotal && factor.group === 'rates' && factor.currency === currency
    return {
      id,
      label: `${family === 'index-cds' ? `${currency} corporate bonds` : `bonds of ${reference ?? label}`} and ${family === 'index-cds' ? 'index protection' : label}`,
      domain: 'credit',
      currency,
      risk: isTotal ? 'total return' : 'credit spread',
      type: 'fair value hedge',
      designation: 'entirety',
      hedges: (factor) => spreads(factor) || rates(factor),
      items,
      positions: own,
      hypothetical: null,
    }
  })
}

function protects(
  { family, reference, legs }: HedgeInstrument,
  line: BookLine,
  bucket: string,
  named: ReadonlySet<string | undefined>,
): boolean {
  if (family === 'index-cds') return line.issuer === null || !named.has(line.issuer)
  if (family === 'cds') return reference !== undefined && line.issuer === reference
  return legs.some(({ instrument }) => 'bucket' in instrument && instrument.bucket === bucket)
}

function isReference(positions: readonly HedgingPosition[], bucket: string): boolean {
  return positions.some(({ instrument }) =>
    instrument.legs.some(({ instrument: leg }) => 'bucket' in leg && leg.bucket === bucket),
  )
}
