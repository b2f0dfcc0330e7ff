import { TuttiError } from '@tutti/analytics/errors'
import type { CurveHistory } from '@tutti/market'
import type { FactorSeries } from './factor-series.ts'
import { onCalendar, staleInHistory } from './observations.ts'

/** Levels of the factors through time; NaN where a factor had no observation. In memory only. */
export interface FactorHistory {
  readonly dates: readonly string[]
  readonly days: Int32Array
  /** dates x factors, row-major: zero rate, break-even, log fx, spread, log index, volatility. */
  readonly levels: Float64Array
  /** Id of the market series each factor is read from; null for one that has no history. */
  readonly sources: readonly (string | null)[]
}

/**
 * Levels of the factors on the dates of `calendar`, the base currency's curve. Throws `invalid-input` for one that is not
 * daily: its changes would not be of business days.
 */
export function factorHistory(factors: readonly FactorSeries[], calendar: CurveHistory): FactorHistory {
  const { dates, days } = calendar
  requireDaily(calendar)
  const levels = new Float64Array(dates.length * factors.length)
  factors.forEach(({ parts }, f) => {
    for (const part of parts) {
      const values = onCalendar(part, days, staleInHistory)
      for (let i = 0; i < values.length; i++) levels[i * factors.length + f] += values[i]
    }
  })
  return { dates, days, levels, sources: factors.map(({ source }) => source) }
}

function requireDaily({ id, days }: CurveHistory): void {
  const years = (days[days.length - 1] - days[0]) / 365.25
  const perYear = (days.length - 1) / years
  if (days.length > 1 && perYear > 150) return
  throw new TuttiError('invalid-input', `${id}, the curve of the base currency, is no daily history`, {
    field: id,
    got: days.length > 1 ? `${perYear.toFixed(0)} dates a year` : `${days.length} dates`,
    expected: 'a date for each business day: its dates are those of the study',
  })
}
