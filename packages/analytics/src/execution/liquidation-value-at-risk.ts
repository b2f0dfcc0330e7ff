import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import {
  requireBetween,
  requireNonNegative,
  requireSameLength,
  requireWhole,
  type Sample,
} from '../statistics/index.ts'

/** Positions that are sold evenly, each over its own number of days. */
export interface LiquidationRisk {
  /** Standard deviation of the loss while selling, money. */
  readonly standardDeviation: number
  readonly valueAtRisk: number
  /** The same if all were sold after a day. */
  readonly oneDayValueAtRisk: number
  /** Half-spreads and impact paid, money. */
  readonly exitCost: number
  /** Value at risk and exit cost together. */
  readonly liquidityAdjusted: number
  /** Part of each position in the value at risk; they add up to it. */
  readonly contributions: readonly number[]
}

/**
 * Liquidity-adjusted VaR of a portfolio whose positions (money, signed) are sold in equal daily parts over
 * `liquidationDays` (whole days, at least 1): on day k position i still is x_i (1 - (k-1)/n_i), prices move before the
 * sale of the day, and the variance is Σ_k x(k)' Σ x(k) with `dailyCovariance` Σ of the returns. One position sold over n
 * days has the daily VaR times sqrt((n+1)(2n+1) / (6n)).
 *
 * `exitCostFractions` are the costs of selling each position as a fraction of its size.
 *
 * Source: Jorion, Value at Risk, 3rd edition (2006), 13.3 (liquidation over time); Bangia et al. (1999), for adding the cost.
 */
export function liquidationValueAtRisk(
  positions: Sample,
  dailyCovariance: readonly (readonly number[])[],
  liquidationDays: readonly number[],
  exitCostFractions: Sample,
  confidence: number,
): LiquidationRisk {
  requireSample(positions, 1, 'positions')
  const n = positions.length
  requireSameLength(positions, liquidationDays, 'positions', 'liquidationDays')
  requireSameLength(positions, exitCostFractions, 'positions', 'exitCostFractions')
  requireBetween(confidence, 0, 1, 'confidence')
  if (dailyCovariance.length !== n || dailyCovariance.some((row) => row.length !== n)) {
    throw new TuttiError('invalid-input', `dailyCovariance must be ${n} x ${n}, as there are ${n} positions`, {
      field: 'dailyCovariance',
      got: `${dailyCovariance.length} rows`,
      expected: `${n} rows of ${n}`,
    })
  }
  liquidationDays.forEach((days, i) => requireWhole(days, 1, 100_000, `liquidationDays[${i}]`))
  // Σ_k (1 - (k-1)/n_i)(1 - (k-1)/n_j) over the days on which both are held, in closed form
  const overlap = (a: number, b: number): number => {
    const m = Math.min(a, b)
    const first = (m * (m - 1)) / 2
    const second = ((m - 1) * m * (2 * m - 1)) / 6
    return m - first * (1 / a + 1 / b) + second / (a * b)
  }
  const z = normalQuantile(confidence)
  let oneDay = 0
  const marginal = Array.from(positions, (x, i) => {
    requireFinite(x, `positions[${i}]`)
    let sum = 0
    for (let j = 0; j < n; j++) {
      const product = dailyCovariance[i][j] * positions[j]
      oneDay += x * product
      sum += product * overlap(liquidationDays[i], liquidationDays[j])
    }
    return x * sum
  })
  const variance = marginal.reduce((sum, part) => sum + part, 0)
  if (!(variance >= 0 && oneDay >= 0)) {
    throw new TuttiError(
      'invalid-input',
      'dailyCovariance is not positive semidefinite: the portfolio has a negative variance',
      {
        field: 'dailyCovariance',
        got: `${Math.min(variance, oneDay)}`,
        expected: 'a covariance matrix',
      },
    )
  }
  const standardDeviation = Math.sqrt(variance)
  const exitCost = Array.from(positions).reduce(
    (sum, x, i) => sum + Math.abs(x) * requireNonNegative(exitCostFractions[i], `exitCostFractions[${i}]`),
    0,
  )
  return {
    standardDeviation,
    valueAtRisk: z * standardDeviation,
    oneDayValueAtRisk: z * Math.sqrt(oneDay),
    exitCost,
    liquidityAdjusted: z * standardDeviation + exitCost,
    contributions: marginal.map((part) => (standardDeviation > 0 ? (z * part) / standardDeviation : 0)),
  }
}
