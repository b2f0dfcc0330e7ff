import type { ScoredHistory } from './scored-history.ts'

/** How a strategy decides and trades. */
export interface WalkPolicy {
  /** Equity weight to hold from scored month `month` (0-based), given the weight drifted to its start (0 at first). */
  weight(month: number, drifted: number): number
  /** Cost of one unit of traded weight, decimal. */
  readonly costRate: number
  /** Borrowing above a weight of one costs cash plus this, annual decimal. */
  readonly financingSpread: number
}

/** What a strategy did. Daily arrays start at the first decision's close (index 0: wealth 1) and end at the last close. */
export interface StrategyWalk {
  readonly wealth: Float64Array
  /** Equity weight at each close, drifted, before the trade of that close. */
  readonly dailyWeights: Float64Array
  /** By month: weight held from its start, traded weight, cost as a part of the wealth, return after cost. */
  readonly weights: Float64Array
  readonly traded: Float64Array
  readonly costs: Float64Array
  readonly returns: Float64Array
}

/** What is left of a portfolio that borrowed and lost everything: next to nothing, so that ratios exist. */
const ruin = 1e-12

/**
 * Walks a strategy through the scored months. The decision of a month is taken and traded at the last close before it, at a
 * cost on the traded weight that is paid at once; then the weight drifts to the month's end with daily marks. Up to a
 * weight of one the rest is in bonds; above, the excess is borrowed. The first purchase is charged like any trade.
 */
export function strategyWalk(history: ScoredHistory, policy: WalkPolicy): StrategyWalk {
  const { daily, calendar, base, end, first, months } = history
  const { equity, bond, cash, days } = daily
  const spreadPerDay = policy.financingSpread / 365.25
  const count = end - base + 1
  const wealth = new Float64Array(count)
  const dailyWeights = new Float64Array(count)
  const weights = new Float64Array(months)
  const traded = new Float64Array(months)
  const costs = new Float64Array(months)
  const returns = new Float64Array(months)
  wealth[0] = 1
  let drifted = 0
  for (let month = 0; month < months; month++) {
    const open = calendar.last[first + month - 1]
    const close = calendar.last[first + month]
    const before = wealth[open - base]
    const w = policy.weight(month, drifted)
    weights[month] = w
    traded[month] = Math.abs(w - drifted)
    costs[month] = policy.costRate * traded[month]
    const value = before * (1 - costs[month])
    let lost = false
    for (let i = open + 1; i <= close; i++) {
      const e = equity[i] / equity[open]
      let u: number
      if (w > 1) u = w * e - (w - 1) * (cash[i] / cash[open] + spreadPerDay * (days[i] - days[open]))
      else u = w * e + (1 - w) * (bond[i] / bond[open])
      lost ||= u <= ruin
      wealth[i - base] = value * (lost ? ruin : u)
      dailyWeights[i - base] = lost ? 0 : (w * e) / u
    }
    drifted = dailyWeights[close - base]
    returns[month] = wealth[close - base] / before - 1
  }
  dailyWeights[0] = weights[0]
  return { wealth, dailyWeights, weights, traded, costs, returns }
}

/** Monthly simple returns of cash over the scored months. */
export function monthlyCashReturns(history: ScoredHistory): Float64Array {
  const { daily, calendar, first, months } = history
  return Float64Array.from(
    { length: months },
    (_, k) => daily.cash[calendar.last[first + k]] / daily.cash[calendar.last[first + k - 1]] - 1,
  )
}
