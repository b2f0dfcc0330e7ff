/** sum += Σ factorₖ · line itemₖ of a matrix of lines of length `size`, four lines in one pass; `count` of the items. */
export function addLines(
  sum: Float64Array,
  matrix: Float64Array,
  size: number,
  items: Int32Array,
  factors: Float64Array,
  count: number,
): void {
  let k = 0
  for (; k + 3 < count; k += 4) {
    const f0 = factors[k]
    const f1 = factors[k + 1]
    const f2 = factors[k + 2]
    const f3 = factors[k + 3]
    const a0 = items[k] * size
    const a1 = items[k + 1] * size
    const a2 = items[k + 2] * size
    const a3 = items[k + 3] * size
    for (let i = 0; i < size; i++)
      sum[i] += f0 * matrix[a0 + i] + f1 * matrix[a1 + i] + f2 * matrix[a2 + i] + f3 * matrix[a3 + i]
  }
  for (; k < count; k++) addLine(sum, matrix, size, items[k], factors[k])
}

/** sum += factor · one line of a matrix of lines of length `size`. */
export function addLine(sum: Float64Array, matrix: Float64Array, size: number, item: number, factor: number): void {
  if (factor === 0) return
  const at = item * size
  for (let i = 0; i < size; i++) sum[i] += factor * matrix[at + i]
}

/** A matrix of `rows` lines by its columns; by blocks, so that neither side is read or written far apart. */
export function transposed(from: Float64Array, rows: number, columns: number): Float64Array {
  const to = new Float64Array(rows * columns)
  const block = 16
  for (let i0 = 0; i0 < rows; i0 += block) {
    const iEnd = Math.min(rows, i0 + block)
    for (let j0 = 0; j0 < columns; j0 += block) {
      const jEnd = Math.min(columns, j0 + block)
      for (let i = i0; i < iEnd; i++) for (let j = j0; j < jEnd; j++) to[j * rows + i] = from[i * columns + j]
    }
  }
  return to
}
