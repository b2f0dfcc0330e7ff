import { TuttiError } from '@tutti/analytics/errors'
import { type CurveHistory, isoOfDay } from '@tutti/market'
import { continuousRate } from './continuous-rate.ts'
import { longestQuoteGapDays, yearFraction } from './year-fraction.ts'

/** Cash on each trading day: account value (1 at `start`) and the short rate known at that day's close. */
export interface CashAccount {
  /** Index of the first trading day with a short rate; NaN before it. */
  readonly start: number
  readonly levels: Float64Array
  /** Continuously compounded, annual decimal. */
  readonly shortRates: Float64Array
  /** Which tenors were used when, in words. */
  readonly tenors: string
}

/** No tenor longer than this passes for cash. */
const longestCashTenorYears = 2

/**
 * Cash account on the trading days `days`: each day earns the short rate of the close before, over calendar days. The short
 * rate is that of the available tenor nearest `tenorYears`, at most two years: the shortest one where the curve has nothing
 * as short (the 1-year rate on Treasury curves before 1982). A rate is carried for at most 31 days.
 * Throws `missing-data` with the dates where there is none for longer.
 */
export function cashAccount(curve: CurveHistory, days: Int32Array, tenorYears: number): CashAccount {
  const n = days.length
  const levels = new Float64Array(n).fill(NaN)
  const shortRates = new Float64Array(n).fill(NaN)
  const uses = new Map<number, { first: number; last: number; days: number }>()
  let start = -1
  let row = 0
  let rate = NaN
  let observed = 0
  let tenor = 0
  for (let i = 0; i < n; i++) {
    for (; row < curve.days.length && curve.days[row] <= days[i]; row++) {
      const t = nearestTenor(curve, row, tenorYears)
      if (t < 0) continue
      rate = continuousRate(curve, curve.rates[row * curve.tenorsYears.length + t])
      observed = curve.days[row]
      tenor = curve.tenorsYears[t]
    }
    if (Number.isNaN(rate)) continue
    if (start < 0) {
      if (days[i] - observed > longestQuoteGapDays) continue
      start = i
      levels[i] = 1
    } else {
      levels[i] = levels[i - 1] * Math.exp(shortRates[i - 1] * yearFraction(days[i - 1], days[i]))
    }
    if (days[i] - observed > longestQuoteGapDays && row < curve.days.length) {
      throw new TuttiError(
        'missing-data',
        `${curve.id} has no rate of up to ${longestCashTenorYears} years between ${isoOfDay(observed)} and ${isoOfDay(days[i])}: cash cannot be accrued; take a curve with short tenors or a shorter history`,
        {
          field: 'history.cash_tenor_years',
          got: `${days[i] - observed} days without a rate`,
          expected: `at most ${longestQuoteGapDays}`,
        },
      )
    }
    shortRates[i] = rate
    const use = uses.get(tenor)
    if (use === undefined) uses.set(tenor, { first: days[i], last: days[i], days: 1 })
    else {
      use.last = days[i]
      use.days++
    }
  }
  const words = [...uses]
    .toSorted(([, a], [, b]) => a.first - b.first)
    .map(([years, use]) => `${tenorName(years)} (${use.days} days, ${isoOfDay(use.first)} to ${isoOfDay(use.last)})`)
  return { start, levels, shortRates, tenors: words.join(', then ') }
}

/** Index of the available tenor of a row nearest `tenorYears`, up to two years; -1 where there is none. */
function nearestTenor(curve: CurveHistory, row: number, tenorYears: number): number {
  const { tenorsYears, rates } = curve
  const offset = row * tenorsYears.length
  let best = -1
  for (let t = 0; t < tenorsYears.length && tenorsYears[t] <= longestCashTenorYears; t++) {
    if (Number.isNaN(rates[offset + t])) continue
    if (best < 0 || Math.abs(tenorsYears[t] - tenorYears) < Math.abs(tenorsYears[best] - tenorYears)) best = t
  }
  return best
}

/** A tenor as markets write it: 3M, 1Y. */
function tenorName(years: number): string {
  return years < 1 ? `${Math.round(12 * years)}M` : `${Number(years.toFixed(2))}Y`
}
