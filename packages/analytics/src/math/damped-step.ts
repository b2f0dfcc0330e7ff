/**
 * Minimiser s of |J s + r|^2 + damping |D s|^2 over the free coordinates (the others stay 0), by Householder QR of the
 * stacked matrix; D is diagonal and a zero of it counts as one. `jacobian[i * n + j]` is m by n.
 */
export function dampedStep(
  jacobian: Float64Array,
  residuals: Float64Array,
  diagonal: Float64Array,
  free: readonly boolean[],
  damping: number,
): Float64Array {
  const m = residuals.length
  const n = diagonal.length
  const columns = free.flatMap((isFree, j) => (isFree ? [j] : []))
  const width = columns.length
  const height = m + width
  // Column by column: a[c * height + i]; the right-hand side is -r over zeros.
  const a = new Float64Array(height * width)
  const b = new Float64Array(height)
  for (let i = 0; i < m; i++) b[i] = -residuals[i]
  columns.forEach((j, c) => {
    for (let i = 0; i < m; i++) a[c * height + i] = jacobian[i * n + j]
    a[c * height + m + c] = Math.sqrt(damping) * (diagonal[j] || 1)
  })
  const rDiagonal = new Float64Array(width)
  for (let c = 0; c < width; c++) {
    const start = c * height
    const end = m + c + 1
    let squares = 0
    for (let i = c; i < end; i++) squares += a[start + i] * a[start + i]
    const norm = Math.sqrt(squares)
    if (norm === 0) continue
    const alpha = a[start + c] > 0 ? -norm : norm
    rDiagonal[c] = alpha
    const pivot = a[start + c] - alpha
    a[start + c] = pivot
    const beta = -1 / (alpha * pivot)
    for (let other = c + 1; other <= width; other++) {
      const target = other === width ? b : a
      const offset = other === width ? 0 : other * height
      let dot = 0
      for (let i = c; i < end; i++) dot += a[start + i] * target[offset + i]
      const factor = dot * beta
      for (let i = c; i < end; i++) target[offset + i] -= factor * a[start + i]
    }
  }
  const step = new Float64Array(n)
  for (let c = width - 1; c >= 0; c--) {
    let value = b[c]
    for (let other = c + 1; other < width; other++) value -= a[other * height + c] * step[columns[other]]
    step[columns[c]] = rDiagonal[c] === 0 ? 0 : value / rDiagonal[c]
  }
  return step
}
