import { requireInRange, TuttiError } from '@tutti/analytics/errors'
import { symmetricEigensystem } from '@tutti/analytics/math'

type Rows = readonly (readonly number[])[]

/** The valid correlation matrix that hurts most within a distance of the estimate. */
export interface WorstCorrelation {
  /** Positive semidefinite to 1e-10, unit diagonal. */
  readonly correlation: Rows
  /** Of the profit by sensitivities, money squared: under it, and under the estimate. */
  readonly variance: number
  readonly estimateVariance: number
  /** Largest change of an entry, at most the distance asked for. */
  readonly largestChange: number
  readonly smallestEigenvalue: number
  readonly iterations: number
  /** No matrix within the distance has a larger variance than this, valid or not. */
  readonly varianceBound: number
}

const mostIterations = 150
const tolerance = 1e-6
/** Over-relaxation of each step. */
const relaxation = 1.8
const smallestAllowed = -1e-10

/**
 * The correlation matrix C with the largest variance s' D C D s of the profit (`sensitivities` s in money a unit of each factor, D
 * the `volatilities`) among the valid ones none of whose entries is further than `distance` from `estimate`: the norm is the
 * largest change of an entry.
 *
 * The variance is linear in C and the matrices allowed form a convex set, so that there is one maximum, which does not
 * depend on where the search starts. It is found by alternating projections onto the positive semidefinite matrices and
 * onto the box with unit diagonal (alternating directions: Dykstra's corrections with a pull along the gradient), and the
 * result is moved as little as it takes to be valid. It is never below the estimate's variance.
 *
 * Throws `invalid-input` for sizes that differ, an estimate that is not valid, or a distance outside [0, 2]. Source: Boyd et al.,
 * Distributed optimization and statistical learning via ADMM, Found. Trends Mach. Learn. 3 (2011), sections 3.4 and 5.1.
 */
export function worstCorrelation(
  sensitivities: Float64Array,
  volatilities: Float64Array,
  estimate: Rows,
  distance: number,
): WorstCorrelation {
  requireInRange(distance, 0, 2, 'distance')
  const size = estimate.length
  requireSize(sensitivities, size, 'sensitivities')
  requireSize(volatilities, size, 'volatilities')
  const given = Float64Array.from(estimate.flat())
  const profits = sensitivities.map((s, i) => s * volatilities[i])
  const norm = Math.sqrt(profits.reduce((sum, p) => sum + p * p, 0))
  const smallestGiven = smallestEigenvalue(given, size)
  if (!(smallestGiven >= smallestAllowed)) {
    throw new TuttiError('invalid-input', 'the estimate is no correlation matrix: repair it first', {
      field: 'estimate',
      got: `a smallest eigenvalue of ${smallestGiven}`,
      expected: 'no negative eigenvalue',
    })
  }
  const direction = norm > 0 ? profits.map((p) => p / norm) : profits
  const lower = given.map((value) => Math.max(-1, value - distance))
  const upper = given.map((value) => Math.min(1, value + distance))
  for (let i = 0; i < size; i++) {
    lower[i * size + i] = 1
    upper[i * size + i] = 1
  }
  const search = norm > 0 && distance > 0 ? searched(direction, given, lower, upper) : { matrix: given, iterations: 0 }
  const valid = validNear(search.matrix, given, size, distance)
  const scaled = (matrix: Float64Array): number => quadraticForm(matrix, direction) * norm * norm
  const better = scaled(valid) >= scaled(given)
  const matrix = better ? valid : given
  let bound = 0
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const product = profits[i] * profits[j]
      bound += product * (product > 0 ? upper : lower)[i * size + j]
    }
  }
  return {
    correlation: estimate.map((row, i) => row.map((_, j) => matrix[i * size + j])),
    variance: scaled(matrix),
    estimateVariance: scaled(given),
    largestChange: largestDifference(matrix, given),
    smallestEigenvalue: smallestEigenvalue(matrix, size),
    iterations: search.iterations,
    varianceBound: bound,
  }
}

