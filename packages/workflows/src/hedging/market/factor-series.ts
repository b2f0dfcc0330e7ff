import type { RiskFactor } from '@tutti/analytics/revaluation'
import type { CurveHistory } from '@tutti/market'
import type { Observations } from './observations.ts'
import { type ZeroPoints, zeroRateWithin } from './zero-points.ts'

/** A risk factor with the observations that its level is the sum of. */
export interface FactorSeries {
  readonly factor: RiskFactor
  readonly parts: readonly Observations[]
  /** Ids of the market series that it is read from. */
  readonly source: string
}

/** Tenors that rates and break-evens move at, where the curve has them. */
const keyYears = [0.25, 1, 2, 5, 10, 15, 20, 30, 50]

/** The key tenors that a curve has; all its own where it has fewer than three of them. */
function keyTenors(tenorsYears: readonly number[]): readonly number[] {
  const common = tenorsYears.filter((years) => keyYears.includes(years))
  return common.length < 3 ? tenorsYears : common
}

/**
 * Factors of a curve at the key tenors of `today`: continuously compounded zero rates, on each date that reaches them.
 * `points` are those of every date of the history.
 */
export function curveFactors(
  curve: CurveHistory,
  points: readonly ZeroPoints[],
  today: ZeroPoints,
  group: 'rates' | 'inflation',
  currency: string,
): FactorSeries[] {
  return keyTenors(today.timesYears).map((years) => ({
    factor: { group, currency, years },
    source: curve.id,
    parts: [{ days: curve.days, values: Float64Array.from(points, (each) => zeroRateWithin(each, years)) }],
  }))
}
