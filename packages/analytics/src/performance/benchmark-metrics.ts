import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import {
  covariance,
  isConstant,
  mean,
  pearsonCorrelation,
  requireSameLength,
  standardDeviation,
  variance,
  type Sample,
} from '../statistics/index.ts'
import { annualisedReturn, annualisedVolatility } from './annualised.ts'
import { downsideDeviation } from './downside.ts'
import { requireReturns } from './returns.ts'

/** Conventions of `benchmarkMetrics`. */
export interface BenchmarkConventions {
  readonly periodsPerYear: number
  /** Annual risk-free rate (decimal); per period it is divided by `periodsPerYear`. */
  readonly riskFreeAnnual: number
  /** Minimum acceptable return per period of the Omega excess return. */
  readonly targetPerPeriod: number
}

/** A portfolio measured against a benchmark; decimals. */
export interface BenchmarkMetrics {
  readonly beta: number
  readonly alphaPerPeriod: number
  /** Annualised return - risk-free - beta (annualised benchmark return - risk-free). */
  readonly jensenAlphaAnnual: number
  /** Population standard deviation of the regression residuals, annualised. */
  readonly specificRiskAnnual: number
  /** Portfolio volatility over benchmark volatility. */
  readonly famaBeta: number
  /** Portfolio return levered to the benchmark's volatility (M2). */
  readonly mSquared: number
  readonly mSquaredExcessGeometric: number
  readonly mSquaredExcessArithmetic: number
  /** Jensen's alpha over specific risk. */
  readonly appraisalRatio: number
  /** Jensen's alpha less the return asked for incomplete diversification, (famaBeta - beta) (b - riskFree). */
  readonly netSelectivity: number
  /** Annualised return - 3 x downside deviation x benchmark's downside deviation, both annualised. */
  readonly omegaExcessReturn: number
  /** Sample standard deviation of the return differences, annualised. */
  readonly trackingErrorAnnual: number
  /** Difference of the annualised geometric returns over the tracking error. */
  readonly informationRatio: number
  /**
   * Sum of portfolio returns over sum of benchmark returns where the benchmark rose (up) or did not (down: a period
   * without change counts, as in PerformanceAnalytics); `null` when the latter is 0.
   */
  readonly upCapture: number | null
  readonly downCapture: number | null
  readonly correlation: number
}

/**
 * Benchmark-relative measures of simple returns over the same periods (at least three). Throws `not-applicable` when
 * either series is constant or the portfolio is an exact multiple of the benchmark.
 *
 * Source: Bacon (2008), chapters 4 and 5; Jensen (1968); Fama (1972); Modigliani and Modigliani (1997).
 */
export function benchmarkMetrics(
  returns: Sample,
  benchmarkReturns: Sample,
  conventions: BenchmarkConventions,
): BenchmarkMetrics {
  const { periodsPerYear, riskFreeAnnual, targetPerPeriod } = conventions
  requireReturns(returns, 3, 'returns')
  requireReturns(benchmarkReturns, 3, 'benchmarkReturns')
  requireSameLength(returns, benchmarkReturns, 'returns', 'benchmarkReturns')
  requirePositive(periodsPerYear, 'periodsPerYear')
  requireFinite(riskFreeAnnual, 'riskFreeAnnual')
  const n = returns.length
  const correlation = pearsonCorrelation(returns, benchmarkReturns)
  const beta = covariance(returns, benchmarkReturns, 'population') / variance(benchmarkReturns, 'population')
  const riskFree = riskFreeAnnual / periodsPerYear
  const alpha = mean(returns) - riskFree - beta * (mean(benchmarkReturns) - riskFree)
  const residuals = Float64Array.from(returns, (r, t) => r - alpha - beta * benchmarkReturns[t])
  const specificRisk = standardDeviation(residuals, 'population') * Math.sqrt(periodsPerYear)
  const differences = Float64Array.from(returns, (r, t) => r - benchmarkReturns[t])
  if (specificRisk <= 1e-14 || isConstant(differences, variance(differences, 'population'))) {
    throw new TuttiError('not-applicable', 'the portfolio follows the benchmark exactly: it has no specific risk', {
      field: 'returns',
      got: 'a tracking error or specific risk of 0',
      expected: 'returns that differ from a multiple of the benchmark',
    })
  }
  const growth = annualisedReturn(returns, periodsPerYear)
  const benchmarkGrowth = annualisedReturn(benchmarkReturns, periodsPerYear)
  const jensen = growth - riskFreeAnnual - beta * (benchmarkGrowth - riskFreeAnnual)
  const famaBeta = standardDeviation(returns, 'population') / standardDeviation(benchmarkReturns, 'population')
  const mSquared = (growth - riskFreeAnnual) / famaBeta + riskFreeAnnual
  const trackingError = annualisedVolatility(differences, periodsPerYear)
  const downside = downsideDeviation(returns, targetPerPeriod) * Math.sqrt(periodsPerYear)
  const benchmarkDownside = downsideDeviation(benchmarkReturns, targetPerPeriod) * Math.sqrt(periodsPerYear)
  const capture = (isUp: boolean): number | null => {
    let own = 0
    let its = 0
    for (let t = 0; t < n; t++) {
      if (benchmarkReturns[t] > 0 !== isUp) continue
      own += returns[t]
      its += benchmarkReturns[t]
    }
    return its === 0 ? null : own / its
  }
  return {
    beta,
    alphaPerPeriod: alpha,
    jensenAlphaAnnual: jensen,
    specificRiskAnnual: specificRisk,
    famaBeta,
    mSquared,
    mSquaredExcessGeometric: (1 + mSquared) / (1 + benchmarkGrowth) - 1,
    mSquaredExcessArithmetic: mSquared - benchmarkGrowth,
    appraisalRatio: jensen / specificRisk,
    netSelectivity: jensen - (famaBeta - beta) * (benchmarkGrowth - riskFreeAnnual),
    omegaExcessReturn: growth - 3 * downside * benchmarkDownside,
    trackingErrorAnnual: trackingError,
    informationRatio: (growth - benchmarkGrowth) / trackingError,
    upCapture: capture(true),
    downCapture: capture(false),
    correlation,
  }
}
