import { hermiteCubic, type PiecewiseCubic } from './piecewise-cubic.ts'

/**
 * What closes the spline at its two ends: second derivative 0 (`natural`), slope 0 (`clamped`), or third derivative
 * continuous at the second and the last but one knot (`not-a-knot`).
 */
export type SplineEnds = 'natural' | 'clamped' | 'not-a-knot'

/**
 * The cubic spline (continuous second derivative) through `values` at increasing `knots`. One or two knots give a
 * constant or a line (clamped: a cubic); not-a-knot with three gives the parabola.
 * Source: de Boor, A Practical Guide to Splines (2001), chapter IV.
 */
export function cubicSpline(knots: ArrayLike<number>, values: ArrayLike<number>, ends: SplineEnds): PiecewiseCubic {
  return hermiteCubic(knots, values, splineSlopes(knots, values, ends))
}

/** Slopes of that spline at its knots. */
export function splineSlopes(knots: ArrayLike<number>, values: ArrayLike<number>, ends: SplineEnds): Float64Array {
  const n = knots.length
  const slopes = new Float64Array(n)
  if (n < 2) return slopes
  const step = (i: number): number => knots[i + 1] - knots[i]
  const secant = (i: number): number => (values[i + 1] - values[i]) / step(i)
  if (n === 2) {
    if (ends !== 'clamped') slopes.fill(secant(0))
    return slopes
  }
  if (n === 3 && ends === 'not-a-knot') {
    const curvature = (secant(1) - secant(0)) / (step(0) + step(1))
    slopes[0] = secant(0) - curvature * step(0)
    slopes[1] = secant(0) + curvature * step(0)
    slopes[2] = secant(1) + curvature * step(1)
    return slopes
  }
  const below = new Float64Array(n)
  const diagonal = new Float64Array(n)
  const above = new Float64Array(n)
  for (let i = 1; i < n - 1; i++) {
    below[i] = step(i)
    diagonal[i] = 2 * (step(i - 1) + step(i))
    above[i] = step(i - 1)
    slopes[i] = 3 * (step(i) * secant(i - 1) + step(i - 1) * secant(i))
  }
  if (ends === 'clamped') {
    diagonal[0] = diagonal[n - 1] = 1
  } else if (ends === 'natural') {
    diagonal[0] = diagonal[n - 1] = 2
    above[0] = below[n - 1] = 1
    slopes[0] = 3 * secant(0)
    slopes[n - 1] = 3 * secant(n - 2)
  } else {
    const [first, second] = [step(0), step(1)]
    const [last, previous] = [step(n - 2), step(n - 3)]
    diagonal[0] = second
    above[0] = first + second
    slopes[0] = ((first + 2 * (first + second)) * second * secant(0) + first * first * secant(1)) / (first + second)
    diagonal[n - 1] = previous
    below[n - 1] = last + previous
    slopes[n - 1] =
      (last * last * secant(n - 3) + (2 * (last + previous) + last) * previous * secant(n - 2)) / (last + previous)
  }
  return solvedTridiagonal(below, diagonal, above, slopes)
}

/** Solution of a tridiagonal system by elimination without pivoting; overwrites `diagonal` and `right`, which it returns. */
export function solvedTridiagonal(
  below: Float64Array,
  diagonal: Float64Array,
  above: Float64Array,
  right: Float64Array,
): Float64Array {
  const n = right.length
  for (let i = 1; i < n; i++) {
    const factor = below[i] / diagonal[i - 1]
    diagonal[i] -= factor * above[i - 1]
    right[i] -= factor * right[i - 1]
  }
  right[n - 1] /= diagonal[n - 1]
  for (let i = n - 2; i >= 0; i--) right[i] = (right[i] - above[i] * right[i + 1]) / diagonal[i]
  return right
}
