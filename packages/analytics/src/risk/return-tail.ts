import { requireSample } from '../errors/index.ts'
import {
  excessKurtosis,
  mean,
  quantile,
  requireBetween,
  skewness,
  standardDeviation,
  type Sample,
} from '../statistics/index.ts'
import { cornishFisherValueAtRisk, normalTailRisk } from './parametric-tail-risk.ts'

/** Tail figures of a return series as returns (negative = loss), the habit of performance reports. */
export interface ReturnTail {
  readonly gaussianVarReturn: number
  readonly cornishFisherVarReturn: number
  readonly historicalVarReturn: number
  readonly gaussianEsReturn: number
  readonly historicalEsReturn: number
}

/**
 * VaR and expected shortfall of `returns` at `confidence`, as returns. Normal and Cornish-Fisher figures use population
 * moments; the historical VaR is the type-7 quantile, the historical ES the mean of the returns at or below it.
 *
 * Source: as in R's PerformanceAnalytics (VaR, ES with method historical, gaussian, modified).
 */
export function returnTail(returns: Sample, confidence: number): ReturnTail {
  requireSample(returns, 4, 'returns')
  requireBetween(confidence, 0, 1, 'confidence')
  const moments = {
    mean: mean(returns),
    standardDeviation: standardDeviation(returns, 'population'),
    skewness: skewness(returns, 'population'),
    excessKurtosis: excessKurtosis(returns, 'population'),
  }
  const gaussian = normalTailRisk(moments, confidence)
  const historical = quantile(returns, 1 - confidence, 7)
  return {
    gaussianVarReturn: -gaussian.valueAtRisk,
    cornishFisherVarReturn: -cornishFisherValueAtRisk(moments, confidence).valueAtRisk,
    historicalVarReturn: historical,
    gaussianEsReturn: -gaussian.expectedShortfall,
    historicalEsReturn: mean(Float64Array.from(returns).filter((r) => r <= historical)),
  }
}
