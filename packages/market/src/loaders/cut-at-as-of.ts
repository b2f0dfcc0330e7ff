import type { CurveHistory, DailySeries } from '../snapshot/market-snapshot.ts'

/** How many of the increasing ISO `dates` are on or before `asOf`. */
function countUpTo(dates: readonly string[], asOf: string): number {
  let count = dates.length
  while (count > 0 && dates[count - 1] > asOf) count--
  return count
}

/** The observations of `series` on or before `asOf`. */
export function cutSeries(series: DailySeries, asOf: string): DailySeries {
  const count = countUpTo(series.dates, asOf)
  if (count === series.dates.length) return series
  const { dates, days, values } = series
  return { ...series, dates: dates.slice(0, count), days: days.slice(0, count), values: values.slice(0, count) }
}

/** The curves of `curve` on or before `asOf`. */
export function cutCurve(curve: CurveHistory, asOf: string): CurveHistory {
  const count = countUpTo(curve.dates, asOf)
  if (count === curve.dates.length) return curve
  const { dates, days, rates, tenorsYears } = curve
  const kept = rates.slice(0, count * tenorsYears.length)
  return { ...curve, dates: dates.slice(0, count), days: days.slice(0, count), rates: kept }
}
