import { emptyFactor, enter, leave, solveFree, type FreeSetFactor } from './free-set-factor.ts'
import type { RiskMatrix } from './risk-matrix.ts'

/** Weights between bounds whose sum is given, and the covariance that prices their risk. */
export interface BoxProblem {
  readonly risk: RiskMatrix
  readonly lower: ArrayLike<number>
  readonly upper: ArrayLike<number>
  readonly budget: number
}

/**
 * An optimum of ½w'Σw - c'w over a box and a budget. `gradient` is Σw - c - budgetPrice: zero where an asset is free, at
 * least zero at its lower bound, at most zero at its upper bound.
 */
export interface BoxState {
  readonly weights: Float64Array
  readonly gradient: Float64Array
  /** -1 at the lower bound, 1 at the upper one, 0 free, 2 fixed by equal bounds. */
  readonly side: Int8Array
  readonly factor: FreeSetFactor
  /** Change of the objective per unit of the budget. */
  budgetPrice: number
}

/** Linear parts c + τd of the objective, and the stretch of τ to follow. */
export interface CostLine {
  readonly cost: ArrayLike<number>
  readonly direction: ArrayLike<number>
  readonly from: number
  /** An infinity follows the line until nothing changes any more. */
  readonly to: number
}

/**
 * Where the following of a line ended: at `to` or where it was told to; on a stretch without an end, along `ray` (zero where the weights rest);
 * or before, as `failed`, where assets are combinations of one another or the steps do not come to an end.
 */
export type LineEnd =
  | { readonly status: 'reached' }
  | { readonly status: 'ray'; readonly at: number; readonly ray: Float64Array }
  | { readonly status: 'failed'; readonly reason: string }

/**
 * Follows the optimum of ½w'Σw - (c + τd)'w while τ goes along `line`, changing `state`, which must be optimal at its
 * beginning. The optimum is piecewise linear in τ; `onCorner` is told τ wherever an asset reaches or leaves a bound,
 * and ends the line by returning true.
 * A corner costs k² + nk for k free assets. Source: Markowitz (1956, 1959); Niedermayer & Niedermayer (2006).
 */
export function followedLine(
  problem: BoxProblem,
  state: BoxState,
  line: CostLine,
  onCorner?: (tau: number) => boolean,
): LineEnd {
  const { size, covariance } = problem.risk
  const { weights, gradient, side, factor } = state
  const sign = line.to >= line.from ? 1 : -1
  const unit = new Float64Array(size)
  const change = new Float64Array(size)
  const slope = new Float64Array(size)
  let tau = line.from
  const mostSteps = 50 * size + 500
  for (let step = 0; step < mostSteps; step++) {
    if (factor.free.length === 0) freeOne(state)
    const { free } = factor
    const k = free.length
    if (k === 0) return { status: 'ray', at: tau, ray: new Float64Array(size) }
    // dw = Σ⁻¹(d + γ'1) with 1'dw = 0.
    let unitSum = 0
    let changeSum = 0
    for (let r = 0; r < k; r++) {
      unit[r] = 1
      change[r] = sign * line.direction[free[r]]
    }
    solveFree(factor, unit)
    solveFree(factor, change)
    for (let r = 0; r < k; r++) {
      unitSum += unit[r]
      changeSum += change[r]
    }
    const priceSlope = -changeSum / unitSum
    slope.fill(0)
    let largest = 0
    for (let r = 0; r < k; r++) {
      change[r] = k === 1 ? 0 : change[r] + priceSlope * unit[r]
      largest = Math.max(largest, Math.abs(change[r]))
    }
    for (let r = 0; r < k; r++) {
      const rate = change[r]
      if (rate === 0) continue
      const start = free[r] * size
      for (let i = 0; i < size; i++) slope[i] += rate * covariance[start + i]
    }
    let stretch = Math.abs(line.to - tau)
    let leaving = -1
    let entering = -1
    for (let r = 0; r < k; r++) {
      const rate = change[r]
      if (Math.abs(rate) <= 1e-14 * largest) continue
      const i = free[r]
      const room = rate < 0 ? (weights[i] - problem.lower[i]) / -rate : (problem.upper[i] - weights[i]) / rate
      if (room < stretch) {
        stretch = Math.max(0, room)
        leaving = r
      }
    }
    for (let i = 0; i < size; i++) {
      slope[i] -= sign * line.direction[i] + priceSlope
      const at = side[i]
      if (at === -1 ? slope[i] < 0 : at === 1 && slope[i] > 0) {
        const room = Math.max(0, gradient[i] * -at) / Math.abs(slope[i])
        if (room < stretch) {
          stretch = room
          entering = i
          leaving = -1
        }
      }
    }
    if (stretch === Infinity) return { status: 'ray', at: tau, ray: spread(free, change, size) }
    tau += sign * stretch
    for (let r = 0; r < k; r++) weights[free[r]] += stretch * change[r]
    for (let i = 0; i < size; i++) gradient[i] += stretch * slope[i]
    for (let r = 0; r < k; r++) gradient[free[r]] = 0
    state.budgetPrice += stretch * priceSlope
    if (leaving < 0 && entering < 0) return { status: 'reached' }
    if (leaving >= 0) {
      const i = free[leaving]
      side[i] = change[leaving] < 0 ? -1 : 1
      weights[i] = side[i] < 0 ? problem.lower[i] : problem.upper[i]
      leave(factor, leaving)
    } else {
      if (!enter(factor, entering)) {
        return { status: 'failed', reason: `asset ${entering + 1} is a combination of the assets that are held` }
      }
      side[entering] = 0
    }
    if (onCorner?.(tau) === true) return { status: 'reached' }
  }
  return { status: 'failed', reason: `more than ${mostSteps} corners` }
}

