import { backSubstitution, choleskyInPlace, forwardSubstitution } from './dense-cholesky.ts'

/** Solves [M A'; A -D] [x; w] = [f; g] by the factors of M and of its Schur complement; overwrites f with x and g with w. */
export type QuasidefiniteSolve = (f: Float64Array, g: Float64Array) => void

/**
 * The factors of [M A'; A -D] with M positive definite (k × k by rows, overwritten; or its diagonal of length k), A of r dense
 * rows (overwritten) and D ≥ 0 a diagonal of length r or a matrix by rows; undefined where M or A M⁻¹A' + D is not positive definite to rounding.
 *
 * `relativeShift` is added to the diagonal of the Schur complement, relative to its largest entry, for rows that depend on
 * one another. Source: Vanderbei, Symmetric quasidefinite matrices, SIAM J. Optim. 5 (1995).
 */
export function quasidefiniteSystem(
  m: Float64Array,
  k: number,
  a: Float64Array,
  r: number,
  d: Float64Array,
  relativeShift: number,
): QuasidefiniteSolve | undefined {
  const diagonal = m.length === k && k !== 1
  if (diagonal) {
    for (let j = 0; j < k; j++) {
      if (!(m[j] > 0)) return undefined
      m[j] = Math.sqrt(m[j])
    }
  } else if (!choleskyInPlace(m, k, 0)) return undefined
  const lowerSolve = (v: Float64Array, offset: number): void => {
    if (diagonal) for (let j = 0; j < k; j++) v[offset + j] /= m[j]
    else forwardSubstitution(m, k, v, offset)
  }
  for (let i = 0; i < r; i++) lowerSolve(a, i * k)
  const schur = new Float64Array(r * r)
  let largest = 0
  for (let i = 0; i < r; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let t = 0; t < k; t++) sum += a[i * k + t] * a[j * k + t]
      schur[i * r + j] = sum
    }
    largest = Math.max(largest, schur[i * r + i])
  }
  const shift = Math.max(relativeShift * largest, 1e-300)
  if (d.length === r) for (let i = 0; i < r; i++) schur[i * r + i] += d[i]
  else for (let e = 0; e < r * r; e++) schur[e] += d[e]
  for (let i = 0; i < r; i++) schur[i * r + i] += shift
  if (!choleskyInPlace(schur, r, 0)) return undefined
  return (f, g) => {
    lowerSolve(f, 0)
    for (let i = 0; i < r; i++) {
      let sum = -g[i]
      for (let t = 0; t < k; t++) sum += a[i * k + t] * f[t]
      g[i] = sum
    }
    forwardSubstitution(schur, r, g)
    backSubstitution(schur, r, g)
    for (let i = 0; i < r; i++) {
      const w = g[i]
      if (w !== 0) for (let t = 0; t < k; t++) f[t] -= a[i * k + t] * w
    }
    if (diagonal) for (let j = 0; j < k; j++) f[j] /= m[j]
    else backSubstitution(m, k, f)
  }
}
