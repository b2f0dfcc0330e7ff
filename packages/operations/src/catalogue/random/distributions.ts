import {
  bivariateNormalCdf,
  cholesky,
  logNormalCdf,
  nearestCorrelation,
  normalCdf,
  normalPdf,
  normalQuantile,
} from '@tutti/analytics/math'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { correlation, matrix, nonNegative, number, openProbability } from '../value-schemas.ts'

/** Quantiles of the standard normal distribution. */
export const normalQuantileOperation = defineOperation({
  name: 'random/normal-quantile',
  title: 'Normal quantile',
  description: 'The x with P(Z <= x) = p of a standard normal Z; relative error about 1e-15.',
  source: 'Wichura, Applied Statistics 37 (1988), AS 241',
  input: z.strictObject({ probability: openProbability }),
  output: z.strictObject({ quantile: number }),
  example: { probability: 0.975 },
  compute: ({ probability }) => ({ quantile: normalQuantile(probability) }),
})

/** The standard normal distribution at a point. */
export const normalDistributionOperation = defineOperation({
  name: 'random/normal-distribution',
  title: 'Normal distribution',
  description: 'Distribution function, density and logarithm of the distribution function of a standard normal.',
  source: 'Cody, Math. Comp. 23 (1969), 631-637',
  input: z.strictObject({ x: number }),
  output: z.strictObject({ cdf: number, density: number, logCdf: number }),
  example: { x: -1.96 },
  compute: ({ x }) => ({ cdf: normalCdf(x), density: normalPdf(x), logCdf: logNormalCdf(x) }),
})

/** The bivariate normal distribution function. */
export const bivariateNormalOperation = defineOperation({
  name: 'random/bivariate-normal-cdf',
  title: 'Bivariate normal distribution',
  description: 'P(X <= x, Y <= y) of two standard normals with a correlation.',
  source: 'Genz, Statistics and Computing 14 (2004), 251-260',
  input: z.strictObject({ x: number, y: number, correlation }),
  output: z.strictObject({ cdf: number }),
  example: { x: 0.5, y: -0.25, correlation: 0.4 },
  compute: ({ x, y, correlation: rho }) => ({ cdf: bivariateNormalCdf(x, y, rho) }),
})

/** The Cholesky factor of a positive definite matrix. */
export const choleskyOperation = defineOperation({
  name: 'random/cholesky',
  title: 'Cholesky factor',
  description: 'Lower triangular L with L L\u2032 equal to a symmetric positive definite matrix.',
  source: 'Golub & Van Loan, Matrix Computations, 4.2',
  input: z.strictObject({ matrix }),
  output: z.strictObject({ lower: matrix }),
  example: {
    matrix: [
      [4, 2],
      [2, 3],
    ],
  },
  compute: ({ matrix: rows }) => ({ lower: cholesky(rows) }),
})

/** The nearest correlation matrix. */
export const nearestCorrelationOperation = defineOperation({
  name: 'random/nearest-correlation',
  title: 'Nearest correlation matrix',
  description: 'The correlation matrix nearest to a symmetric one in the Frobenius norm.',
  source: 'Higham, IMA J. Numerical Analysis 22 (2002), 329-343',
  input: z.strictObject({ matrix, minEigenvalue: nonNegative.optional().describe('0 gives the exact nearest matrix') }),
  output: z.strictObject({ matrix, frobeniusDistance: nonNegative }),
  example: {
    matrix: [
      [1, 0.9, 0.2],
      [0.9, 1, 0.8],
      [0.2, 0.8, 1],
    ],
  },
  compute: ({ matrix: rows, minEigenvalue }) => {
    const nearest = nearestCorrelation(rows, minEigenvalue === undefined ? {} : { minEigenvalue })
    return { matrix: nearest.matrix, frobeniusDistance: nearest.frobeniusDistance }
  },
})
