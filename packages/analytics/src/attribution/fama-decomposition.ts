import { requireFinite, TuttiError } from '../errors/index.ts'
import { covariance, mean, requireSameLength, standardDeviation, type Sample, variance } from '../statistics/index.ts'
import { requireReturns } from '../performance/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'

/** A mean return over cash, split by the risk that was taken; per period, decimals. */
export interface FamaDecomposition {
  /** Mean return less risk-free return: selectivity plus risk. */
  readonly overall: number
  /** Over what the market paid for the same beta: Jensen's alpha. */
  readonly selectivity: number
  /** What the market would pay for the volatility beyond beta: (total beta - beta)(market - risk-free). */
  readonly diversification: number
  readonly netSelectivity: number
  /** beta (market - risk-free), of the investor's target beta and of the manager's deviation from it. */
  readonly risk: number
  readonly investorRisk: number
  readonly managerRisk: number
  readonly beta: number
  /** Volatility over that of the market. */
  readonly totalBeta: number
  /** The return levered to the market's volatility, and its excess over the market. */
  readonly mSquared: number
  readonly mSquaredExcess: number
  /** Of the selectivity, from the residuals of the regression on the market. */
  readonly selectivityStandardError: number
  readonly observations: number
  readonly cautions: readonly AttributionCaution[]
}

/**
 * Fama's components of performance from simple returns of equal periods (three at least), sample moments. Throws
 * `not-applicable` where the market or the portfolio does not vary.
 *
 * Source: Fama, J. Finance 27 (1972); Modigliani & Modigliani, J. Portfolio Management 23 (1997).
 */
export function famaDecomposition(
  returns: Sample,
  marketReturns: Sample,
  riskFreePerPeriod: number,
  targetBeta = 1,
): FamaDecomposition {
  const n = requireReturns(returns, 3, 'returns').length
  requireReturns(marketReturns, 3, 'marketReturns')
  requireSameLength(returns, marketReturns, 'returns', 'marketReturns')
  requireFinite(riskFreePerPeriod, 'riskFreePerPeriod')
  requireFinite(targetBeta, 'targetBeta')
  const [own, theirs] = [standardDeviation(returns, 'sample'), standardDeviation(marketReturns, 'sample')]
  for (const [field, deviation, level] of [
    ['returns', own, mean(returns)],
    ['marketReturns', theirs, mean(marketReturns)],
  ] as const) {
    if (deviation > 1e-14 * (1 + Math.abs(level))) continue
    throw new TuttiError('not-applicable', `${field} do not vary: there is no risk to compare`, {
      field,
      got: 'no variance',
      expected: 'returns that differ',
    })
  }
  const beta = covariance(returns, marketReturns, 'sample') / variance(marketReturns, 'sample')
  const totalBeta = own / theirs
  const premium = mean(marketReturns) - riskFreePerPeriod
  const overall = mean(returns) - riskFreePerPeriod
  const selectivity = overall - beta * premium
  const diversification = (totalBeta - beta) * premium
  const residuals = Float64Array.from(
    returns,
    (r, t) => r - mean(returns) - beta * (marketReturns[t] - mean(marketReturns)),
  )
  const residualVariance = residuals.reduce((sum, e) => sum + e * e, 0) / (n - 2)
  const spread = variance(marketReturns, 'sample') * (n - 1)
  const mSquared = riskFreePerPeriod + overall / totalBeta
  return {
    overall,
    selectivity,
    diversification,
    netSelectivity: selectivity - diversification,
    risk: beta * premium,
    investorRisk: targetBeta * premium,
    managerRisk: (beta - targetBeta) * premium,
    beta,
    totalBeta,
    mSquared,
    mSquaredExcess: mSquared - mean(marketReturns),
    selectivityStandardError: Math.sqrt(residualVariance * (1 / n + premium ** 2 / spread)),
    observations: n,
    cautions: n < 24 ? [caution('small-sample', `${n} returns: beta and selectivity are rough`)] : [],
  }
}
