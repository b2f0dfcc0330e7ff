import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { normalQuantile, studentTCdf } from '../math/index.ts'
import {
  isConstant,
  kurtosis,
  ljungBoxTest,
  mean,
  requireBetween,
  type Sample,
  sharpeStandardError,
  skewness,
  standardDeviation,
  variance,
} from '../statistics/index.ts'

/** Why the figures of a record are to be read with care. */
export type RecordCaution =
  /** Fewer than 36 periods. */
  | 'short-record'
  /** Neighbouring periods are correlated (Ljung-Box below 5 %): smoothed prices or trends; errors are too small. */
  | 'autocorrelated'
  /** One period makes up more than half of the sum of all. */
  | 'one-period-dominates'

/** What a record of active returns says, each figure with its uncertainty. Ratios are annual. */
export interface ActiveRecord {
  readonly observations: number
  /** Mean per period times the periods a year. */
  readonly activeReturnAnnual: number
  readonly trackingErrorAnnual: number
  readonly informationRatio: number
  /** Allows for the skewness and the tails of the record. */
  readonly informationRatioStandardError: number
  readonly informationRatioInterval: Interval
  /** Of the mean, n - 1 degrees of freedom. */
  readonly tStatistic: number
  /** Probability of at least this t without skill. */
  readonly pValue: number
  /** Share of periods above zero, with its Wilson interval. */
  readonly hitRate: number
  readonly hitRateInterval: Interval
  /** Mean of the gains over the mean of the losses; null without a loss or a gain. */
  readonly winLossRatio: number | null
  /** Of the sum of active returns from its highest point so far, starting from 0. */
  readonly maximumDrawdown: number
  /** Years of such a record after which the t-test finds the skill with the power asked for; null for a ratio of 0 or less. */
  readonly yearsNeeded: number | null
  /** The smallest annual ratio that a record of this length finds with that power. */
  readonly detectableInformationRatio: number
  readonly cautions: readonly RecordCaution[]
}

export interface Interval {
  readonly lower: number
  readonly upper: number
}

/** How sure the statements are to be. */
export interface SkillTest {
  readonly periodsPerYear: number
  /** Of the intervals (two-sided) and of the test (one-sided), such as 0.95. */
  readonly confidence: number
  /** Probability of finding a skill that is there, such as 0.8. */
  readonly power: number
}

/**
 * A manager's active returns (simple, over a benchmark) as a record of skill.
 *
 * Throws `not-applicable` for a constant record, of which no risk is known.
 *
 * Source: Grinold & Kahn, Active Portfolio Management (2000), chapters 5 and 12 (information ratio, t and years); Mertens,
 * Variance of the IID estimator in Lo (2002), for the standard error; Wilson, JASA 22 (1927), for the hit rate.
 */
export function activeRecord(activeReturns: Sample, test: SkillTest): ActiveRecord {
  requireSample(activeReturns, 3, 'activeReturns')
  const { periodsPerYear, confidence, power } = test
  requirePositive(periodsPerYear, 'periodsPerYear')
  requireBetween(confidence, 0.5, 1, 'confidence')
  requireBetween(power, 0, 1, 'power')
  const n = activeReturns.length
  if (isConstant(activeReturns, variance(activeReturns, 'population'))) {
    throw new TuttiError('not-applicable', 'a constant record has no tracking error and no information ratio', {
      field: 'activeReturns',
      got: `${n} returns of ${activeReturns[0]}`,
      expected: 'returns that vary',
    })
  }
  const average = mean(activeReturns)
  const deviation = standardDeviation(activeReturns, 'sample')
  const perPeriod = average / deviation
  const root = Math.sqrt(periodsPerYear)
  const z = normalQuantile((1 + confidence) / 2)
  const error =
    root *
    sharpeStandardError({
      sharpe: perPeriod,
      observations: n,
      skewness: skewness(activeReturns, 'population'),
      kurtosis: kurtosis(activeReturns, 'population'),
    })
  const values = Array.from(activeReturns)
  const wins = values.filter((value) => value > 0)
  const losses = values.filter((value) => value < 0)
  const sum = values.reduce((total, value) => total + value, 0)
  const sides = normalQuantile(confidence) + normalQuantile(power)
  const informationRatio = perPeriod * root
  const lags = Math.min(6, Math.floor(n / 5))
  const cautions: RecordCaution[] = []
  if (n < 36) cautions.push('short-record')
  if (lags > 0 && ljungBoxTest(activeReturns, lags).pValue < 0.05) cautions.push('autocorrelated')
  if (values.some((value) => Math.abs(value) > 0.5 * Math.abs(sum))) cautions.push('one-period-dominates')
  return {
    observations: n,
    activeReturnAnnual: average * periodsPerYear,
    trackingErrorAnnual: deviation * root,
    informationRatio,
    informationRatioStandardError: error,
    informationRatioInterval: { lower: informationRatio - z * error, upper: informationRatio + z * error },
    tStatistic: perPeriod * Math.sqrt(n),
    pValue: studentTCdf(-perPeriod * Math.sqrt(n), n - 1),
    hitRate: wins.length / n,
    hitRateInterval: wilsonInterval(wins.length, n, z),
    winLossRatio: wins.length > 0 && losses.length > 0 ? mean(wins) / -mean(losses) : null,
    maximumDrawdown: cumulativeDrawdown(values),
    yearsNeeded: informationRatio > 0 ? (sides / informationRatio) ** 2 : null,
    detectableInformationRatio: sides / Math.sqrt(n / periodsPerYear),
    cautions,
  }
}

/** Wilson's interval of a share of successes in n trials, z the normal quantile of its confidence. */
export function wilsonInterval(successes: number, n: number, z: number): Interval {
  const share = successes / n
  const centre = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  return { lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) }
}

/** Largest fall of the running sum from its highest point, 0 at the start. */
function cumulativeDrawdown(values: readonly number[]): number {
  let [level, peak, worst] = [0, 0, 0]
  for (const value of values) {
    level += value
    peak = Math.max(peak, level)
    worst = Math.max(worst, peak - level)
  }
  return worst
}
