import {
  cornishFisherValueAtRisk,
  expectedShortfall,
  gaussianRisk,
  normalTailRisk,
  returnTail,
  scaledValueAtRisk,
  studentTailRisk,
  valueAtRisk,
  weightedTailRisk,
} from '@tutti/analytics/risk'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, openProbability, positive, returns, series, wholeFrom } from '../value-schemas.ts'

const losses = series.describe('losses positive, in any unit')
const exampleLosses = [-2.1, 0.4, 1.3, -0.2, 3.9, -1.1, 0.7, 2.2, -0.6, 5.4]

const tailRisk = { valueAtRisk: number.describe('loss positive'), expectedShortfall: number.describe('loss positive') }

/** VaR and expected shortfall of equally likely losses, by each definition. */
export const historicalTailRiskOperation = defineOperation({
  name: 'risk/historical-tail-risk',
  title: 'Historical VaR and expected shortfall',
  description:
    'VaR of equally likely losses as lower quantile, interpolated (type 7), upper quantile and order statistic above the type-7 position; expected shortfall with a split scenario on the edge, and as mean at or above and above the VaR.',
  source: 'Rockafellar & Uryasev, J. of Banking & Finance 26 (2002); Acerbi & Tasche (2002)',
  input: z.strictObject({ losses, confidence: openProbability }),
  output: z.strictObject({
    valueAtRisk: z.strictObject({
      lowerQuantile: number.describe('smallest loss x with F(x) >= confidence'),
      linear: number.describe('type 7'),
      upperQuantile: number.describe('smallest loss x with F(x) > confidence'),
      higher: number.describe('the loss at or above the type-7 position'),
    }),
    expectedShortfall: z.strictObject({ fractional: number, atOrAbove: number, above: number }),
  }),
  example: { losses: exampleLosses, confidence: 0.8 },
  compute: ({ losses: values, confidence }) => ({
    valueAtRisk: {
      lowerQuantile: valueAtRisk(values, confidence, { definition: 'lower-quantile' }),
      linear: valueAtRisk(values, confidence, { definition: 'linear' }),
      upperQuantile: valueAtRisk(values, confidence, { definition: 'upper-quantile' }),
      higher: valueAtRisk(values, confidence, { definition: 'higher' }),
    },
    expectedShortfall: {
      fractional: expectedShortfall(values, confidence, { definition: 'fractional' }),
      atOrAbove: expectedShortfall(values, confidence, { definition: 'at-or-above' }),
      above: expectedShortfall(values, confidence, { definition: 'above' }),
    },
  }),
})

/** VaR and expected shortfall of weighted scenarios. */
export const weightedTailRiskOperation = defineOperation({
  name: 'risk/weighted-tail-risk',
  title: 'VaR and expected shortfall of weighted scenarios',
  description:
    'Lower-quantile VaR and expected shortfall, with the scenario on the edge split, of losses with probabilities.',
  source: 'Rockafellar & Uryasev, J. of Banking & Finance 26 (2002)',
  input: z.strictObject({
    losses,
    probabilities: z.array(nonNegative).min(1).describe('they add up to 1'),
    confidence: openProbability,
  }),
  output: z.strictObject(tailRisk),
  example: { losses: [1, 2, 5, -1], probabilities: [0.3, 0.2, 0.1, 0.4], confidence: 0.9 },
  compute: (input) => weightedTailRisk(input.losses, input.probabilities, input.confidence),
})

/** VaR and expected shortfall of a normal or Student t return. */
export const parametricTailRiskOperation = defineOperation({
  name: 'risk/parametric-tail-risk',
  title: 'Parametric VaR and expected shortfall',
  description:
    'VaR and expected shortfall of a normal return, or of a Student t one scaled to the same standard deviation.',
  source: 'McNeil, Frey & Embrechts, Quantitative Risk Management (2015), examples 2.11, 2.14, 2.15',
  input: z.strictObject({
    mean: number,
    standardDeviation: nonNegative,
    degreesOfFreedom: z.number().gt(2).optional().describe('of Student t; a normal when left out'),
    confidence: openProbability,
  }),
  output: z.strictObject(tailRisk),
  example: { mean: 0.005, standardDeviation: 0.04, degreesOfFreedom: 5, confidence: 0.99 },
  compute: ({ degreesOfFreedom, confidence, ...moments }) =>
    degreesOfFreedom === undefined
      ? normalTailRisk(moments, confidence)
      : studentTailRisk(moments, degreesOfFreedom, confidence),
})

