import { kalmanRegression, localLevel } from '@tutti/analytics/time-series'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { matrix, nonNegative, number, numbers, positive, series } from '../value-schemas.ts'
import { exampleReverting, exampleWalk, timeSeries, timeSeriesRows } from './series-schemas.ts'

/** A local level. */
export const localLevelOperation = defineOperation({
  name: 'time-series/local-level',
  title: 'Kalman filter of a local level',
  description: 'A level that walks randomly under noise, filtered and smoothed at given variances from a given start.',
  source: 'Durbin & Koopman, Time Series Analysis by State Space Methods (2012), chapter 2',
  input: z.strictObject({
    series: timeSeries(2),
    observationVariance: positive,
    levelVariance: nonNegative,
    initial: z.strictObject({ mean: number, variance: nonNegative }).describe('the level before the first observation'),
  }),
  output: z.strictObject({
    logLikelihoodDiffuse: number.describe('with an exact diffuse start, -0.5 ln(2 pi) for every observation'),
    logLikelihood: number,
    filtered: numbers,
    filteredVariances: numbers,
    smoothed: numbers,
    smoothedVariances: numbers,
    innovations: numbers,
    innovationVariances: numbers,
  }),
  example: {
    series: exampleReverting,
    observationVariance: 0.05,
    levelVariance: 0.02,
    initial: { mean: 10, variance: 100 },
  },
  compute: ({ series: values, ...input }) => {
    const result = localLevel(values, input)
    return {
      ...result,
      filtered: plainNumbers(result.filtered),
      filteredVariances: plainNumbers(result.filteredVariances),
      smoothed: plainNumbers(result.smoothed),
      smoothedVariances: plainNumbers(result.smoothedVariances),
      innovations: plainNumbers(result.innovations),
      innovationVariances: plainNumbers(result.innovationVariances),
    }
  },
})

const path = z.array(numbers).describe('a row for every observation, a column for every coefficient')

/** A regression whose coefficients walk. */
export const kalmanRegressionOperation = defineOperation({
  name: 'time-series/kalman-regression',
  title: 'Kalman filter of a regression',
  description:
    'A regression whose coefficients walk randomly (a dynamic hedge ratio), filtered and smoothed at given variances.',
  source: 'Durbin & Koopman (2012), section 3.6',
  input: z.strictObject({
    y: timeSeries(2),
    x: timeSeriesRows(20).describe('a column of ones for an intercept'),
    stateCovariance: matrix.describe('of a step of the coefficients'),
    observationVariance: positive,
    initialMean: series,
    initialCovariance: matrix,
    stepBeforeFirst: z.boolean().describe('whether the coefficients step before the first observation too'),
  }),
  output: z.strictObject({
    logLikelihood: number,
    filtered: path,
    filteredStandardErrors: path,
    smoothed: path,
    smoothedStandardErrors: path,
    finalCovariance: z.array(numbers),
    innovations: numbers,
    innovationVariances: numbers,
  }),
  example: {
    y: exampleReverting,
    x: exampleWalk.map((value) => [value, 1]),
    stateCovariance: [
      [1e-4, 0],
      [0, 1e-4],
    ],
    observationVariance: 0.05,
    initialMean: [0, 0],
    initialCovariance: [
      [10, 0],
      [0, 10],
    ],
    stepBeforeFirst: true,
  },
  failures: [{ code: 'calculation-failed', when: 'an observation has no variance under the model' }],
  compute: ({ y, x, ...input }) => {
    const result = kalmanRegression(y, x, input)
    const m = input.initialMean.length
    const deviations = (rows: readonly Float64Array[]): number[][] =>
      rows.map((row) => Array.from({ length: m }, (_, i) => Math.sqrt(Math.max(row[i * m + i], 0))))
    const last = result.filteredCovariances[y.length - 1]
    return {
      logLikelihood: result.logLikelihood,
      filtered: result.filtered.map(plainNumbers),
      filteredStandardErrors: deviations(result.filteredCovariances),
      smoothed: result.smoothed.map(plainNumbers),
      smoothedStandardErrors: deviations(result.smoothedCovariances),
      finalCovariance: Array.from({ length: m }, (_, i) => plainNumbers(last.subarray(i * m, (i + 1) * m))),
      innovations: plainNumbers(result.innovations),
      innovationVariances: plainNumbers(result.innovationVariances),
    }
  },
})
