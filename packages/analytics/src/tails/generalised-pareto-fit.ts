import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import type { Sample } from '../statistics/index.ts'
import { logRatio, logRatioCurvature, logRatioSlope } from './log-ratio.ts'

/** A generalised Pareto distribution of excesses: P(X > x) = (1 + shape x / scale)^(-1 / shape). */
export interface GeneralisedPareto {
  /** xi: above 0 for a power tail, 0 for an exponential one, below 0 for a tail with an end. */
  readonly shape: number
  /** beta > 0, in the units of the excesses. */
  readonly scale: number
}

/** A fit with its sampling error. */
export interface GeneralisedParetoFit extends GeneralisedPareto {
  readonly method: 'maximum-likelihood' | 'probability-weighted-moments'
  readonly logLikelihood: number
  /**
   * Covariance of (shape, scale): inverse observed information, or the asymptotic one of the moments; `null` where the
   * asymptotics do not hold (shape <= -0.5 for the likelihood, >= 0.5 for the moments).
   */
  readonly parameterCovariance: readonly (readonly [number, number])[] | null
  readonly excesses: number
}

/** Log-likelihood of positive excesses; -Infinity where one lies beyond the end of the distribution. */
export function generalisedParetoLogLikelihood(excesses: Sample, { shape, scale }: GeneralisedPareto): number {
  let sum = -excesses.length * Math.log(scale)
  for (let i = 0; i < excesses.length; i++) {
    const u = excesses[i] / scale
    if (shape * u <= -1) return -Infinity
    sum -= Math.log1p(shape * u) + u * logRatio(shape * u)
  }
  return sum
}

/**
 * Maximum-likelihood fit to the excesses (observation less threshold, above 0) of at least ten observations.
 *
 * The likelihood is profiled over shape / scale, all stationary points with shape > -1 are found, and the highest is
 * taken; below -1 the likelihood has no bound. Throws `not-converged` where there is no maximum (as for excesses that
 * are spread like uniform ones), `not-applicable` for excesses that are all equal.
 *
 * Sources: Grimshaw, Technometrics 35 (1993); Smith, Biometrika 72 (1985); Davison & Smith, JRSS B 52 (1990).
 */
export function generalisedParetoFit(excesses: Sample): GeneralisedParetoFit {
  const { scaled, mean, largest } = scaledExcesses(excesses)
  const slope = (theta: number): number => {
    let h = 0
    let derivative = 0
    for (let i = 0; i < scaled.length; i++) {
      const y = scaled[i]
      h += y * logRatio(theta * y)
      derivative += y * y * logRatioSlope(theta * y)
    }
    h /= scaled.length
    derivative /= scaled.length
    return -derivative / h - h - theta * derivative
  }
  let best: { theta: number; shape: number; logLikelihood: number } | undefined
  const grid = profileGrid(largest)
  let previous = slope(grid[0])
  for (let g = 1; g < grid.length; g++) {
    const next = slope(grid[g])
    if (previous > 0 && next <= 0) {
      const theta = brentRoot(slope, grid[g - 1], grid[g], { tolerance: 1e-15 })
      const shape = shapeAt(scaled, theta)
      const scale = scaleAt(scaled, theta)
      const logLikelihood = generalisedParetoLogLikelihood(scaled, { shape, scale })
      if (shape > -1 && (best === undefined || logLikelihood > best.logLikelihood))
        best = { theta, shape, logLikelihood }
    }
    previous = next
  }
  if (best === undefined) {
    throw new TuttiError(
      'not-converged',
      'the generalised Pareto likelihood of these excesses has no maximum with a shape above -1; use probability-weighted moments or another threshold',
      { field: 'excesses', got: `${excesses.length} excesses`, expected: 'a likelihood with a maximum' },
    )
  }
  const point = { shape: best.shape, scale: scaleAt(scaled, best.theta) * mean }
  return {
    ...point,
    method: 'maximum-likelihood',
    logLikelihood: generalisedParetoLogLikelihood(excesses, point),
    parameterCovariance: best.shape > -0.5 ? inverseInformation(excesses, point) : null,
    excesses: excesses.length,
  }
}