function spread(free: readonly number[], change: Float64Array, size: number): Float64Array {
  const ray = new Float64Array(size)
  for (let r = 0; r < free.length; r++) ray[free[r]] = change[r]
  return ray
}

/** Where every asset is at a bound, the price of the budget is an interval: moves it to an end, where an asset is free. */
function freeOne(state: BoxState): void {
  const { side, gradient, factor } = state
  let chosen = -1
  for (const wanted of [-1, 1]) {
    for (let i = 0; i < side.length && (chosen < 0 || side[chosen] === wanted); i++) {
      if (side[i] === wanted && (chosen < 0 || Math.abs(gradient[i]) < Math.abs(gradient[chosen]))) chosen = i
    }
    if (chosen >= 0) break
  }
  if (chosen < 0) return
  const shift = gradient[chosen]
  for (let i = 0; i < side.length; i++) gradient[i] -= shift
  state.budgetPrice += shift
  if (enter(factor, chosen)) side[chosen] = 0
}

/** Weights, gradient and price recomputed from the sides alone, which clears the rounding of many steps. */
export function refreshed(problem: BoxProblem, state: BoxState, cost: (i: number) => number): void {
  const { size, covariance } = problem.risk
  const { weights, gradient, side, factor } = state
  const { free } = factor
  const k = free.length
  gradient.fill(0)
  let held = 0
  for (let i = 0; i < size; i++) {
    if (side[i] === 0) continue
    const weight = weights[i]
    held += weight
    if (weight !== 0) addRow(gradient, weight, covariance, i * size)
  }
  if (k > 0) {
    const unit = new Float64Array(k).fill(1)
    const own = new Float64Array(k)
    for (let r = 0; r < k; r++) own[r] = cost(free[r]) - gradient[free[r]]
    solveFree(factor, unit)
    solveFree(factor, own)
    let unitSum = 0
    let ownSum = 0
    for (let r = 0; r < k; r++) {
      unitSum += unit[r]
      ownSum += own[r]
    }
    state.budgetPrice = (problem.budget - held - ownSum) / unitSum
    for (let r = 0; r < k; r++) {
      weights[free[r]] = own[r] + state.budgetPrice * unit[r]
      addRow(gradient, weights[free[r]], covariance, free[r] * size)
    }
  }
  for (let i = 0; i < size; i++) gradient[i] -= cost(i) + state.budgetPrice
}

function addRow(target: Float64Array, factor: number, rows: Float64Array, start: number): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * rows[start + i]
}

/** A state at given weights, with those between their bounds free; its gradient and price are yet to be computed. */
export function stateAt(problem: BoxProblem, weights: Float64Array): BoxState | undefined {
  const { size, covariance } = problem.risk
  const side = new Int8Array(size)
  const factor = emptyFactor(covariance, size)
  for (let i = 0; i < size; i++) {
    const low = problem.lower[i]
    const high = problem.upper[i]
    side[i] = low === high ? 2 : weights[i] <= low ? -1 : weights[i] >= high ? 1 : 0
    if (side[i] === 0 && !enter(factor, i)) return undefined
  }
  return { weights, gradient: new Float64Array(size), side, factor, budgetPrice: 0 }
}