/** VaR from four moments. */
export const cornishFisherOperation = defineOperation({
  name: 'risk/cornish-fisher-value-at-risk',
  title: 'Cornish-Fisher VaR',
  description: 'VaR of a return from its first four moments, and whether the expansion is a quantile function at all.',
  source: 'Cornish & Fisher (1938); Favre & Galeano (2002)',
  input: z.strictObject({
    mean: number,
    standardDeviation: nonNegative,
    skewness: number,
    excessKurtosis: number,
    confidence: openProbability,
  }),
  output: z.strictObject({ z: number, valueAtRisk: number.describe('loss positive'), monotone: z.boolean() }),
  example: { mean: 0.005, standardDeviation: 0.04, skewness: -0.4, excessKurtosis: 1.2, confidence: 0.95 },
  compute: ({ confidence, ...moments }) => cornishFisherValueAtRisk(moments, confidence),
})

/** Risk of a normal result about a target. */
export const gaussianRiskOperation = defineOperation({
  name: 'risk/gaussian-risk',
  title: 'Gaussian risk about a target',
  description:
    'VaR, expected shortfall, shortfall probability and size, and regret about a target, of a normal result.',
  source: 'Dembo & Freeman, The Rules of Risk (2001)',
  input: z.strictObject({ mean: number, standardDeviation: positive, confidence: openProbability, target: number }),
  output: z.strictObject({
    ...tailRisk,
    shortfallProbability: nonNegative.describe('0 where it is below the smallest number, some 38 deviations out'),
    averageShortfall: nonNegative.describe('given that there is one, however improbable'),
    regret: nonNegative.describe('squared shortfall, given that there is one'),
    lowerPartialVariance: nonNegative.describe('squared shortfall, not conditional'),
  }),
  example: { mean: 0.05, standardDeviation: 0.12, confidence: 0.95, target: 0 },
  compute: ({ confidence, target, ...moments }) => gaussianRisk(moments, confidence, target),
})

/** Tail figures of a return series, as returns. */
export const returnTailOperation = defineOperation({
  name: 'risk/return-tail',
  title: 'Tail of a return series',
  description:
    'VaR and expected shortfall as returns (negative = loss): normal, Cornish-Fisher (population moments) and historical (type 7).',
  source: 'the conventions of R PerformanceAnalytics (VaR, ES)',
  input: z.strictObject({ returns, confidence: openProbability }),
  output: z.strictObject({
    gaussianVarReturn: number,
    cornishFisherVarReturn: number,
    historicalVarReturn: number,
    gaussianEsReturn: number,
    historicalEsReturn: number,
  }),
  example: { returns: [0.02, -0.011, 0.007, 0.013, -0.03, 0.024, 0.004, -0.008], confidence: 0.9 },
  compute: (input) => returnTail(input.returns, input.confidence),
})

/** One-day VaR over a longer horizon. */
export const scaledValueAtRiskOperation = defineOperation({
  name: 'risk/scaled-value-at-risk',
  title: 'VaR over a longer horizon',
  description:
    'One-day VaR scaled to several days of AR(1) returns; the square-root-of-time rule at no autocorrelation.',
  source: 'variance of a sum of AR(1) variables',
  input: z.strictObject({
    dailyValueAtRisk: nonNegative,
    days: wholeFrom(1).max(1_000_000),
    autocorrelation: z.number().gt(-1).lt(1),
  }),
  output: z.strictObject({ valueAtRisk: nonNegative }),
  example: { dailyValueAtRisk: 1_000_000, days: 10, autocorrelation: 0.1 },
  compute: (input) => ({
    valueAtRisk: scaledValueAtRisk(input.dailyValueAtRisk, input.days, input.autocorrelation),
  }),
})
