import { dccFit, ewmaCovariance } from '@tutti/analytics/covariance'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, number, numbers, openProbability, positive } from '../value-schemas.ts'
import {
  conditionsSchema,
  exampleReturns,
  plainConditions,
  plainRows,
  returnRows,
  square,
} from './covariance-fields.ts'

/** A covariance matrix that forgets. */
export const ewmaCovarianceOperation = defineOperation({
  name: 'covariance/ewma',
  title: 'Exponentially weighted covariance matrix',
  description: 'Covariance matrix with weights that fall by a constant factor each period back, for the next period.',
  source: 'J.P. Morgan/Reuters, RiskMetrics Technical Document (1996), section 5.2',
  input: z.strictObject({
    returns: returnRows,
    decay: openProbability.describe('factor of the weights: 0.94 for days, 0.97 for months'),
    mean: z.enum(['zero', 'weighted']),
  }),
  output: z.strictObject({
    covariance: square.describe('per period'),
    halfLife: positive.describe('periods after which a weight has halved'),
    effectiveObservations: positive.describe('1 over the sum of the squared weights'),
    conditions: conditionsSchema.describe('observations: the effective ones, rounded'),
  }),
  example: { returns: exampleReturns, decay: 0.94, mean: 'zero' as const },
  compute: ({ returns, decay, mean }) => {
    const { observations: _, ...result } = ewmaCovariance(returns, decay, mean)
    return {
      ...result,
      conditions: plainConditions(result.covariance, Math.max(1, Math.round(result.effectiveObservations))),
    }
  },
})

const pair = z.strictObject({ alpha: nonNegative, beta: nonNegative })

/** Volatilities and correlations that move. */
export const dccOperation = defineOperation({
  name: 'covariance/dcc-fit',
  title: 'Dynamic conditional correlations',
  description:
    'DCC(1,1) with GARCH(1,1) volatilities by two-step maximum likelihood with correlation targeting, and the covariance matrix of the next period.',
  source: 'Engle, J. of Business & Economic Statistics 20 (2002); Engle & Sheppard, NBER working paper 8554 (2001)',
  input: z.strictObject({
    returns: z
      .array(z.array(number).min(2).max(20))
      .min(100)
      .max(5000)
      .describe('returns per period, decimals: rows are periods, oldest first, columns are series'),
  }),
  output: z.strictObject({
    ...pair.shape,
    standardErrors: pair.nullable().describe('null at a bound; volatilities and target taken as known'),
    robustStandardErrors: pair.nullable().describe('valid when the shocks are not normal'),
    persistence: nonNegative,
    halfLife: nonNegative.describe('periods until half of a move of the correlations is gone'),
    correlationLogLikelihood: number,
    logLikelihood: number,
    likelihoodRatioToConstant: nonNegative.describe('twice the gain over constant correlations'),
    bound: z.enum(['none', 'alpha', 'beta', 'persistence']),
    volatilities: z.array(
      z.strictObject({
        mu: number,
        omega: positive,
        alpha: nonNegative,
        beta: nonNegative,
        bound: z.enum(['none', 'omega', 'alpha', 'beta', 'persistence']),
      }),
    ),
    targetCorrelation: square,
    averageCorrelations: numbers.describe('mean over the pairs, in each period given those before'),
    nextCorrelation: square,
    nextCovariance: square.describe('of the next, unseen period'),
    conditions: conditionsSchema.describe('of the next covariance'),
    cautions: z.array(
      z.enum([
        'first-step-taken-as-known',
        'correlations-do-not-move',
        'volatility-at-a-bound',
        'persistence-near-one',
      ]),
    ),
  }),
  example: { returns: exampleSeries() },
  cost: 'medium',
  failures: [
    { code: 'not-applicable', when: 'a series is constant, or the series are linearly dependent' },
    { code: 'not-converged', when: 'a likelihood has no maximum' },
  ],
  compute: ({ returns }) => {
    const fit = dccFit(returns)
    const { alpha, beta } = fit.parameters
    const volatilityAtBound = fit.volatilities.some((item) => item.bound !== 'none')
    return {
      alpha,
      beta,
      standardErrors: fit.standardErrors,
      robustStandardErrors: fit.robustStandardErrors,
      persistence: alpha + beta,
      halfLife: Math.log(0.5) / Math.log(alpha + beta),
      correlationLogLikelihood: fit.correlationLogLikelihood,
      logLikelihood: fit.logLikelihood,
      likelihoodRatioToConstant: fit.likelihoodRatioToConstant,
      bound: fit.bound,
      volatilities: fit.volatilities.map(({ parameters, bound }) => ({ ...parameters, bound })),
      targetCorrelation: fit.target,
      averageCorrelations: plainNumbers(fit.averageCorrelations),
      nextCorrelation: plainRows(fit.nextCorrelation),
      nextCovariance: plainRows(fit.nextCovariance),
      conditions: plainConditions(fit.nextCovariance, fit.observations),
      cautions: [
        'first-step-taken-as-known' as const,
        ...(fit.bound === 'alpha' ? (['correlations-do-not-move'] as const) : []),
        ...(volatilityAtBound ? (['volatility-at-a-bound'] as const) : []),
        ...(alpha + beta > 0.995 ? (['persistence-near-one'] as const) : []),
      ],
    }
  },
})

/** 120 periods of two series whose volatility and correlation come and go. */
function exampleSeries(): number[][] {
  return Array.from({ length: 120 }, (_, t) => {
    const scale = 0.008 + 0.006 * Math.sin(t / 9) ** 2
    const shared = Math.sin(12.9898 * t + 1)
    const own = Math.cos(78.233 * t)
    const weight = 0.5 + 0.4 * Math.sin(t / 15)
    return [scale * shared, scale * (weight * shared + (1 - weight) * own)].map((x) => Math.round(x * 1e6) / 1e6)
  })
}
