import { requirePositive, TuttiError } from '../errors/index.ts'
import { requireCorrelationScale, symmetricEigensystem, type Rows } from '../math/index.ts'

/** What the nearest matrix has to keep. */
export interface NearestCorrelationConstraints {
  /** Pairs whose correlation must come out as it is in the matrix given. */
  readonly fixed?: readonly (readonly [number, number])[] | undefined
  /** One positive weight a series: deviations of entry (i, j) count w_i w_j. Equal ones by default. */
  readonly weights?: readonly number[] | undefined
  /** Smallest eigenvalue allowed, at least 0; 0 by default. */
  readonly minEigenvalue?: number | undefined
}

/** The nearest matrix that keeps what it has to. */
export interface ConstrainedNearestCorrelation {
  readonly matrix: number[][]
  /** Frobenius norm of the difference from the matrix given, not weighted. */
  readonly frobeniusDistance: number
  readonly iterations: number
}

const TOLERANCE = 1e-11
const MOST_ITERATIONS = 20_000

/**
 * The correlation matrix nearest to a symmetric `matrix` in a weighted Frobenius norm among those that keep some of its
 * entries, by alternating projections with Dykstra's correction. Without constraints it is `nearestCorrelation`.
 *
 * With a zero `minEigenvalue` the smallest eigenvalue is 0 to about 1e-9. Throws `infeasible` where the kept entries
 * leave no valid matrix, `not-converged` past 20,000 iterations. Sources: Higham, IMA J. Numerical Analysis 22 (2002), section 3 (weights); Higham & Strabic,
 * Numerical Algorithms 72 (2016) (fixed entries).
 */
export function constrainedNearestCorrelation(
  matrix: Rows,
  constraints: NearestCorrelationConstraints = {},
): ConstrainedNearestCorrelation {
  const size = requireCorrelationScale(matrix, 'matrix')
  const { fixed = [], minEigenvalue = 0 } = constraints
  const weights = Array.from({ length: size }, (_, i) => constraints.weights?.[i] ?? 1)
  weights.forEach((w, i) => requirePositive(w, `weights[${i}]`))
  for (const [i, j] of fixed) {
    if (i >= 0 && j >= 0 && i < size && j < size && i !== j && Math.abs(matrix[i][j]) <= 1) continue
    throw new TuttiError('invalid-input', `the fixed pair (${i}, ${j}) is no pair of the matrix with a correlation`, {
      field: 'fixed',
      got: `(${i}, ${j})`,
      expected: `two of the series 0 to ${size - 1} with an entry in [-1, 1]`,
    })
  }
  const roots = weights.map(Math.sqrt)
  let current = Array.from({ length: size }, (_, i) => Array.from(matrix[i]))
  let remaining = Infinity
  let correction = current.map((row) => row.map(() => 0))
  for (let iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
    const shifted = current.map((row, i) => row.map((value, j) => value - correction[i][j]))
    const positive = floored(shifted, roots, minEigenvalue)
    correction = positive.map((row, i) => row.map((value, j) => value - shifted[i][j]))
    const next = positive.map((row) => [...row])
    for (let i = 0; i < size; i++) next[i][i] = 1
    for (const [i, j] of fixed) {
      next[i][j] = matrix[i][j]
      next[j][i] = matrix[i][j]
    }
    const change = largestDifference(next, current)
    const gap = largestDifference(next, positive)
    current = next
    remaining = gap
    if (change <= TOLERANCE && gap <= 10 * TOLERANCE) {
      return { matrix: current, frobeniusDistance: distance(current, matrix), iterations: iteration }
    }
    // The two sets do not meet: the gap between the projections settles above zero.
    if (fixed.length > 0 && change <= TOLERANCE && gap > 1e-6) break
  }
  if (fixed.length === 0 || remaining < 1e-4) {
    throw new TuttiError('not-converged', `no nearest correlation matrix after ${MOST_ITERATIONS} iterations`, {
      field: 'matrix',
      got: `a gap of ${remaining} left`,
      expected: `a gap below ${TOLERANCE}; raise minEigenvalue a little`,
    })
  }
  throw new TuttiError('infeasible', 'no correlation matrix has all the fixed pairs; loosen one of them', {
    field: 'fixed',
    got: fixed.map(([i, j]) => `(${i}, ${j}) at ${matrix[i][j]}`).join(', '),
    expected: 'pairs that some positive semidefinite matrix with a unit diagonal has',
  })
}

/** Nearest matrix with eigenvalues of at least `floor` in the norm weighted by the squares of `roots`. */
function floored(matrix: readonly (readonly number[])[], roots: readonly number[], floor: number): number[][] {
  const size = matrix.length
  const weighted = matrix.map((row, i) => row.map((value, j) => roots[i] * roots[j] * (value - (i === j ? floor : 0))))
  const { eigenvalues, vectors } = symmetricEigensystem(weighted, 'matrix')
  const result = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  for (let k = 0; k < size; k++) {
    if (eigenvalues[k] <= 0) continue
    for (let i = 0; i < size; i++) {
      const scaled = eigenvalues[k] * vectors[i][k]
      for (let j = 0; j <= i; j++) result[i][j] += scaled * vectors[j][k]
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      result[i][j] = result[i][j] / (roots[i] * roots[j]) + (i === j ? floor : 0)
      result[j][i] = result[i][j]
    }
  }
  return result
}

function largestDifference(a: readonly (readonly number[])[], b: Rows): number {
  let largest = 0
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < a.length; j++) largest = Math.max(largest, Math.abs(a[i][j] - b[i][j]))
  }
  return largest
}

function distance(a: readonly (readonly number[])[], b: Rows): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) for (let j = 0; j < a.length; j++) sum += (a[i][j] - b[i][j]) ** 2
  return Math.sqrt(sum)
}
