import { calibratedRegime, type CalibratedRegime } from '@tutti/analytics/scenarios'
import { type DailySeries, type MarketSnapshot, seriesId } from '@tutti/market'
import type { StudyMandate } from '../mandate.ts'
import { yearFraction } from './year-fraction.ts'
import type { ScoredHistory } from './scored-history.ts'

/** Years of implied volatility for which a longer history without it is given up. */
const enoughImpliedYears = 10
/** Calendar days over which a missing implied volatility is carried. */
const longestCarryDays = 7

/**
 * The regime estimated from the history's daily equity returns and short rates, of weight zero, with a bond of the mandate's
 * maturity and no premium. With ten years of implied volatility or more (or where it covers everything) the estimate starts
 * with its first day and uses it; otherwise it takes the whole history with bonds and realised volatility.
 */
export function historicalRegime(
  history: ScoredHistory,
  snapshot: MarketSnapshot,
  mandate: StudyMandate,
): CalibratedRegime {
  const { daily, end } = history
  const { days, dates, equity, bond, cash } = daily
  const first = daily.start + 1
  const series = snapshot.series.get(seriesId(mandate.history.implied_volatility))
  const implied = series === undefined ? null : impliedFrom(series, days, first, end)
  const enough =
    implied !== null && (implied.from === first || yearFraction(days[implied.from], days[end]) >= enoughImpliedYears)
  const from = enough ? implied.from : first
  const count = end - from + 1
  const years = yearFraction(days[from - 1], days[end])
  const { regime, notes } = calibratedRegime({
    id: 'calibrated',
    name: `Calibrated to ${dates[from].slice(0, 4)} to ${dates[end].slice(0, 4)}`,
    equityLogReturns: Float64Array.from({ length: count }, (_, k) => Math.log(equity[from + k] / equity[from + k - 1])),
    shortRates: daily.shortRates.slice(from, end + 1),
    ...(enough ? { impliedVol: implied.values.slice(from - implied.from) } : {}),
    periodsPerYear: count / years,
    weight: 0,
    bond: { maturityYears: mandate.history.bond_maturity_years, riskPremium: 0 },
  })
  const excess = Math.log(bond[end] / bond[from - 1] / (cash[end] / cash[from - 1])) / years
  return {
    regime,
    notes: [
      `estimated from ${count} days, ${dates[from]} to ${dates[end]}${enough ? `, with ${series!.id}` : ''}`,
      ...notes,
      `no bond premium is assumed; the bonds of this history earned ${(100 * excess).toFixed(1)} % a year over cash, a figure that hangs on the path of their yields`,
    ],
  }
}

/** Implied volatility on each trading day from its first one on, carried over a week at most; null where it breaks off. */
function impliedFrom(
  series: DailySeries,
  days: Int32Array,
  first: number,
  end: number,
): { readonly from: number; readonly values: Float64Array } | null {
  let from = first
  while (from <= end && days[from] < series.days[0]) from++
  if (from > end) return null
  const values = new Float64Array(end - from + 1)
  let next = 0
  for (let i = from; i <= end; i++) {
    while (next < series.days.length && series.days[next] <= days[i]) next++
    if (days[i] - series.days[next - 1] > longestCarryDays) return null
    values[i - from] = series.values[next - 1]
  }
  return { from, values }
}
