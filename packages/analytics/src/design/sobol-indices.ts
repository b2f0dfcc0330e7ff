import { TuttiError, requireInRange, requireSample } from '../errors/index.ts'
import { requireCount } from './latin-hypercube.ts'

/** The function's values at the points of a `SaltelliDesign`, in the same order. */
export interface SaltelliValues {
  readonly a: ArrayLike<number>
  readonly b: ArrayLike<number>
  readonly ab: ReadonlyArray<ArrayLike<number>>
  readonly ba?: ReadonlyArray<ArrayLike<number>>
}

/** An index with its bootstrap standard error and percentile interval (both absent without a bootstrap). */
export interface SensitivityIndex {
  readonly value: number
  readonly standardError?: number
  readonly interval?: readonly [low: number, high: number]
}

export interface SobolIndices {
  /** Variance of the function over the design. */
  readonly variance: number
  /** Share of the variance that each input explains alone. */
  readonly first: readonly SensitivityIndex[]
  /** Share in which each input takes part at all, interactions included. */
  readonly total: readonly SensitivityIndex[]
  /** `second[i][j]`, i < j: share of the interaction of the pair alone; only where `ba` was given. */
  readonly second?: readonly (readonly (SensitivityIndex | undefined)[])[]
}

export interface SobolBootstrap {
  readonly resamples: number
  /** Confidence level of the interval, for example 0.95. */
  readonly confidence: number
  /** Draws on (0, 1) from a seeded stream. */
  readonly uniform: () => number
}

interface Estimates {
  readonly variance: number
  readonly first: number[]
  readonly total: number[]
  readonly second: number[][]
}

/**
 * First-order, total and (with `ba`) second-order Sobol indices. Sampling error can put an index slightly below 0 or a
 * sum of indices above 1; values are not clipped.
 *
 * Estimators: first order of Saltelli et al. (2010, table 2 b), total of Jansen (1999), second order of Saltelli (2002),
 * all on values centred by their mean. `bootstrap` resamples the rows of the design for intervals.
 * Throws `invalid-input` for samples of unequal length or values that are not finite, `not-applicable` where the
 * function does not vary. Sources: Saltelli et al., Comput. Phys. Commun. 181 (2010), 259-270; Jansen, ibid. 117 (1999),
 * 35-43; Saltelli, ibid. 145 (2002), 280-297.
 */
export function sobolIndices(values: SaltelliValues, bootstrap?: SobolBootstrap): SobolIndices {
  const count = values.a.length
  const samples: Array<readonly [string, ArrayLike<number>]> = [
    ['a', values.a],
    ['b', values.b],
    ...values.ab.map((sample, i) => [`ab[${i}]`, sample] as const),
    ...(values.ba ?? []).map((sample, i) => [`ba[${i}]`, sample] as const),
  ]
  for (const [field, sample] of samples) {
    requireSample(sample, 2, field)
    if (sample.length !== count) throw unequal(field, sample.length, count)
  }
  requireCount(values.ab.length, 'number of inputs')
  if (values.ba !== undefined && values.ba.length !== values.ab.length) {
    throw unequal('ba', values.ba.length, values.ab.length)
  }
  const rows = Int32Array.from({ length: count }, (_, i) => i)
  const point = estimates(values, rows)
  if (!(point.variance > 0)) {
    throw new TuttiError(
      'not-applicable',
      'the function does not vary over the design, so it has no sensitivity indices',
    )
  }
  const resampled = bootstrap === undefined ? [] : bootstrapEstimates(values, count, bootstrap)
  const index = (of: (estimate: Estimates) => number): SensitivityIndex => {
    if (bootstrap === undefined) return { value: of(point) }
    const sorted = Float64Array.from(resampled, of).toSorted()
    const mean = sorted.reduce((sum, x) => sum + x, 0) / sorted.length
    const squares = sorted.reduce((sum, x) => sum + (x - mean) ** 2, 0)
    const tail = (1 - bootstrap.confidence) / 2
    return {
      value: of(point),
      standardError: Math.sqrt(squares / (sorted.length - 1)),
      interval: [sortedQuantile(sorted, tail), sortedQuantile(sorted, 1 - tail)],
    }
  }
  const inputs = values.ab.map((_, i) => i)
  const result = {
    variance: point.variance,
    first: inputs.map((i) => index((estimate) => estimate.first[i])),
    total: inputs.map((i) => index((estimate) => estimate.total[i])),
  }
  if (values.ba === undefined) return result
  const second = inputs.map((i) => inputs.map((j) => (i < j ? index((estimate) => estimate.second[i][j]) : undefined)))
  return { ...result, second }
}

function unequal(field: string, got: number, expected: number): TuttiError {
  return new TuttiError('invalid-input', `${field} has ${got} entries where ${expected} are needed`, {
    field,
    got: String(got),
    expected: String(expected),
  })
}

/** All indices from the rows given (with repetition, for the bootstrap). */
function estimates(values: SaltelliValues, rows: Int32Array): Estimates {
  const count = rows.length
  const { a, b, ab, ba } = values
  let sum = 0
  for (const k of rows) sum += a[k] + b[k]
  const mean = sum / (2 * count)
  let squares = 0
  let cross = 0
  for (const k of rows) {
    squares += (a[k] - mean) ** 2 + (b[k] - mean) ** 2
    cross += (a[k] - mean) * (b[k] - mean)
  }
  const variance = squares / (2 * count - 1)
  const first: number[] = []
  const total: number[] = []
  for (const sample of ab) {
    let firstSum = 0
    let totalSum = 0
    for (const k of rows) {
      firstSum += (b[k] - mean) * (sample[k] - a[k])
      totalSum += (a[k] - sample[k]) ** 2
    }
    first.push(firstSum / count / variance)
    total.push(totalSum / (2 * count) / variance)
  }
  const second = (ba ?? []).map((baSample, i) =>
    ab.map((abSample, j) => {
      if (j <= i) return NaN
      let pair = 0
      for (const k of rows) pair += (baSample[k] - mean) * (abSample[k] - mean)
      return (pair - cross) / count / variance - first[i] - first[j]
    }),
  )
  return { variance, first, total, second }
}

function bootstrapEstimates(values: SaltelliValues, count: number, bootstrap: SobolBootstrap): Estimates[] {
  requireCount(bootstrap.resamples - 1, 'resamples less one')
  requireInRange(bootstrap.confidence, 0.5, 0.9999, 'confidence')
  const rows = new Int32Array(count)
  return Array.from({ length: bootstrap.resamples }, () => {
    for (let k = 0; k < count; k++) rows[k] = Math.floor(bootstrap.uniform() * count)
    const resampled = estimates(values, rows)
    if (resampled.variance > 0) return resampled
    throw new TuttiError(
      'not-applicable',
      'a bootstrap resample does not vary: the function takes almost one value only; use more points',
    )
  })
}

/** Quantile of sorted values by linear interpolation (type 7 of Hyndman & Fan 1996). */
function sortedQuantile(sorted: Float64Array, probability: number): number {
  const position = probability * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (position - below) * (sorted[above] - sorted[below])
}
