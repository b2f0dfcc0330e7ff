/**
 * The inverse of a square matrix whose rows and columns come and go one at a time. Its own rows follow the columns of the
 * matrix and its columns the rows of the matrix, at places 0 … size-1; taking one out moves the last to its place.
 */
export interface BasisInverse {
  readonly size: () => number
  /** out = inverse · v. */
  readonly times: (v: Float64Array, out: Float64Array) => void
  /** out = v' · inverse. */
  readonly transposeTimes: (v: Float64Array, out: Float64Array) => void
  /** out = column q of the inverse. */
  readonly column: (q: number, out: Float64Array) => void
  /** A new last row and column: `image` = inverse · new column, `row` = new row' · inverse, `pivot` = corner - row · image. */
  readonly border: (image: Float64Array, row: Float64Array, pivot: number) => void
  /** Another column of the matrix at place p: `image` = inverse · new column. */
  readonly replaceColumn: (p: number, image: Float64Array) => void
  /** Another row of the matrix at place q: `row` = new row' · inverse. */
  readonly replaceRow: (q: number, row: Float64Array) => void
  /** Takes out row q and column p of the matrix. */
  readonly shrink: (q: number, p: number) => void
  /** Starts anew from a matrix by rows (overwritten); false where it is singular to rounding. */
  readonly invert: (matrix: Float64Array, size: number) => boolean
}

/** An empty inverse that can grow to `capacity`. Source: Golub and Van Loan, Matrix Computations, 2.1.4 (rank-one changes). */
export function basisInverse(capacity: number): BasisInverse {
  let stride = Math.min(capacity, 64)
  let w = new Float64Array(stride * stride)
  let k = 0
  const reserve = (size: number): void => {
    if (size <= stride) return
    const wider = Math.min(capacity, Math.max(size, 2 * stride))
    const next = new Float64Array(wider * wider)
    for (let i = 0; i < k; i++) next.set(w.subarray(i * stride, i * stride + k), i * wider)
    w = next
    stride = wider
  }
  /** w -= factors ⊗ row, where a factor is not zero. */
  const subtract = (factors: Float64Array, row: Float64Array): void => {
    for (let i = 0; i < k; i++) {
      const factor = factors[i]
      if (factor === 0) continue
      const at = i * stride
      for (let c = 0; c < k; c++) w[at + c] -= factor * row[c]
    }
  }
  return {
    size: () => k,
    times: (v, out) => {
      for (let i = 0; i < k; i++) {
        let sum = 0
        const at = i * stride
        for (let c = 0; c < k; c++) sum += w[at + c] * v[c]
        out[i] = sum
      }
    },
    transposeTimes: (v, out) => {
      out.fill(0, 0, k)
      for (let i = 0; i < k; i++) {
        const factor = v[i]
        if (factor === 0) continue
        const at = i * stride
        for (let c = 0; c < k; c++) out[c] += factor * w[at + c]
      }
    },
    column: (q, out) => {
      for (let i = 0; i < k; i++) out[i] = w[i * stride + q]
    },
    border: (image, row, pivot) => {
      reserve(k + 1)
      subtract(
        image.map((value) => -value / pivot),
        row,
      )
      for (let i = 0; i < k; i++) w[i * stride + k] = -image[i] / pivot
      for (let c = 0; c < k; c++) w[k * stride + c] = -row[c] / pivot
      w[k * stride + k] = 1 / pivot
      k++
    },
    replaceColumn: (p, image) => {
      const row = w.slice(p * stride, p * stride + k)
      for (let c = 0; c < k; c++) row[c] /= image[p]
      const factors = image.slice(0, k)
      factors[p] = 0
      subtract(factors, row)
      w.set(row, p * stride)
    },
    replaceRow: (q, row) => {
      const factors = new Float64Array(k)
      for (let i = 0; i < k; i++) factors[i] = w[i * stride + q] / row[q]
      const change = row.slice(0, k)
      change[q] = 0
      subtract(factors, change)
      for (let i = 0; i < k; i++) w[i * stride + q] = factors[i]
    },
    shrink: (q, p) => {
      const row = w.slice(p * stride, p * stride + k)
      const pivot = row[q]
      const factors = new Float64Array(k)
      for (let i = 0; i < k; i++) factors[i] = i === p ? 0 : w[i * stride + q] / pivot
      subtract(factors, row)
      const last = k - 1
      w.copyWithin(p * stride, last * stride, last * stride + k)
      for (let i = 0; i < last; i++) w[i * stride + q] = w[i * stride + last]
      k = last
    },
    invert: (matrix, size) => {
      const inverse = gaussJordanInverse(matrix, size)
      if (inverse === undefined) return false
      reserve(size)
      k = size
      for (let i = 0; i < k; i++) w.set(inverse.subarray(i * k, i * k + k), i * stride)
      return true
    },
  }
}

/** Inverse by Gauss and Jordan with row exchanges; undefined at a pivot below 1e-13 of the largest entry. */
function gaussJordanInverse(a: Float64Array, n: number): Float64Array | undefined {
  const inverse = new Float64Array(n * n)
  for (let i = 0; i < n; i++) inverse[i * n + i] = 1
  let size = 0
  for (const value of a.subarray(0, n * n)) size = Math.max(size, Math.abs(value))
  for (let c = 0; c < n; c++) {
    let best = c
    for (let i = c + 1; i < n; i++) if (Math.abs(a[i * n + c]) > Math.abs(a[best * n + c])) best = i
    const pivot = a[best * n + c]
    if (!(Math.abs(pivot) > 1e-13 * size)) return undefined
    for (const matrix of [a, inverse]) {
      for (let j = 0; j < n; j++) {
        const value = matrix[best * n + j] / pivot
        matrix[best * n + j] = matrix[c * n + j]
        matrix[c * n + j] = value
      }
    }
    for (let i = 0; i < n; i++) {
      const factor = a[i * n + c]
      if (i === c || factor === 0) continue
      for (let j = c; j < n; j++) a[i * n + j] -= factor * a[c * n + j]
      for (let j = 0; j < n; j++) inverse[i * n + j] -= factor * inverse[c * n + j]
    }
  }
  return inverse
}
