import { splineSlopes } from './cubic-spline.ts'
import { hermiteCubic, type PiecewiseCubic } from './piecewise-cubic.ts'

/**
 * Shape-preserving piecewise cubic (PCHIP): monotone wherever the values are. Slopes are weighted harmonic means of the
 * neighbouring secants, three-point one-sided at the ends.
 * Sources: Fritsch & Butland, SIAM J. Sci. Stat. Comput. 5 (1984), 300-304; Moler, Numerical Computing with MATLAB, 3.6.
 */
export function pchipCubic(knots: ArrayLike<number>, values: ArrayLike<number>): PiecewiseCubic {
  const n = knots.length
  const slopes = new Float64Array(n)
  const step = (i: number): number => knots[i + 1] - knots[i]
  const secant = (i: number): number => (values[i + 1] - values[i]) / step(i)
  if (n === 2) slopes.fill(secant(0))
  if (n > 2) {
    for (let i = 1; i < n - 1; i++) {
      const [left, right] = [secant(i - 1), secant(i)]
      if (left * right <= 0) continue
      const leftWeight = 2 * step(i) + step(i - 1)
      const rightWeight = step(i) + 2 * step(i - 1)
      slopes[i] = (leftWeight + rightWeight) / (leftWeight / left + rightWeight / right)
    }
    slopes[0] = endSlope(step(0), step(1), secant(0), secant(1))
    slopes[n - 1] = endSlope(step(n - 2), step(n - 3), secant(n - 2), secant(n - 3))
  }
  return hermiteCubic(knots, values, slopes)
}

/** One-sided slope at an end, kept from overshooting. */
function endSlope(step: number, nextStep: number, secant: number, nextSecant: number): number {
  const slope = ((2 * step + nextStep) * secant - step * nextSecant) / (step + nextStep)
  if (slope * secant <= 0) return 0
  return secant * nextSecant <= 0 && Math.abs(slope) > 3 * Math.abs(secant) ? 3 * secant : slope
}

/**
 * Natural cubic spline with its slopes limited so that it is monotone wherever the values are (and no more than that).
 * Sources: Hyman, SIAM J. Sci. Stat. Comput. 4 (1983), 645-654; Dougherty, Edelman & Hyman, Math. Comp. 52 (1989),
 * 471-494, eq. 5.8.
 */
export function hymanCubic(knots: ArrayLike<number>, values: ArrayLike<number>): PiecewiseCubic {
  const n = knots.length
  const slopes = splineSlopes(knots, values, 'natural')
  const step = (i: number): number => knots[i + 1] - knots[i]
  const secant = (i: number): number => (values[i + 1] - values[i]) / step(i)
  if (n < 3) return hermiteCubic(knots, values, slopes)
  for (let i = 0; i < n; i++) {
    if (i === 0 || i === n - 1) {
      const nearest = secant(i === 0 ? 0 : n - 2)
      slopes[i] = limited(slopes[i], nearest, 3 * Math.abs(nearest))
      continue
    }
    const [left, right] = [secant(i - 1), secant(i)]
    const parabolic = (left * step(i) + right * step(i - 1)) / (step(i - 1) + step(i))
    let bound = 3 * Math.min(Math.abs(left), Math.abs(right), Math.abs(parabolic))
    if (i > 1) {
      const bend = left - secant(i - 2)
      const fromBelow =
        (left * (2 * step(i - 1) + step(i - 2)) - secant(i - 2) * step(i - 1)) / (step(i - 2) + step(i - 1))
      if (bend * (right - left) > 0 && parabolic * fromBelow > 0 && parabolic * bend > 0) {
        bound = Math.max(bound, 1.5 * Math.min(Math.abs(parabolic), Math.abs(fromBelow)))
      }
    }
    if (i < n - 2) {
      const bend = secant(i + 1) - right
      const fromAbove = (right * (2 * step(i) + step(i + 1)) - secant(i + 1) * step(i)) / (step(i) + step(i + 1))
      if ((right - left) * bend > 0 && parabolic * fromAbove > 0 && -parabolic * (right - left) > 0) {
        bound = Math.max(bound, 1.5 * Math.min(Math.abs(parabolic), Math.abs(fromAbove)))
      }
    }
    slopes[i] = limited(slopes[i], parabolic, bound)
  }
  return hermiteCubic(knots, values, slopes)
}

/** `slope` cut to `bound` in size, or 0 where it has not the sign of `direction`. */
const limited = (slope: number, direction: number, bound: number): number =>
  slope * direction > 0 ? Math.sign(slope) * Math.min(Math.abs(slope), bound) : 0
