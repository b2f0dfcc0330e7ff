import { TuttiError } from '../errors/index.ts'
import { rowProduct } from './barrier-newton.ts'

/** ½y'Cy - λ Σ bᵢ ln yᵢ over low ≤ y ≤ high. */
export interface BoxedBarrier {
  readonly correlation: Float64Array
  readonly b: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Largest violation of the optimality conditions at which a point counts as the minimum. */
const TOLERANCE = 1e-14
const MOST_ROUNDS = 5000

/**
 * Moves `y` to the minimiser of ½y'Cy - λ Σ bᵢ ln yᵢ over the box: sweeps of cyclical coordinate descent, which clip at
 * the bounds, and Newton steps in the coordinates that are free. Budgets may be zero. Returns the number of rounds.
 *
 * Throws `not-converged` where the conditions are not met after {@link MOST_ROUNDS} rounds. Source: Richard and Roncalli
 * (2019), Constrained risk budgeting portfolios, algorithm 1.
 */
export function moveToBoxedMinimum(barrier: BoxedBarrier, lambda: number, y: Float64Array): number {
  const { b, low, high } = barrier
  const n = b.length
  const product = new Float64Array(n)
  let best = Infinity
  let bestPoint = Float64Array.from(y)
  let stalled = 0
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    for (let i = 0; i < n; i++) y[i] = coordinateMinimum(barrier, lambda, y, i)
    if (round % 3 === 0) newtonStep(barrier, lambda, y, product)
    const residual = conditionResidual(barrier, lambda, y, product)
    if (residual < best) {
      if (residual > 0.5 * best) stalled++
      else stalled = 0
      best = residual
      bestPoint = Float64Array.from(y)
    } else stalled++
    if (best <= TOLERANCE || (best <= 1e-10 && stalled > 12)) {
      y.set(bestPoint)
      return round
    }
  }
  throw new TuttiError(
    'not-converged',
    'the risk budgets within the limits were not found; look for assets that hedge each other completely',
    {
      got: `a residual of ${best} after ${MOST_ROUNDS} rounds over ${low.length} of ${high.length} assets`,
      expected: `at most ${TOLERANCE}`,
    },
  )
}

/** The minimum in coordinate i: y² + s y = λb clipped to the bounds, s = Σ_{j≠i} Cᵢⱼyⱼ. */
function coordinateMinimum(
  { correlation, b, low, high }: BoxedBarrier,
  lambda: number,
  y: Float64Array,
  i: number,
): number {
  const s = rowProduct(correlation, i * y.length, y) - y[i]
  const root = Math.sqrt(s * s + 4 * lambda * b[i])
  const free = s > 0 ? (2 * lambda * b[i]) / (s + root) : 0.5 * (root - s)
  return Math.min(high[i], Math.max(low[i], free))
}

/** Largest scaled violation: yᵢ(Cy)ᵢ - λbᵢ where free (below where at a bound), relative to λ Σb. */
function conditionResidual(
  { correlation, b, low, high }: BoxedBarrier,
  lambda: number,
  y: Float64Array,
  product: Float64Array,
): number {
  const n = y.length
  let worst = 0
  let variance = 0
  let total = 0
  let sum = 0
  for (let i = 0; i < n; i++) {
    product[i] = rowProduct(correlation, i * n, y)
    variance += y[i] * product[i]
    total += lambda * b[i]
    sum += y[i]
  }
  // Where risks cancel, rounding is that of the terms and not of what is left of them.
  const scale = Math.max(variance, total, 0.01 * sum * sum)
  for (let i = 0; i < n; i++) {
    let gap = y[i] * product[i] - lambda * b[i]
    if (y[i] === 0) gap = product[i] * Math.sqrt(scale)
    if (y[i] <= low[i]) gap = Math.min(gap, 0)
    if (y[i] >= high[i]) gap = Math.max(gap, 0)
    worst = Math.max(worst, Math.abs(gap))
  }
  return worst / scale
}

/** A Newton step in the free coordinates by conjugate gradients, cut at the first bound and halved until it descends. */
function newtonStep(
  { correlation, b, low, high }: BoxedBarrier,
  lambda: number,
  y: Float64Array,
  product: Float64Array,
): void {
  const n = y.length
  const free: number[] = []
  for (let i = 0; i < n; i++) {
    product[i] = rowProduct(correlation, i * n, y)
    if (y[i] > low[i] && y[i] < high[i]) free.push(i)
  }
  const m = free.length
  if (m === 0) return
  const step = new Float64Array(n)
  const direction = new Float64Array(n)
  const gradient = Float64Array.from(free, (i) => product[i] - (b[i] > 0 ? (lambda * b[i]) / y[i] : 0))
  const diagonal = Float64Array.from(free, (i) => (b[i] > 0 ? (lambda * b[i]) / (y[i] * y[i]) : 0))
  const r = gradient.map((value) => -value)
  const z = r.map((value, k) => value / (1 + diagonal[k]))
  const q = new Float64Array(m)
  free.forEach((i, k) => (direction[i] = z[k]))
  let rz = 0
  for (let k = 0; k < m; k++) rz += r[k] * z[k]
  const target = rz * 1e-24
  for (let iteration = 0; iteration < 3 * m + 10 && rz > target; iteration++) {
    let curvature = 0
    for (let k = 0; k < m; k++) {
      const i = free[k]
      q[k] = rowProduct(correlation, i * n, direction) + diagonal[k] * direction[i]
      curvature += direction[i] * q[k]
    }
    if (!(curvature > 0)) break
    const alpha = rz / curvature
    let next = 0
    for (let k = 0; k < m; k++) {
      step[free[k]] += alpha * direction[free[k]]
      r[k] -= alpha * q[k]
      z[k] = r[k] / (1 + diagonal[k])
      next += r[k] * z[k]
    }
    const beta = next / rz
    rz = next
    for (let k = 0; k < m; k++) direction[free[k]] = z[k] + beta * direction[free[k]]
  }
  const isSmall = free.every((i) => Math.abs(step[i]) <= 1e-4 * y[i])
  let size = 1
  for (const i of free) {
    // Never onto zero where a logarithm stands.
    const floor = b[i] > 0 ? Math.max(low[i], 0.05 * y[i]) : low[i]
    if (step[i] < 0) size = Math.min(size, (floor - y[i]) / step[i])
    if (step[i] > 0) size = Math.min(size, (high[i] - y[i]) / step[i])
  }
  for (let halving = 0; halving < 30 && size > 0; halving++, size *= 0.5) {
    let change = 0
    for (let i = 0; i < n; i++) direction[i] = size * step[i]
    for (const i of free) {
      change += direction[i] * (product[i] + 0.5 * rowProduct(correlation, i * n, direction))
      if (b[i] > 0) change -= lambda * b[i] * Math.log1p(direction[i] / y[i])
    }
    // A step this small is judged by the residual after it: its change of the objective is rounding.
    if (change > 0 && !isSmall) continue
    for (const i of free) y[i] = Math.min(high[i], Math.max(low[i], y[i] + direction[i]))
    return
  }
}
