import { requireSample, TuttiError } from '../errors/index.ts'
import { compensatedSum } from './compensated-sum.ts'
import { median } from './quantile.ts'
import type { MomentKind, Sample } from './sample.ts'

/** Arithmetic mean, compensated. Needs at least one finite value. */
export function mean(values: Sample): number {
  requireSample(values, 1, 'values')
  return meanOf(values)
}

/**
 * Variance about the mean. `sample` divides by n - 1 (needs two values), `population` by n (needs one).
 * Two passes with compensation, so a large mean costs no digits.
 */
export function variance(values: Sample, kind: MomentKind): number {
  requireSample(values, kind === 'sample' ? 2 : 1, 'values')
  const { m2 } = centralMoments(values)
  return kind === 'sample' ? (m2 * values.length) / (values.length - 1) : m2
}

/** Square root of `variance`. */
export function standardDeviation(values: Sample, kind: MomentKind): number {
  return Math.sqrt(variance(values, kind))
}

/**
 * Skewness. `population`: g1 = m3 / m2^1.5. `sample`: G1 = g1 sqrt(n(n-1)) / (n-2), needs three values.
 *
 * Throws `not-applicable` when all values are equal. Source: Joanes and Gill (1998), The Statistician 47.
 */
export function skewness(values: Sample, kind: MomentKind): number {
  const n = values.length
  requireSample(values, kind === 'sample' ? 3 : 2, 'values')
  const { m2, m3 } = centralMoments(values)
  requireSpread(values, m2, 'skewness')
  const g1 = m3 / (m2 * Math.sqrt(m2))
  return kind === 'population' ? g1 : (g1 * Math.sqrt(n * (n - 1))) / (n - 2)
}

/**
 * Kurtosis minus 3, so that a normal distribution has 0. `population`: g2 = m4 / m2^2 - 3.
 * `sample`: G2 = (n-1) ((n+1) g2 + 6) / ((n-2)(n-3)), needs four values.
 *
 * Throws `not-applicable` when all values are equal. Source: Joanes and Gill (1998), The Statistician 47.
 */
export function excessKurtosis(values: Sample, kind: MomentKind): number {
  const n = values.length
  requireSample(values, kind === 'sample' ? 4 : 2, 'values')
  const { m2, m4 } = centralMoments(values)
  requireSpread(values, m2, 'kurtosis')
  const g2 = m4 / (m2 * m2) - 3
  return kind === 'population' ? g2 : ((n - 1) * ((n + 1) * g2 + 6)) / ((n - 2) * (n - 3))
}

/** Kurtosis, not in excess: a normal distribution has 3. See `excessKurtosis`. */
export function kurtosis(values: Sample, kind: MomentKind): number {
  return excessKurtosis(values, kind) + 3
}

/** Median of the absolute deviations from the median, unscaled (times 1.4826 it estimates a normal's deviation). */
export function medianAbsoluteDeviation(values: Sample): number {
  const centre = median(values)
  return median(Float64Array.from(values, (x) => Math.abs(x - centre)))
}

/** The moments of a sample in one object. Kurtosis is not in excess unless the name says so. */
export interface MomentSummary {
  readonly mean: number
  readonly varianceSample: number
  readonly skewnessPopulation: number
  readonly skewnessSample: number
  readonly kurtosisPopulation: number
  readonly excessKurtosisPopulation: number
  readonly excessKurtosisSample: number
  readonly medianAbsoluteDeviation: number
}

/** All moments of a sample of at least four values that are not all equal. */
export function momentSummary(values: Sample): MomentSummary {
  return {
    mean: mean(values),
    varianceSample: variance(values, 'sample'),
    skewnessPopulation: skewness(values, 'population'),
    skewnessSample: skewness(values, 'sample'),
    kurtosisPopulation: kurtosis(values, 'population'),
    excessKurtosisPopulation: excessKurtosis(values, 'population'),
    excessKurtosisSample: excessKurtosis(values, 'sample'),
    medianAbsoluteDeviation: medianAbsoluteDeviation(values),
  }
}

function meanOf(values: Sample): number {
  const n = values.length
  const first = compensatedSum(values) / n
  let rest = 0
  for (let i = 0; i < n; i++) rest += values[i] - first
  return first + rest / n
}

function centralMoments(values: Sample): { m2: number; m3: number; m4: number } {
  const n = values.length
  const centre = meanOf(values)
  const squares = new Float64Array(n)
  const cubes = new Float64Array(n)
  const fourths = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const d = values[i] - centre
    squares[i] = d * d
    cubes[i] = d * d * d
    fourths[i] = d * d * d * d
  }
  return { m2: compensatedSum(squares) / n, m3: compensatedSum(cubes) / n, m4: compensatedSum(fourths) / n }
}

function requireSpread(values: Sample, m2: number, what: string): void {
  if (!isConstant(values, m2)) return
  throw new TuttiError('not-applicable', `${what} is not defined for a sample whose values are all equal`, {
    field: 'values',
    got: `${values.length} values equal to ${values[0]}`,
    expected: 'values that differ',
  })
}

/** True when the population variance `m2` of `values` is no more than rounding leaves of a constant. */
export function isConstant(values: Sample, m2: number): boolean {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]))
  return Math.sqrt(m2) <= 4 * Number.EPSILON * largest
}
