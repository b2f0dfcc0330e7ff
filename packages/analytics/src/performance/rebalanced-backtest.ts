import { requireSample } from '../errors/index.ts'
import { requireNonNegative, requireSameLength, requireWhole, type Sample } from '../statistics/index.ts'
import { driftedWeights, turnover } from './turnover.ts'

/** A constant-mix rule. */
export interface RebalancingRule {
  /** Weights restored at each rebalancing; what they lack to 1 is cash at no return. */
  readonly targetWeights: Sample
  /** Rebalance at the end of every so many periods, the last period included when it falls due. */
  readonly everyPeriods: number
  /** Cost as a fraction of the traded value (two-way), such as 0.001 for 10 bp. */
  readonly costRate: number
}

/** What the rule did. */
export interface RebalancedBacktest {
  /** Value at the end of each period, after costs, of 1 invested at the start. */
  readonly values: Float64Array
  /** Return of each period, before and after costs. */
  readonly grossReturns: Float64Array
  readonly netReturns: Float64Array
  /** Two-way turnover at the end of each period, 0 where nothing was due. */
  readonly turnovers: Float64Array
  readonly totalTurnover: number
}

/**
 * Follows a constant mix through `returns` (periods x assets): weights drift with the returns, are restored at the end
 * of the period when due, and the cost is taken from the value. The first purchase is free.
 */
export function rebalancedBacktest(returns: readonly Sample[], rule: RebalancingRule): RebalancedBacktest {
  const { targetWeights, everyPeriods, costRate } = rule
  requireWhole(returns.length, 1, Infinity, 'number of periods')
  requireWhole(everyPeriods, 1, Infinity, 'everyPeriods')
  requireNonNegative(costRate, 'costRate')
  requireSample(targetWeights, 1, 'targetWeights')
  const n = returns.length
  const values = new Float64Array(n)
  const grossReturns = new Float64Array(n)
  const netReturns = new Float64Array(n)
  const turnovers = new Float64Array(n)
  let weights: Float64Array = Float64Array.from(targetWeights)
  let value = 1
  let totalTurnover = 0
  returns.forEach((row, t) => {
    requireSameLength(targetWeights, row, 'targetWeights', `returns[${t}]`)
    const gross = weights.reduce((sum, w, i) => sum + w * row[i], 0)
    weights = driftedWeights(weights, row)
    let kept = 1
    if ((t + 1) % everyPeriods === 0) {
      turnovers[t] = turnover(weights, targetWeights)
      totalTurnover += turnovers[t]
      kept = 1 - costRate * turnovers[t]
      weights = Float64Array.from(targetWeights)
    }
    grossReturns[t] = gross
    netReturns[t] = (1 + gross) * kept - 1
    value *= 1 + netReturns[t]
    values[t] = value
  })
  return { values, grossReturns, netReturns, turnovers, totalTurnover }
}
