import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { StrategyDesign } from './assessed-strategy.ts'
import { indexProtection } from './index-protection.ts'
import type { HedgeTrade, StrategySet } from './strategy.ts'
import { factorPlaces, netExposure, type StrategyInputs } from './strategy-inputs.ts'
import { namedTogether, ratioName } from './strategy-names.ts'
import { strategySet } from './strategy-set.ts'

/**
 * Hedges of the exposure to credit spreads: index protection of least variance on scenarios in which only spreads move, within the
 * spread sensitivity of each currency, and with all of it (against a move of all spreads alike);
 * protection on the largest issuers, each for the spread sensitivity of the fund's own bonds of it; total return swaps on the
 * fund's bonds by bucket (which give up their rate exposure too); names, with indices of least variance for the rest. Each at
 * every ratio of the mandate. Protection is only bought.
 */
export function creditStrategies(inputs: StrategyInputs): StrategySet {
  const of = (family: HedgeInstrument['family']): HedgeInstrument[] =>
    inputs.universe.filter((one) => one.family === family)
  const indices = of('index-cds')
  const names = of('cds')
  const swaps = of('total-return-swap')
  return strategySet(inputs, 'credit', () => creditDesigns(inputs, indices, names, swaps), {
    exposed:
      'The surplus changes with credit spreads: bonds of issuers are held, and pensions do not move with spreads.',
    unhedgeable: unhedgeableBuckets(inputs, [...indices, ...names, ...swaps]),
  })
}

function creditDesigns(
  inputs: StrategyInputs,
  indices: readonly HedgeInstrument[],
  names: readonly HedgeInstrument[],
  swaps: readonly HedgeInstrument[],
): StrategyDesign[] {
  // the part of the exposure that is left after trades at full ratio
  const byIndices = (before: readonly HedgeTrade[]): HedgeTrade[] =>
    indexProtection(inputs, indices, before, 'within the exposure')
  const byNames = issuerProtection(inputs, names)
  const styles = [
    { style: 'index', label: 'Index protection of least variance', full: byIndices([]) },
    {
      style: 'index-spread',
      label: 'Index protection with the spread sensitivity of each currency',
      full: indexProtection(inputs, indices, [], 'equal to the exposure'),
    },
    { style: 'names', label: 'Protection on the largest issuers', full: byNames },
    { style: 'total-return', label: 'Total return swaps by bucket', full: bucketSwaps(inputs, swaps) },
    {
      style: 'names-and-index',
      label: 'Protection on the largest issuers, indices for the rest',
      full: byNames.length > 0 && indices.length > 0 ? [...byNames, ...byIndices(byNames)] : [],
    },
  ]
  return styles.flatMap(({ style, label, full }) =>
    inputs.mandate.instruments.credit.ratios.map((ratio) => {
      const { id, percent } = ratioName(style, ratio)
      const trades = full.map(({ instrument, quantity }) => ({ instrument, quantity: ratio * quantity }))
      return { id, style, label: `${label}, ${percent} of the exposure`, ratio, trades }
    }),
  )
}

/** Each issuer's protection has the opposite of the spread sensitivity of the fund's bonds of it. */
function issuerProtection(inputs: StrategyInputs, names: readonly HedgeInstrument[]): HedgeTrade[] {
  const { book, sensitivities, universe } = inputs
  const places = factorPlaces(sensitivities.factors, ({ group }) => group === 'credit')
  const sum = (row: Float64Array): number => places.reduce((total, k) => total + row[k], 0)
  return names.flatMap((name) => {
    const held = book.lines.reduce(
      (total, { issuer }, i) => (issuer === name.reference ? total + sum(sensitivities.lines[i]) : total),
      0,
    )
    const quantity = -held / sum(sensitivities.units[universe.indexOf(name)])
    return quantity > 0 ? [{ instrument: name.id, quantity }] : []
  })
}

/** Each bucket's swap takes away the bucket's sensitivity. */
function bucketSwaps({ sensitivities, universe }: StrategyInputs, swaps: readonly HedgeInstrument[]): HedgeTrade[] {
  const net = netExposure(sensitivities, 'credit')
  return swaps.flatMap((swap) => {
    const k = sensitivities.factors.findIndex((factor) => factor.group === 'credit' && factor.bucket === swap.reference)
    if (k === -1) return []
    const quantity = -net[k] / sensitivities.units[universe.indexOf(swap)][k]
    return quantity > 0 ? [{ instrument: swap.id, quantity }] : []
  })
}

/** Buckets that the surplus loses on when they widen, where nothing allowed is on them; indices stand in for them at best. */
function unhedgeableBuckets({ sensitivities }: StrategyInputs, instruments: readonly HedgeInstrument[]): string[] {
  const net = netExposure(sensitivities, 'credit')
  const hedged = new Set(
    instruments.flatMap(({ legs }) =>
      legs.flatMap(({ instrument }) =>
        'bucket' in instrument && instrument.bucket !== null ? [instrument.bucket] : [],
      ),
    ),
  )
  const byIndex = instruments.some(({ family }) => family === 'index-cds')
  const buckets = sensitivities.factors.flatMap((factor, k) =>
    factor.group !== 'credit' || !(net[k] < 0) || hedged.has(factor.bucket) ? [] : [factor.bucket],
  )
  return namedTogether(buckets, (several) => {
    const [these, them] = several ? ['these buckets', 'them'] : ['this bucket', 'it']
    const rest = byIndex
      ? `indices cover ${them} only as far as they move alike.`
      : `nothing else stands in for ${them}.`
    return `no allowed instrument is on ${these}; ${rest}`
  })
}
