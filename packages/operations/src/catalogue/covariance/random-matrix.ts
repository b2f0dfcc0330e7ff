import { denoisedCorrelation, marchenkoPasturEdges } from '@tutti/analytics/covariance'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, numbers, positive, wholeFrom } from '../value-schemas.ts'
import { conditionsSchema, correlationRows, plainConditions, square } from './covariance-fields.ts'

/** The range of the eigenvalues of noise. */
export const marchenkoPasturOperation = defineOperation({
  name: 'covariance/marchenko-pastur',
  title: 'Marchenko-Pastur edges',
  description:
    'Smallest and largest eigenvalue of the covariance matrix of many independent series: the range of pure noise.',
  source: 'Marchenko & Pastur, Math. USSR-Sbornik 1 (1967)',
  input: z.strictObject({
    observations: wholeFrom(1),
    series: wholeFrom(1),
    variance: positive.describe('of each series; 1 for a correlation matrix'),
  }),
  output: z.strictObject({
    lower: nonNegative,
    upper: positive,
    zeroShare: nonNegative.describe('share of eigenvalues that are exactly zero'),
  }),
  example: { observations: 1000, series: 100, variance: 1 },
  compute: ({ observations, series, variance }) => marchenkoPasturEdges(observations, series, variance),
})

const denoising = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('constant-residual') }),
  z.strictObject({
    method: z.literal('targeted-shrinkage'),
    keep: z.number().min(0).max(1).describe("share of the noise's correlations that is kept"),
  }),
])

/** A correlation matrix without its noise. */
export const denoisedCorrelationOperation = defineOperation({
  name: 'covariance/denoised-correlation',
  title: 'Denoised correlation matrix',
  description:
    'Correlation matrix of which the eigenvalues in the range of noise (Marchenko-Pastur, with a fitted noise variance) are evened out or shrunk.',
  source:
    'Laloux, Cizeau, Bouchaud & Potters, Phys. Rev. Letters 83 (1999); Lopez de Prado, Machine Learning for Asset Managers (2020)',
  input: z.strictObject({
    correlation: correlationRows,
    observations: wholeFrom(2).describe('periods behind the matrix'),
    denoising,
  }),
  output: z.strictObject({
    correlation: square,
    eigenvalues: numbers.describe('of the matrix given, descending'),
    signals: z.int().nonnegative().describe('eigenvalues above the edge of the noise'),
    noiseVariance: nonNegative,
    upperEdge: nonNegative,
    signalShare: nonNegative.describe('of the total variance'),
    conditions: conditionsSchema.describe('of the denoised matrix'),
  }),
  example: {
    correlation: [
      [1, 0.62, 0.48, 0.55],
      [0.62, 1, 0.51, 0.47],
      [0.48, 0.51, 1, 0.58],
      [0.55, 0.47, 0.58, 1],
    ],
    observations: 60,
    denoising: { method: 'constant-residual' as const },
  },
  compute: ({ correlation, observations, denoising: how }) => {
    const result = denoisedCorrelation(correlation, observations, how)
    return {
      ...result,
      eigenvalues: [...result.eigenvalues],
      conditions: plainConditions(result.correlation, observations),
    }
  },
})
