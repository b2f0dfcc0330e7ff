/** A square matrix held row after row as rows of plain numbers. */
export const denseRows = (matrix: Float64Array, size: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from(matrix.subarray(i * size, (i + 1) * size)))
