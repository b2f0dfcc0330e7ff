import { halfLife, ouFit } from '@tutti/analytics/time-series'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, positive } from '../value-schemas.ts'
import { cautions, confidence, estimate, exampleReverting, stepLength, timeSeries } from './series-schemas.ts'

/** The half-life by regression. */
export const halfLifeOperation = defineOperation({
  name: 'time-series/half-life',
  title: 'Half-life of mean reversion',
  description:
    'Half-life in observations from the regression of changes on the lagged level, by the continuous approximation and exactly for an AR(1).',
  source: 'Chan, Algorithmic Trading (2013), chapter 2',
  input: z.strictObject({ series: timeSeries(5) }),
  output: z.strictObject({
    slope: number,
    slopeStandardError: nonNegative,
    halfLife: nullableNumber.describe('observations; null where the series does not revert'),
    halfLifeAr1: nullableNumber,
    observations: z.int(),
    cautions,
  }),
  example: { series: exampleReverting },
  failures: [{ code: 'not-applicable', when: 'the series does not vary' }],
  compute: ({ series }) => {
    const result = halfLife(series)
    return { ...result, cautions: [...result.cautions] }
  },
})

/** An Ornstein-Uhlenbeck fit. */
export const ouFitOperation = defineOperation({
  name: 'time-series/ou-fit',
  title: 'Ornstein-Uhlenbeck fit',
  description:
    'Exact maximum likelihood of a mean-reverting process with standard errors, a half-life interval and the bias of the speed in a sample of this length.',
  source: 'Tang & Chen, J. of Econometrics 149 (2009)',
  input: z.strictObject({ series: timeSeries(5), dt: stepLength, confidence }),
  output: z.strictObject({
    speed: estimate.describe('per unit of time'),
    mean: estimate,
    sigma: estimate.describe('per root of the unit of time'),
    halfLife: positive.describe('units of time'),
    halfLifeInterval: z.strictObject({
      lower: nonNegative,
      upper: nullableNumber.describe('null where the speed may be zero'),
    }),
    stationaryDeviation: positive,
    ar1Coefficient: number,
    ar1Intercept: number,
    residualVariance: nonNegative,
    logLikelihood: number.describe('conditional on the first observation'),
    speedBias: positive.describe('what the speed is too high by on average'),
    biasCorrectedSpeed: nullableNumber.describe('null where nothing is left'),
    biasCorrectedHalfLife: nullableNumber,
    observations: z.int(),
    cautions,
  }),
  example: { series: exampleReverting, dt: 1, confidence: 0.95 },
  failures: [{ code: 'not-applicable', when: 'the AR(1) coefficient is outside (0, 1), or the series does not vary' }],
  compute: (input) => {
    const { ar1, ...fit } = ouFit(input.series, input.dt, input.confidence)
    return {
      ...fit,
      speed: { ...fit.speed },
      mean: { ...fit.mean },
      sigma: { ...fit.sigma },
      halfLifeInterval: { ...fit.halfLifeInterval },
      ar1Coefficient: ar1.coefficient,
      ar1Intercept: ar1.intercept,
      residualVariance: ar1.residualVariance,
      logLikelihood: ar1.logLikelihood,
      cautions: [...fit.cautions],
    }
  },
})
