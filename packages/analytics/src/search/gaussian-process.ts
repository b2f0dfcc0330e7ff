import { requireSample, TuttiError } from '../errors/index.ts'
import { cholesky } from '../math/cholesky.ts'
import { nelderMead } from '../math/nelder-mead.ts'
import { portableExp, portableLog } from '../math/portable.ts'

/** A point of a mixed space: coordinates in the unit cube, and a category as a whole number. */
export interface MixedPoint {
  readonly coordinates: readonly number[]
  readonly category: number
}

/** Length scales of the coordinates, likeness of two different categories in (0, 1), noise as a share of signal variance. */
export interface GaussianProcessParameters {
  readonly lengthScales: readonly number[]
  readonly categoryLikeness: number
  readonly noise: number
}

/** A fitted process: a mean and a standard deviation of the function anywhere in the space. */
export interface GaussianProcess {
  readonly parameters: GaussianProcessParameters
  readonly logLikelihood: number
  readonly predict: (point: MixedPoint) => { readonly mean: number; readonly deviation: number }
}

const ROOT5 = Math.sqrt(5)

/** Matern 5/2 in the scaled distance of the coordinates, times the likeness of the categories. One at distance zero. */
function covariance(a: MixedPoint, b: MixedPoint, parameters: GaussianProcessParameters): number {
  let squares = 0
  for (let i = 0; i < a.coordinates.length; i++) {
    const distance = (a.coordinates[i] - b.coordinates[i]) / parameters.lengthScales[i]
    squares += distance * distance
  }
  const r = ROOT5 * Math.sqrt(squares)
  const matern = (1 + r + (r * r) / 3) * portableExp(-r)
  return a.category === b.category ? matern : parameters.categoryLikeness * matern
}

/** Solves L x = b for lower triangular L. */
function forwardSolved(lower: readonly (readonly number[])[], b: readonly number[]): number[] {
  const x: number[] = []
  for (let i = 0; i < b.length; i++) {
    const row = lower[i]
    let sum = b[i]
    for (let j = 0; j < i; j++) sum -= row[j] * x[j]
    x.push(sum / row[i])
  }
  return x
}

/** Solves L' x = b for lower triangular L. */
function backSolved(lower: readonly (readonly number[])[], b: readonly number[]): number[] {
  const n = b.length
  const x = new Array<number>(n).fill(0)
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]
    for (let j = i + 1; j < n; j++) sum -= lower[j][i] * x[j]
    x[i] = sum / lower[i][i]
  }
  return x
}

/**
 * The process with the given parameters through `values` at `points`: constant mean and signal variance at their
 * maximum-likelihood values. Throws `invalid-input` for fewer than three points or a singular covariance.
 * Source: Rasmussen and Williams (2006), algorithm 2.1; kernel for categories after Qian, Wu and Wu (2008).
 */
export function gaussianProcess(
  points: readonly MixedPoint[],
  values: readonly number[],
  parameters: GaussianProcessParameters,
): GaussianProcess {
  requireSample(values, 3, 'values')
  const n = points.length
  if (values.length !== n)
    throw new TuttiError('invalid-input', `${n} points but ${values.length} values`, { field: 'values' })
  const matrix = points.map((a, i) =>
    points.map((b, j) => covariance(a, b, parameters) + (i === j ? parameters.noise + 1e-10 : 0)),
  )
  const lower = cholesky(matrix)
  const ones = forwardSolved(lower, new Array<number>(n).fill(1))
  const scaled = forwardSolved(lower, values)
  let oneOne = 0
  let oneValue = 0
  for (let i = 0; i < n; i++) {
    oneOne += ones[i] * ones[i]
    oneValue += ones[i] * scaled[i]
  }
  const mean = oneValue / oneOne
  const residual = scaled.map((y, i) => y - mean * ones[i])
  let squares = 0
  for (const r of residual) squares += r * r
  const variance = Math.max(squares / n, 1e-300)
  let halfLogDeterminant = 0
  for (let i = 0; i < n; i++) halfLogDeterminant += portableLog(lower[i][i])
  const weights = backSolved(lower, residual)
  return {
    parameters,
    logLikelihood: -0.5 * n * portableLog(variance) - halfLogDeterminant,
    predict: (point) => {
      const k = points.map((other) => covariance(point, other, parameters))
      const v = forwardSolved(lower, k)
      let explained = 0
      let predicted = mean
      let oneV = 0
      for (let i = 0; i < n; i++) {
        predicted += k[i] * weights[i]
        explained += v[i] * v[i]
        oneV += ones[i] * v[i]
      }
      // the second term is the uncertainty of the estimated mean
      const spread = 1 - explained + ((1 - oneV) * (1 - oneV)) / oneOne
      return { mean: predicted, deviation: Math.sqrt(Math.max(0, spread * variance)) }
    },
  }
}

