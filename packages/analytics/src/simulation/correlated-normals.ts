/** A lower triangular factor packed for `correlatedScores`: panels of four rows, entries of a column side by side. */
export interface PackedFactor {
  readonly size: number
  readonly panels: Float64Array
}

/** Packs `lower` (row-major, `size` x `size`), padding the last panel with zero rows. */
export function packedFactor(lower: Float64Array, size: number): PackedFactor {
  const count = Math.ceil(size / 4)
  const panels = new Float64Array(count * size * 4)
  for (let p = 0; p < count; p++) {
    for (let r = 0; r < 4 && p * 4 + r < size; r++) {
      const row = p * 4 + r
      for (let k = 0; k <= row; k++) panels[(p * size + k) * 4 + r] = lower[row * size + k]
    }
  }
  return { size, panels }
}

/**
 * scores[i * stride + s] = sum over k <= i of L[i][k] normals[s * size + k], for the first `count` scenarios s. Sums run in the
 * order of k whatever the count, so that a scenario has the same bits in a block of any size. `normals` and the rows of
 * `scores` have room for `count` rounded up to an even number.
 */
export function correlatedScores(
  { size, panels }: PackedFactor,
  normals: Float64Array,
  count: number,
  scores: Float64Array,
  stride: number,
): void {
  const panelCount = Math.ceil(size / 4)
  // Panels outside: one panel stays in the first cache while all scenarios pass.
  for (let p = 0; p < panelCount; p++) {
    const i = p * 4
    const rows = Math.min(4, size - i)
    const terms = Math.min(size, i + 4)
    for (let s = 0; s < count; s += 2) {
      let a0 = 0
      let a1 = 0
      let a2 = 0
      let a3 = 0
      let b0 = 0
      let b1 = 0
      let b2 = 0
      let b3 = 0
      let at = p * size * 4
      let first = s * size
      let second = first + size
      for (let k = 0; k < terms; k++) {
        const l0 = panels[at]
        const l1 = panels[at + 1]
        const l2 = panels[at + 2]
        const l3 = panels[at + 3]
        const x = normals[first]
        const y = normals[second]
        a0 += l0 * x
        a1 += l1 * x
        a2 += l2 * x
        a3 += l3 * x
        b0 += l0 * y
        b1 += l1 * y
        b2 += l2 * y
        b3 += l3 * y
        at += 4
        first++
        second++
      }
      const out = i * stride + s
      scores[out] = a0
      scores[out + 1] = b0
      if (rows > 1) {
        scores[out + stride] = a1
        scores[out + stride + 1] = b1
      }
      if (rows > 2) {
        scores[out + 2 * stride] = a2
        scores[out + 2 * stride + 1] = b2
      }
      if (rows > 3) {
        scores[out + 3 * stride] = a3
        scores[out + 3 * stride + 1] = b3
      }
    }
  }
}