/**
 * Fit by probability-weighted moments, with plotting positions (j - 0.35) / n: steadier than the likelihood in small
 * samples, meant for shapes below 0.5. Needs ten excesses above 0.
 *
 * Throws `not-applicable` for excesses that are all equal. Source: Hosking & Wallis, Technometrics 29 (1987).
 */
export function generalisedParetoMoments(excesses: Sample): GeneralisedParetoFit {
  scaledExcesses(excesses)
  const n = excesses.length
  const sorted = Float64Array.from(excesses).sort()
  let first = 0
  let second = 0
  for (let j = 0; j < n; j++) {
    first += sorted[j] / n
    second += (sorted[j] * (1 - (j + 0.65) / n)) / n
  }
  const shape = 2 - first / (first - 2 * second)
  const scale = (2 * first * second) / (first - 2 * second)
  const logLikelihood = generalisedParetoLogLikelihood(excesses, { shape, scale })
  let parameterCovariance: [number, number][] | null = null
  if (shape < 0.5) {
    const denominator = n * (1 - 2 * shape) * (3 - 2 * shape)
    const both = (-scale * (2 - shape) * (2 - 6 * shape + 7 * shape ** 2 - 2 * shape ** 3)) / denominator
    parameterCovariance = [
      [((1 - shape) * (1 - shape + 2 * shape ** 2) * (2 - shape) ** 2) / denominator, both],
      [both, (scale ** 2 * (7 - 18 * shape + 11 * shape ** 2 - 2 * shape ** 3)) / denominator],
    ]
  }
  return { shape, scale, method: 'probability-weighted-moments', logLikelihood, parameterCovariance, excesses: n }
}

/** Excesses over their mean. Throws unless there are ten, above 0 and not all equal. */
function scaledExcesses(excesses: Sample): { scaled: Float64Array; mean: number; largest: number } {
  requireSample(excesses, 10, 'excesses')
  let sum = 0
  for (let i = 0; i < excesses.length; i++) sum += requirePositive(excesses[i], `excesses[${i}]`)
  const mean = sum / excesses.length
  const scaled = Float64Array.from(excesses, (x) => x / mean)
  const largest = scaled.reduce((a, b) => Math.max(a, b), 0)
  const smallest = scaled.reduce((a, b) => Math.min(a, b), Infinity)
  if (largest - smallest > 1e-12 * largest) return { scaled, mean, largest }
  throw new TuttiError('not-applicable', 'a tail cannot be fitted to excesses that are all equal', {
    field: 'excesses',
    got: `${excesses.length} excesses of ${excesses[0]}`,
    expected: 'excesses that differ',
  })
}

const scaleAt = (scaled: Float64Array, theta: number): number =>
  scaled.reduce((sum, y) => sum + y * logRatio(theta * y), 0) / scaled.length

const shapeAt = (scaled: Float64Array, theta: number): number =>
  scaled.reduce((sum, y) => sum + Math.log1p(theta * y), 0) / scaled.length

/** Values of shape / scale (of excesses with mean 1) from near -1 / largest through 0 to far above. */
function profileGrid(largest: number): number[] {
  const below = Array.from({ length: 60 }, (_, k) => (-1 + 2 ** (-(60 - k) / 2.5)) / largest)
  const above = Array.from({ length: 160 }, (_, k) => 1e-3 * 2 ** (k / 4))
  return [
    ...below,
    ...above
      .toReversed()
      .map((value) => -value)
      .filter((value) => value > below[59]),
    0,
    ...above,
  ]
}

function inverseInformation(excesses: Sample, { shape, scale }: GeneralisedPareto): [number, number][] | null {
  let aa = 0
  let ab = 0
  let bb = 0
  for (let i = 0; i < excesses.length; i++) {
    const u = excesses[i] / scale
    const s = shape * u
    const w = 1 + s
    aa += -(u * u) / (w * w) + u ** 3 * logRatioCurvature(s)
    ab -= (u * (1 - u)) / (w * w) / scale
    bb += (-1 + (2 * (1 + shape) * u) / w - (shape * (1 + shape) * u * u) / (w * w)) / (scale * scale)
  }
  const determinant = aa * bb - ab * ab
  if (!(aa > 0 && determinant > 0)) return null
  return [
    [bb / determinant, -ab / determinant],
    [-ab / determinant, aa / determinant],
  ]
}
