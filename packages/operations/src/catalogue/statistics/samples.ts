import {
  autocorrelations,
  boxPierceTest,
  hillEstimator,
  jarqueBeraTest,
  kendallTauB,
  ljungBoxTest,
  momentSummary,
  optimalBlockLength,
  partialAutocorrelations,
  pearsonCorrelation,
  pearsonPValue,
  quantiles,
  rollingZScore,
  spearmanCorrelation,
  varianceRatio,
} from '@tutti/analytics/statistics'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, number, series, wholeFrom } from '../value-schemas.ts'

const exampleSeries = [0.4, -0.7, 1.1, 0.2, -1.6, 0.9, 0.5, -0.3, 0.1, -0.8, 1.4, -2.1, 0.6, 1.9, -1.2, 0.3]
const test = z.strictObject({ statistic: number, pValue: number })

/** The moments of a sample. */
export const momentsOperation = defineOperation({
  name: 'statistics/moments',
  title: 'Moments',
  description:
    'Mean, variance, skewness, kurtosis and median absolute deviation, with the normality test of Jarque and Bera.',
  source: 'Joanes & Gill, The Statistician 47 (1998); Jarque & Bera, International Statistical Review 55 (1987)',
  input: z.strictObject({ values: z.array(z.number()).min(4) }),
  output: z.strictObject({
    mean: number,
    varianceSample: nonNegative,
    skewnessPopulation: number,
    skewnessSample: number,
    kurtosisPopulation: number,
    excessKurtosisPopulation: number,
    excessKurtosisSample: number,
    medianAbsoluteDeviation: nonNegative,
    jarqueBera: test,
  }),
  example: { values: exampleSeries },
  compute: ({ values }) => ({ ...momentSummary(values), jarqueBera: { ...jarqueBeraTest(values) } }),
})

/** Quantiles of a sample. */
export const quantilesOperation = defineOperation({
  name: 'statistics/quantiles',
  title: 'Sample quantiles',
  description: 'Quantiles of a sample by one of the nine definitions; 7 is the default of numpy, R and Excel.',
  source: 'Hyndman & Fan, The American Statistician 50 (1996)',
  input: z.strictObject({
    values: series,
    probabilities: z.array(z.number().min(0).max(1)).min(1),
    type: z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9]),
  }),
  output: z.strictObject({ quantiles: series }),
  example: { values: exampleSeries, probabilities: [0.05, 0.5, 0.95], type: 7 as const },
  compute: (input) => ({ quantiles: quantiles(input.values, input.probabilities, input.type) }),
})

/** Correlations of two samples. */
export const correlationsOperation = defineOperation({
  name: 'statistics/correlations',
  title: 'Correlations',
  description:
    'Pearson, Spearman and Kendall (tau-b) correlation of two samples, ties included, and the p-value of the first.',
  source: 'Kendall, Biometrika 33 (1945)',
  input: z.strictObject({ x: z.array(number).min(3), y: z.array(number).min(3) }),
  output: z.strictObject({ pearson: number, pearsonPValue: number, spearman: number, kendallTauB: number }),
  example: { x: [1, 2, 2, 4, 5], y: [2, 1, 3, 3, 6] },
  compute: ({ x, y }) => ({
    pearson: pearsonCorrelation(x, y),
    pearsonPValue: pearsonPValue(x, y),
    spearman: spearmanCorrelation(x, y),
    kendallTauB: kendallTauB(x, y),
  }),
})

/** The tail index. */
export const hillOperation = defineOperation({
  name: 'statistics/hill-tail-index',
  title: 'Hill tail index',
  description: 'Tail index xi from the largest values of a sample.',
  source: 'Hill, Annals of Statistics 3 (1975)',
  input: z.strictObject({ values: series, count: wholeFrom(1).describe('how many of the largest values') }),
  output: z.strictObject({ tailIndex: number }),
  example: { values: [9.5, 7.1, 4.4, 3.9, 2.2, 1.8, 1.1], count: 4 },
  compute: (input) => ({ tailIndex: hillEstimator(input.values, input.count) }),
})

/** Serial correlation and its tests. */
export const autocorrelationOperation = defineOperation({
  name: 'statistics/autocorrelation',
  title: 'Autocorrelation',
  description:
    'Autocorrelations and partial ones (Yule-Walker, divisor n) at lags 0 to some lag, with the Ljung-Box and Box-Pierce tests over some lags.',
  source: 'Durbin (1960); Ljung & Box, Biometrika 65 (1978); Box & Pierce, JASA 65 (1970)',
  input: z.strictObject({ series, lags: wholeFrom(1), testLags: wholeFrom(1) }),
  output: z.strictObject({
    autocorrelations: series.describe('index is the lag, from 0'),
    partialAutocorrelations: series.describe('index is the lag, from 0'),
    ljungBox: test,
    boxPierce: test,
  }),
  example: { series: exampleSeries, lags: 4, testLags: 3 },
  compute: ({ series: values, lags, testLags }) => ({
    autocorrelations: plainNumbers(autocorrelations(values, lags)),
    partialAutocorrelations: plainNumbers(partialAutocorrelations(values, lags)),
    ljungBox: { ...ljungBoxTest(values, testLags) },
    boxPierce: { ...boxPierceTest(values, testLags) },
  }),
})

/** The variance ratio test. */
export const varianceRatioOperation = defineOperation({
  name: 'statistics/variance-ratio',
  title: 'Variance ratio test',
  description: 'Variance ratio of log prices over q periods with overlapping differences and bias corrections.',
  source: 'Lo & MacKinlay, Review of Financial Studies 1 (1988)',
  input: z.strictObject({ logPrices: z.array(number).min(5), q: wholeFrom(2) }),
  output: z.strictObject({ varianceRatio: nonNegative, zHomoskedastic: number, zHeteroskedastic: number }),
  example: { logPrices: [0, 0.01, 0.005, 0.02, 0.03, 0.022, 0.035, 0.04, 0.038], q: 2 },
  compute: (input) => varianceRatio(input.logPrices, input.q),
})

/** Distance from the rolling mean. */
export const rollingZScoreOperation = defineOperation({
  name: 'statistics/rolling-z-score',
  title: 'Rolling z-score',
  description:
    'Distance of each value from the mean of the last values, itself included, in sample standard deviations.',
  source: 'sample mean and standard deviation of the window',
  input: z.strictObject({ series, window: wholeFrom(2) }),
  output: z.strictObject({ zScores: series.describe('entry k belongs to value k + window - 1') }),
  example: { series: exampleSeries, window: 5 },
  compute: (input) => ({ zScores: plainNumbers(rollingZScore(input.series, input.window)) }),
})

/** The block length for a bootstrap. */
export const optimalBlockLengthOperation = defineOperation({
  name: 'statistics/optimal-block-length',
  title: 'Optimal bootstrap block length',
  description: 'Mean block length, in observations, that suits a block bootstrap of the mean.',
  source: 'Politis & White, Econometric Reviews 23 (2004); Patton, Politis & White (2009)',
  input: z.strictObject({ series: z.array(number).min(10) }),
  output: z.strictObject({ stationary: z.number().min(1), circular: z.number().min(1) }),
  example: { series: exampleSeries },
  compute: (input) => optimalBlockLength(input.series),
})
