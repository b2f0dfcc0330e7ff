/**
 * Lower triangular L with L L' = `covariance` (row-major, `size` x `size`, symmetric positive semidefinite). A pivot that
 * is zero to rounding gives a zero column, so that factors without volatility or in lockstep are allowed.
 */
export function semidefiniteFactor(covariance: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size)
  for (let j = 0; j < size; j++) {
    let pivot = covariance[j * size + j]
    for (let k = 0; k < j; k++) pivot -= lower[j * size + k] ** 2
    if (!(pivot > 1e-13 * covariance[j * size + j])) continue
    const root = Math.sqrt(pivot)
    lower[j * size + j] = root
    for (let i = j + 1; i < size; i++) {
      let sum = covariance[i * size + j]
      for (let k = 0; k < j; k++) sum -= lower[i * size + k] * lower[j * size + k]
      lower[i * size + j] = sum / root
    }
  }
  return lower
}
