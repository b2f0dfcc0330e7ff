import { factorSkill, marketTiming, smoothedReturns } from '@tutti/analytics/skill'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, periodsPerYear, wholeFrom } from '../value-schemas.ts'
import { plainCopy } from './plain-copy.ts'
import {
  coefficient,
  confidence,
  errorLags,
  exampleReturns,
  excessReturns,
  factorReturns,
  probability,
} from './skill-schemas.ts'

const exampleFactors = exampleReturns(72, [0.006, 0.001], 0.05)
const exampleManager = exampleReturns(72, [0, 0, 0.002], 0.01).map(
  ([, , own], t) => Math.round(1e6 * (own + 0.8 * exampleFactors[t][0] - 0.2 * exampleFactors[t][1])) / 1e6,
)
const smoothing = z.strictObject({
  weights: z.array(number).describe('of this period, the one before, ...: how true returns are reported; sum 1'),
  weightStandardErrors: z.array(nonNegative),
  smoothingIndex: nonNegative.describe('sum of squared weights: 1 without smoothing'),
  unsmoothed: z.array(number).describe('returns before smoothing, per period'),
  volatilityRatio: nonNegative.describe('volatility reported over unsmoothed'),
  logLikelihood: number,
  observations: wholeFrom(1),
  cautions: z.array(z.enum(['short-record', 'no-clear-smoothing', 'not-invertible'])),
})
const constant = { code: 'not-applicable', when: 'the returns do not vary' } as const
const unusable = { code: 'not-applicable', when: 'factors are collinear, or explain the returns exactly' } as const
const edge = {
  code: 'not-applicable',
  when: 'the returns reverse one another, so that no smoothing can be undone',
} as const

/** Alpha and betas of a manager. */
export const factorSkillOperation = defineOperation({
  name: 'skill/factor-skill',
  title: 'Alpha and betas to factors',
  description:
    'What a manager earned beyond pay for factors: annual alpha with its interval, betas, appraisal ratio, Newey-West errors (variance times n / (n - k), k coefficients with alpha); for smoothed returns of illiquid assets with lagged betas or after the smoothing is undone.',
  source:
    'Jensen (1968); Treynor & Black (1973); Newey & West, Econometrica 55 (1987); Dimson, J. of Financial Economics 7 (1979); Getmansky, Lo & Makarov, J. of Financial Economics 74 (2004)',
  input: z.strictObject({
    excessReturns,
    factorReturns,
    periodsPerYear,
    confidence,
    errorLags,
    smoothing: z
      .enum(['none', 'lagged', 'unsmoothed'])
      .describe('lagged: betas summed over past factors too; unsmoothed: returns before smoothing'),
    smoothingLags: wholeFrom(1).max(12).describe('periods back; at most 3 for unsmoothed; without effect for none'),
  }),
  output: z.strictObject({
    observations: wholeFrom(1),
    degreesOfFreedom: wholeFrom(1),
    errorLags: wholeFrom(0),
    alphaAnnual: coefficient.describe('intercept times the periods a year'),
    alphaPValue: probability.describe('one-sided: of at least this t without alpha'),
    alphaStandardErrorOls: nonNegative.describe('annual, for equal and uncorrelated residuals'),
    betas: z.array(coefficient),
    rSquared: number,
    adjustedRSquared: number,
    residualVolAnnual: nonNegative,
    appraisalRatio: number.describe('annual alpha over annual residual volatility'),
    appraisalRatioStandardError: nonNegative,
    ljungBoxPValue: probability.describe('of the residuals'),
    unsmoothing: smoothing.nullable(),
    cautions: z.array(
      z.enum([
        'short-record',
        'smoothed-returns',
        'autocorrelated-residuals',
        'collinear-factors',
        'poor-fit',
        'one-period-dominates',
      ]),
    ),
  }),
  example: {
    excessReturns: exampleManager,
    factorReturns: exampleFactors,
    periodsPerYear: 12,
    confidence: 0.95,
    errorLags: null,
    smoothing: 'none' as const,
    smoothingLags: 1,
  },
  failures: [constant, unusable, edge],
  compute: ({ excessReturns: manager, factorReturns: factors, ...options }) =>
    plainCopy(factorSkill(manager, factors, options)),
})

const timing = z.strictObject({
  alphaAnnual: coefficient.describe('selection without timing'),
  marketBeta: coefficient,
  timing: coefficient.describe('above 0 for timing'),
  timingPValue: probability.describe('one-sided'),
  timingReturnAnnual: number.describe('what timing earned a year'),
  rSquared: number,
})

/** Market timing. */
export const marketTimingOperation = defineOperation({
  name: 'skill/market-timing',
  title: 'Market timing',
  description:
    'Whether exposure to the market rises before the market does: Treynor-Mazuy (square of the market) and Henriksson-Merton (a put on it), other factors held, Newey-West errors (variance times n / (n - k)).',
  source:
    'Treynor & Mazuy, Harvard Business Review 44 (1966); Henriksson & Merton, J. of Business 54 (1981); Jagannathan & Korajczyk, J. of Business 59 (1986)',
  input: z.strictObject({
    excessReturns,
    factorReturns,
    market: wholeFrom(0).describe('column of the market among the factors, from 0'),
    periodsPerYear,
    confidence,
    errorLags,
  }),
  output: z.strictObject({
    treynorMazuy: timing,
    henrikssonMerton: timing,
    observations: wholeFrom(1),
    errorLags: wholeFrom(0),
    cautions: z.array(z.enum(['short-record', 'option-like', 'models-disagree'])),
  }),
  example: {
    excessReturns: exampleManager,
    factorReturns: exampleFactors,
    market: 0,
    periodsPerYear: 12,
    confidence: 0.95,
    errorLags: null,
  },
  failures: [constant, unusable],
  compute: ({ excessReturns: manager, factorReturns: factors, ...options }) =>
    plainCopy(marketTiming(manager, factors, options)),
})

/** Smoothing undone. */
export const unsmoothedReturnsOperation = defineOperation({
  name: 'skill/unsmoothed-returns',
  title: 'Smoothing of reported returns undone',
  description:
    'How far the returns that an illiquid fund reports are smoothed over past periods, by maximum likelihood, and the returns before that.',
  source: 'Getmansky, Lo & Makarov, J. of Financial Economics 74 (2004)',
  input: z.strictObject({
    returns: z.array(number).min(15).max(5000).describe('reported simple returns per period, oldest first'),
    lags: wholeFrom(1).max(3).describe('past periods that a report may draw on: 2 is usual for months'),
  }),
  output: smoothing,
  example: {
    returns: exampleManager.map((value, t) => 0.7 * value + 0.3 * exampleManager[Math.max(0, t - 1)]),
    lags: 1,
  },
  cost: 'medium',
  failures: [constant, edge],
  compute: ({ returns, lags }) => plainCopy(smoothedReturns(returns, lags)),
})
