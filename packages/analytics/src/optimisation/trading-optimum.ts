import { brentRoot } from '../math/index.ts'
import { boxOptimum } from './box-optimum.ts'
import type { BoxProblem, BoxState } from './critical-line.ts'

/** Linear costs of trading away from current weights. */
interface TradingCosts {
  readonly currentWeights: ArrayLike<number>
  readonly buy: ArrayLike<number>
  readonly sell: ArrayLike<number>
}

/**
 * The minimum of ½w'Σw - c'w + linear trading costs over a box and a budget, for a definite Σ; undefined where this method
 * does not come to it. Each asset is let move to one side of its current weight only, where costs are linear: a box again.
 * An asset that stays at its current weight though moving to its other side would gain is let move there in the next
 * round; the objective falls in each, so that no choice of sides returns.
 */
function tradingOptimum(
  problem: BoxProblem,
  cost: ArrayLike<number>,
  { currentWeights, buy, sell }: TradingCosts,
): BoxState | undefined {
  const { risk, lower, upper } = problem
  const size = risk.size
  const free = boxOptimum(problem, cost)
  if (free.status !== 'optimal') return undefined
  const up = Array.from({ length: size }, (_, i) => free.state.weights[i] >= currentWeights[i])
  for (let round = 0; round < 60; round++) {
    const low = new Float64Array(size)
    const high = new Float64Array(size)
    const net = new Float64Array(size)
    for (let i = 0; i < size; i++) {
      const now = currentWeights[i]
      if (now <= lower[i]) up[i] = true
      else if (now >= upper[i]) up[i] = false
      low[i] = up[i] ? Math.max(lower[i], now) : lower[i]
      high[i] = up[i] ? upper[i] : Math.min(upper[i], now)
      net[i] = cost[i] + (up[i] ? -buy[i] : sell[i])
    }
    const outcome = boxOptimum({ ...problem, lower: low, upper: high }, net)
    if (outcome.status !== 'optimal') return undefined
    const { state } = outcome
    let figures = Number.MIN_VALUE
    for (let i = 0; i < size; i++) figures = Math.max(figures, Math.abs(net[i]), Math.abs(state.gradient[i]))
    let turned = 0
    for (let i = 0; i < size; i++) {
      const now = currentWeights[i]
      if (state.weights[i] !== now || now <= lower[i] || now >= upper[i]) continue
      const gain = Math.abs(state.gradient[i]) - buy[i] - sell[i]
      if (gain > 1e-13 * figures && state.gradient[i] > 0 === up[i]) {
        up[i] = !up[i]
        turned++
      }
    }
    if (turned === 0) return state
  }
  return undefined
}

/** The same under a limit on Σ|w - current|, and what a unit more of it takes off the objective: a cost of all trades. */
export function turnoverOptimum(
  problem: BoxProblem,
  cost: ArrayLike<number>,
  costs: TradingCosts,
  maxTwoWay: number,
): { readonly state: BoxState; readonly price: number } | undefined {
  const charged = (price: number): BoxState | undefined =>
    tradingOptimum(problem, cost, {
      currentWeights: costs.currentWeights,
      buy: Float64Array.from(costs.buy, (value) => value + price),
      sell: Float64Array.from(costs.sell, (value) => value + price),
    })
  const turnover = (state: BoxState | undefined): number =>
    state === undefined
      ? Number.NaN
      : state.weights.reduce((sum, weight, i) => sum + Math.abs(weight - costs.currentWeights[i]), 0)
  const at = (price: number): number => turnover(charged(price)) - maxTwoWay
  const free = charged(0)
  if (free === undefined) return undefined
  if (turnover(free) <= maxTwoWay) return { state: free, price: 0 }
  let high = problem.risk.scale
  for (let round = 0; !(at(high) <= 0); round++, high *= 4) if (round > 12) return undefined
  const price = at(high) === 0 ? high : brentRoot(at, 0, high, { tolerance: 1e-14 })
  const state = charged(price)
  return state === undefined ? undefined : { state, price }
}
