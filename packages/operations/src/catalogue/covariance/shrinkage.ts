import {
  ledoitWolf,
  oracleApproximatingShrinkage,
  sampleCovariance,
  schaeferStrimmer,
} from '@tutti/analytics/covariance'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number } from '../value-schemas.ts'
import { conditionsSchema, exampleReturns, plainConditions, returnRows, square } from './covariance-fields.ts'

const constantSeries = { code: 'not-applicable', when: 'a series does not vary' } as const
const estimate = { covariance: square.describe('per period'), conditions: conditionsSchema }
const shrunk = {
  ...estimate,
  relativeSampleError: nonNegative.describe(
    'expected Frobenius error of the sample covariance over the norm of the latter',
  ),
}
const intensity = z.number().min(0).max(1)

/** The covariance matrix as it is in the sample. */
export const sampleCovarianceOperation = defineOperation({
  name: 'covariance/sample',
  title: 'Sample covariance matrix',
  description:
    'Covariance matrix of returns with the standard error of each entry and how far the matrix may be trusted.',
  source: 'Ledoit & Wolf, J. of Portfolio Management 30(4) (2004), appendix B, for the standard errors',
  input: z.strictObject({
    returns: returnRows,
    divisor: z.enum(['sample', 'population']).describe('T - 1, or T'),
  }),
  output: z.strictObject({
    ...estimate,
    standardErrors: square.describe('for independent periods of any distribution'),
    means: z.array(number).describe('per period'),
  }),
  example: { returns: exampleReturns, divisor: 'sample' as const },
  compute: ({ returns, divisor }) => {
    const { covariance, standardErrors, means, observations } = sampleCovariance(returns, divisor)
    return { covariance, standardErrors, means, conditions: plainConditions(covariance, observations) }
  },
})

/** Ledoit and Wolf's shrinkage. */
export const ledoitWolfOperation = defineOperation({
  name: 'covariance/ledoit-wolf',
  title: 'Ledoit-Wolf shrinkage',
  description:
    'Covariance matrix shrunk towards a target with the intensity that is best for many observations: the mean variance times the unit matrix, a constant correlation, or a single factor.',
  source:
    'Ledoit & Wolf, J. of Multivariate Analysis 88 (2004); J. of Portfolio Management 30(4) (2004); J. of Empirical Finance 10 (2003)',
  input: z.strictObject({
    returns: returnRows,
    target: z.enum(['identity', 'constant-correlation', 'single-factor']),
  }),
  output: z.strictObject({
    ...shrunk,
    shrinkage: intensity.describe('weight of the target'),
    target: square,
    averageCorrelation: nullableNumber,
  }),
  example: { returns: exampleReturns, target: 'constant-correlation' as const },
  failures: [constantSeries],
  compute: ({ returns, target }) => {
    const { observations, ...result } = ledoitWolf(returns, target)
    return { ...result, conditions: plainConditions(result.covariance, observations) }
  },
})

/** Shrinkage with the oracle's fixed point. */
export const oracleApproximatingShrinkageOperation = defineOperation({
  name: 'covariance/oracle-approximating-shrinkage',
  title: 'Oracle approximating shrinkage',
  description:
    'Covariance matrix shrunk towards the mean variance times the unit matrix, with the intensity for normal returns.',
  source: 'Chen, Wiesel, Eldar & Hero, IEEE Transactions on Signal Processing 58 (2010), equation 23',
  input: z.strictObject({
    returns: returnRows,
    formula: z
      .enum(['exact', 'large-dimension'])
      .describe('large-dimension: without the terms in 2/N, as scikit-learn'),
  }),
  output: z.strictObject({ ...shrunk, shrinkage: intensity, meanVariance: nonNegative }),
  example: { returns: exampleReturns, formula: 'exact' as const },
  failures: [{ code: 'not-applicable', when: 'no series varies' }],
  compute: ({ returns, formula }) => {
    const { observations, ...result } = oracleApproximatingShrinkage(returns, formula)
    return { ...result, conditions: plainConditions(result.covariance, observations) }
  },
})

/** Correlations and variances shrunk apart. */
export const schaeferStrimmerOperation = defineOperation({
  name: 'covariance/schaefer-strimmer',
  title: 'Schäfer-Strimmer shrinkage',
  description: 'Correlations shrunk towards zero and variances towards their median, each with its own intensity.',
  source:
    'Schäfer & Strimmer (2005), Opgen-Rhein & Strimmer (2007), Stat. Appl. in Genetics and Molecular Biology 4, 6',
  input: z.strictObject({ returns: returnRows.min(3) }),
  output: z.strictObject({
    ...shrunk,
    correlation: square,
    correlationShrinkage: intensity,
    varianceShrinkage: intensity,
  }),
  example: { returns: exampleReturns },
  failures: [constantSeries],
  compute: ({ returns }) => {
    const { observations, ...result } = schaeferStrimmer(returns)
    return { ...result, conditions: plainConditions(result.covariance, observations) }
  },
})
