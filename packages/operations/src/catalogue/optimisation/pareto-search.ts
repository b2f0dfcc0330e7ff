import { portfolioSearch } from '@tutti/analytics/pareto'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { number, numbers } from '../value-schemas.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { fourAssets } from './market-inputs.ts'
import { explainedChoice, senseOf } from './pareto-choice.ts'
import { choiceRule, choiceWeights, chosenPoint, searchObjective } from './pareto-objectives-schema.ts'
import { infeasibleSchema, plainInfeasible } from './portfolio-outcome-schema.ts'

/** An approximate frontier of any objectives. */
export const paretoSearchOperation = defineOperation({
  name: 'optimisation/pareto-search',
  title: 'Approximate Pareto frontier by evolutionary search',
  description:
    'Portfolios of good compromise for objectives without an exact method too (value at risk, maximum drawdown, number of holdings), with a limit on holdings, least holdings and lots, by NSGA-II. The points are approximate; where every objective is convex they come with their distance from the exact frontier without the forms of holdings.',
  source: 'Deb, Pratap, Agarwal & Meyarivan, IEEE Trans. Evol. Comp. 6 (2002); Zitzler et al., ibid. 7 (2003)',
  input: z.strictObject({
    assetCount: z.int().min(1).max(500),
    objectives: z.array(searchObjective).min(2).max(5),
    limits: limitsSchema.describe('bounds of weights must be finite'),
    maxHoldings: z.int().min(1).max(500).optional(),
    minHolding: z.number().gt(0).max(1).optional().describe('least weight of an asset that is held'),
    lot: z.number().gt(0).max(1).optional().describe('weights are whole multiples of this'),
    population: z
      .int()
      .min(4)
      .max(400)
      .multipleOf(2)
      .describe('candidates in a generation; at most as many points come out'),
    generations: z.int().min(0).max(1000),
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
    choice: choiceRule,
    choiceWeights,
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('solved'),
      points: z
        .array(z.strictObject({ weights: numbers, values: numbers.describe('of each objective') }))
        .describe('approximate: none of them dominates another'),
      chosen: chosenPoint.nullable(),
      evaluations: z.int(),
      gap: z
        .strictObject({
          epsilon: number.describe(
            'largest shortfall from a point of the exact frontier, as a share of the ranges of the objectives',
          ),
          hypervolumeRatio: number.describe('hypervolume over that of the sampled exact frontier'),
        })
        .nullable()
        .describe('against the exact frontier without the forms of holdings, which nothing can beat'),
      gapReason: z.string().nullable().describe('why no gap is known'),
      nearest: z
        .strictObject({ weights: numbers, violation: number })
        .nullable()
        .describe('what breaks the limits least, where nothing met them'),
      cautions: z.array(z.string()),
    }),
    infeasibleSchema,
  ]),
  example: {
    assetCount: 4,
    objectives: [
      { name: 'volatility', kind: 'volatility' as const, covariance: fourAssets.covariance },
      { name: 'return', kind: 'expected-return' as const, expectedReturns: fourAssets.expectedReturns },
    ],
    limits: fourAssets.limits,
    maxHoldings: 2,
    lot: 0.05,
    population: 20,
    generations: 20,
    seed: 1,
    choice: { rule: 'topsis' as const },
  },
  cost: 'medium',
  failures: [
    { code: 'not-applicable', when: 'a convex objective improves without end within the limits' },
    { code: 'calculation-failed', when: 'an objective is no finite number at a portfolio' },
  ],
  compute: (input) => {
    const { objectives, maxHoldings, minHolding, lot, population, generations, seed } = input
    const search = portfolioSearch(
      objectives,
      portfolioLimits(input.limits, input.assetCount),
      { maxHoldings, minHolding, lot },
      { seed, population, generations },
    )
    if (search.status === 'infeasible') return plainInfeasible(search)
    const criteria = objectives.map((objective) => ({ name: objective.name, sense: senseOf(objective) }))
    const points = search.points.map(({ weights, values }) => ({
      weights: plainNumbers(weights),
      values: plainNumbers(values),
    }))
    return {
      status: search.status,
      points,
      chosen:
        points.length === 0
          ? null
          : explainedChoice(
              criteria,
              points.map(({ values }) => values),
              input.choice,
              input.choiceWeights,
            ),
      evaluations: search.evaluations,
      gap: search.gap === null ? null : { ...search.gap },
      gapReason: search.gapReason,
      nearest: search.nearest === null ? null : { ...search.nearest, weights: plainNumbers(search.nearest.weights) },
      cautions: [...search.cautions],
    }
  },
})
