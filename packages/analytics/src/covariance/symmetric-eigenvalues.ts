import { TuttiError } from '../errors/index.ts'

/**
 * Eigenvalues of a symmetric matrix (row after row, not changed), descending; a third of the work of a decomposition
 * with vectors. Householder reduction to a tridiagonal matrix, then the implicit QL method.
 *
 * Throws `calculation-failed` where the QL iteration does not end. Source: Golub & Van Loan, Matrix Computations, 8.3.
 */
export function symmetricEigenvalues(matrix: Float64Array, size: number): Float64Array {
  const scale = matrix.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  if (scale === 0) return new Float64Array(size)
  const { diagonal, beside } = tridiagonal(
    matrix.map((value) => value / scale),
    size,
  )
  implicitQl(diagonal, beside)
  for (let k = 0; k < size; k++) diagonal[k] *= scale
  return diagonal.sort().toReversed()
}

/** Overwrites `a`. `beside[k]` lies between the diagonal entries k and k + 1; the last is 0. */
function tridiagonal(a: Float64Array, n: number): { diagonal: Float64Array; beside: Float64Array } {
  const diagonal = new Float64Array(n)
  const beside = new Float64Array(n)
  const v = new Float64Array(n)
  const w = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    diagonal[k] = a[k * n + k]
    if (k === n - 1) break
    const first = a[(k + 1) * n + k]
    let squares = 0
    for (let i = k + 2; i < n; i++) squares += a[i * n + k] ** 2
    if (squares === 0) {
      beside[k] = first
      continue
    }
    const norm = Math.sqrt(first * first + squares)
    const reflected = first > 0 ? -norm : norm
    beside[k] = reflected
    v[k + 1] = first - reflected
    for (let i = k + 2; i < n; i++) v[i] = a[i * n + k]
    const factor = 2 / (v[k + 1] ** 2 + squares)
    let inner = 0
    for (let i = k + 1; i < n; i++) {
      const row = i * n
      let sum = 0
      for (let j = k + 1; j < n; j++) sum += a[row + j] * v[j]
      w[i] = factor * sum
      inner += w[i] * v[i]
    }
    const half = (factor / 2) * inner
    for (let i = k + 1; i < n; i++) w[i] -= half * v[i]
    for (let i = k + 1; i < n; i++) {
      const row = i * n
      const vi = v[i]
      const wi = w[i]
      for (let j = k + 1; j < n; j++) a[row + j] -= vi * w[j] + wi * v[j]
    }
  }
  return { diagonal, beside }
}

/** Eigenvalues of the tridiagonal matrix, left in `d`. */
function implicitQl(d: Float64Array, e: Float64Array): void {
  const n = d.length
  for (let low = 0; low < n; low++) {
    for (let iteration = 0; ; iteration++) {
      let m = low
      while (m < n - 1 && Math.abs(e[m]) > 1.1e-16 * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++
      if (m === low) break
      if (iteration === 100) {
        throw new TuttiError(
          'calculation-failed',
          'the eigenvalues could not be calculated; look for entries out of scale with the rest',
        )
      }
      let g = (d[low + 1] - d[low]) / (2 * e[low])
      let r = Math.hypot(g, 1)
      g = d[m] - d[low] + e[low] / (g + (g >= 0 ? r : -r))
      let sine = 1
      let cosine = 1
      let shift = 0
      let i = m - 1
      for (; i >= low; i--) {
        const f = sine * e[i]
        const b = cosine * e[i]
        r = Math.sqrt(f * f + g * g)
        e[i + 1] = r
        if (r === 0) {
          d[i + 1] -= shift
          e[m] = 0
          break
        }
        sine = f / r
        cosine = g / r
        g = d[i + 1] - shift
        r = (d[i] - g) * sine + 2 * cosine * b
        shift = sine * r
        d[i + 1] = g + shift
        g = cosine * r - b
      }
      if (r === 0 && i >= low) continue
      d[low] -= shift
      e[low] = g
      e[m] = 0
    }
  }
}
