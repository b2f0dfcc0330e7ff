import { factorRisk, spectralCorrelation, studentTailDependence } from '@tutti/analytics/risk'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { correlation, matrix, nonNegative, number, positive, series } from '../value-schemas.ts'

/** Tail dependence of a t copula. */
export const tailDependenceOperation = defineOperation({
  name: 'risk/t-copula-tail-dependence',
  title: 'Tail dependence of a t copula',
  description: 'Probability that one variable is extreme given that the other is.',
  source: 'Demarta & McNeil, International Statistical Review 73 (2005)',
  input: z.strictObject({ degreesOfFreedom: positive, correlation }),
  output: z.strictObject({ tailDependence: nonNegative }),
  example: { degreesOfFreedom: 4, correlation: 0.5 },
  compute: (input) => ({ tailDependence: studentTailDependence(input.degreesOfFreedom, input.correlation) }),
})

/** A matrix made a correlation matrix by its spectrum. */
export const spectralCorrelationOperation = defineOperation({
  name: 'risk/spectral-correlation',
  title: 'Correlation matrix by spectral repair',
  description:
    'Raises negative eigenvalues of a symmetric matrix and scales it to a unit diagonal; says what it was and how far it moved.',
  source: 'Rebonato & Jäckel, J. of Risk 2 (1999)',
  input: z.strictObject({ matrix, floor: nonNegative.optional().describe('smallest eigenvalue, 0 when left out') }),
  output: z.strictObject({
    eigenvalues: series.describe('of the matrix given, ascending'),
    repaired: matrix,
    changed: z.boolean(),
    frobeniusDistance: nonNegative,
  }),
  example: {
    matrix: [
      [1, 0.9, 0.2],
      [0.9, 1, 0.8],
      [0.2, 0.8, 1],
    ],
  },
  failures: [{ code: 'not-applicable', when: 'a row keeps no variance' }],
  compute: (input) => {
    const result = spectralCorrelation(input.matrix, input.floor)
    return { ...result, eigenvalues: [...result.eigenvalues], repaired: result.repaired.map((row) => [...row]) }
  },
})

/** Variance under a factor model. */
export const factorRiskOperation = defineOperation({
  name: 'risk/factor-risk',
  title: 'Risk under a factor model',
  description: 'Variance of a portfolio split into factors, whose contributions add up, and what is specific.',
  source: 'Connor, Goldberg & Korajczyk, Portfolio Risk Analysis (2010)',
  input: z.strictObject({
    weights: series,
    loadings: matrix.describe('assets by factors'),
    factorCovariance: matrix.describe('square, symmetric, positive semidefinite'),
    specificVariances: z.array(nonNegative).min(1),
  }),
  output: z.strictObject({
    factorExposures: series,
    totalVariance: nonNegative,
    factorVariance: number,
    specificVariance: nonNegative,
    factorContributions: series,
  }),
  example: {
    weights: [0.6, 0.4],
    loadings: [
      [1.1, 0.2],
      [0.8, -0.3],
    ],
    factorCovariance: [
      [0.03, 0.002],
      [0.002, 0.01],
    ],
    specificVariances: [0.01, 0.02],
  },
  compute: ({ weights, ...model }) => {
    const result = factorRisk(weights, model)
    return {
      ...result,
      factorExposures: [...result.factorExposures],
      factorContributions: [...result.factorContributions],
    }
  },
})
