import { numberOfFactors, principalComponents } from '@tutti/analytics/covariance'
import { z } from 'zod'
import { exampleReturns, returnRows } from '../covariance/covariance-fields.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, numbers, openProbability, wholeFrom } from '../value-schemas.ts'

const interval = z.tuple([number, number])

/** Principal components with intervals. */
export const principalComponentsOperation = defineOperation({
  name: 'statistics/principal-components',
  title: 'Principal components',
  description:
    'Eigenvalues, explained shares and loadings of the covariance or correlation matrix of some series, with intervals and a warning where components are not determined.',
  source: 'Anderson, Annals of Mathematical Statistics 34 (1963); Critchley, Biometrika 72 (1985)',
  input: z.strictObject({
    returns: returnRows.min(3).describe('returns or changes in any unit: rows are periods, columns are series'),
    matrix: z.enum(['covariance', 'correlation']).describe('covariance: mean removed, divisor T - 1'),
    components: wholeFrom(1).max(1000).describe('how many are described, at most the number of series'),
    level: openProbability.describe('coverage of the intervals'),
  }),
  output: z.strictObject({
    components: z.array(
      z.strictObject({
        eigenvalue: nonNegative,
        eigenvalueInterval: interval,
        explainedShare: nonNegative,
        explainedShareStandardError: nonNegative,
        explainedShareInterval: interval,
        loadings: numbers.describe('unit vector; the entry largest in size is positive'),
        loadingAngleError: nullableNumber.describe(
          'expected angle to the true vector, radians; null where it is not determined',
        ),
      }),
    ),
    eigenvalues: numbers.describe('all, descending'),
    explainedShares: numbers.describe('of all eigenvalues'),
    totalVariance: nonNegative,
    scores: z.array(numbers).describe('rows are periods, columns the components described'),
    observations: z.int().positive(),
    cautions: z.array(z.enum(['close-eigenvalues', 'few-observations', 'fewer-observations-than-series'])),
    closePairs: z
      .array(z.tuple([z.int(), z.int()]))
      .describe('ranks from 1 of neighbours whose eigenvalues do not differ by two standard errors'),
  }),
  example: { returns: exampleReturns, matrix: 'covariance' as const, components: 2, level: 0.95 },
  failures: [{ code: 'not-applicable', when: 'no series varies, or one does not with the correlation matrix' }],
  compute: ({ returns, ...options }) => {
    const result = principalComponents(returns, options)
    const { observations } = result
    return {
      ...result,
      components: result.components.map((component) => ({
        ...component,
        eigenvalueInterval: [...component.eigenvalueInterval] as [number, number],
        explainedShareInterval: [...component.explainedShareInterval] as [number, number],
        loadings: [...component.loadings],
      })),
      eigenvalues: [...result.eigenvalues],
      explainedShares: result.eigenvalues.map((value) => value / result.totalVariance),
      scores: result.scores.map((row) => [...row]),
      closePairs: result.closePairs.map(([a, b]) => [a, b] as [number, number]),
      cautions: [
        ...(result.closePairs.length > 0 ? (['close-eigenvalues'] as const) : []),
        ...(observations < 30 ? (['few-observations'] as const) : []),
        ...(observations <= result.eigenvalues.length ? (['fewer-observations-than-series'] as const) : []),
      ],
    }
  },
})

/** How many factors there are. */
export const numberOfFactorsOperation = defineOperation({
  name: 'statistics/number-of-factors',
  title: 'Number of factors',
  description:
    'How many common factors some series have by several rules: Kaiser, parallel analysis, Bai and Ng, and the ratio of eigenvalues.',
  source: 'Horn, Psychometrika 30 (1965); Bai & Ng, Econometrica 70 (2002); Ahn & Horenstein, Econometrica 81 (2013)',
  input: z
    .strictObject({
      returns: z
        .array(z.array(number).min(2).max(200))
        .min(5)
        .max(5000)
        .describe('returns or changes in any unit: rows are periods, columns are series'),
      mostFactors: wholeFrom(1).describe('largest number considered'),
      samples: wholeFrom(20).max(5000).describe('simulated noise matrices'),
      quantile: openProbability.describe('of the eigenvalues of noise; 0.95'),
      seed: wholeFrom(0),
    })
    .refine(
      ({ returns, samples }) => samples * returns[0].length ** 2 * (returns.length + 2 * returns[0].length) <= 1e10,
      { path: ['samples'], error: 'samples x series^2 x (periods + 2 series) must be at most 1e10' },
    ),
  output: z.strictObject({
    eigenvalues: numbers.describe('of the correlation matrix, descending'),
    kaiser: z.int().nonnegative(),
    parallelAnalysis: z.int().nonnegative(),
    parallelHurdles: numbers,
    parallelHurdleErrors: numbers.describe('Monte Carlo standard errors'),
    baiNg: z.strictObject({ icp1: z.int(), icp2: z.int(), icp3: z.int() }),
    eigenvalueRatio: z.int().positive(),
    observations: z.int().positive(),
    cautions: z.array(z.enum(['rules-disagree', 'at-the-largest-number', 'few-series', 'few-observations'])),
  }),
  example: { returns: exampleReturns, mostFactors: 2, samples: 50, quantile: 0.95, seed: 1 },
  cost: 'medium',
  failures: [{ code: 'not-applicable', when: 'a series does not vary, or few factors explain everything' }],
  compute: ({ returns, ...options }) => {
    const result = numberOfFactors(returns, options)
    const votes = [result.parallelAnalysis, ...Object.values(result.baiNg), result.eigenvalueRatio]
    return {
      ...result,
      eigenvalues: [...result.eigenvalues],
      parallelHurdles: [...result.parallelHurdles],
      parallelHurdleErrors: [...result.parallelHurdleErrors],
      baiNg: { ...result.baiNg },
      cautions: [
        ...(new Set(votes).size > 1 ? (['rules-disagree'] as const) : []),
        ...(votes.includes(options.mostFactors) ? (['at-the-largest-number'] as const) : []),
        ...(result.eigenvalues.length < 20 ? (['few-series'] as const) : []),
        ...(result.observations < 30 ? (['few-observations'] as const) : []),
      ],
    }
  },
})
