import { TuttiError, requireFinite, requireSample } from '../errors/index.ts'
import type { CurveInterpolation } from './curve-interpolation.ts'
import { cubicSpline } from './cubic-spline.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { linearForwardCurve } from './linear-forward-curve.ts'
import { linearZeroCurve } from './linear-zero-curve.ts'
import { logLinearDiscountCurve } from './log-linear-discount-curve.ts'
import { monotoneConvexArea, monotoneConvexForward, monotoneConvexForwards } from './monotone-convex.ts'
import { hymanCubic, pchipCubic } from './monotone-cubic.ts'
import { cubicSlope, cubicValue, type PiecewiseCubic } from './piecewise-cubic.ts'
import { requireTime } from './require-time.ts'
import { tensionSpline, tensionSplineSlope, tensionSplineValue } from './tension-spline.ts'

/** A function of time with its slope. */
interface Interpolant {
  value(t: number): number
  slope(t: number): number
}

/** Points of a curve as continuous zero rates, and how to interpolate them. */
export interface CurvePoints {
  readonly interpolation: CurveInterpolation
  /** Increasing, from above 0 (0 itself is allowed for the `...-zero` forms). */
  readonly timesYears: readonly number[]
  readonly zeroRates: readonly number[]
  /** Of the tension forms, per year, at least 0. */
  readonly tensionPerYear?: number | undefined
}

/**
 * The curve through the points. Beyond the last point the instantaneous forward stays what it is there (`linear-zero`:
 * the zero rate does). Throws `invalid-input` for unequal lengths, times that do not increase or a missing tension, and
 * `infeasible` where positive forwards are asked of points that do not admit them.
 */
export function interpolatedCurve({
  interpolation,
  timesYears,
  zeroRates,
  tensionPerYear,
}: CurvePoints): DiscountCurve {
  if (interpolation === 'linear-zero') return linearZeroCurve(timesYears, zeroRates)
  requirePoints(timesYears, zeroRates, interpolation.endsWith('-zero'))
  const areas = timesYears.map((time, i) => zeroRates[i] * time)
  switch (interpolation) {
    case 'log-linear-discount':
      return logLinearDiscountCurve(
        timesYears,
        areas.map((area) => Math.exp(-area)),
      )
    case 'linear-forward':
      return linearForwardCurve(...forwardsThrough(timesYears, areas))
    case 'natural-cubic-zero':
      return zeroInterpolant(timesYears, zeroRates, ofCubic(cubicSpline(timesYears, zeroRates, 'natural')))
    case 'clamped-cubic-zero':
      return zeroInterpolant(timesYears, zeroRates, ofCubic(cubicSpline(timesYears, zeroRates, 'clamped')))
    case 'not-a-knot-cubic-zero':
      return zeroInterpolant(timesYears, zeroRates, ofCubic(cubicSpline(timesYears, zeroRates, 'not-a-knot')))
    case 'pchip-zero':
      return zeroInterpolant(timesYears, zeroRates, ofCubic(pchipCubic(timesYears, zeroRates)))
    case 'tension-zero':
      return zeroInterpolant(timesYears, zeroRates, ofTension(timesYears, zeroRates, tensionPerYear))
    case 'natural-cubic-log-discount':
      return areaInterpolant(ofCubic(cubicSpline([0, ...timesYears], [0, ...areas], 'natural')), timesYears)
    case 'hyman-log-discount':
      return areaInterpolant(ofCubic(hymanCubic([0, ...timesYears], [0, ...areas])), timesYears)
    case 'pchip-log-discount':
      return areaInterpolant(ofCubic(pchipCubic([0, ...timesYears], [0, ...areas])), timesYears)
    case 'tension-log-discount':
      return areaInterpolant(ofTension([0, ...timesYears], [0, ...areas], tensionPerYear), timesYears)
    case 'monotone-convex':
    case 'monotone-convex-positive': {
      const positive = interpolation === 'monotone-convex-positive'
      const forwards = monotoneConvexForwards(Float64Array.of(0, ...timesYears), Float64Array.of(0, ...areas), positive)
      return areaInterpolant(
        { value: (t) => monotoneConvexArea(forwards, t), slope: (t) => monotoneConvexForward(forwards, t) },
        timesYears,
      )
    }
  }
}

