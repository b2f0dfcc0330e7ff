/**
 * Cholesky factor in place, of a symmetric matrix held by rows in its lower triangle (row length `size`).
 *
 * Returns false, the matrix half overwritten, at a pivot that is not above `pivotFloor`. Works on two rows and two columns at a time, as
 * dot products over contiguous rows: n³/3 operations, no allocation. Source: Golub & Van Loan, Matrix Computations, 4.2.
 */
export function choleskyInPlace(a: Float64Array, size: number, pivotFloor: number): boolean {
  const even = size - (size % 2)
  for (let i = 0; i < even; i += 2) {
    const ri = i * size
    const si = ri + size
    for (let j = 0; j < i; j += 2) {
      const rj = j * size
      const sj = rj + size
      let s00 = a[ri + j]
      let s01 = a[ri + j + 1]
      let s10 = a[si + j]
      let s11 = a[si + j + 1]
      for (let k = 0; k < j; k++) {
        const p = a[ri + k]
        const q = a[si + k]
        const u = a[rj + k]
        const v = a[sj + k]
        s00 -= p * u
        s01 -= p * v
        s10 -= q * u
        s11 -= q * v
      }
      const d0 = a[rj + j]
      const e = a[sj + j]
      const d1 = a[sj + j + 1]
      s00 /= d0
      s10 /= d0
      a[ri + j] = s00
      a[si + j] = s10
      a[ri + j + 1] = (s01 - e * s00) / d1
      a[si + j + 1] = (s11 - e * s10) / d1
    }
    let d00 = a[ri + i]
    let d10 = a[si + i]
    let d11 = a[si + i + 1]
    for (let k = 0; k < i; k++) {
      const p = a[ri + k]
      const q = a[si + k]
      d00 -= p * p
      d10 -= q * p
      d11 -= q * q
    }
    if (!(d00 > pivotFloor)) return false
    const root = Math.sqrt(d00)
    d10 /= root
    d11 -= d10 * d10
    if (!(d11 > pivotFloor)) return false
    a[ri + i] = root
    a[si + i] = d10
    a[si + i + 1] = Math.sqrt(d11)
  }
  if (even < size) {
    const r = even * size
    for (let j = 0; j < even; j++) {
      let sum = a[r + j]
      for (let k = 0; k < j; k++) sum -= a[r + k] * a[j * size + k]
      a[r + j] = sum / a[j * size + j]
    }
    let pivot = a[r + even]
    for (let k = 0; k < even; k++) pivot -= a[r + k] * a[r + k]
    if (!(pivot > pivotFloor)) return false
    a[r + even] = Math.sqrt(pivot)
  }
  return true
}

/** Solves L v = b in place, where b begins at `offset` of `v`. */
export function forwardSubstitution(l: Float64Array, size: number, v: Float64Array, offset = 0): void {
  for (let i = 0; i < size; i++) {
    const row = i * size
    let sum = v[offset + i]
    for (let k = 0; k < i; k++) sum -= l[row + k] * v[offset + k]
    v[offset + i] = sum / l[row + i]
  }
}

/** Solves L'v = b in place. */
export function backSubstitution(l: Float64Array, size: number, v: Float64Array): void {
  for (let i = size - 1; i >= 0; i--) {
    const row = i * size
    const value = (v[i] /= l[row + i])
    for (let k = 0; k < i; k++) v[k] -= l[row + k] * value
  }
}
