import { gradient } from './optimality-residuals.ts'
import type { PrimalDualPoint } from './optimality-residuals.ts'
import type { ProgrammeArrays } from './programme-arrays.ts'
import { quasidefiniteSystem } from './quasidefinite-system.ts'

/** Which bound holds of each variable and row: -1 the lower, 1 the upper, 0 none. */
export interface ActiveSet {
  readonly variables: Int8Array
  readonly rows: Int8Array
}

const signTolerance = 1e-11
const refinements = 12

function heldSide(value: number, low: number, high: number, multiplier: number, tolerance: number): -1 | 0 | 1 {
  if (low === high) return -1
  const atLow = value - low <= tolerance
  const atHigh = high - value <= tolerance
  if (atLow && (!atHigh || multiplier >= 0)) return -1
  return atHigh ? 1 : 0
}

/** The bounds that a point touches to `tolerance`; a row only where its multiplier is not zero, or it is an equality. */
export function touchedBounds(p: ProgrammeArrays, point: PrimalDualPoint, tolerance: number): ActiveSet {
  const variables = new Int8Array(p.n)
  for (let j = 0; j < p.n; j++) variables[j] = heldSide(point.x[j], p.lower[j], p.upper[j], 0, tolerance)
  const rows = new Int8Array(p.m)
  for (let i = 0; i < p.m; i++) {
    const y = point.rowDuals[i]
    if (p.rowLower[i] === p.rowUpper[i]) rows[i] = -1
    else if (Math.abs(y) > 1e-10) rows[i] = y > 0 ? -1 : 1
    if (rows[i] === -1 && p.rowLower[i] === -Infinity) rows[i] = 0
    if (rows[i] === 1 && p.rowUpper[i] === Infinity) rows[i] = 0
  }
  return { variables, rows }
}

/** The point of the equality-constrained programme of one active set, from a point to start at; undefined where singular. */
function stationaryPoint(
  p: ProgrammeArrays,
  set: ActiveSet,
  start: PrimalDualPoint,
  shift: number,
): PrimalDualPoint | undefined {
  const { n, hessian: q } = p
  const x = Float64Array.from(start.x)
  const y = Float64Array.from(start.rowDuals)
  const free = Int32Array.from(set.variables.keys()).filter((j) => set.variables[j] === 0)
  const position = new Int32Array(n).fill(-1)
  for (let s = 0; s < free.length; s++) position[free[s]] = s
  for (let j = 0; j < n; j++) {
    if (set.variables[j] !== 0) x[j] = set.variables[j] < 0 ? p.lower[j] : p.upper[j]
  }
  const held: number[] = []
  for (let i = 0; i < p.m; i++) {
    if (set.rows[i] === 0) y[i] = 0
    else held.push(i)
  }
  const k = free.length
  const r = held.length
  const m = new Float64Array(q ? k * k : k)
  if (q) {
    for (let s = 0; s < k; s++) {
      const from = free[s] * n
      const to = s * k
      for (let t = 0; t <= s; t++) m[to + t] = q[from + free[t]]
      m[s * k + s] += shift
    }
  } else m.fill(shift)
  const a = new Float64Array(r * k)
  for (let s = 0; s < r; s++) {
    for (let e = p.rowStarts[held[s]]; e < p.rowStarts[held[s] + 1]; e++) {
      const at = position[p.rowIndices[e]]
      if (at >= 0) a[s * k + at] = p.rowValues[e]
    }
  }
  const solve = quasidefiniteSystem(m, k, a, r, new Float64Array(r), 1e-14)
  if (!solve) return undefined
  const f = new Float64Array(k)
  const g = new Float64Array(r)
  let last = Infinity
  for (let pass = 0; pass < refinements; pass++) {
    const slope = gradient(p, x)
    for (let i = 0; i < p.m; i++) {
      if (y[i] !== 0)
        for (let e = p.rowStarts[i]; e < p.rowStarts[i + 1]; e++) slope[p.rowIndices[e]] -= p.rowValues[e] * y[i]
    }
    let size = 0
    for (let s = 0; s < k; s++) size = Math.max(size, Math.abs((f[s] = -slope[free[s]])))
    for (let s = 0; s < r; s++) {
      const i = held[s]
      let gap = set.rows[i] < 0 ? p.rowLower[i] : p.rowUpper[i]
      for (let e = p.rowStarts[i]; e < p.rowStarts[i + 1]; e++) gap -= p.rowValues[e] * x[p.rowIndices[e]]
      g[s] = gap
      size = Math.max(size, Math.abs(gap))
    }
    if (!Number.isFinite(size)) return undefined
    if (size < 1e-15 || (pass > 1 && size > 0.25 * last)) break
    last = size
    solve(f, g)
    for (let s = 0; s < k; s++) x[free[s]] += f[s]
    for (let s = 0; s < r; s++) y[held[s]] -= g[s]
  }
  return { x, rowDuals: y }
}

/**
 * A point that meets the optimality conditions, found by exchanging all wrong members of the active set at once, and one at
 * a time where that does not help; undefined where it does not end within `limit` exchanges. Needs a strictly convex programme, or a start near
 * the answer; what it returns is to be measured.
 *
 * Source: Júdice & Pires, A block principal pivoting algorithm for large-scale strictly monotone linear complementarity
 * problems (1994).
 */
export function activeSetPoint(
  p: ProgrammeArrays,
  startSet: ActiveSet,
  startPoint: PrimalDualPoint,
  shift: number,
  limit: number,
): PrimalDualPoint | undefined {
  const variables = Int8Array.from(startSet.variables)
  const rows = Int8Array.from(startSet.rows)
  let point = startPoint
  let fewest = Infinity
  let patience = 5
  for (let step = 0; step < limit; step++) {
    const next = stationaryPoint(p, { variables, rows }, point, shift)
    if (!next) return undefined
    const changes = wrongMembers(p, { variables, rows }, next)
    if (changes.length === 0) return next
    if (changes.length < fewest) {
      fewest = changes.length
      patience = 5
    } else patience--
    for (const { at, side } of patience > 0 ? changes : changes.slice(-1)) {
      if (at < p.n) variables[at] = side
      else rows[at - p.n] = side
    }
    point = step === 0 ? next : { x: next.x, rowDuals: next.rowDuals }
  }
  return undefined
}

/** The members of an active set that its point contradicts, each with the side it belongs to. */
function wrongMembers(
  p: ProgrammeArrays,
  set: ActiveSet,
  { x, rowDuals }: PrimalDualPoint,
): { at: number; side: number }[] {
  const slope = gradient(p, x)
  const changes: { at: number; side: number }[] = []
  const judge = (at: number, side: number, value: number, low: number, high: number, multiplier: number): void => {
    if (low === high) return
    if (side !== 0) {
      if (side * multiplier > signTolerance) changes.push({ at, side: 0 })
    } else if (value < low - signTolerance * (1 + Math.abs(low))) changes.push({ at, side: -1 })
    else if (value > high + signTolerance * (1 + Math.abs(high))) changes.push({ at, side: 1 })
  }
  for (let i = 0; i < p.m; i++) {
    let activity = 0
    for (let e = p.rowStarts[i]; e < p.rowStarts[i + 1]; e++) {
      const j = p.rowIndices[e]
      activity += p.rowValues[e] * x[j]
      slope[j] -= p.rowValues[e] * rowDuals[i]
    }
    judge(p.n + i, set.rows[i], activity, p.rowLower[i], p.rowUpper[i], rowDuals[i])
  }
  for (let j = 0; j < p.n; j++) judge(j, set.variables[j], x[j], p.lower[j], p.upper[j], slope[j])
  return changes
}
