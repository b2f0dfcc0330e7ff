import { annualisedReturn, maximumDrawdownOfValues, sortinoRatio } from '@tutti/analytics/performance'
import { expectedShortfall, valueAtRisk } from '@tutti/analytics/risk'
import type { HistoricalFigures, HistoricalStrategy, Interval } from '../result.ts'
import type { WalkedStrategy } from './historical-strategies.ts'
import type { ScoredHistory } from './scored-history.ts'

/** Confidence of value at risk and expected shortfall. */
const confidence = 0.95

/** The figures that come with a bootstrap interval. */
export interface BootstrappedFigures {
  readonly annualReturn: Interval
  readonly volatility: Interval
  readonly sharpe: Interval
}

/**
 * The record of a walked strategy. Ratios are from monthly returns in excess of cash; the maximum drawdown (and that of
 * Calmar) from daily marks; the longest drawdown counts month ends below the peak; value at risk and expected shortfall
 * are those of rolling twelve-month returns, losses positive. Turnover and cost are per year and count the first purchase.
 * Cash has no excess return and no risk: its Sharpe and Sortino ratios are 0 by convention, and Calmar is 0 wherever
 * there is no drawdown.
 */
export function historicalStrategyRecord(
  history: ScoredHistory,
  strategy: WalkedStrategy,
  cash: Float64Array,
  intervals: BootstrappedFigures,
): HistoricalStrategy {
  const { calendar, first, base, months } = history
  const { walk } = strategy
  const closes = Array.from({ length: months }, (_, k) => calendar.last[first + k] - base)
  const peaks = runningPeaks(walk.wealth)
  const wealth = closes.map((i) => walk.wealth[i])
  return {
    id: strategy.id,
    name: strategy.name,
    figures: figures(walk.wealth, wealth, walk, cash, intervals),
    wealth,
    drawdown: closes.map((i) => 1 - walk.wealth[i] / peaks[i]),
    equityWeight: [...walk.weights],
  }
}

function figures(
  daily: Float64Array,
  monthly: readonly number[],
  { returns, traded, costs }: WalkedStrategy['walk'],
  cash: Float64Array,
  intervals: BootstrappedFigures,
): HistoricalFigures {
  const years = returns.length / 12
  const maxDrawdown = maximumDrawdownOfValues(daily).maxDrawdown
  const losses = yearlyLosses(returns)
  const falls = returns.some((r, t) => r < cash[t] - 1e-12)
  const varies = returns.some((r, t) => Math.abs(r - cash[t]) > 1e-12)
  return {
    ...intervals,
    sharpe: varies ? intervals.sharpe : null,
    sortino: falls ? sortinoRatio(returns, cash, 12) : null,
    calmar: maxDrawdown > 0 ? annualisedReturn(returns, 12) / maxDrawdown : null,
    maxDrawdown,
    longestDrawdownMonths: maximumDrawdownOfValues([1, ...monthly]).longestUnderwaterObservations,
    valueAtRisk: valueAtRisk(losses, confidence, { definition: 'lower-quantile' }),
    expectedShortfall: expectedShortfall(losses, confidence, { definition: 'fractional' }),
    turnover: traded.reduce((sum, w) => sum + w, 0) / years,
    cost: costs.reduce((sum, c) => sum + c, 0) / years,
  }
}

/** Losses over every twelve months in a row. */
function yearlyLosses(returns: Float64Array): Float64Array {
  return Float64Array.from({ length: returns.length - 11 }, (_, t) => {
    let growth = 1
    for (let k = t; k < t + 12; k++) growth *= 1 + returns[k]
    return 1 - growth
  })
}

function runningPeaks(values: Float64Array): Float64Array {
  let peak = -Infinity
  return values.map((value) => (peak = Math.max(peak, value)))
}
