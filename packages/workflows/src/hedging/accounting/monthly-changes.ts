import { flooredShocks } from '../market/level-floors.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'

/** Changes of all factors from the end of one month to that of the next. */
export interface MonthlyChanges {
  /** ISO dates of each change, oldest first. */
  readonly periods: readonly { readonly from: string; readonly to: string }[]
  /** periods x factors, row-major; what was not observed at either end is 0 here and marked in `missing`. */
  readonly shocks: Float64Array
  /** 1 where a factor with a history lacks an observation at an end of the period. */
  readonly missing: Uint8Array
  /** Factors without any history, held still. */
  readonly held: readonly string[]
}

/**
 * The last `months` changes between the last dates of consecutive months, none overlapping, fewer where the history is
 * shorter; a month that the as-of date cuts ends there. Spreads and volatilities keep to their floors.
 */
export function monthlyChanges(market: HedgingMarket, months: number): MonthlyChanges {
  const { history, factors, factorNames } = market
  const { dates, levels, sources } = history
  const width = factors.length
  const ends = dates.flatMap((date, row) => (date.slice(0, 7) === dates[row + 1]?.slice(0, 7) ? [] : [row]))
  const rows = ends.slice(-(months + 1))
  const count = Math.max(0, rows.length - 1)
  const shocks = new Float64Array(count * width)
  const missing = new Uint8Array(count * width)
  for (let t = 0; t < count; t++) {
    for (let f = 0; f < width; f++) {
      if (sources[f] === null) continue
      const change = levels[rows[t + 1] * width + f] - levels[rows[t] * width + f]
      if (Number.isNaN(change)) missing[t * width + f] = 1
      else shocks[t * width + f] = change
    }
  }
  return {
    periods: Array.from({ length: count }, (_, t) => ({ from: dates[rows[t]], to: dates[rows[t + 1]] })),
    shocks: flooredShocks(market, shocks),
    missing,
    held: factorNames.filter((_, f) => sources[f] === null),
  }
}
