import { TuttiError } from '../errors/index.ts'
import { leastSquares } from '../math/index.ts'
import { type BondFitErrors, bondFitErrors, type FittedBond, preparedBonds, weightedErrors } from './bond-fit.ts'
import { cubicSpline } from './cubic-spline.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { interpolatedCurve } from './interpolated-curve.ts'
import { requireTime } from './require-time.ts'

/** A smoothing spline of zero rates fitted to bonds. */
export interface SmoothingSplineBondFit {
  readonly knotsYears: readonly number[]
  /** Continuous, at the knots. */
  readonly zeroRates: readonly number[]
  /** The natural cubic spline of the zero rates through the knots. */
  readonly curve: DiscountCurve
  readonly errors: BondFitErrors
  /** Integral of the squared second derivative of the zero rate. */
  readonly roughness: number
}

/**
 * Natural cubic spline of continuous zero rates with the given knots (increasing, above 0) that minimises the weighted sum
 * of squared yield errors (price errors over dollar duration) plus `smoothness` times its roughness. With `smoothness` 0 it
 * is a regression spline. Throws `invalid-input` for more knots than bonds without smoothing.
 * Sources: Fisher, Nychka & Zervos, FEDS 95-1 (1995); Waggoner, Federal Reserve Bank of Atlanta WP 97-10 (1997).
 */
export function smoothingSplineBondFit(
  bonds: readonly FittedBond[],
  knotsYears: readonly number[],
  smoothness: number,
): SmoothingSplineBondFit {
  const prepared = preparedBonds(bonds)
  requireTime(smoothness, 'smoothness')
  if (smoothness === 0 && knotsYears.length > prepared.length) {
    throw new TuttiError('invalid-input', `${prepared.length} bonds do not determine ${knotsYears.length} knots`, {
      field: 'knotsYears',
      got: String(knotsYears.length),
      expected: `at most ${prepared.length} knots, or a smoothness above 0`,
    })
  }
  const interpolation = 'natural-cubic-zero'
  const curveOf = (point: readonly number[]): DiscountCurve =>
    interpolatedCurve({ interpolation, timesYears: knotsYears, zeroRates: point.map((value) => value / 100) })
  const residualsAt = (point: readonly number[]): number[] => [
    ...weightedErrors(prepared, curveOf(point)).map((error) => 100 * error),
    ...roughnessRoots(knotsYears, point).map((root) => Math.sqrt(smoothness) * root),
  ]
  const meanYield = prepared.reduce((sum, bond) => sum + bond.yield, 0) / prepared.length
  const start = knotsYears.map(() => 100 * meanYield)
  const { x } = leastSquares({
    residuals: (at, out) => out.set(residualsAt([...at])),
    residualCount: residualsAt(start).length,
    start,
  })
  const point = [...x]
  const curve = curveOf(point)
  const zeroRates = point.map((value) => value / 100)
  const roughness = roughnessRoots(knotsYears, zeroRates).reduce((sum, root) => sum + root * root, 0)
  return { knotsYears, zeroRates, curve, errors: bondFitErrors(prepared, curve), roughness }
}

/** Numbers whose squares add up to the integral of the squared second derivative, which is linear between knots. */
function roughnessRoots(knots: readonly number[], values: readonly number[]): number[] {
  if (knots.length < 3) return []
  const { c2 } = cubicSpline(knots, values, 'natural')
  const roots: number[] = []
  for (let i = 0; i + 1 < knots.length; i++) {
    const third = (knots[i + 1] - knots[i]) / 3
    const here = 2 * c2[i]
    const next = i + 2 < knots.length ? 2 * c2[i + 1] : 0
    roots.push(Math.sqrt(third) * (here + next / 2), Math.sqrt(third * 0.75) * next)
  }
  return roots
}