function requirePoints(timesYears: readonly number[], zeroRates: readonly number[], fromZero: boolean): void {
  requireSample(timesYears, 1, 'timesYears')
  requireSample(zeroRates, 1, 'zeroRates')
  if (timesYears.length !== zeroRates.length) {
    throw new TuttiError(
      'invalid-input',
      `each time needs one zero rate, got ${timesYears.length} and ${zeroRates.length}`,
      { field: 'zeroRates', got: String(zeroRates.length), expected: String(timesYears.length) },
    )
  }
  for (let i = 0; i < timesYears.length; i++) {
    const after = i === 0 ? 0 : timesYears[i - 1]
    if (timesYears[i] > after || (i === 0 && fromZero && timesYears[0] === 0)) continue
    throw new TuttiError(
      'invalid-input',
      `timesYears must increase from above 0, got ${timesYears[i]} after ${after}`,
      {
        field: `timesYears[${i}]`,
        got: String(timesYears[i]),
        expected: `a time after ${after}`,
      },
    )
  }
}

/** Knots from 0 and the forwards at them that have the given areas, constant up to the first time. */
function forwardsThrough(timesYears: readonly number[], areas: readonly number[]): [number[], number[]] {
  const forwards = [areas[0] / timesYears[0]]
  timesYears.forEach((time, i) => {
    const mean = i === 0 ? forwards[0] : (areas[i] - areas[i - 1]) / (time - timesYears[i - 1])
    forwards.push(2 * mean - forwards[i])
  })
  return [[0, ...timesYears], forwards]
}

const ofCubic = (cubic: PiecewiseCubic): Interpolant =>
  cubic.knots.length === 1
    ? { value: () => cubic.c0[0], slope: () => 0 }
    : { value: (t) => cubicValue(cubic, t), slope: (t) => cubicSlope(cubic, t) }

function ofTension(
  knots: readonly number[],
  values: readonly number[],
  tensionPerYear: number | undefined,
): Interpolant {
  const tension = requireTime(tensionPerYear ?? NaN, 'tensionPerYear')
  const spline = tensionSpline(knots, values, tension)
  return { value: (t) => tensionSplineValue(spline, t), slope: (t) => tensionSplineSlope(spline, t) }
}

/** Curve whose zero rate is `zero` between the points. */
function zeroInterpolant(
  timesYears: readonly number[],
  zeroRates: readonly number[],
  zero: Interpolant,
): DiscountCurve {
  const first = timesYears[0]
  const last = timesYears[timesYears.length - 1]
  const only = timesYears.length === 1
  const lastArea = zeroRates[zeroRates.length - 1] * last
  const lastForward = only ? zeroRates[0] : zero.value(last) + last * zero.slope(last)
  const zeroRate = (t: number): number => {
    requireTime(t, 'timeYears')
    if (t <= first || only) return zeroRates[0]
    return t > last ? (lastArea + lastForward * (t - last)) / t : zero.value(t)
  }
  return {
    zeroRate,
    discountFactor: (t) => Math.exp(-zeroRate(t) * t),
    instantaneousForward: (t) => {
      requireTime(t, 'timeYears')
      if (t < first || only) return zeroRates[0]
      return t > last ? lastForward : zero.value(t) + t * zero.slope(t)
    },
  }
}

/** Curve whose -ln P is `area` from 0 to the last time. */
function areaInterpolant(area: Interpolant, timesYears: readonly number[]): DiscountCurve {
  const last = timesYears[timesYears.length - 1]
  const lastArea = area.value(last)
  const lastForward = requireFinite(area.slope(last), 'zeroRates')
  const logOf = (t: number): number => (t > last ? lastArea + lastForward * (t - last) : area.value(t))
  return {
    discountFactor: (t) => Math.exp(-logOf(requireTime(t, 'timeYears'))),
    zeroRate: (t) => (requireTime(t, 'timeYears') === 0 ? area.slope(0) : logOf(t) / t),
    instantaneousForward: (t) => (requireTime(t, 'timeYears') > last ? lastForward : area.slope(t)),
  }
}
