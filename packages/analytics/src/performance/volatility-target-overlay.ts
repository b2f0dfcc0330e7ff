import { requirePositive } from '../errors/index.ts'
import { prefixSums, requireWhole, windowVolatility, type Sample } from '../statistics/index.ts'
import { requireReturns } from './returns.ts'

/** A volatility target. Volatilities annual, decimals. */
export interface VolatilityTarget {
  /** Returns in the estimation window, at least 2. */
  readonly window: number
  readonly targetVolatility: number
  /** Largest weight. */
  readonly maxLeverage: number
  readonly periodsPerYear: number
}

/** Weights and returns of the overlay; entry k belongs to period k + window. */
export interface VolatilityTargetOverlay {
  readonly weights: Float64Array
  readonly strategyReturns: Float64Array
}

/**
 * Holds an asset at targetVolatility / realised volatility, at most `maxLeverage`. The weight of a period uses the
 * `window` returns before it only (sample standard deviation). Cash earns nothing, trading is free. A window without
 * any movement gets `maxLeverage`.
 */
export function volatilityTargetOverlay(returns: Sample, target: VolatilityTarget): VolatilityTargetOverlay {
  requireWhole(target.window, 2, Infinity, 'window')
  requireReturns(returns, target.window + 1, 'returns')
  requirePositive(target.targetVolatility, 'targetVolatility')
  requirePositive(target.maxLeverage, 'maxLeverage')
  const prefix = prefixSums(returns)
  const weights = Float64Array.from({ length: returns.length - target.window }, (_, k) => {
    const volatility = windowVolatility(prefix, k + target.window, target.window, target.periodsPerYear)
    return Math.min(target.maxLeverage, target.targetVolatility / volatility)
  })
  return { weights, strategyReturns: weights.map((w, k) => w * returns[k + target.window]) }
}
