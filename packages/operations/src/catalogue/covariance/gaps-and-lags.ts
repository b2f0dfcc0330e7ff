import { asynchronousCovariance, incompleteCovariance } from '@tutti/analytics/covariance'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'
import { conditionsSchema, exampleReturns, plainConditions, returnRows, square } from './covariance-fields.ts'

/** Series with gaps. */
export const incompleteCovarianceOperation = defineOperation({
  name: 'covariance/incomplete-series',
  title: 'Covariance matrix of series with gaps',
  description:
    'Covariance matrix from the complete periods or pair by pair; a pairwise matrix that is not valid is repaired. Gaps must have nothing to do with the returns.',
  source: 'Little & Rubin, Statistical Analysis with Missing Data (2002), chapter 3',
  input: z.strictObject({
    returns: z
      .array(z.array(number.nullable()).min(1).max(200))
      .min(3)
      .max(10_000)
      .describe('per period, decimals, null for a gap: rows are periods, columns are series'),
    method: z.enum(['complete', 'pairwise']),
    minPeriods: wholeFrom(3).describe('that an entry must rest on'),
  }),
  output: z.strictObject({
    covariance: square.describe('per period, divisor n - 1'),
    counts: z.array(z.array(z.int())).describe('periods behind each entry'),
    completePeriods: z.int().nonnegative(),
    repaired: z.boolean(),
    repairDistance: nonNegative.describe('Frobenius, of the correlations'),
    conditions: conditionsSchema.describe('observations: the fewest behind an entry'),
    cautions: z.array(z.enum(['pairs-from-different-samples', 'few-complete-periods', 'repaired'])),
  }),
  example: {
    returns: exampleReturns.map((row, t) => row.map((value, j) => (t + 2 * j === 5 ? null : value))),
    method: 'pairwise' as const,
    minPeriods: 5,
  },
  failures: [{ code: 'missing-data', when: 'an entry would rest on fewer periods than asked for' }],
  compute: ({ returns, method, minPeriods }) => {
    const result = incompleteCovariance(returns, method, minPeriods)
    const fewest = Math.min(...result.counts.flat())
    return {
      ...result,
      conditions: plainConditions(result.covariance, fewest),
      cautions: [
        ...(fewest < Math.max(...result.counts.flat()) ? (['pairs-from-different-samples'] as const) : []),
        ...(result.completePeriods < returns.length / 2 ? (['few-complete-periods'] as const) : []),
        ...(result.repaired ? (['repaired'] as const) : []),
      ],
    }
  },
})

/** Markets that close at different times. */
export const asynchronousCovarianceOperation = defineOperation({
  name: 'covariance/asynchronous-markets',
  title: 'Covariance of asynchronous markets',
  description:
    'Covariance matrix that counts covariances with neighbouring periods in, for markets in different time zones or with stale prices. Divisors are numbers of periods T, not T - 1: newey-west divides every autocovariance by T, overlapping divides by the T - lags overlapping sums and by lags + 1.',
  source: 'Newey & West, Econometrica 55 (1987); Burns, Engle & Mezrich, J. of Derivatives 5(4) (1998)',
  input: z.strictObject({
    returns: returnRows.min(3),
    lags: z.int().min(0).max(250).describe('neighbouring periods'),
    method: z.enum(['newey-west', 'overlapping']),
  }),
  output: z.strictObject({
    covariance: square.describe('per period, divisor T (newey-west) or T - lags (overlapping), about the mean'),
    correlation: square,
    naiveCorrelation: square.describe('of same-period returns'),
    effectiveObservations: positive,
    conditions: conditionsSchema,
  }),
  example: { returns: exampleReturns, lags: 1, method: 'newey-west' as const },
  failures: [{ code: 'not-applicable', when: 'a series does not vary, or its moves cancel over the horizon' }],
  compute: ({ returns, lags, method }) => {
    const { observations, ...result } = asynchronousCovariance(returns, lags, method)
    return { ...result, conditions: plainConditions(result.covariance, observations) }
  },
})
