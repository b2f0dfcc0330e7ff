import { z } from 'zod'
import { number, positive } from '../value-schemas.ts'

/** The most observations of a series that an operation takes. */
const longestSeries = 100_000

/** One series, equally spaced, oldest first. */
export const timeSeries = (least: number) =>
  z.array(z.number()).min(least).max(longestSeries).describe('equally spaced, oldest first')

/** Several series as rows, oldest first. */
export const timeSeriesRows = (most: number) =>
  z
    .array(z.array(z.number()).min(1).max(most))
    .min(5)
    .max(longestSeries)
    .describe('a row for every date, oldest first; a column for every series')

/** Regressors as rows, or one regressor as a plain list. */
export const regressors = (most: number) =>
  z
    .union([timeSeriesRows(most), z.array(z.number()).min(5).max(longestSeries)])
    .describe('a row for every date, oldest first, with a column for every series; or the values of one series')

/** Regressors as rows. */
export const regressorRows = (x: readonly (number | readonly number[])[]): readonly (readonly number[])[] =>
  x.map((row) => (typeof row === 'number' ? [row] : row))

/** Deterministic terms of a regression. */
export const terms = z
  .enum(['n', 'c', 'ct', 'ctt'])
  .describe('deterministic terms: n none, c constant, ct and linear trend, ctt and quadratic trend')

/** How many lagged differences. */
export const lagChoice = z
  .union([
    z.strictObject({ lags: z.int().min(0).max(500) }),
    z.strictObject({
      criterion: z.enum(['aic', 'bic', 't-stat']),
      maxLag: z.int().min(0).max(200).optional().describe('Schwert: 12 (n/100)^(1/4) where left out'),
    }),
  ])
  .describe('lagged differences as given, or the best by a criterion')

export const pValue = z.number().min(0).max(1)

/** Critical values of a test. */
export const criticalValues = z.strictObject({ percent1: number, percent5: number, percent10: number })

/** Why a result is not to be trusted fully. */
export const cautions = z
  .array(
    z.enum([
      'short-sample',
      'near-unit-root',
      'possible-structural-break',
      'p-value-beyond-table',
      'p-value-not-tabulated',
      'lag-at-maximum',
      'autocorrelated-residuals',
      'fat-tailed-residuals',
    ]),
  )
  .describe('when not to trust the result')

/** A figure with its standard error. */
export const estimate = z.strictObject({ value: number, standardError: z.number().nonnegative() })

/** A confidence level of intervals. */
export const confidence = z.number().gt(0).lt(1).default(0.95)

/** Length of a step in units of time. */
export const stepLength = positive.describe('time between observations, such as 1/252 years')

/** A mean-reverting series for examples: a fixed AR(1) with coefficient 0.8 around 10. */
export const exampleReverting: number[] = deterministicSeries(80, 0.8)

/** A random walk for examples. */
export const exampleWalk: number[] = deterministicSeries(80, 1)

/** An AR(1) driven by a fixed low-discrepancy sequence, which needs no random numbers. */
function deterministicSeries(length: number, coefficient: number): number[] {
  const values: number[] = []
  let x = 0
  for (let t = 0; t < length; t++) {
    const shock = ((t * 0.618_033_988_749_894_9 + 0.31 * ((t * t) % 7)) % 1) - 0.5
    x = coefficient * x + shock
    values.push(Math.round((10 + x) * 1e4) / 1e4)
  }
  return values
}

/** How tests on several series fail. */
export const collinear = { code: 'not-applicable', when: 'the series are collinear, or do not vary' } as const
