import type { RiskFactor } from '@tutti/analytics/revaluation'
import type { HedgingMandate } from '../mandate/index.ts'
import type { FactorHistory } from './factor-history.ts'

/** Changes of levels over equal, non-overlapping periods, up to the last date of the history. */
export interface FactorChanges {
  /** Periods x factors; null where a level is missing at either end. In order of date. */
  readonly changes: readonly (readonly (number | null)[])[]
  /** Dates between which each change is; one more than changes. */
  readonly dates: readonly string[]
  /** Periods of this length in a year, by the dates themselves. */
  readonly periodsPerYear: number
}

/** The factors and their history: what is looked at of a market. */
export interface FactorPast {
  readonly factors: readonly RiskFactor[]
  readonly history: FactorHistory
}

/** Changes over `change_days` dates of the history, as far back as `history_years` of the mandate allow. */
export function factorChanges(
  { scenarios }: Pick<HedgingMandate, 'scenarios'>,
  { history, factors }: FactorPast,
): FactorChanges {
  const { change_days: step, history_years: years } = scenarios
  const { days, dates, levels } = history
  const last = days.length - 1
  const earliest = days[last] - years * 365.25
  const rows: number[] = []
  for (let row = last; row >= 0 && days[row] >= earliest; row -= step) rows.unshift(row)
  const changes = rows.slice(1).map((row, k) =>
    factors.map((_, f) => {
      const change = levels[row * factors.length + f] - levels[rows[k] * factors.length + f]
      return Number.isNaN(change) ? null : change
    }),
  )
  const spanYears = (days[last] - days[rows[0]]) / 365.25
  return { changes, dates: rows.map((row) => dates[row]), periodsPerYear: changes.length / spanYears }
}
