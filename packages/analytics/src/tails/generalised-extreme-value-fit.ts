import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { nelderMead } from '../math/index.ts'
import { mean, standardDeviation, type Sample } from '../statistics/index.ts'
import { logRatio } from './log-ratio.ts'

/**
 * A generalised extreme-value distribution: P(X <= x) = exp(-(1 + shape (x - location) / scale)^(-1 / shape)); shape 0 is
 * Gumbel's. The sign of the shape is that of extreme-value theory: scipy's `c` is its opposite.
 */
export interface GeneralisedExtremeValue {
  readonly location: number
  readonly scale: number
  readonly shape: number
}

/** A maximum-likelihood fit with its sampling error. */
export interface GeneralisedExtremeValueFit extends GeneralisedExtremeValue {
  readonly logLikelihood: number
  /** Of (location, scale, shape), the inverse observed information; `null` for a shape of -0.5 or less. */
  readonly parameterCovariance: readonly (readonly number[])[] | null
  readonly blocks: number
}

/** Log-likelihood of block maxima; -Infinity where one lies outside the support. */
export function extremeValueLogLikelihood(maxima: Sample, { location, scale, shape }: GeneralisedExtremeValue): number {
  let sum = -maxima.length * Math.log(scale)
  for (let i = 0; i < maxima.length; i++) {
    const z = (maxima[i] - location) / scale
    if (shape * z <= -1) return -Infinity
    // ln(1 + shape z) / shape, which is z at a shape of 0.
    const y = z * logRatio(shape * z)
    sum -= y + shape * y + Math.exp(-y)
  }
  return sum
}

/**
 * Maximum-likelihood fit to at least fifteen block maxima (monthly or yearly worst losses, say): a simplex search from
 * Gumbel's moments over several shapes, then Newton steps with differences. The shape is kept above -1.
 *
 * Throws `not-applicable` for maxima that are all equal, `not-converged` where no maximum is found.
 * Sources: Prescott & Walden, Biometrika 67 (1980); Smith, Biometrika 72 (1985); Coles (2001), chapter 3.
 */
export function generalisedExtremeValueFit(maxima: Sample): GeneralisedExtremeValueFit {
  requireSample(maxima, 15, 'maxima')
  const centre = mean(maxima)
  const spread = standardDeviation(maxima, 'population')
  if (!(spread > 1e-12 * Math.abs(centre))) {
    throw new TuttiError(
      'not-applicable',
      'an extreme-value distribution cannot be fitted to maxima that are all equal',
      {
        field: 'maxima',
        got: `${maxima.length} maxima of ${maxima[0]}`,
        expected: 'maxima that differ',
      },
    )
  }
  const scaled = Float64Array.from(maxima, (x) => (x - centre) / spread)
  const valueAt = ([location, logScale, shape]: readonly number[]): number =>
    shape <= -1 || Math.abs(logScale) > 20
      ? Infinity
      : -extremeValueLogLikelihood(scaled, { location, scale: Math.exp(logScale), shape })
  const gumbelScale = Math.sqrt(6) / Math.PI
  const starts = [-0.3, 0, 0.2, 0.6]
    .map((shape) => [-0.5772156649 * gumbelScale * (1 - shape / 2), Math.log(gumbelScale * (1 - shape / 2)), shape])
    .map((point) => ({ point, value: valueAt(point) }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.value - b.value)
  const minima = starts.slice(0, 2).map(({ point }) =>
    nelderMead(valueAt, point, {
      steps: [0.2, 0.2, 0.15],
      valueTolerance: 1e-12,
      pointTolerance: 1e-7,
      maxIterations: 4000,
    }),
  )
  const best = minima.reduce((a, b) => (b.value < a.value ? b : a))
  const point = polished(valueAt, best.point)
  const [location, logScale, shape] = point
  if (shape <= -0.999) {
    throw new TuttiError(
      'not-converged',
      'the extreme-value likelihood has no maximum with a shape above -1; take longer blocks',
      { field: 'maxima', got: `shape ${shape}`, expected: 'maxima without a hard upper end' },
    )
  }
  const fit = {
    location: centre + spread * location,
    scale: spread * requirePositive(Math.exp(logScale), 'scale'),
    shape,
  }
  return {
    ...fit,
    logLikelihood: extremeValueLogLikelihood(maxima, fit),
    parameterCovariance: shape > -0.5 ? covarianceAt(valueAt, point, spread) : null,
    blocks: maxima.length,
  }
}

/** A few Newton steps with differences; the point as it is where they do not help. */
function polished(valueAt: (point: readonly number[]) => number, start: readonly number[]): readonly number[] {
  let point = start
  for (let k = 0; k < 5; k++) {
    const { gradient, inverse } = derivativesAt(valueAt, point)
    if (inverse === null) return point
    const next = point.map((x, i) => x - inverse[i].reduce((sum, h, j) => sum + h * gradient[j], 0))
    if (!(valueAt(next) <= valueAt(point) + 1e-12)) return point
    point = next
  }
  return point
}

/** Covariance of (location, scale, shape) in the units of the data. */
function covarianceAt(
  valueAt: (point: readonly number[]) => number,
  point: readonly number[],
  spread: number,
): number[][] | null {
  const { inverse } = derivativesAt(valueAt, point)
  if (inverse === null || inverse.some((row, i) => !(row[i] > 0))) return null
  const units = [spread, spread * Math.exp(point[1]), 1]
  return inverse.map((row, i) => row.map((value, j) => value * units[i] * units[j]))
}

/** Gradient and inverse Hessian by fourth-order central differences; `null` where the Hessian is not positive definite. */
function derivativesAt(
  valueAt: (point: readonly number[]) => number,
  point: readonly number[],
): { gradient: number[]; inverse: number[][] | null } {
  const step = 2e-3
  const at = (moves: readonly (readonly [number, number])[]): number => {
    const moved = [...point]
    for (const [i, k] of moves) moved[i] += k * step
    return valueAt(moved)
  }
  const gradient = point.map(
    (_, i) => (8 * (at([[i, 1]]) - at([[i, -1]])) - (at([[i, 2]]) - at([[i, -2]]))) / (12 * step),
  )
  const centre = valueAt(point)
  const mixed = (i: number, j: number, k: number): number =>
    (at([[i, k], [j, k]]) - at([[i, k], [j, -k]]) - at([[i, -k], [j, k]]) + at([[i, -k], [j, -k]])) / (4 * (k * step) ** 2) // prettier-ignore
  const hessian = point.map((_, i) =>
    point.map((_v, j) =>
      i === j
        ? (16 * (at([[i, 1]]) + at([[i, -1]])) - (at([[i, 2]]) + at([[i, -2]])) - 30 * centre) / (12 * step ** 2)
        : (4 * mixed(i, j, 1) - mixed(i, j, 2)) / 3,
    ),
  )
  return { gradient, inverse: inverseOfThree(hessian) }
}

/** Inverse of a positive definite 3 x 3 matrix, else null. */
function inverseOfThree([[a, b, c], [, d, e], [, , f]]: number[][]): number[][] | null {
  const determinant = a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d)
  if (!(a > 0 && a * d - b * b > 0 && determinant > 0 && Number.isFinite(determinant))) return null
  const [ab, ac, bc] = [c * e - b * f, b * e - c * d, b * c - a * e]
  return [
    [d * f - e * e, ab, ac],
    [ab, a * f - c * c, bc],
    [ac, bc, a * d - b * b],
  ].map((row) => row.map((value) => value / determinant))
}
