import { isoOfDay, type DailySeries } from '@tutti/market'
import { yearFraction } from './year-fraction.ts'

/** A total-return index of equity, one level a trading day, the first one 1. */
export interface TotalReturnEquity {
  readonly levels: Float64Array
  /** Where the dividends came from, in words. */
  readonly dividends: string
}

/** What stands in for the dividends: a trailing yield, monthly, and a constant yield where that is not known. */
export interface DividendAssumption {
  readonly yields: DailySeries | null
  /** Annual decimal. */
  readonly fallbackYield: number
}

/** Calendar days from the month a dividend yield is stamped with to the day it counts as known: a quarter. */
const publicationLagDays = 92
/** A yield older than this is no longer a trailing yield: a year and the lag. */
const longestYieldAgeDays = publicationLagDays + 366

/**
 * Price index plus dividends, accrued daily: (1 + r) = P'/P + y dt with the trailing yield y known a quarter ago and dt in
 * calendar time. A series that is total return already (`total-return:` ids) is taken as it is.
 */
export function totalReturnEquity(prices: DailySeries, assumption: DividendAssumption): TotalReturnEquity {
  const { days, values } = prices
  const n = days.length
  const levels = new Float64Array(n)
  levels[0] = 1
  if (prices.id.startsWith('total-return:')) {
    for (let i = 1; i < n; i++) levels[i] = values[i] / values[0]
    return { levels, dividends: `in ${prices.id} already` }
  }
  const { yields, fallbackYield } = assumption
  const stamps = yields?.days ?? new Int32Array(0)
  let next = 0
  let known = 0
  let firstKnown = 0
  let lastKnown = 0
  for (let i = 1; i < n; i++) {
    const today = days[i - 1]
    while (next < stamps.length && stamps[next] + publicationLagDays <= today) next++
    const age = next === 0 ? Infinity : today - stamps[next - 1]
    const covered = age <= longestYieldAgeDays
    if (covered) {
      if (known === 0) firstKnown = days[i]
      lastKnown = days[i]
      known++
    }
    const rate = covered ? yields!.values[next - 1] : fallbackYield
    levels[i] = levels[i - 1] * (values[i] / values[i - 1] + rate * yearFraction(days[i - 1], days[i]))
  }
  const constant = `constant yield of ${percent(fallbackYield)} a year`
  if (known === 0) return { levels, dividends: constant }
  const trailing = `trailing yield of ${yields!.id}, a quarter late, accrued daily`
  if (known === n - 1) return { levels, dividends: trailing }
  return {
    levels,
    dividends: `${trailing}, from ${isoOfDay(firstKnown)} to ${isoOfDay(lastKnown)}; ${constant} on the ${n - 1 - known} other days`,
  }
}

function percent(rate: number): string {
  return `${Number((100 * rate).toFixed(4))} %`
}
