import { covarianceConditions } from '@tutti/analytics/covariance'
import { z } from 'zod'
import { nonNegative, nullableNumber, number, positive } from '../value-schemas.ts'

/** Returns of several series over the same periods. */
export const returnRows = z
  .array(z.array(number).min(1).max(1000))
  .min(2)
  .max(20_000)
  .describe('simple returns per period, decimals: rows are periods, oldest first, columns are series')

/** A symmetric matrix as rows. */
export const square = z.array(z.array(number).min(1).max(1000)).min(1).max(1000)

/** A correlation matrix that is given. */
export const correlationRows = z
  .array(z.array(z.number()).min(1).max(300))
  .min(1)
  .max(300)
  .describe('symmetric with a unit diagonal')

/** How far an estimated matrix may be trusted. */
export const conditionsSchema = z.strictObject({
  observations: z.int().positive(),
  series: z.int().positive(),
  observationsPerSeries: positive,
  smallestEigenvalue: number,
  largestEigenvalue: number,
  conditionNumber: nullableNumber.describe('null for a singular matrix'),
  effectiveRank: nonNegative.describe('exp of the entropy of the shares of the eigenvalues'),
  cautions: z.array(
    z.enum([
      'not-positive-semidefinite',
      'singular',
      'ill-conditioned',
      'few-observations',
      'fewer-observations-than-series',
      'noisy-eigenvalues',
      'constant-series',
    ]),
  ),
})

/** The conditions of a matrix as plain data. */
export const plainConditions = (
  matrix: readonly (readonly number[])[],
  observations: number,
): z.infer<typeof conditionsSchema> => {
  const { cautions, ...figures } = covarianceConditions(matrix, observations)
  return { ...figures, cautions: [...cautions] }
}

/** Plain rows of a matrix. */
export const plainRows = (matrix: readonly ArrayLike<number>[]): number[][] => matrix.map((row) => Array.from(row))

/** Ten periods of three series. */
export const exampleReturns = [
  [0.012, 0.008, -0.004],
  [-0.007, -0.011, 0.002],
  [0.004, 0.009, 0.001],
  [0.015, 0.006, -0.006],
  [-0.021, -0.013, 0.008],
  [0.003, -0.002, 0.004],
  [0.009, 0.014, -0.003],
  [-0.012, -0.006, 0.001],
  [0.006, 0.001, 0.002],
  [0.002, 0.007, -0.005],
]
