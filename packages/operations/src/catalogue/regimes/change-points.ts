import { changePoints, cusumTest, onlineChangePoints, structuralBreaks } from '@tutti/analytics/regimes'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, number, numbers, positive, wholeFrom } from '../value-schemas.ts'

const series = z.array(number).min(5).max(20_000).describe('observations, oldest first')
const place = wholeFrom(0).describe('observation, from 0')
const interval = z.strictObject({ from: place, to: place }).describe('both ends in')
const exampleSeries = [
  0.2, -0.4, 0.5, -0.1, 0.3, -0.6, 0.1, 0.4, -0.3, 0.2, -0.5, 0.6, 2.1, 1.7, 2.5, 1.9, 2.3, 1.4, 2.2, 2.6, 1.8, 2, 2.4,
  1.6,
]

/** Changes in mean or variance by penalised likelihood. */
export const changePointsOperation = defineOperation({
  name: 'regimes/change-points',
  title: 'Change points',
  description:
    'Changes of the mean, the variance or both of independent normal observations by PELT, exact for the penalty, with likelihood intervals of their dates and cautions.',
  source: 'Killick, Fearnhead & Eckley, JASA 107 (2012)',
  input: z.strictObject({
    series,
    change: z.enum(['mean', 'variance', 'mean-and-variance']),
    penalty: positive
      .nullable()
      .describe(
        'for each change, on the scale of minus twice the log-likelihood; null: (parameters of a segment + 1) ln n',
      ),
    minimumLength: wholeFrom(1).describe('observations of a segment; 2 or more unless the mean alone changes'),
  }),
  output: z.strictObject({
    changes: z.array(place).describe('first observation of each segment after the first'),
    segments: z.array(
      z.strictObject({
        from: place,
        to: place.describe('the one after the last'),
        mean: number,
        meanStandardError: nonNegative,
        variance: nonNegative.describe('divisor n'),
      }),
    ),
    intervals: z.array(interval).describe('95 %, of each change with the others held'),
    penalty: positive,
    observations: wholeFrom(1),
    cautions: z.array(z.enum(['short-segment', 'autocorrelated', 'too-many-changes'])),
  }),
  example: { series: exampleSeries, change: 'mean' as const, penalty: null, minimumLength: 3 },
  failures: [{ code: 'not-applicable', when: 'the series is constant, or its noise has no size' }],
  compute: ({ series: values, ...options }) => {
    const { changes, segments, intervals, penalty, cautions } = changePoints(values, options)
    return {
      changes: [...changes],
      segments: segments.map((segment) => ({ ...segment })),
      intervals: intervals.map((range) => ({ ...range })),
      penalty,
      observations: values.length,
      cautions: [...cautions],
    }
  },
})

/** Breaks of a regression's coefficients. */
export const structuralBreaksOperation = defineOperation({
  name: 'regimes/structural-breaks',
  title: 'Structural breaks',
  description:
    'Least-squares breaks of all coefficients of a regression (of the mean where there are no regressors), the global optimum for each number of breaks, chosen by BIC and LWZ, with sup F tests whose p-values are simulated and with intervals of the dates.',
  source:
    'Bai & Perron, Econometrica 66 (1998) and J. Applied Econometrics 18 (2003); Bai, Review of Economics and Statistics 79 (1997)',
  cost: 'medium',
  input: z.strictObject({
    series: z.array(number).min(10).max(3000),
    regressors: z
      .array(z.array(number).min(1).max(10))
      .optional()
      .describe('rows of explanatory variables besides the intercept, one row an observation'),
    mostBreaks: z.int().min(0).max(10),
    trimming: z.number().min(0.01).max(0.45).describe('least share of the sample in a segment; 0.15 is usual'),
    confidence: z.number().min(0.5).max(0.999),
    replications: z.int().min(100).max(5000).describe('draws of the limit law of sup F'),
    seed: wholeFrom(0).max(Number.MAX_SAFE_INTEGER),
  }),
  output: z.strictObject({
    models: z.array(
      z.strictObject({
        breaks: z.array(place).describe('first observation of each segment after the first'),
        residualSumOfSquares: nonNegative,
        bic: number,
        lwz: number,
        supF: z
          .strictObject({ statistic: number, pValue: nonNegative, pValueStandardError: nonNegative })
          .nullable()
          .describe('against no break, for independent errors of one variance'),
      }),
    ),
    byBic: wholeFrom(0).describe('number of breaks'),
    byLwz: wholeFrom(0).describe('number of breaks'),
    intervals: z.array(interval).describe('of the model by BIC'),
    coefficients: z.array(numbers).describe('of the model by BIC, a row each segment: intercept first'),
    standardErrors: z.array(numbers),
    observations: wholeFrom(1),
    cautions: z.array(z.enum(['criteria-disagree', 'short-segment', 'wide-interval', 'autocorrelated-errors'])),
  }),
  example: { series: exampleSeries, mostBreaks: 2, trimming: 0.15, confidence: 0.95, replications: 200, seed: 1 },
  failures: [
    { code: 'not-applicable', when: 'regressors are collinear within a segment, or the series is fitted exactly' },
  ],
  compute: ({ series: values, regressors, ...options }) => {
    const x = regressors === undefined ? values.map(() => [1]) : regressors.map((row) => [1, ...row])
    const result = structuralBreaks(values, x, options)
    return {
      models: result.models.map(({ breaks, supF, ...rest }) => ({
        ...rest,
        breaks: [...breaks],
        supF: supF === null ? null : { ...supF },
      })),
      byBic: result.byBic,
      byLwz: result.byLwz,
      intervals: result.intervals.map((range) => ({ ...range })),
      coefficients: result.coefficients.map((row) => [...row]),
      standardErrors: result.standardErrors.map((row) => [...row]),
      observations: values.length,
      cautions: [...result.cautions],
    }
  },
})

