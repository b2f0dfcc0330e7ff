import { requireFinite, requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { mean, standardDeviation } from './moments.ts'
import { longRunCovariance } from './long-run-covariance.ts'
import { requireBetween, requireWhole, type Sample } from './sample.ts'

/** Facts about a track record, per period (not annualised); kurtosis is not in excess (normal: 3). */
export interface SharpeFacts {
  /** Mean excess return over its standard deviation, per period. */
  readonly sharpe: number
  /** Number of returns behind it. */
  readonly observations: number
  readonly skewness: number
  readonly kurtosis: number
}

/**
 * Asymptotic standard error of a Sharpe ratio (per period) for independent normal returns: sqrt((1 + SR^2 / 2) / n).
 *
 * Source: Lo (2002), The statistics of Sharpe ratios, Financial Analysts Journal 58(4).
 */
export function sharpeStandardErrorNormal(sharpe: number, observations: number): number {
  return sharpeStandardError({ sharpe, observations, skewness: 0, kurtosis: 3 })
}

/**
 * Asymptotic standard error of a Sharpe ratio (per period) for independent returns of any shape:
 * sqrt((1 + SR^2/2 - skewness SR + (kurtosis - 3)/4 SR^2) / n).
 *
 * Throws `invalid-input` for impossible moments (kurtosis < 1 + skewness^2).
 * Source: Mertens (2002), Comments on variance of the IID estimator in Lo (2002).
 */
export function sharpeStandardError(facts: SharpeFacts): number {
  return Math.sqrt(sharpeVarianceFactor(facts) / requireWhole(facts.observations, 1, Infinity, 'observations'))
}

/** 1 - skewness SR + (kurtosis - 1)/4 SR^2: n times the asymptotic variance of the Sharpe ratio SR. */
export function sharpeVarianceFactor(facts: Omit<SharpeFacts, 'observations'>): number {
  const { sharpe, skewness, kurtosis } = facts
  requireFinite(sharpe, 'sharpe')
  requireFinite(skewness, 'skewness')
  if (!(kurtosis >= 1 + skewness * skewness - 1e-9)) {
    throw new TuttiError('invalid-input', `no distribution has skewness ${skewness} with kurtosis ${kurtosis}`, {
      field: 'kurtosis',
      got: String(kurtosis),
      expected: `a number >= 1 + skewness^2 (not the excess kurtosis)`,
    })
  }
  const factor = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe
  if (factor > 0) return factor
  throw new TuttiError('not-applicable', 'the variance of the Sharpe ratio is zero for these moments', {
    got: `sharpe ${sharpe}, skewness ${skewness}, kurtosis ${kurtosis}`,
    expected: 'moments with 1 - skewness SR + (kurtosis - 1)/4 SR^2 > 0',
  })
}

/**
 * Standard error of the Sharpe ratio (per period) of `excessReturns` that may be autocorrelated and of any shape:
 * delta method on mean and variance with the Newey-West long-run covariance at `lags`.
 *
 * Source: Lo (2002), appendix A, equation A.10; Newey and West (1987).
 */
export function sharpeStandardErrorHac(excessReturns: Sample, lags: number): number {
  requireSample(excessReturns, 3, 'excessReturns')
  requireWhole(lags, 0, excessReturns.length - 1, 'lags')
  const centre = mean(excessReturns)
  const sd = standardDeviation(excessReturns, 'population')
  requirePositive(sd, 'standard deviation of excessReturns')
  const moments = Array.from(excessReturns, (r) => [r - centre, (r - centre) ** 2 - sd * sd])
  const [[a, b], [, c]] = longRunCovariance(moments, lags)
  const byMean = 1 / sd
  const byVariance = -centre / (2 * sd ** 3)
  const asymptotic = byMean * byMean * a + 2 * byMean * byVariance * b + byVariance * byVariance * c
  return Math.sqrt(asymptotic / excessReturns.length)
}

/**
 * Factor that turns a per-period Sharpe ratio into one over `periods` periods when returns follow an AR(1) with
 * autocorrelation `rho` in (-1, 1): q / sqrt(q + 2 sum_k (q - k) rho^k). sqrt(q) when rho is 0.
 *
 * Source: Lo (2002), equation 20.
 */
export function sharpeAnnualisationFactor(rho: number, periods: number): number {
  requireBetween(rho, -1, 1, 'rho')
  requireWhole(periods, 1, Infinity, 'periods')
  let total = periods
  for (let k = 1; k < periods; k++) total += 2 * (periods - k) * rho ** k
  return periods / Math.sqrt(total)
}
