import { TuttiError } from '../errors/index.ts'
import { symmetricEigensystem } from '../math/index.ts'
import { choleskyInPlace } from './dense-cholesky.ts'
import type { ProgrammeArrays } from './programme-arrays.ts'

/** Whether a symmetric matrix plus a (negative) `shift` times its largest diagonal entry has a Cholesky factor. */
function factorises(matrix: Float64Array, n: number, shift: number): boolean {
  const copy = Float64Array.from(matrix)
  let largest = 0
  for (let i = 0; i < n; i++) largest = Math.max(largest, copy[i * n + i])
  for (let i = 0; i < n; i++) copy[i * n + i] += shift * largest
  return choleskyInPlace(copy, n, 0)
}

/**
 * Whether the Hessian of a scaled programme is positive definite beyond rounding (`strict`) or only semidefinite; throws
 * `invalid-input` with the smallest eigenvalue of the Hessian as given where it is neither.
 */
export function convexity(scaled: ProgrammeArrays, given: ProgrammeArrays): 'strict' | 'semidefinite' {
  const { n, hessian } = scaled
  if (!hessian || !given.hessian) return 'semidefinite'
  if (factorises(hessian, n, -1e-12)) return 'strict'
  if (factorises(hessian, n, 1e-11 * Math.sqrt(n))) return 'semidefinite'
  const flat = given.hessian
  const rows = Array.from({ length: n }, (_, i) => flat.subarray(i * n, (i + 1) * n))
  const { eigenvalues } = symmetricEigensystem(rows, 'hessian')
  const smallest = eigenvalues.reduce((least, value) => Math.min(least, value), Infinity)
  const largest = eigenvalues.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (smallest >= -1e-10 * largest) return 'semidefinite'
  throw new TuttiError(
    'invalid-input',
    `the Hessian is not positive semidefinite: its smallest eigenvalue is ${smallest}, so the optimum need not be where this method finds it; repair the matrix (nearest correlation matrix) or add to its diagonal`,
    { field: 'hessian', got: `smallest eigenvalue ${smallest}`, expected: 'no negative eigenvalue' },
  )
}
