import { requireFinite, TuttiError } from '../errors/index.ts'
import { normalCdf, normalQuantile } from '../math/index.ts'
import { requireBetween, requireWhole } from './sample.ts'
import { sharpeVarianceFactor, type SharpeFacts } from './sharpe-standard-error.ts'

/**
 * Probability that the true Sharpe ratio exceeds `benchmarkSharpe` (both per period), given the length and shape of
 * the record: Phi((SR - SR*) sqrt(n - 1) / sqrt(1 - skewness SR + (kurtosis - 1)/4 SR^2)). Needs n >= 2.
 *
 * Source: Bailey and Lopez de Prado (2012), The Sharpe ratio efficient frontier, J. of Risk 15(2).
 */
export function probabilisticSharpeRatio(facts: SharpeFacts, benchmarkSharpe: number): number {
  requireFinite(benchmarkSharpe, 'benchmarkSharpe')
  requireWhole(facts.observations, 2, Infinity, 'observations')
  const distance = (facts.sharpe - benchmarkSharpe) * Math.sqrt(facts.observations - 1)
  return normalCdf(distance / Math.sqrt(sharpeVarianceFactor(facts)))
}

/**
 * Number of returns (not rounded) needed before the Sharpe ratio is above `benchmarkSharpe` with `confidence` in
 * (0.5, 1). All ratios per period; divide by the periods a year for years.
 *
 * Throws `not-applicable` when the Sharpe ratio does not exceed the benchmark: no record is long enough.
 * Source: Bailey and Lopez de Prado (2012), equation 13.
 */
export function minimumTrackRecordLength(
  facts: Omit<SharpeFacts, 'observations'>,
  benchmarkSharpe: number,
  confidence: number,
): number {
  requireFinite(benchmarkSharpe, 'benchmarkSharpe')
  requireBetween(confidence, 0.5, 1, 'confidence')
  const factor = sharpeVarianceFactor(facts)
  if (facts.sharpe <= benchmarkSharpe) {
    throw new TuttiError(
      'not-applicable',
      'no track record is long enough: the Sharpe ratio is not above the benchmark',
      {
        field: 'sharpe',
        got: String(facts.sharpe),
        expected: `a number > ${benchmarkSharpe}`,
      },
    )
  }
  return 1 + factor * (normalQuantile(confidence) / (facts.sharpe - benchmarkSharpe)) ** 2
}
