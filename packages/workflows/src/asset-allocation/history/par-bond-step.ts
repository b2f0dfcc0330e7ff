import { constantMaturityBondReturn } from '@tutti/analytics/models'
import type { CurveHistory } from '@tutti/market'
import { continuousRate } from './continuous-rate.ts'

/** Coupons a year of the bond on a zero curve; on a par curve they follow the curve's compounding. */
export const zeroCurveCoupons = 2

/**
 * Return of the par bond of `maturityYears` bought at the close of row `from` and sold at the close of row `to`,
 * `dtYears` later; null where the tenors that both rows have do not reach around the maturity. Only common tenors are
 * used, so that a tenor that begins or ends leaves no mark in the return.
 */
export function parBondStep(
  curve: CurveHistory,
  from: number,
  to: number,
  maturityYears: number,
  dtYears: number,
): number | null {
  return curve.kind === 'par'
    ? stepOnParCurve(curve, from, to, maturityYears, dtYears)
    : stepOnZeroCurve(curve, from, to, maturityYears, dtYears)
}

/**
 * On a par curve the yield is read at the maturity, linear between tenors, and the sale is at the yield of the shorter
 * remaining maturity: the roll down the segment that ends at the maturity.
 */
function stepOnParCurve(
  curve: CurveHistory,
  from: number,
  to: number,
  maturityYears: number,
  dtYears: number,
): number | null {
  const { tenorsYears, rates } = curve
  const count = tenorsYears.length
  const common = (t: number): boolean => !Number.isNaN(rates[from * count + t]) && !Number.isNaN(rates[to * count + t])
  let upper = 0
  while (upper < count && (tenorsYears[upper] < maturityYears || !common(upper))) upper++
  if (upper === count) return null
  let lower = upper - 1
  while (lower >= 0 && !common(lower)) lower--
  const exact = tenorsYears[upper] === maturityYears
  if (lower < 0 && !exact) return null
  let slope = 0
  if (lower < 0) {
    // the shortest tenor itself: the slope is taken from the segment beyond it
    let beyond = upper + 1
    while (beyond < count && !common(beyond)) beyond++
    if (beyond < count) slope = segmentSlope(curve, to, upper, beyond)
  } else slope = segmentSlope(curve, to, lower, upper)
  const yieldAt = (row: number): number =>
    exact
      ? rates[row * count + upper]
      : rates[row * count + upper] - segmentSlope(curve, row, lower, upper) * (tenorsYears[upper] - maturityYears)
  return constantMaturityBondReturn({
    yieldStart: yieldAt(from),
    yieldEnd: yieldAt(to),
    maturityYears,
    frequency: curve.compounding === 'annual' ? 1 : 2,
    dtYears,
    slopePerYear: slope,
  }).total
}

function segmentSlope(curve: CurveHistory, row: number, lower: number, upper: number): number {
  const { tenorsYears, rates } = curve
  const offset = row * tenorsYears.length
  return (rates[offset + upper] - rates[offset + lower]) / (tenorsYears[upper] - tenorsYears[lower])
}

/** On a zero curve the coupon makes the bond worth par at the start, and its cash flows are discounted on the end curve. */
function stepOnZeroCurve(
  curve: CurveHistory,
  from: number,
  to: number,
  maturityYears: number,
  dtYears: number,
): number | null {
  const { tenorsYears, rates } = curve
  const count = tenorsYears.length
  const years: number[] = []
  const start: number[] = []
  const end: number[] = []
  for (let t = 0; t < count; t++) {
    const a = rates[from * count + t]
    const b = rates[to * count + t]
    if (Number.isNaN(a) || Number.isNaN(b)) continue
    years.push(tenorsYears[t])
    start.push(continuousRate(curve, a))
    end.push(continuousRate(curve, b))
  }
  const longest = years[years.length - 1]
  if (longest === undefined || longest < maturityYears || years[0] > maturityYears) return null
  const periods = Math.round(maturityYears * zeroCurveCoupons)
  let annuity = 0
  let value = 0
  for (let k = 1; k <= periods; k++) {
    const t = k / zeroCurveCoupons
    annuity += discount(years, start, t)
    value += discount(years, end, t - dtYears)
  }
  const coupon = (1 - discount(years, start, maturityYears)) / annuity
  return coupon * value + discount(years, end, maturityYears - dtYears) - 1
}

/** exp(-z(t) t) with z linear between tenors and flat below the shortest. */
function discount(years: readonly number[], zeros: readonly number[], t: number): number {
  let upper = 0
  while (upper < years.length - 1 && years[upper] < t) upper++
  if (upper === 0 || years[upper] < t) return Math.exp(-zeros[upper] * t)
  const weight = (t - years[upper - 1]) / (years[upper] - years[upper - 1])
  return Math.exp(-((1 - weight) * zeros[upper - 1] + weight * zeros[upper]) * t)
}
