import type { Flow } from '@tutti/analytics/revaluation'
import type { BookLine } from '../book/fund-book.ts'
import { lineValues } from '../exposures/line-values.ts'
import type { UniverseContext } from './universe-context.ts'

/** Bonds of the fund with an issuer's credit risk, each with its value today. */
export interface CreditHolding {
  readonly line: BookLine
  readonly bucket: string
  readonly spread: number
  readonly flows: readonly Flow[]
  readonly value: number
}

/** The bonds among the assets whose spread follows a bucket, in a currency of the universe. */
export function creditHoldings({ book, market, currencies }: UniverseContext): CreditHolding[] {
  const values = lineValues(book, market)
  return book.lines.flatMap((line, i) => {
    const { instrument } = line
    if (line.side !== 'asset' || instrument.kind !== 'fixed flows' || instrument.bucket === null) return []
    const { bucket, spread, flows } = instrument
    return values[i] > 0 && currencies.includes(line.currency)
      ? [{ line, bucket, spread, flows, value: values[i] }]
      : []
  })
}

/** Groups by a key, in order of first appearance. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

/** What holdings are worth together. */
export const totalValue = (holdings: readonly CreditHolding[]): number =>
  holdings.reduce((sum, { value }) => sum + value, 0)

/** Mean of a figure over holdings, weighted by value. */
export const weightedMean = (holdings: readonly CreditHolding[], figure: (holding: CreditHolding) => number): number =>
  holdings.reduce((sum, holding) => sum + holding.value * figure(holding), 0) / totalValue(holdings)
