import { adjustedPValues } from '@tutti/analytics/multiple-testing'
import { errorCorrectionModel, pairScan, phillipsOuliarisTest } from '@tutti/analytics/time-series'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, numbers } from '../value-schemas.ts'
import { exampleY } from './cointegration.ts'
import {
  cautions,
  collinear,
  criticalValues,
  estimate,
  exampleReverting,
  exampleWalk,
  lagChoice,
  pValue,
  regressorRows,
  regressors,
  terms,
  timeSeries,
  timeSeriesRows,
} from './series-schemas.ts'

/** Phillips-Ouliaris. */
export const phillipsOuliarisOperation = defineOperation({
  name: 'time-series/phillips-ouliaris-test',
  title: 'Phillips-Ouliaris cointegration test',
  description: 'Test of no cointegration (the null) by Phillips-Perron statistics of the residuals of a regression.',
  source: 'Phillips & Ouliaris, Econometrica 58 (1990); MacKinnon (1994, 2010)',
  input: z.strictObject({
    y: timeSeries(12),
    x: regressors(5),
    terms,
    lags: z.union([z.int().min(0).max(1000), z.literal('automatic')]).describe('of the Bartlett kernel'),
  }),
  output: z.strictObject({
    zTau: number,
    zTauPValue: pValue,
    zTauCriticalValues: criticalValues.nullable(),
    zAlpha: number,
    zAlphaPValue: pValue,
    hedgeRatios: numbers,
    lags: z.int(),
    observations: z.int(),
    cautions,
  }),
  example: { y: exampleY, x: exampleWalk.map((value) => [value]), terms: 'c' as const, lags: 'automatic' as const },
  failures: [collinear],
  compute: (input) => {
    const test = phillipsOuliarisTest(input.y, regressorRows(input.x), input.terms, input.lags)
    return {
      ...test,
      zTauCriticalValues: test.zTauCriticalValues === null ? null : { ...test.zTauCriticalValues },
      hedgeRatios: [...test.hedgeRatios],
      cautions: [...test.cautions],
    }
  },
})

/** An error-correction model. */
export const errorCorrectionOperation = defineOperation({
  name: 'time-series/error-correction-model',
  title: 'Error-correction model',
  description:
    'Two-step error-correction model: how fast a series returns to its long-run relation with others, and its short-run responses.',
  source: 'Engle & Granger, Econometrica 55 (1987)',
  input: z.strictObject({ y: timeSeries(12), x: timeSeriesRows(20), terms, lags: z.int().min(0).max(50) }),
  output: z.strictObject({
    hedgeRatios: numbers,
    intercept: estimate,
    adjustment: estimate.describe('share of the disequilibrium corrected a period; negative where it is'),
    halfLife: nullableNumber.describe('periods'),
    contemporaneous: z.array(estimate),
    ownLags: z.array(estimate),
    crossLags: z.array(z.array(estimate)).describe('lag by regressor'),
    residualStandardError: nonNegative,
    observations: z.int(),
    cautions,
  }),
  example: { y: exampleY, x: exampleWalk.map((value) => [value]), terms: 'c' as const, lags: 1 },
  failures: [collinear, { code: 'invalid-input', when: 'the series are too short for the lags' }],
  compute: (input) => {
    const model = errorCorrectionModel(input.y, input.x, input.terms, input.lags)
    return {
      ...model,
      hedgeRatios: [...model.hedgeRatios],
      intercept: { ...model.intercept },
      adjustment: { ...model.adjustment },
      contemporaneous: model.contemporaneous.map((item) => ({ ...item })),
      ownLags: model.ownLags.map((item) => ({ ...item })),
      crossLags: model.crossLags.map((row) => row.map((item) => ({ ...item }))),
      cautions: [...model.cautions],
    }
  },
})

/** The work of a scan: pairs times observations. */
const mostWork = 500_000_000

