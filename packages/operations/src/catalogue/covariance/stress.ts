import { constrainedNearestCorrelation, stressedCorrelation } from '@tutti/analytics/covariance'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { correlation, nonNegative, number, positive } from '../value-schemas.ts'
import { correlationRows, plainRows, square } from './covariance-fields.ts'

const index = z.int().min(0).max(299)
const indices = z.array(index).min(1).max(300)
const stress = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('towards'),
    target: z.union([correlationRows, correlation]).describe('a correlation matrix, or one correlation for all pairs'),
    share: z.number().min(0).max(1).describe('of the way'),
  }),
  z.strictObject({
    kind: z.literal('block'),
    first: indices,
    second: indices.describe('the same group again for the correlations within it'),
    shift: number.describe('added to each correlation, held to [-1, 1]'),
  }),
  z.strictObject({
    kind: z.literal('pairs'),
    pairs: z
      .array(z.tuple([index, index, correlation]))
      .min(1)
      .max(1000)
      .describe('two series and their correlation'),
    keepPairs: z.boolean().describe('whether a repair must leave these pairs as they are'),
  }),
])
const exampleMatrix = [
  [1, 0.3, -0.2],
  [0.3, 1, 0.1],
  [-0.2, 0.1, 1],
]

/** Correlations in a crisis. */
export const stressedCorrelationOperation = defineOperation({
  name: 'covariance/stressed-correlation',
  title: 'Stressed correlation matrix',
  description:
    'Correlation matrix moved towards a target, shifted in blocks or set pair by pair, and repaired to the nearest valid one where the stress leaves none.',
  source: 'Higham, IMA J. of Numerical Analysis 22 (2002); Higham & Strabic, Numerical Algorithms 72 (2016)',
  input: z.strictObject({
    correlation: correlationRows.max(100),
    stresses: z.array(stress).min(1).max(100).describe('applied in turn; series are counted from 0'),
  }),
  output: z.strictObject({
    correlation: square,
    repaired: z.boolean(),
    repairDistance: nonNegative.describe('Frobenius'),
    largestRepair: nonNegative.describe('largest difference between a correlation asked for and the one that came out'),
    smallestEigenvalueAsked: number,
    averageBefore: number,
    averageAfter: number,
  }),
  example: {
    correlation: exampleMatrix,
    stresses: [
      { kind: 'towards' as const, target: 0.8, share: 0.5 },
      { kind: 'pairs' as const, pairs: [[0, 2, -0.6]] as [number, number, number][], keepPairs: true },
    ],
  },
  cost: 'medium',
  failures: [
    { code: 'infeasible', when: 'the pairs to keep leave no valid matrix' },
    { code: 'not-converged', when: 'the repair does not settle' },
  ],
  compute: ({ correlation: matrix, stresses }) => stressedCorrelation(matrix, stresses),
})

/** The nearest valid matrix. */
export const nearestCorrelationWithConstraintsOperation = defineOperation({
  name: 'covariance/nearest-correlation',
  title: 'Nearest correlation matrix',
  description:
    'Nearest valid correlation matrix in a weighted Frobenius norm, with some pairs kept and the eigenvalues held above a floor.',
  source: 'Higham, IMA J. of Numerical Analysis 22 (2002); Higham & Strabic, Numerical Algorithms 72 (2016)',
  input: z.strictObject({
    matrix: z.array(z.array(number).min(1).max(100)).min(1).max(100).describe('symmetric'),
    fixedPairs: z
      .array(z.tuple([index, index]))
      .max(1000)
      .optional()
      .describe('kept as they are'),
    weights: z.array(positive).max(100).optional().describe('one a series: a deviation counts by the product of two'),
    minEigenvalue: z.number().min(0).max(1).optional().describe('0 unless said otherwise'),
  }),
  output: z.strictObject({ matrix: square, frobeniusDistance: nonNegative, iterations: z.int().positive() }),
  example: {
    matrix: [
      [1, 0.9, -0.7],
      [0.9, 1, 0.6],
      [-0.7, 0.6, 1],
    ],
    fixedPairs: [[0, 1]] as [number, number][],
    minEigenvalue: 1e-6,
  },
  cost: 'medium',
  failures: [
    { code: 'infeasible', when: 'the fixed pairs leave no valid matrix' },
    { code: 'not-converged', when: 'the projections do not settle' },
  ],
  compute: ({ matrix, fixedPairs, ...rest }) => {
    const result = constrainedNearestCorrelation(matrix, { ...rest, fixed: fixedPairs })
    return { ...result, matrix: plainRows(result.matrix) }
  },
})
