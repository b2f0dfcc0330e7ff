import { uniformStream } from '@tutti/analytics/random'
import { expectedVariancePremium, harFit, varianceRiskPremium } from '@tutti/analytics/volatility'
import { z } from 'zod'
import { defineOperation, type OperationFailure } from '../operation.ts'
import { nonNegative, nullableNumber, number, periodsPerYear, positive, wholeFrom } from '../value-schemas.ts'

const harInput = {
  dailyVariances: z.array(nonNegative).min(41).describe('realised variance of each day, oldest first'),
  horizonDays: wholeFrom(1).describe('days ahead whose mean variance is forecast'),
  form: z.enum(['variance', 'volatility', 'log-variance']).describe('what is regressed; log-variance is the steadiest'),
  lags: wholeFrom(0).optional().describe('Newey-West lags; 3/2 of the horizon, at least 5, unless given'),
}

const harFailures: OperationFailure[] = [
  { code: 'not-applicable', when: 'the forecast of a variance is not above zero, or the variances do not vary' },
]

const exampleVariances = Array.from(
  { length: 90 },
  (_, t) =>
    Math.round(1e9 * 1e-4 * Math.exp(0.5 * Math.sin(t / 9) + 0.3 * Math.cos(2.3 * t) + 0.2 * Math.sin(0.7 * t * t))) /
    1e9,
)

/** HAR and its forecast. */
export const harForecastOperation = defineOperation({
  name: 'volatility/har-forecast',
  title: 'HAR forecast of variance',
  description:
    'Heterogeneous autoregression of realised variance on its last day, week and month, with Newey-West errors, and the forecast with its standard error.',
  source: 'Corsi, J. Financial Econometrics 7 (2009), 174-196; Newey & West (1987)',
  input: z.strictObject({ ...harInput, daysPerYear: periodsPerYear }),
  output: z.strictObject({
    coefficients: z.array(number).length(4).describe('constant, day, week, month'),
    standardErrors: z.array(nonNegative).length(4),
    tStatistics: z.array(number).length(4),
    rSquared: nullableNumber,
    observations: wholeFrom(1),
    lags: wholeFrom(0),
    forecastDailyVariance: positive,
    forecastVolAnnual: positive,
    estimationError: nonNegative.describe('of the daily variance forecast, from the coefficients'),
    forecastError: nonNegative.describe('of the daily variance forecast, with what stays unexplained'),
  }),
  example: { dailyVariances: exampleVariances, horizonDays: 5, form: 'log-variance' as const, daysPerYear: 252 },
  failures: harFailures,
  compute: ({ dailyVariances, horizonDays, form, lags, daysPerYear }) => {
    const fit = harFit(dailyVariances, { horizon: horizonDays, form, lags })
    return {
      coefficients: [...fit.coefficients],
      standardErrors: [...fit.standardErrors],
      tStatistics: [...fit.tStatistics],
      rSquared: fit.rSquared,
      observations: fit.observations,
      lags: fit.lags,
      forecastDailyVariance: fit.forecast,
      forecastVolAnnual: Math.sqrt(daysPerYear * fit.forecast),
      estimationError: fit.estimationError,
      forecastError: fit.forecastError,
    }
  },
})

/** Variance risk premium of the past. */
export const varianceRiskPremiumOperation = defineOperation({
  name: 'volatility/variance-risk-premium',
  title: 'Variance risk premium',
  description:
    'Mean of implied less subsequently realised annual variance with its Newey-West and stationary-bootstrap standard errors.',
  source: 'Carr & Wu, RFS 22 (2009), 1311-1341; Politis & Romano (1994)',
  input: z.strictObject({
    impliedVariances: z.array(nonNegative).min(10).describe('annual, oldest first'),
    realisedVariances: z
      .array(nonNegative)
      .min(10)
      .describe('annual, realised over the time that each implied one covers'),
    horizonObservations: wholeFrom(1).describe('observations that one horizon spans: 21 for daily quotes of a month'),
    samples: wholeFrom(100).max(100_000),
    seed: wholeFrom(0),
  }),
  output: z.strictObject({
    meanPremium: number,
    standardError: nonNegative,
    tStatistic: number,
    bootstrapError: nonNegative,
    lower: number.describe('of the 95 % bootstrap interval'),
    upper: number,
    meanImplied: nonNegative,
    meanRealised: nonNegative,
    meanVolPremium: number,
    shareAbove: z.number().min(0).max(1),
    observations: wholeFrom(1),
  }),
  example: {
    impliedVariances: [0.04, 0.05, 0.045, 0.06, 0.09, 0.07, 0.05, 0.04, 0.042, 0.038, 0.041, 0.047],
    realisedVariances: [0.03, 0.04, 0.05, 0.11, 0.06, 0.04, 0.035, 0.03, 0.028, 0.031, 0.036, 0.033],
    horizonObservations: 1,
    samples: 500,
    seed: 1,
  },
  cost: 'medium',
  compute: ({ horizonObservations: horizon, seed, ...input }) =>
    varianceRiskPremium({ ...input, horizon, uniform: uniformStream(seed, 0, 0) }),
})

/** Variance risk premium ahead. */
export const expectedVariancePremiumOperation = defineOperation({
  name: 'volatility/expected-variance-premium',
  title: 'Expected variance premium',
  description: 'Implied annual variance less the variance that HAR expects over its horizon, with standard errors.',
  source: 'Bollerslev, Tauchen & Zhou, RFS 22 (2009), 4463-4492; Corsi (2009)',
  input: z.strictObject({
    impliedVariance: nonNegative.describe('annual, for the horizon'),
    ...harInput,
    daysPerYear: periodsPerYear,
  }),
  output: z.strictObject({
    premium: number,
    expectedRealised: positive,
    standardError: nonNegative.describe('of the expected premium'),
    outcomeError: nonNegative.describe('of what will be earned'),
    tStatistic: number,
  }),
  example: {
    impliedVariance: 0.04,
    dailyVariances: exampleVariances,
    horizonDays: 21,
    form: 'log-variance' as const,
    daysPerYear: 252,
  },
  failures: harFailures,
  compute: ({ impliedVariance, dailyVariances, horizonDays, form, lags, daysPerYear }) =>
    expectedVariancePremium(impliedVariance, harFit(dailyVariances, { horizon: horizonDays, form, lags }), daysPerYear),
})
