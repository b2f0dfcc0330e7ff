import { type Copula, filteredHistory, type Marginal, type ScenarioModel } from '@tutti/analytics/simulation'
import { z } from 'zod'
import { matrix, nonNegative, number, openProbability, positive, series } from '../value-schemas.ts'

const sampleValues = z.array(z.number()).min(2).max(100_000)

const paretoTail = z.strictObject({
  threshold: number,
  shape: z.number().min(-20).max(2).describe('xi: above 0 for a power tail'),
  scale: positive.describe('in the units of the returns'),
  share: z.number().min(1e-4).max(0.499).describe('probability beyond the threshold'),
})

export const marginalSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('normal'), mean: number, standardDeviation: nonNegative }),
  z.strictObject({
    kind: z.literal('student-t'),
    location: number,
    scale: nonNegative.describe('the standard deviation is scale sqrt(nu / (nu - 2))'),
    degreesOfFreedom: z.number().min(0.5).max(1e6),
  }),
  z.strictObject({
    kind: z.literal('skewed-t'),
    mean: number,
    standardDeviation: nonNegative,
    degreesOfFreedom: z.number().min(2.01).max(1e4),
    skewness: z.number().min(-0.99).max(0.99).describe("Hansen's lambda: below 0 for a long left tail"),
  }),
  z.strictObject({ kind: z.literal('historical'), values: sampleValues }),
  z.strictObject({
    kind: z.literal('semi-parametric'),
    values: z.array(z.number()).min(20).max(100_000),
    lowerTail: paretoTail,
    upperTail: paretoTail,
  }),
])

const theta = z.number().max(100)
const survival = z.boolean().optional().describe('turned around: the other tail is the dependent one')

export const copulaSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gaussian'), correlation: matrix.describe('of the scores') }),
  z.strictObject({
    kind: z.literal('student-t'),
    correlation: matrix.describe('of the scores'),
    degreesOfFreedom: z.number().min(0.5).max(1e6),
  }),
  z.strictObject({
    kind: z.literal('grouped-t'),
    correlation: matrix.describe('of the scores'),
    groups: z.array(z.int().min(0)).min(1).describe('group of each strategy, from 0'),
    degreesOfFreedom: z.array(z.number().min(0.5).max(1e6)).min(1).describe('of each group'),
  }),
  z.strictObject({ kind: z.literal('clayton'), theta: theta.min(1e-3), survival }),
  z.strictObject({ kind: z.literal('gumbel'), theta: theta.min(1).max(50), survival }),
  z.strictObject({
    kind: z.literal('empirical'),
    observations: z.array(series).min(10).max(50_000).describe('past periods as rows, strategies as columns'),
  }),
  z.strictObject({ kind: z.literal('independence') }),
  z.strictObject({ kind: z.literal('comonotone') }),
])

export const modelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('copula'),
    marginals: z
      .array(marginalSchema)
      .min(1)
      .max(1000)
      .describe('one for each strategy: simple return of a period, decimal'),
    copula: copulaSchema,
  }),
  z.strictObject({
    kind: z.literal('filtered-historical'),
    observations: z
      .array(z.array(z.number()).min(1).max(200))
      .min(100)
      .max(10_000)
      .describe(
        'past returns, periods as rows (oldest first), strategies as columns; a GARCH(1,1) is fitted to each strategy',
      ),
  }),
])

/** What the simulation draws from, out of the parsed input. */
export function scenarioModel(model: z.infer<typeof modelSchema>): ScenarioModel {
  if (model.kind === 'filtered-historical') return filteredHistory(model.observations)
  const marginals: readonly Marginal[] = model.marginals
  const copula: Copula = model.copula
  return { kind: 'copula', marginals, copula }
}

export const runFields = {
  scenarios: z.int().min(100).max(1_000_000).optional().describe('default 10,000'),
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).describe('the same seed gives the same figures'),
  antithetic: z.boolean().optional().describe('every second scenario mirrors the one before; default false'),
  confidences: z
    .array(openProbability)
    .min(1)
    .max(10)
    .optional()
    .describe('of VaR and expected shortfall; default 0.95, 0.99'),
  level: openProbability.optional().describe('coverage of the intervals; default 0.95'),
  blockSize: z
    .int()
    .min(2)
    .max(65_536)
    .optional()
    .describe('scenarios in memory at a time; the figures do not depend on it'),
}

export const figure = z.strictObject({ estimate: number, standardError: nonNegative, lower: number, upper: number })

export const tail = z.strictObject({
  confidence: openProbability,
  valueAtRisk: figure.describe('loss positive, decimal; interval between order statistics'),
  expectedShortfall: figure.describe('loss positive, decimal'),
})

export const quantileFigure = z.strictObject({
  probability: openProbability,
  estimate: number,
  lower: number,
  upper: number,
})

/** A model of three strategies for examples. */
export const exampleModel = {
  kind: 'copula' as const,
  marginals: [
    { kind: 'student-t' as const, location: 0.006, scale: 0.03, degreesOfFreedom: 4 },
    { kind: 'skewed-t' as const, mean: 0.004, standardDeviation: 0.025, degreesOfFreedom: 6, skewness: -0.3 },
    { kind: 'normal' as const, mean: 0.002, standardDeviation: 0.012 },
  ],
  copula: {
    kind: 'student-t' as const,
    correlation: [
      [1, 0.5, -0.1],
      [0.5, 1, 0.1],
      [-0.1, 0.1, 1],
    ],
    degreesOfFreedom: 5,
  },
}

export const factorFields = {
  means: series.max(500).describe('expected moves of the factors, in their units'),
  covariance: matrix.describe('of the moves; of the t itself, not of its scale'),
  degreesOfFreedom: z.number().gt(2).max(1e9).optional().describe('of a joint Student t; normal when left out'),
  factors: z.array(z.string().min(1)).optional().describe('names; factor 0, 1, ... when left out'),
}
