import { gradient, rowActivities } from './optimality-residuals.ts'
import type { PrimalDualPoint } from './optimality-residuals.ts'
import type { ProgrammeArrays } from './programme-arrays.ts'
import { pairedSystem, pairedVariables } from './paired-variables.ts'
import { type QuasidefiniteSolve, quasidefiniteSystem } from './quasidefinite-system.ts'

const iterations = 120
const tolerance = 1e-13
/** Rounds without progress that are waited for, far from the optimum and near it. */
const patience = { far: 15, near: 2 }

/**
 * The optimum of a convex quadratic or linear programme by Mehrotra's predictor and corrector, from no feasible start;
 * undefined where it does not converge (an infeasible or unbounded programme among others). Integers are ignored.
 *
 * Variables and the activities of inequality rows have slacks to their bounds; Newton's system is condensed to the
 * variables and the rows. Source: Mehrotra, SIAM J. Optim. 2 (1992); Nocedal & Wright, Numerical Optimization, 14.2 and 16.6.
 */
export function interiorPoint(p: ProgrammeArrays): PrimalDualPoint | undefined {
  const { n, m, hessian: q } = p
  // Entries 0..n-1 of v are the variables, n..n+m-1 the row activities; both live between `low` and `high`.
  const size = n + m
  const low = Float64Array.from({ length: size }, (_, t) => (t < n ? p.lower[t] : p.rowLower[t - n]))
  const high = Float64Array.from({ length: size }, (_, t) => (t < n ? p.upper[t] : p.rowUpper[t - n]))
  const fixed = Uint8Array.from(low, (value, t) => (value === high[t] ? 1 : 0))
  const v = new Float64Array(size)
  const sl = new Float64Array(size)
  const su = new Float64Array(size)
  const zl = new Float64Array(size)
  const zu = new Float64Array(size)
  const y = new Float64Array(m)
  let pairs = 0
  for (let t = 0; t < size; t++) {
    const hasLow = low[t] > -Infinity
    const hasHigh = high[t] < Infinity
    v[t] = fixed[t]
      ? low[t]
      : hasLow && hasHigh
        ? 0.5 * (low[t] + high[t])
        : hasLow
          ? low[t] + 1
          : hasHigh
            ? high[t] - 1
            : 0
    if (fixed[t]) continue
    if (hasLow) {
      sl[t] = Math.max(v[t] - low[t], 1e-3)
      zl[t] = 1
      pairs++
    }
    if (hasHigh) {
      su[t] = Math.max(high[t] - v[t], 1e-3)
      zu[t] = 1
      pairs++
    }
  }
  const rd = new Float64Array(size)
  const rp = new Float64Array(m)
  const rl = new Float64Array(size)
  const ru = new Float64Array(size)
  const cl = new Float64Array(size)
  const cu = new Float64Array(size)
  const dv = new Float64Array(size)
  const dsl = new Float64Array(size)
  const dsu = new Float64Array(size)
  const dzl = new Float64Array(size)
  const dzu = new Float64Array(size)
  const dy = new Float64Array(m)
  const theta = new Float64Array(size)
  const d = new Float64Array(m)
  const f = new Float64Array(n)
  const g = new Float64Array(m)
  const free = Int32Array.from({ length: n }, (_, j) => j).filter((j) => !fixed[j])
  const paired = q && pairedVariables(p, q)
  const x = v.subarray(0, n)
  let best: { point: PrimalDualPoint; error: number } | undefined
  let stalled = 0

  for (let round = 0; round < iterations; round++) {
    const slope = gradient(p, x)
    const activity = rowActivities(p, x)
    let slopeSize = 1
    for (let j = 0; j < n; j++) slopeSize = Math.max(slopeSize, Math.abs(slope[j]))
    for (let i = 0; i < m; i++) {
      for (let e = p.rowStarts[i]; e < p.rowStarts[i + 1]; e++) slope[p.rowIndices[e]] -= p.rowValues[e] * y[i]
    }
    let error = 0
    let mu = 0
    for (let t = 0; t < size; t++) {
      // Stationarity: of a variable c + Qx - A'y - zl + zu = 0, of an activity y - zl + zu = 0.
      rd[t] = fixed[t] ? 0 : (t < n ? slope[t] : y[t - n]) - zl[t] + zu[t]
      rl[t] = sl[t] > 0 ? v[t] - low[t] - sl[t] : 0
      ru[t] = su[t] > 0 ? high[t] - v[t] - su[t] : 0
      mu += sl[t] * zl[t] + su[t] * zu[t]
      error = Math.max(error, Math.abs(rd[t]) / slopeSize, Math.abs(rl[t]), Math.abs(ru[t]))
    }
    for (let i = 0; i < m; i++) {
      rp[i] = activity[i] - v[n + i]
      error = Math.max(error, Math.abs(rp[i]))
    }
    if (pairs > 0) mu /= pairs
    error = Math.max(error, mu / slopeSize)
    if (!Number.isFinite(error)) break
    if (!best || error < 0.9 * best.error) {
      best = { point: { x: Float64Array.from(x), rowDuals: Float64Array.from(y) }, error }
      stalled = 0
    } else if (++stalled > (best.error < 1e-10 ? patience.near : patience.far)) break
    if (error < tolerance) break

    for (let t = 0; t < size; t++) theta[t] = (sl[t] > 0 ? zl[t] / sl[t] : 0) + (su[t] > 0 ? zu[t] / su[t] : 0)
    // A row without any bound takes no part; an equality has no give.
    for (let i = 0; i < m; i++) d[i] = fixed[n + i] ? 1e-12 : theta[n + i] > 0 ? 1 / theta[n + i] : 1e20
    for (let j = 0; j < n; j++) theta[j] += 1e-10
    const solve = q && paired ? pairedSystem(p, q, paired, theta, d) : diagonalSystem(p, free, theta, d)
    if (!solve) break
    const direction = (): void => {
      // cl, cu hold what sl·dzl + zl·dsl (and the same above) must come to.
      const bend = (t: number): number =>
        -rd[t] + (sl[t] > 0 ? (cl[t] - zl[t] * rl[t]) / sl[t] : 0) - (su[t] > 0 ? (cu[t] - zu[t] * ru[t]) / su[t] : 0)
      for (const j of free) f[j] = bend(j)
      for (let i = 0; i < m; i++) g[i] = -rp[i] + (fixed[n + i] ? 0 : d[i] * bend(n + i))
      solve(f, g)
      for (const j of free) dv[j] = f[j]
      for (let i = 0; i < m; i++) {
        dy[i] = -g[i]
        dv[n + i] = fixed[n + i] ? 0 : d[i] * (bend(n + i) - dy[i])
      }
      for (let t = 0; t < size; t++) {
        if (sl[t] > 0) {
          dsl[t] = dv[t] + rl[t]
          dzl[t] = (cl[t] - zl[t] * dsl[t]) / sl[t]
        }
        if (su[t] > 0) {
          dsu[t] = -dv[t] + ru[t]
          dzu[t] = (cu[t] - zu[t] * dsu[t]) / su[t]
        }
      }
    }
    const longest = (values: Float64Array, steps: Float64Array): number => {
      let alpha = 1
      for (let t = 0; t < size; t++) if (steps[t] < 0 && values[t] > 0) alpha = Math.min(alpha, -values[t] / steps[t])
      return alpha
    }
    for (let t = 0; t < size; t++) {
      cl[t] = -sl[t] * zl[t]
      cu[t] = -su[t] * zu[t]
    }
    direction()
    const ap = Math.min(longest(sl, dsl), longest(su, dsu))
    const ad = Math.min(longest(zl, dzl), longest(zu, dzu))
    let muAffine = 0
    for (let t = 0; t < size; t++)
      muAffine += (sl[t] + ap * dsl[t]) * (zl[t] + ad * dzl[t]) + (su[t] + ap * dsu[t]) * (zu[t] + ad * dzu[t])
    if (pairs > 0) muAffine /= pairs
    const sigma = mu > 0 ? Math.min(1, (muAffine / mu) ** 3) : 0
    for (let t = 0; t < size; t++) {
      if (sl[t] > 0) cl[t] = sigma * mu - sl[t] * zl[t] - dsl[t] * dzl[t]
      if (su[t] > 0) cu[t] = sigma * mu - su[t] * zu[t] - dsu[t] * dzu[t]
    }
    direction()
    const reach = Math.max(0.99, 1 - mu)
    let primalStep = Math.min(1, reach * Math.min(longest(sl, dsl), longest(su, dsu)))
    let dualStep = Math.min(1, reach * Math.min(longest(zl, dzl), longest(zu, dzu)))
    // With a quadratic objective stationarity joins both: one step keeps it linear.
    if (q) primalStep = dualStep = Math.min(primalStep, dualStep)
    for (let t = 0; t < size; t++) {
      v[t] += primalStep * dv[t]
      sl[t] += primalStep * dsl[t]
      su[t] += primalStep * dsu[t]
      zl[t] += dualStep * dzl[t]
      zu[t] += dualStep * dzu[t]
    }
    for (let i = 0; i < m; i++) y[i] += dualStep * dy[i]
  }
  return best?.point
}

/** The factors of [Θ, A'; A, -D] of a programme without a Hessian, for f by variable and g by row. */
function diagonalSystem(
  p: ProgrammeArrays,
  free: Int32Array,
  theta: Float64Array,
  d: Float64Array,
): QuasidefiniteSolve | undefined {
  const { m } = p
  const k = free.length
  const position = new Int32Array(p.n).fill(-1)
  free.forEach((j, s) => (position[j] = s))
  const a = new Float64Array(m * k)
  for (let i = 0; i < m; i++) {
    for (let e = p.rowStarts[i]; e < p.rowStarts[i + 1]; e++) {
      const at = position[p.rowIndices[e]]
      if (at >= 0) a[i * k + at] = p.rowValues[e]
    }
  }
  const diagonal = Float64Array.from(free, (j) => theta[j])
  const solve = quasidefiniteSystem(diagonal, k, a, m, d, 1e-15)
  if (!solve) return undefined
  const fk = new Float64Array(k)
  return (f, g) => {
    for (let s = 0; s < k; s++) fk[s] = f[free[s]]
    solve(fk, g)
    for (let s = 0; s < k; s++) f[free[s]] = fk[s]
  }
}