/** Every pair of a set of series. */
export const pairScanOperation = defineOperation({
  name: 'time-series/pair-scan',
  title: 'Cointegration of all pairs',
  description:
    'Engle-Granger tests of every pair of some series, with p-values controlled for the number of pairs (false discovery rate), the strongest pairs first.',
  source:
    'Engle & Granger (1987); MacKinnon (1994); Benjamini & Hochberg, J. of the Royal Statistical Society B 57 (1995)',
  input: z
    .strictObject({
      series: z
        .array(z.array(z.number()).min(20).max(20_000))
        .min(2)
        .max(1000)
        .describe('a list for every series, of equal length, oldest first; log prices as a rule'),
      names: z.array(z.string().min(1)).optional(),
      terms,
      lagChoice,
      direction: z
        .enum(['first-on-second', 'both'])
        .describe('regress the earlier series on the later one, or take the stronger way and double its p-value'),
      control: z
        .enum(['benjamini-hochberg', 'benjamini-yekutieli'])
        .describe('the second holds whatever the dependence between the pairs'),
      falseDiscoveryRate: z.number().gt(0).lt(1).default(0.05),
      mostPairs: z.int().min(1).max(10_000).default(100).describe('pairs in the answer'),
    })
    .refine(({ series }) => ((series.length * (series.length - 1)) / 2) * series[0].length <= mostWork, {
      message: 'pairs times observations must be at most 500 million',
    })
    .refine(({ series, names }) => names === undefined || names.length === series.length, {
      message: 'names must be as many as the series',
      path: ['names'],
    }),
  output: z.strictObject({
    pairs: z.array(
      z.strictObject({
        dependent: z.string(),
        regressor: z.string(),
        statistic: nullableNumber.describe('null where the pair is collinear'),
        pValue,
        adjustedPValue: pValue,
        hedgeRatio: number.describe('units of the dependent per unit of the regressor'),
        lags: z.int(),
        halfLife: nullableNumber.describe('observations'),
      }),
    ),
    pairsTested: z.int(),
    collinearPairs: z.int(),
    discoveries: z.int().describe('pairs with an adjusted p-value of at most the false discovery rate'),
    observations: z.int(),
    cautions,
  }),
  example: {
    series: [exampleWalk, exampleY, exampleReverting],
    names: ['A', 'B', 'C'],
    terms: 'c' as const,
    lagChoice: { lags: 1 },
    direction: 'both' as const,
    control: 'benjamini-hochberg' as const,
    falseDiscoveryRate: 0.05,
    mostPairs: 10,
  },
  cost: 'heavy',
  failures: [{ code: 'not-applicable', when: 'a series is constant' }],
  compute: ({ series, names, control, falseDiscoveryRate, mostPairs, ...options }) => {
    const scan = pairScan(series, options)
    const adjusted = adjustedPValues(scan.pValue, control)
    const order = Array.from(scan.pValue, (_, k) => k).sort(
      (a, b) => scan.pValue[a] - scan.pValue[b] || (scan.statistic[a] || 0) - (scan.statistic[b] || 0),
    )
    const nameOf = (index: number): string => names?.[index] ?? String(index)
    const finite = (value: number): number | null => (Number.isNaN(value) ? null : value)
    return {
      pairs: order.slice(0, mostPairs).map((k) => ({
        dependent: nameOf(scan.reversed[k] === 1 ? scan.second[k] : scan.first[k]),
        regressor: nameOf(scan.reversed[k] === 1 ? scan.first[k] : scan.second[k]),
        statistic: finite(scan.statistic[k]),
        pValue: scan.pValue[k],
        adjustedPValue: adjusted[k],
        hedgeRatio: scan.hedgeRatio[k],
        lags: scan.lags[k],
        halfLife: finite(scan.halfLife[k]),
      })),
      pairsTested: scan.pValue.length,
      collinearPairs: scan.statistic.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0),
      discoveries: adjusted.reduce((sum, value) => sum + (value <= falseDiscoveryRate ? 1 : 0), 0),
      observations: scan.observations,
      cautions: scan.observations < 50 ? ['short-sample' as const] : [],
    }
  },
})
