import { requireInRange } from '../errors/index.ts'
import type { SimulatedEstimate } from '../hybrid/index.ts'
import { pathEstimate } from './path-estimate.ts'
import type { PathExposure } from './path-exposure.ts'

/** Exposure at one date. */
export interface ExposureDate {
  readonly timeYears: number
  /** EE: mean of the positive exposure in money of the date. */
  readonly expectedExposure: SimulatedEstimate
  /** NEE: mean of the negative exposure, >= 0. */
  readonly negativeExpectedExposure: SimulatedEstimate
  /** EE discounted path by path: what adjustments are made of. */
  readonly discountedExpectedExposure: SimulatedEstimate
  readonly discountedNegativeExposure: SimulatedEstimate
  /** EEE: largest expected exposure so far. */
  readonly effectiveExpectedExposure: number
  /** PFE: quantile of the positive exposure. */
  readonly potentialFutureExposure: SimulatedEstimate
}

/** Exposure over the dates, and its averages over time. */
export interface ExposureProfileResult {
  readonly id: string
  readonly valueToday: number
  readonly dates: readonly ExposureDate[]
  /** EPE and ENE: time averages of EE and NEE over the whole profile. */
  readonly expectedPositiveExposure: SimulatedEstimate
  readonly expectedNegativeExposure: SimulatedEstimate
  /** Basel EEPE: time average of the effective expected exposure over the first year, or the profile where it is shorter. */
  readonly effectiveExpectedPositiveExposure: SimulatedEstimate
  readonly peakPotentialFutureExposure: number
}

/** Groups of paths whose spread gives the error of figures that are not means. */
const groups = 20

/**
 * Profile of a simulated exposure. Averages over time weigh each date by the time since the date before. The standard
 * error of a quantile comes from its neighbouring order statistics, that of the EEPE from groups of paths.
 *
 * Throws `invalid-input` for a quantile outside 0 to 1. Source: Basel Committee, CRE53.12 to CRE53.15.
 */
export function exposureProfile(exposure: PathExposure, quantileLevel: number): ExposureProfileResult {
  requireInRange(quantileLevel, 1e-6, 1 - 1e-6, 'quantileLevel')
  const { timesYears, paths, positive, negative, discount, valueToday } = exposure
  let effective = Math.max(valueToday, 0)
  const averagePositive = new Float64Array(paths)
  const averageNegative = new Float64Array(paths)
  const horizon = timesYears[timesYears.length - 1]
  const dates = timesYears.map((timeYears, d): ExposureDate => {
    const row = (array: Float64Array): Float64Array => array.subarray(d * paths, (d + 1) * paths)
    const factors = row(discount)
    const expectedExposure = pathEstimate(row(positive))
    effective = Math.max(effective, expectedExposure.value)
    const weight = (timeYears - (d === 0 ? 0 : timesYears[d - 1])) / horizon
    for (let p = 0; p < paths; p++) {
      averagePositive[p] += weight * positive[d * paths + p]
      averageNegative[p] += weight * negative[d * paths + p]
    }
    return {
      timeYears,
      expectedExposure,
      negativeExpectedExposure: pathEstimate(row(negative)),
      discountedExpectedExposure: pathEstimate(row(positive).map((value, p) => value * factors[p])),
      discountedNegativeExposure: pathEstimate(row(negative).map((value, p) => value * factors[p])),
      effectiveExpectedExposure: effective,
      potentialFutureExposure: quantileEstimate(row(positive), quantileLevel),
    }
  })
  return {
    id: exposure.id,
    valueToday,
    dates,
    expectedPositiveExposure: pathEstimate(averagePositive),
    expectedNegativeExposure: pathEstimate(averageNegative),
    effectiveExpectedPositiveExposure: effectiveEstimate(exposure),
    peakPotentialFutureExposure: dates.reduce((peak, date) => Math.max(peak, date.potentialFutureExposure.value), 0),
  }
}

function quantileEstimate(values: Float64Array, level: number): SimulatedEstimate {
  const sorted = Float64Array.from(values).sort()
  const paths = sorted.length
  const at = (rank: number): number => sorted[Math.min(Math.max(Math.ceil(rank) - 1, 0), paths - 1)]
  const spread = Math.sqrt(paths * level * (1 - level))
  return {
    value: at(paths * level),
    standardError: (at(paths * level + spread) - at(paths * level - spread)) / 2,
    paths,
  }
}

function effectiveEstimate({ timesYears, paths, positive, valueToday }: PathExposure): SimulatedEstimate {
  /** EEPE of every path (`group` -1) or of those of one group. */
  const average = (group: number): number => {
    let effective = Math.max(valueToday, 0)
    let sum = 0
    let before = 0
    for (const [d, timeYears] of timesYears.entries()) {
      if (before >= 1) break
      let total = 0
      let count = 0
      for (let p = Math.max(group, 0); p < paths; p += group < 0 ? 1 : groups) {
        total += positive[d * paths + p]
        count++
      }
      effective = Math.max(effective, total / count)
      const end = Math.min(timeYears, 1)
      sum += effective * (end - before)
      before = end
    }
    return sum / before
  }
  const parts = Float64Array.from({ length: groups }, (_, group) => average(group))
  return { value: average(-1), standardError: pathEstimate(parts).standardError, paths }
}
