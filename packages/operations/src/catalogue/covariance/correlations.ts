import {
  correlationIntervals,
  rankCorrelations,
  rollingCorrelation,
  type CorrelationIntervalMethod,
} from '@tutti/analytics/covariance'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { correlation, nonNegative, number, openProbability, positive, wholeFrom } from '../value-schemas.ts'
import { conditionsSchema, exampleReturns, plainConditions, square } from './covariance-fields.ts'

const seed = z.int().min(0)
const constantSeries = { code: 'not-applicable', when: 'a series does not vary' } as const
const method = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fisher'),
    allowForAutocorrelation: z.boolean().describe('whether the number of observations is cut to the effective one'),
  }),
  z.strictObject({
    kind: z.literal('bootstrap'),
    samples: wholeFrom(100).max(20_000),
    seed,
    meanBlock: z.number().min(1).optional().describe('mean block length, periods; chosen from the data where left out'),
  }),
])

/** Correlations of strategies with intervals. */
export const strategyCorrelationsOperation = defineOperation({
  name: 'covariance/strategy-correlations',
  title: 'Strategy correlations with intervals',
  description:
    'Correlations of all pairs of strategies with intervals by Fisher, autocorrelation allowed for, or by the stationary bootstrap.',
  source: 'Fisher, Metron 1 (1921); Bartlett, JRSS 98 (1935); Politis & Romano, JASA 89 (1994)',
  input: z
    .strictObject({
      returns: z
        .array(z.array(number).min(2).max(60))
        .min(5)
        .max(5000)
        .describe('returns per period: rows are periods, columns are strategies'),
      method,
      level: openProbability,
    })
    .refine(
      ({ returns, method: how }) =>
        how.kind === 'fisher' ||
        (how.samples * returns.length * returns[0].length * (returns[0].length - 1)) / 2 <= 1e9,
      { path: ['method', 'samples'], error: 'samples x periods x pairs must be at most 1e9' },
    ),
  output: z.strictObject({
    pairs: z.array(
      z.strictObject({
        first: z.int(),
        second: z.int(),
        correlation,
        lower: correlation,
        upper: correlation,
        standardError: nonNegative,
        pValue: nonNegative.describe('two-sided, against no correlation; not adjusted for the number of pairs'),
        effectiveObservations: positive,
      }),
    ),
    correlation: square,
    conditions: conditionsSchema,
  }),
  example: {
    returns: exampleReturns,
    method: { kind: 'fisher' as const, allowForAutocorrelation: true },
    level: 0.95,
  },
  cost: 'medium',
  failures: [constantSeries],
  compute: ({ returns, method: how, level }) => {
    const pairs = correlationIntervals(returns, how satisfies CorrelationIntervalMethod, level)
    const matrix = returns[0].map((_, i) => returns[0].map((_v, j): number => (i === j ? 1 : 0)))
    for (const item of pairs) {
      matrix[item.first][item.second] = item.correlation
      matrix[item.second][item.first] = item.correlation
    }
    return {
      pairs: pairs.map((item) => ({ ...item })),
      correlation: matrix,
      conditions: plainConditions(matrix, returns.length),
    }
  },
})

const curve = z.array(correlation)

/** A correlation through time. */
export const rollingCorrelationOperation = defineOperation({
  name: 'covariance/rolling-correlation',
  title: 'Rolling correlation',
  description:
    'Correlation of two series over a rolling window, with Fisher intervals and how often they miss the overall one.',
  source: 'Fisher, Metron 1 (1921)',
  input: z.strictObject({
    x: z.array(number).min(5).max(20_000),
    y: z.array(number).min(5).max(20_000),
    window: wholeFrom(5),
    level: openProbability,
  }),
  output: z.strictObject({
    ends: z.array(z.int()).describe('last period of each window, from 0'),
    correlations: curve,
    lower: curve,
    upper: curve,
    constantWindows: z.int().nonnegative().describe('windows in which a series is constant; they show 0'),
    correlation,
    shareOutside: nonNegative.describe('of the windows whose interval misses the overall correlation'),
  }),
  example: {
    x: exampleReturns.map((row) => row[0]),
    y: exampleReturns.map((row) => row[1]),
    window: 6,
    level: 0.9,
  },
  failures: [constantSeries],
  compute: ({ x, y, window, level }) => {
    const result = rollingCorrelation(x, y, window, level)
    return {
      ...result,
      ends: plainNumbers(result.ends),
      correlations: plainNumbers(result.correlations),
      lower: plainNumbers(result.lower),
      upper: plainNumbers(result.upper),
    }
  },
})

/** Rank correlations of all pairs. */
export const rankCorrelationsOperation = defineOperation({
  name: 'covariance/rank-correlations',
  title: 'Rank correlation matrix',
  description:
    "Spearman's or Kendall's rank correlations of all pairs with standard errors, and the correlations that a normal copula with them has.",
  source: 'Kendall, Biometrika 33 (1945); Bonett & Wright, Psychometrika 65 (2000); Fieller, Hartley & Pearson (1957)',
  input: z.strictObject({
    returns: z.array(z.array(number).min(1).max(100)).min(5).max(2500),
    kind: z.enum(['spearman', 'kendall']).describe('kendall: tau-b'),
  }),
  output: z.strictObject({
    correlation: square,
    normalCopulaCorrelation: square,
    standardErrors: square,
    conditions: conditionsSchema.describe('of the normal copula'),
  }),
  example: { returns: exampleReturns, kind: 'spearman' as const },
  failures: [constantSeries],
  compute: ({ returns, kind }) => {
    const { observations, ...result } = rankCorrelations(returns, kind)
    return { ...result, conditions: plainConditions(result.normalCopulaCorrelation, observations) }
  },
})