/** Alternating directions: `boxed` meets the box, `positive` the cone; at the end they are the same to the tolerance. */
function searched(
  direction: Float64Array,
  given: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
): { matrix: Float64Array; iterations: number } {
  const size = direction.length
  let penalty = 1
  let boxed = given.slice()
  const dual = new Float64Array(given.length)
  for (let iteration = 1; ; iteration++) {
    const positive = nearestPositive(
      boxed.map((value, k) => value - dual[k]),
      size,
    )
    const next = new Float64Array(given.length)
    let gap = 0
    let move = 0
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        const k = i * size + j
        const relaxed = relaxation * positive[k] + (1 - relaxation) * boxed[k]
        const pulled = relaxed + dual[k] + (direction[i] * direction[j]) / penalty
        next[k] = Math.min(upper[k], Math.max(lower[k], pulled))
        dual[k] += relaxed - next[k]
        gap = Math.max(gap, Math.abs(positive[k] - next[k]))
        move = Math.max(move, Math.abs(next[k] - boxed[k]))
        next[j * size + i] = next[k]
        dual[j * size + i] = dual[k]
      }
    }
    boxed = next
    if (Math.max(gap, move) < tolerance || iteration === mostIterations) return { matrix: boxed, iterations: iteration }
    // Keep the two residuals within a factor of ten of each other.
    const factor = gap > 10 * move ? 2 : move > 10 * gap ? 0.5 : 1
    if (factor !== 1 && iteration % 10 === 0) {
      penalty *= factor
      for (let k = 0; k < dual.length; k++) dual[k] /= factor
    }
  }
}

const rowsOf = (matrix: Float64Array, size: number): Float64Array[] =>
  Array.from({ length: size }, (_, i) => matrix.subarray(i * size, (i + 1) * size))

function smallestEigenvalue(matrix: Float64Array, size: number): number {
  return Math.min(...symmetricEigensystem(rowsOf(matrix, size), 'correlation').eigenvalues)
}

/** The matrix without its negative eigenvalues. */
function nearestPositive(matrix: Float64Array, size: number): Float64Array {
  const { eigenvalues, vectors } = symmetricEigensystem(rowsOf(matrix, size), 'correlation')
  const result = matrix.slice()
  const vector = new Float64Array(size)
  for (let k = 0; k < size; k++) {
    if (eigenvalues[k] >= 0) continue
    for (let i = 0; i < size; i++) vector[i] = vectors[i][k]
    for (let i = 0; i < size; i++) {
      const scaled = eigenvalues[k] * vector[i]
      for (let j = 0; j < size; j++) result[i * size + j] -= scaled * vector[j]
    }
  }
  return result
}

/**
 * A valid matrix next to `matrix`, whose negative eigenvalues are small: (matrix + e I) / (1 + e) with e the size of the
 * lowest, then as far towards the valid `given` as the distance takes.
 */
function validNear(matrix: Float64Array, given: Float64Array, size: number, distance: number): Float64Array {
  const lift = Math.max(0, -smallestEigenvalue(matrix, size))
  const lifted = matrix.map((value, k) => (k % (size + 1) === 0 ? 1 : value / (1 + lift)))
  const furthest = largestDifference(lifted, given)
  const share = furthest > distance ? 1 - distance / furthest : 0
  return lifted.map((value, k) => (k % (size + 1) === 0 ? 1 : value + share * (given[k] - value)))
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0)
}

function quadraticForm(matrix: Float64Array, vector: Float64Array): number {
  const size = vector.length
  let sum = 0
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) sum += vector[i] * matrix[i * size + j] * vector[j]
  return sum
}

function requireSize(values: Float64Array, size: number, field: string): void {
  if (values.length === size && values.every(Number.isFinite)) return
  throw new TuttiError('invalid-input', `${field} must be one finite number for each row of the estimate`, {
    field,
    got: `${values.length} numbers`,
    expected: `${size} finite numbers`,
  })
}