/** Bounds of the natural logarithms of length scales and noise, and of the likeness as a logit. */
const LENGTH_BOUNDS = [-3.2, 2.3] as const
const NOISE_BOUNDS = [-16, -1] as const
const LIKENESS_BOUNDS = [-4, 4] as const

function parametersOf(vector: readonly number[], dimension: number): GaussianProcessParameters {
  const within = (x: number, [low, high]: readonly [number, number]) => (x < low ? low : x > high ? high : x)
  return {
    lengthScales: Array.from({ length: dimension }, (_, i) => portableExp(within(vector[i], LENGTH_BOUNDS))),
    categoryLikeness: 1 / (1 + portableExp(-within(vector[dimension], LIKENESS_BOUNDS))),
    noise: portableExp(within(vector[dimension + 1], NOISE_BOUNDS)),
  }
}

/**
 * The process with maximum-likelihood parameters: the best of `starts` random starts from `uniform`, refined by
 * Nelder-Mead where that settles and the values vary. Deterministic given the draws; elementary functions are the portable ones, so its bits are too.
 */
export function fittedGaussianProcess(
  points: readonly MixedPoint[],
  values: readonly number[],
  uniform: () => number,
  starts = 24,
): GaussianProcess {
  const dimension = points[0].coordinates.length
  const loss = (vector: readonly number[]): number => {
    let outside = 0
    vector.forEach((x, i) => {
      const [low, high] = i < dimension ? LENGTH_BOUNDS : i === dimension ? LIKENESS_BOUNDS : NOISE_BOUNDS
      outside += Math.max(0, low - x, x - high)
    })
    return -gaussianProcess(points, values, parametersOf(vector, dimension)).logLikelihood + outside
  }
  const between = ([low, high]: readonly [number, number]) => low + uniform() * (high - low)
  let best: number[] = []
  let bestLoss = Infinity
  for (let start = 0; start < starts; start++) {
    const vector = [
      ...Array.from({ length: dimension }, () => between(LENGTH_BOUNDS)),
      between(LIKENESS_BOUNDS),
      between(NOISE_BOUNDS),
    ]
    const value = loss(vector)
    if (value < bestLoss) {
      best = vector
      bestLoss = value
    }
  }
  // values that are all the same say nothing of the parameters: their likelihood is rounding, and has no maximum to find
  const fitted = varies(values) ? refined(loss, best) : best
  return gaussianProcess(points, values, parametersOf(fitted, dimension))
}

/** The minimum near `start`; `start` itself where the simplex does not settle, for it is a fit too. */
function refined(loss: (vector: readonly number[]) => number, start: readonly number[]): readonly number[] {
  try {
    const options = { valueTolerance: 1e-4, pointTolerance: 0.02, maxIterations: 2000 }
    return nelderMead(loss, start, { steps: start.map(() => 0.4), ...options }).point
  } catch (error) {
    if (error instanceof TuttiError && error.code === 'not-converged') return start
    throw error
  }
}

function varies(values: readonly number[]): boolean {
  const low = Math.min(...values)
  const high = Math.max(...values)
  return high - low > 1e-12 * Math.max(Math.abs(low), Math.abs(high))
}
