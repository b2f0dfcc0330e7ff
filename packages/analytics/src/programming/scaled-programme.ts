import type { ProgrammeArrays } from './programme-arrays.ts'

/** A programme in other units, and what turns its points back: x = columns · x̂, y = rows · ŷ / objective. */
export interface ScaledProgramme {
  readonly arrays: ProgrammeArrays
  readonly columns: Float64Array
  readonly rows: Float64Array
  readonly objective: number
}

const passes = 4

/** The power of two nearest a positive number, so that scaling costs no digit; 1 for zero. */
function powerOfTwo(value: number): number {
  return value > 0 && value < Infinity ? 2 ** Math.round(Math.log2(value)) : 1
}

/** Geometric mean of the finite sizes that are not zero. */
function typicalSize(sizes: readonly number[]): number {
  let sum = 0
  let count = 0
  for (const size of sizes) {
    if (size > 0 && size < 1e20) {
      sum += Math.log2(size)
      count++
    }
  }
  return count === 0 ? 1 : 2 ** (sum / count)
}

/**
 * The programme with columns, rows, right-hand sides and objective brought near 1 by powers of two, so that tolerances mean
 * the same for rates of 1e-4 as for money of 1e9. Columns that must be whole keep their unit.
 *
 * Source: Ruiz, A scaling algorithm to equilibrate both rows and columns norms in matrices (2001).
 */
export function scaledProgramme(p: ProgrammeArrays): ScaledProgramme {
  const { n, m, hessian } = p
  const whole = p.integers.length > 0
  const columns = new Float64Array(n).fill(1)
  const rows = new Float64Array(m).fill(1)
  // Q counts relative to its own size: what its columns differ by is what matters beside A.
  let hessianSize = 0
  if (hessian) for (let j = 0; j < n; j++) hessianSize = Math.max(hessianSize, Math.abs(hessian[j * n + j]))
  const columnSize = new Float64Array(n)
  for (let pass = 0; pass < passes; pass++) {
    columnSize.fill(0)
    for (let i = 0; i < m; i++) {
      let size = 0
      for (let k = p.rowStarts[i]; k < p.rowStarts[i + 1]; k++) {
        const j = p.rowIndices[k]
        const entry = Math.abs(p.rowValues[k]) * rows[i] * columns[j]
        if (entry > size) size = entry
        if (entry > columnSize[j]) columnSize[j] = entry
      }
      if (size > 0) rows[i] /= Math.sqrt(size)
    }
    if (whole) continue
    // The diagonal bounds the rest of a positive semidefinite matrix: |q_jk| ≤ √(q_jj q_kk).
    if (hessian && hessianSize > 0) {
      for (let j = 0; j < n; j++) {
        const entry = (Math.abs(hessian[j * n + j]) * columns[j] * columns[j]) / hessianSize
        if (entry > columnSize[j]) columnSize[j] = entry
      }
    }
    for (let j = 0; j < n; j++) if (columnSize[j] > 0) columns[j] /= Math.sqrt(columnSize[j])
  }
  const sizes: number[] = []
  for (let j = 0; j < n; j++) {
    columns[j] = whole ? 1 : powerOfTwo(columns[j])
    sizes.push(Math.abs(p.lower[j]) / columns[j], Math.abs(p.upper[j]) / columns[j])
  }
  for (let i = 0; i < m; i++) {
    rows[i] = powerOfTwo(rows[i])
    sizes.push(Math.abs(p.rowLower[i]) * rows[i], Math.abs(p.rowUpper[i]) * rows[i])
  }
  const unit = whole ? 1 : powerOfTwo(typicalSize(sizes))
  for (let j = 0; j < n; j++) columns[j] *= unit
  for (let i = 0; i < m; i++) rows[i] /= unit

  let largest = 0
  for (let j = 0; j < n; j++) {
    largest = Math.max(largest, Math.abs(p.cost[j]) * columns[j])
    if (hessian) largest = Math.max(largest, Math.abs(hessian[j * n + j]) * columns[j] * columns[j])
  }
  const objective = largest > 0 ? 1 / powerOfTwo(largest) : 1
  return { arrays: scaledArrays(p, columns, rows, objective), columns, rows, objective }
}

function scaledArrays(
  p: ProgrammeArrays,
  columns: Float64Array,
  rows: Float64Array,
  objective: number,
): ProgrammeArrays {
  const { n, m } = p
  const rowValues = new Float64Array(p.rowValues.length)
  for (let i = 0; i < m; i++) {
    for (let k = p.rowStarts[i]; k < p.rowStarts[i + 1]; k++)
      rowValues[k] = p.rowValues[k] * rows[i] * columns[p.rowIndices[k]]
  }
  let hessian: Float64Array | undefined
  if (p.hessian) {
    hessian = new Float64Array(n * n)
    for (let i = 0; i < n; i++) {
      const factor = objective * columns[i]
      const start = i * n
      for (let j = 0; j < n; j++) hessian[start + j] = p.hessian[start + j] * factor * columns[j]
    }
  }
  return {
    ...p,
    hessian,
    rowValues,
    cost: p.cost.map((value, j) => value * objective * columns[j]),
    lower: p.lower.map((value, j) => value / columns[j]),
    upper: p.upper.map((value, j) => value / columns[j]),
    rowLower: p.rowLower.map((value, i) => value * rows[i]),
    rowUpper: p.rowUpper.map((value, i) => value * rows[i]),
  }
}
