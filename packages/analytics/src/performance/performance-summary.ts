import { TuttiError } from '../errors/index.ts'
import { expectedShortfall, valueAtRisk } from '../risk/index.ts'
import { excessKurtosis, skewness, type Sample } from '../statistics/index.ts'
import { annualisedReturn, annualisedVolatility } from './annualised.ts'
import { omegaRatio } from './downside.ts'
import { calmarRatio, maximumDrawdown, painIndex, ulcerIndex, type MaximumDrawdown } from './drawdown.ts'
import { hitRate } from './return-ratios.ts'
import { requireReturns, totalReturn } from './returns.ts'
import { sharpeRatio, sortinoRatio } from './sharpe-ratio.ts'

/** The figures of a track record. A ratio is `null` where it is not defined (no drawdown, no loss, constant returns). */
export interface PerformanceSummary {
  readonly observations: number
  readonly totalReturn: number
  readonly annualisedReturn: number
  readonly annualisedVolatility: number
  readonly sharpeRatio: number | null
  readonly sortinoRatio: number | null
  readonly calmarRatio: number | null
  /** About a threshold of zero. */
  readonly omegaRatio: number | null
  readonly drawdown: MaximumDrawdown
  readonly painIndex: number
  readonly ulcerIndex: number
  /** Per period, losses positive, lower-quantile VaR and coherent expected shortfall. */
  readonly valueAtRisk95: number
  readonly expectedShortfall95: number
  readonly valueAtRisk99: number
  readonly expectedShortfall99: number
  /** Population moments; `null` for constant returns. */
  readonly skewness: number | null
  readonly excessKurtosis: number | null
  readonly bestPeriod: number
  readonly worstPeriod: number
  readonly hitRate: number
}

/**
 * Summary of at least two simple `returns`. `riskFree` is per period: a series of the same length, or one number.
 */
export function performanceSummary(
  returns: Sample,
  riskFree: Sample | number,
  periodsPerYear: number,
): PerformanceSummary {
  requireReturns(returns, 2, 'returns')
  const losses = Float64Array.from(returns, (r) => -r)
  const tail = (confidence: number): [number, number] => [
    valueAtRisk(losses, confidence, { definition: 'lower-quantile' }),
    expectedShortfall(losses, confidence, { definition: 'fractional' }),
  ]
  const [valueAtRisk95, expectedShortfall95] = tail(0.95)
  const [valueAtRisk99, expectedShortfall99] = tail(0.99)
  return {
    observations: returns.length,
    totalReturn: totalReturn(returns),
    annualisedReturn: annualisedReturn(returns, periodsPerYear),
    annualisedVolatility: annualisedVolatility(returns, periodsPerYear),
    sharpeRatio: orNull(() => sharpeRatio(returns, riskFree, periodsPerYear)),
    sortinoRatio: orNull(() => sortinoRatio(returns, riskFree, periodsPerYear)),
    calmarRatio: orNull(() => calmarRatio(returns, periodsPerYear)),
    omegaRatio: orNull(() => omegaRatio(returns, 0)),
    drawdown: maximumDrawdown(returns),
    painIndex: painIndex(returns),
    ulcerIndex: ulcerIndex(returns),
    valueAtRisk95,
    expectedShortfall95,
    valueAtRisk99,
    expectedShortfall99,
    skewness: orNull(() => skewness(returns, 'population')),
    excessKurtosis: orNull(() => excessKurtosis(returns, 'population')),
    bestPeriod: Array.from(returns).reduce((a, b) => Math.max(a, b)),
    worstPeriod: Array.from(returns).reduce((a, b) => Math.min(a, b)),
    hitRate: hitRate(returns),
  }
}

/** The figure, or `null` when it is not applicable; any other error goes on. */
function orNull(figure: () => number): number | null {
  try {
    return figure()
  } catch (error) {
    if (error instanceof TuttiError && error.code === 'not-applicable') return null
    throw error
  }
}
