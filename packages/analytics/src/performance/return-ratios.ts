import { requireFinite, TuttiError } from '../errors/index.ts'
import { excessKurtosis, isConstant, mean, quantile, skewness, variance, type Sample } from '../statistics/index.ts'
import { annualisedReturn, annualisedVolatility } from './annualised.ts'
import { requireReturns } from './returns.ts'

/** Ratios of one return series, no risk-free rate; per period unless annualised. */
export interface ReturnRatios {
  readonly annualisedReturn: number
  readonly annualisedVolatility: number
  /** Annualised geometric return over annualised volatility. */
  readonly geometricSharpeRatio: number
  /** SR (1 + S SR / 6 - (K - 3) SR^2 / 24) of the geometric ratio: Pezier's penalty for skewness and fat tails. */
  readonly adjustedSharpeRatio: number
  /** Sum of gains over sum of losses. */
  readonly bernardoLedoitRatio: number
  /** (number of losses x their sum) / (number of gains x their sum). */
  readonly dRatio: number
  readonly meanAbsoluteDeviation: number
  readonly skewnessKurtosisRatio: number
  /** Population moments; kurtosis not in excess. */
  readonly skewness: number
  readonly kurtosis: number
}

/**
 * Return and shape ratios of at least two simple `returns`, some positive, some negative (else `not-applicable`).
 *
 * Source: Bacon (2008), chapters 4 and 5; Bernardo and Ledoit (2000); Pezier and White (2006).
 */
export function returnRatios(returns: Sample, periodsPerYear: number): ReturnRatios {
  requireReturns(returns, 2, 'returns')
  const gains = Array.from(returns).filter((r) => r > 0)
  const losses = Array.from(returns).filter((r) => r < 0)
  if (gains.length === 0 || losses.length === 0 || isConstant(returns, variance(returns, 'population'))) {
    throw new TuttiError('not-applicable', 'the ratios of gains to losses need both in the returns', {
      field: 'returns',
      got: `${gains.length} gains and ${losses.length} losses`,
      expected: 'at least one of each',
    })
  }
  const gain = gains.reduce((a, b) => a + b, 0)
  const loss = -losses.reduce((a, b) => a + b, 0)
  const growth = annualisedReturn(returns, periodsPerYear)
  const volatility = annualisedVolatility(returns, periodsPerYear)
  const sharpe = growth / volatility
  const s = skewness(returns, 'population')
  const excess = excessKurtosis(returns, 'population')
  const centre = mean(returns)
  return {
    annualisedReturn: growth,
    annualisedVolatility: volatility,
    geometricSharpeRatio: sharpe,
    adjustedSharpeRatio: sharpe * (1 + (s / 6) * sharpe - (excess / 24) * sharpe * sharpe),
    bernardoLedoitRatio: gain / loss,
    dRatio: (losses.length * loss) / (gains.length * gain),
    meanAbsoluteDeviation: mean(Float64Array.from(returns, (r) => Math.abs(r - centre))),
    skewnessKurtosisRatio: s / (excess + 3),
    skewness: s,
    kurtosis: excess + 3,
  }
}

/** Share of periods with a return above zero. */
export function hitRate(returns: Sample): number {
  requireReturns(returns, 1, 'returns')
  return Array.from(returns).filter((r) => r > 0).length / returns.length
}

/** Upper-tail quantile over the size of the lower-tail one, both type 7: at 0.95, |q95| / |q5|. */
export function tailRatio(returns: Sample, level: number): number {
  requireReturns(returns, 2, 'returns')
  requireFinite(level, 'level')
  const low = Math.abs(quantile(returns, 1 - level, 7))
  if (low > 0) return Math.abs(quantile(returns, level, 7)) / low
  throw new TuttiError('not-applicable', 'the tail ratio is not defined: the lower quantile is zero', {
    field: 'returns',
  })
}
