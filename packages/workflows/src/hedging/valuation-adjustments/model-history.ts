import { pearsonCorrelation } from '@tutti/analytics/statistics'
import type { HedgingMarket } from '../market/hedging-market.ts'

/** Business days in a year. */
export const businessDays = 250

/** Changes of one quantity through time, NaN where it was not observed at either end. */
export type HistoricalChanges = Float64Array

/** What the simulation's factors have done: changes over `changeDays` rows that do not overlap, the last one ending today. */
export interface ModelHistory {
  /** Column of the market's factors, or -1. */
  column(name: string): number
  /** Column of the rate or break-even factor of a currency nearest to a term, or -1. */
  nearest(group: 'rates' | 'inflation', currency: string, years: number): number
  /** Changes of what `level` makes of the levels of one row. */
  changes(level: (row: (column: number) => number) => number): HistoricalChanges
  /** A year's standard deviation of changes, null on fewer than 24 of them. */
  volatility(changes: HistoricalChanges): number | null
  /** Correlation on the changes that both have, null on fewer than 24 or without variation. */
  correlation(one: HistoricalChanges, other: HistoricalChanges): number | null
}

const fewest = 24

/** The history of a market's factors, for the laws of a simulation. `changeDays` and `years` as in the mandate's scenarios. */
export function modelHistory(
  { factors, factorNames, history }: Pick<HedgingMarket, 'factors' | 'factorNames' | 'history'>,
  changeDays: number,
  years: number,
): ModelHistory {
  const width = factors.length
  const most = Math.floor((years * businessDays) / changeDays)
  const rows: number[] = []
  for (let row = history.dates.length - 1; row >= 0 && rows.length <= most; row -= changeDays) rows.push(row)
  rows.reverse()
  return {
    column: (name) => factorNames.indexOf(name),
    nearest: (group, currency, term) => {
      let best = -1
      let distance = Infinity
      for (const [i, factor] of factors.entries()) {
        if ((factor.group !== 'rates' && factor.group !== 'inflation') || factor.group !== group) continue
        if (factor.currency !== currency || Math.abs(factor.years - term) >= distance) continue
        best = i
        distance = Math.abs(factor.years - term)
      }
      return best
    },
    changes: (level) => {
      const levels = rows.map((row) => level((column) => (column < 0 ? NaN : history.levels[row * width + column])))
      return Float64Array.from({ length: Math.max(levels.length - 1, 0) }, (_, i) => levels[i + 1] - levels[i])
    },
    volatility: (changes) => {
      const seen = changes.filter((change) => Number.isFinite(change))
      if (seen.length < fewest) return null
      return Math.sqrt((seen.reduce((sum, x) => sum + x * x, 0) / seen.length) * (businessDays / changeDays))
    },
    correlation: (one, other) => {
      const both = Array.from(one.keys()).filter((i) => Number.isFinite(one[i]) && Number.isFinite(other[i]))
      if (both.length < fewest) return null
      const x = both.map((i) => one[i])
      const y = both.map((i) => other[i])
      if (x.every((value) => value === x[0]) || y.every((value) => value === y[0])) return null
      return pearsonCorrelation(x, y)
    },
  }
}
