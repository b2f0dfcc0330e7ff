/**
 * Cholesky factor in place, of a symmetric matrix held by rows in its lower triangle (row length `size`).
 *
 * Returns false, the matrix half overwritten, at a pivot that is not above `pivotFloor`. Works on four rows and two columns
 * at a time, as dot products over contiguous rows, so that a number read is used two or four times: n³/3 operations, no
 * allocation. Source: Golub & Van Loan, Matrix Computations, 4.2.
 */
export function choleskyInPlace(a: Float64Array, size: number, pivotFloor: number): boolean {
  const whole = size - (size % 4)
  for (let i = 0; i < whole; i += 4) {
    fourRows(a, size, i)
    for (let r = i; r < i + 4; r++) if (!oneRow(a, size, r, i, pivotFloor)) return false
  }
  for (let r = whole; r < size; r++) if (!oneRow(a, size, r, 0, pivotFloor)) return false
  return true
}

/** The entries of rows i .. i + 3 left of column i, two columns at a time; i is a multiple of four. */
function fourRows(a: Float64Array, size: number, i: number): void {
  const r0 = i * size
  const r1 = r0 + size
  const r2 = r1 + size
  const r3 = r2 + size
  for (let j = 0; j < i; j += 2) {
    const u = j * size
    const v = u + size
    let u0 = a[r0 + j]
    let u1 = a[r1 + j]
    let u2 = a[r2 + j]
    let u3 = a[r3 + j]
    let v0 = a[r0 + j + 1]
    let v1 = a[r1 + j + 1]
    let v2 = a[r2 + j + 1]
    let v3 = a[r3 + j + 1]
    for (let k = 0; k < j; k++) {
      const x = a[u + k]
      const y = a[v + k]
      const p0 = a[r0 + k]
      const p1 = a[r1 + k]
      const p2 = a[r2 + k]
      const p3 = a[r3 + k]
      u0 -= p0 * x
      v0 -= p0 * y
      u1 -= p1 * x
      v1 -= p1 * y
      u2 -= p2 * x
      v2 -= p2 * y
      u3 -= p3 * x
      v3 -= p3 * y
    }
    const d0 = a[u + j]
    const e = a[v + j]
    const d1 = a[v + j + 1]
    u0 /= d0
    u1 /= d0
    u2 /= d0
    u3 /= d0
    a[r0 + j] = u0
    a[r1 + j] = u1
    a[r2 + j] = u2
    a[r3 + j] = u3
    a[r0 + j + 1] = (v0 - e * u0) / d1
    a[r1 + j + 1] = (v1 - e * u1) / d1
    a[r2 + j + 1] = (v2 - e * u2) / d1
    a[r3 + j + 1] = (v3 - e * u3) / d1
  }
}

/** The entries of row r from column `from` on, the diagonal included; false where its pivot is not above the floor. */
function oneRow(a: Float64Array, size: number, r: number, from: number, pivotFloor: number): boolean {
  const row = r * size
  for (let j = from; j < r; j++) {
    let sum = a[row + j]
    for (let k = 0; k < j; k++) sum -= a[row + k] * a[j * size + k]
    a[row + j] = sum / a[j * size + j]
  }
  let pivot = a[row + r]
  for (let k = 0; k < r; k++) pivot -= a[row + k] * a[row + k]
  if (!(pivot > pivotFloor)) return false
  a[row + r] = Math.sqrt(pivot)
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
