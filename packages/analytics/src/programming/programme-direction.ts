import type { ProgrammeArrays } from './programme-arrays.ts'

/**
 * The linear programme of a direction along which a programme's objective falls for ever: minimise c'd with Qd = 0, no bound
 * approached, -1 ≤ d ≤ 1. Its optimum is below zero where a feasible programme is unbounded, and 0 otherwise.
 */
export function programmeDirection(p: ProgrammeArrays): ProgrammeArrays {
  const { n, m, hessian } = p
  const extra = hessian ? n : 0
  const starts = new Int32Array(m + extra + 1)
  starts.set(p.rowStarts)
  const indices = new Int32Array(p.rowIndices.length + extra * n)
  const values = new Float64Array(p.rowValues.length + extra * n)
  indices.set(p.rowIndices)
  values.set(p.rowValues)
  for (let i = 0; i < extra; i++) {
    const at = p.rowIndices.length + i * n
    for (let j = 0; j < n; j++) indices[at + j] = j
    if (hessian) values.set(hessian.subarray(i * n, (i + 1) * n), at)
    starts[m + i + 1] = at + n
  }
  const limit = (bounds: Float64Array, open: number, width: number): Float64Array => {
    const out = new Float64Array(width)
    for (let t = 0; t < bounds.length; t++) out[t] = Number.isFinite(bounds[t]) ? 0 : open
    return out
  }
  return {
    n,
    m: m + extra,
    cost: p.cost,
    hessian: undefined,
    lower: limit(p.lower, -1, n),
    upper: limit(p.upper, 1, n),
    rowStarts: starts,
    rowIndices: indices,
    rowValues: values,
    rowLower: limit(p.rowLower, -Infinity, m + extra),
    rowUpper: limit(p.rowUpper, Infinity, m + extra),
    integers: new Int32Array(0),
  }
}
