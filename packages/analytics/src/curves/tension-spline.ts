import { solvedTridiagonal } from './cubic-spline.ts'
import { intervalIndex } from './piecewise-cubic.ts'

/** An exponential spline under tension: values and second derivatives at its knots. */
export interface TensionSpline {
  readonly knots: ArrayLike<number>
  readonly values: ArrayLike<number>
  readonly secondDerivatives: Float64Array
  /** Per year; 0 is the natural cubic spline, infinity the broken line. */
  readonly tension: number
}

/** Below this tension times step the closed forms lose digits and their series is used. */
const seriesBelow = 0.01

/** (1/h - s/sinh(sh)) / s^2, h/6 without tension. */
function offDiagonal(h: number, tension: number): number {
  const x = tension * h
  if (x < seriesBelow) return h * (1 / 6 - x ** 2 * (7 / 360 - x ** 2 * (31 / 15120)))
  return (1 / h - (2 * tension * Math.exp(-x)) / -Math.expm1(-2 * x)) / tension ** 2
}

/** (s coth(sh) - 1/h) / s^2, h/3 without tension. */
function onDiagonal(h: number, tension: number): number {
  const x = tension * h
  if (x < seriesBelow) return h * (1 / 3 - x ** 2 * (1 / 45 - x ** 2 * (2 / 945)))
  return (tension / Math.tanh(x) - 1 / h) / tension ** 2
}

/**
 * The spline with continuous second derivative whose pieces solve y'''' = tension^2 y'', with second derivative 0 at the
 * ends. Source: Schweikert, J. Math. Phys. 45 (1966), 312-317; Cline, Comm. ACM 17 (1974), 218-220.
 */
export function tensionSpline(knots: ArrayLike<number>, values: ArrayLike<number>, tension: number): TensionSpline {
  const n = knots.length
  const below = new Float64Array(n)
  const diagonal = new Float64Array(n).fill(1)
  const above = new Float64Array(n)
  const right = new Float64Array(n)
  for (let i = 1; i < n - 1; i++) {
    const [before, after] = [knots[i] - knots[i - 1], knots[i + 1] - knots[i]]
    below[i] = offDiagonal(before, tension)
    diagonal[i] = onDiagonal(before, tension) + onDiagonal(after, tension)
    above[i] = offDiagonal(after, tension)
    right[i] = (values[i + 1] - values[i]) / after - (values[i] - values[i - 1]) / before
  }
  return { knots, values, tension, secondDerivatives: solvedTridiagonal(below, diagonal, above, right) }
}

/** (sinh(a x)/sinh(x) - a) / x^2 for 0 <= a <= 1: what a unit second derivative at one end adds; (a^3 - a)/6 at x = 0. */
function bend(a: number, x: number): number {
  if (x < seriesBelow) {
    const square = a * a
    return (a * (square - 1)) / 6 + (a * x ** 2 * (3 * square * square - 10 * square + 7)) / 360
  }
  return (sinhRatio(a, x) - a) / x ** 2
}

/** Derivative of `bend` in a; (3 a^2 - 1)/6 at x = 0. */
function bendSlope(a: number, x: number): number {
  if (x < seriesBelow) return (3 * a * a - 1) / 6 + (x ** 2 * (15 * a ** 4 - 30 * a * a + 7)) / 360
  const coshRatio = (Math.exp((a - 1) * x) + Math.exp(-(a + 1) * x)) / -Math.expm1(-2 * x)
  return (x * coshRatio - 1) / x ** 2
}

const sinhRatio = (a: number, x: number): number =>
  (Math.exp((a - 1) * x) * -Math.expm1(-2 * a * x)) / -Math.expm1(-2 * x)

export function tensionSplineValue(spline: TensionSpline, t: number): number {
  const { knots, values, secondDerivatives, tension } = spline
  const i = intervalIndex(knots, t)
  const h = knots[i + 1] - knots[i]
  const a = (t - knots[i]) / h
  const x = tension * h
  const bent = secondDerivatives[i] * bend(1 - a, x) + secondDerivatives[i + 1] * bend(a, x)
  return values[i] * (1 - a) + values[i + 1] * a + h * h * bent
}

export function tensionSplineSlope(spline: TensionSpline, t: number): number {
  const { knots, values, secondDerivatives, tension } = spline
  const i = intervalIndex(knots, t)
  const h = knots[i + 1] - knots[i]
  const a = (t - knots[i]) / h
  const x = tension * h
  const bent = secondDerivatives[i + 1] * bendSlope(a, x) - secondDerivatives[i] * bendSlope(1 - a, x)
  return (values[i + 1] - values[i]) / h + h * bent
}