/** CUSUM test of a constant mean. */
export const cusumTestOperation = defineOperation({
  name: 'regimes/cusum-test',
  title: 'CUSUM test',
  description:
    'Test of a constant mean by cumulated deviations, over the variance or the Newey-West long-run variance.',
  source: 'Ploberger & Krämer, Econometrica 60 (1992)',
  input: z.strictObject({ series, lags: wholeFrom(0).max(1000).describe('0 for uncorrelated observations') }),
  output: z.strictObject({
    path: numbers,
    statistic: nonNegative,
    pValue: z.number().min(0).max(1),
    changeAt: place.describe('first observation after the largest deviation'),
    observations: wholeFrom(1),
  }),
  example: { series: exampleSeries, lags: 0 },
  failures: [{ code: 'not-applicable', when: 'the series is constant or its long-run variance is 0' }],
  compute: ({ series: values, lags }) => {
    const { path, ...rest } = cusumTest(values, lags)
    return { path: plainNumbers(path), ...rest }
  },
})

/** Bayesian detection of changes as the data come. */
export const onlineChangePointsOperation = defineOperation({
  name: 'regimes/online-change-points',
  title: 'Online change points',
  description:
    'Bayesian run lengths of normal observations with changing mean and variance, each from the data up to it alone.',
  source: 'Adams & MacKay, Bayesian Online Changepoint Detection, arXiv 0710.3742 (2007)',
  input: z.strictObject({
    series: z.array(number).min(1).max(10_000),
    expectedLength: z.number().gt(1).describe('observations of a segment expected beforehand'),
    prior: z
      .strictObject({ mean: number, meanWeight: positive, varianceShape: positive, varianceScale: positive })
      .describe('of a segment: normal mean worth meanWeight observations, inverse gamma variance'),
    recent: wholeFrom(1).describe('observations that count as recent'),
  }),
  output: z.strictObject({
    changeProbability: numbers,
    recentChangeProbability: numbers,
    likelyRunLength: numbers,
    expectedRunLength: numbers,
    predictiveMean: numbers,
    logLikelihood: number,
  }),
  example: {
    series: exampleSeries,
    expectedLength: 20,
    prior: { mean: 0, meanWeight: 0.1, varianceShape: 1, varianceScale: 0.2 },
    recent: 3,
  },
  compute: ({ series: values, expectedLength, prior, recent }) => {
    const result = onlineChangePoints(values, expectedLength, prior, recent)
    return {
      changeProbability: plainNumbers(result.changeProbability),
      recentChangeProbability: plainNumbers(result.recentChangeProbability),
      likelyRunLength: plainNumbers(result.likelyRunLength),
      expectedRunLength: plainNumbers(result.expectedRunLength),
      predictiveMean: plainNumbers(result.predictiveMean),
      logLikelihood: result.logLikelihood,
    }
  },
})
