import { followedLine, refreshed, stateAt, type BoxProblem, type BoxState } from './critical-line.ts'

/** An optimum over a box and a budget, or why this method has none. */
export type BoxOptimum =
  | { readonly status: 'optimal'; readonly state: BoxState }
  | { readonly status: 'infeasible' }
  | { readonly status: 'failed'; readonly reason: string }

const mostRounds = 25

/**
 * The minimum of ½w'Σw - c'w over a box and a budget, for a definite Σ. Rounds of guessing the bounds that bind from the
 * signs of weights and multipliers (primal-dual active set, Hintermüller, Ito & Kunisch 2002) end at the optimum as a
 * rule; where they do not, the line from a problem that the last guess solves to this one is followed.
 */
export function boxOptimum(problem: BoxProblem, cost: ArrayLike<number>): BoxOptimum {
  const { lower, upper, budget, risk } = problem
  let least = 0
  let most = 0
  for (let i = 0; i < risk.size; i++) {
    if (lower[i] > upper[i]) return { status: 'infeasible' }
    least += lower[i]
    most += upper[i]
  }
  const slack = 1e-12 * Math.max(1, Math.abs(budget))
  if (least > budget + slack || most < budget - slack) return { status: 'infeasible' }
  const costOf = (i: number): number => cost[i]
  let weights = feasiblePoint(problem, new Float64Array(risk.size))
  let state: BoxState | undefined
  for (let round = 0; round < mostRounds; round++) {
    state = round === 0 ? allFree(problem) : stateFrom(problem, state)
    if (state === undefined || state.factor.free.length === 0) break
    refreshed(problem, state, costOf)
    if (settled(problem, state)) return { status: 'optimal', state }
    weights = Float64Array.from(state.weights)
  }
  return followedFrom(problem, cost, feasiblePoint(problem, weights))
}

/** All assets free that are not fixed. */
function allFree(problem: BoxProblem): BoxState | undefined {
  const { risk, lower, upper } = problem
  const fixed = Array.from({ length: risk.size }, (_, i) => lower[i] === upper[i])
  const weights = Float64Array.from({ length: risk.size }, (_, i) => (fixed[i] ? lower[i] : 0))
  if (risk.factor !== undefined && !fixed.includes(true)) {
    const { free, lower: entries, ...rest } = risk.factor
    const factor = { ...rest, free: [...free], lower: Float64Array.from(entries) }
    return { weights, gradient: new Float64Array(risk.size), side: new Int8Array(risk.size), factor, budgetPrice: 0 }
  }
  const inside = Float64Array.from({ length: risk.size }, (_, i) => (fixed[i] ? lower[i] : between(lower[i], upper[i])))
  return stateAt(problem, inside)
}

/** A weight strictly between two bounds. */
const between = (low: number, high: number): number =>
  low === -Infinity ? (high === Infinity ? 0 : high - 1) : high === Infinity ? low + 1 : 0.5 * (low + high)

/** The next guess: a free asset beyond a bound goes to it, one at a bound with a multiplier of the wrong sign is freed. */
function stateFrom(problem: BoxProblem, last: BoxState | undefined): BoxState | undefined {
  if (last === undefined) return undefined
  const { lower, upper, risk } = problem
  const weights = Float64Array.from(last.weights)
  for (let i = 0; i < risk.size; i++) {
    const at = last.side[i]
    if (at === 0) weights[i] = Math.min(Math.max(weights[i], lower[i]), upper[i])
    else if (at !== 2 && last.gradient[i] * at > 0) weights[i] = between(lower[i], upper[i])
  }
  return stateAt(problem, weights)
}

function settled(problem: BoxProblem, { weights, gradient, side }: BoxState): boolean {
  const tolerance = 1e-13
  let size = Number.MIN_VALUE
  for (let i = 0; i < side.length; i++) if (side[i] !== 0) size = Math.max(size, Math.abs(gradient[i]))
  for (let i = 0; i < side.length; i++) {
    const room = tolerance * Math.max(1, Math.abs(weights[i]))
    if (side[i] === 0) {
      if (weights[i] < problem.lower[i] - room || weights[i] > problem.upper[i] + room) return false
    } else if (side[i] !== 2 && gradient[i] * side[i] > tolerance * size) return false
  }
  for (let i = 0; i < side.length; i++) {
    weights[i] = Math.min(Math.max(weights[i], problem.lower[i]), problem.upper[i])
  }
  return true
}

/** The weights moved by one common shift, and cut at their bounds, so that they meet the budget. */
function feasiblePoint({ lower, upper, budget, risk }: BoxProblem, weights: ArrayLike<number>): Float64Array {
  const cut = (i: number, shift: number): number => Math.min(Math.max(weights[i] + shift, lower[i]), upper[i])
  const excess = (shift: number): number => {
    let sum = 0
    for (let i = 0; i < risk.size; i++) sum += cut(i, shift)
    return sum - budget
  }
  let low = -1
  let high = 1
  while (excess(low) > 0 && low > -1e300) low *= 4
  while (excess(high) < 0 && high < 1e300) high *= 4
  for (let round = 0; round < 200 && high - low > 1e-16 * Math.max(Math.abs(low), Math.abs(high)); round++) {
    const middle = 0.5 * (low + high)
    if (excess(middle) > 0) high = middle
    else low = middle
  }
  const shift = 0.5 * (low + high)
  return Float64Array.from(weights, (_, i) => cut(i, shift))
}

/** Along the line from a problem that `weights` solve to the given one. */
function followedFrom(problem: BoxProblem, cost: ArrayLike<number>, weights: Float64Array): BoxOptimum {
  const { size, scale } = problem.risk
  const state = stateAt(problem, weights)
  if (state === undefined) return { status: 'failed', reason: 'some assets are combinations of others' }
  const { gradient, side, factor } = state
  const direction = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    if (weights[i] === 0) continue
    for (let j = 0; j < size; j++) gradient[j] += weights[i] * problem.risk.covariance[i * size + j]
  }
  for (let i = 0; i < size; i++) gradient[i] -= cost[i]
  const { free } = factor
  state.budgetPrice = free.length === 0 ? 0 : free.reduce((sum, i) => sum + gradient[i], 0) / free.length
  for (let i = 0; i < size; i++) {
    const actual = gradient[i] - state.budgetPrice
    // Multipliers of the right sign stay; the others begin at small ones that differ, so that corners do not coincide.
    const right = side[i] === 2 || (side[i] !== 0 && actual * side[i] < 0)
    const given = right
      ? actual
      : side[i] === 0
        ? 0
        : -side[i] * scale * (0.1 + 0.1 * ((0.618033988749895 * (i + 1)) % 1))
    gradient[i] = given
    direction[i] = actual - given
  }
  const end = followedLine(problem, state, { cost, direction, from: 1, to: 0 })
  if (end.status !== 'reached') {
    return { status: 'failed', reason: end.status === 'failed' ? end.reason : 'no corner before the end of the line' }
  }
  refreshed(problem, state, (i) => cost[i])
  for (let i = 0; i < size; i++) weights[i] = Math.min(Math.max(weights[i], problem.lower[i]), problem.upper[i])
  return { status: 'optimal', state }
}
