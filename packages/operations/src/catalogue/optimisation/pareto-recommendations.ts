import { integratedRecommendations } from '@tutti/analytics/pareto'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, nullableNumber, number, numbers } from '../value-schemas.ts'
import { limitsSchema, mostAssets, portfolioLimits } from './limits-schema.ts'
import { covariance } from './market-inputs.ts'
import { infeasibleSchema, plainInfeasible } from './portfolio-outcome-schema.ts'

/** Several recommended portfolios made one. */
export const integratedRecommendationsOperation = defineOperation({
  name: 'optimisation/integrated-recommendations',
  title: 'Pareto compromise of several recommended portfolios',
  description:
    'The portfolio within the limits that is nearest to what several specialists recommend, each counting by priority × confidence, with how much of each recommendation is served, how far they conflict, which assets are disputed, and the influence of each. No portfolio within the limits is nearer to one without being farther from another.',
  source: 'Zeleny (1973), compromise programming; Miettinen (1999), Nonlinear Multiobjective Optimization, 3.1, 3.4',
  input: z.strictObject({
    recommendations: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          weights: z
            .array(nullableNumber)
            .min(1)
            .max(mostAssets)
            .describe('fractions of capital; null where there is no opinion'),
          confidence: z.number().gt(0).max(1).describe('how sure the specialist is'),
          priority: nonNegative.describe('how much the client cares for what the specialist serves'),
        }),
      )
      .min(1)
      .max(20),
    limits: limitsSchema,
    rule: z
      .enum(['weighted', 'least-worst'])
      .describe(
        'weighted: least importance-weighted sum of squared distances; least-worst: least largest importance-weighted active share',
      ),
    covariance: covariance.optional().describe('with weighted: measures distances as tracking errors'),
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('solved'),
      weights: numbers,
      recommendations: z.array(
        z.strictObject({
          name: z.string(),
          importance: number.describe('priority × confidence as a share of all'),
          activeShare: number.describe('half the sum of |compromise - recommendation| over its opinions'),
          leastActiveShare: number.describe('the least that the limits allow'),
          influence: nullableNumber.describe(
            'active share between the compromise with and without it; null where the others leave an asset without an opinion',
          ),
        }),
      ),
      conflicts: z
        .array(z.strictObject({ first: z.string(), second: z.string(), activeShare: nullableNumber }))
        .describe('between recommendations, over assets on which both have an opinion; null where there is none'),
      conflict: number.describe('importance-weighted mean of the conflicts: 0 where all agree'),
      disputedAssets: z
        .array(
          z.strictObject({
            asset: z.string(),
            lowest: number,
            highest: number,
            dispersion: number.describe('importance-weighted standard deviation of the recommended weights'),
            opinions: z.int(),
          }),
        )
        .describe('most disputed first'),
      residuals: z.strictObject({
        primal: number,
        dual: nullableNumber,
        complementarity: nullableNumber,
        mipGap: nullableNumber,
      }),
      cautions: z.array(z.string()),
    }),
    infeasibleSchema,
  ]),
  example: {
    recommendations: [
      { name: 'duration', weights: [0.4, 0.3, 0.2, 0.1], confidence: 0.8, priority: 0.35 },
      { name: 'credit', weights: [0.1, 0.2, 0.4, 0.3], confidence: 0.6, priority: 0.25 },
      { name: 'skill', weights: [0.25, 0.4, 0.25, 0.1], confidence: 0.5, priority: 0.25 },
      { name: 'liquidity', weights: [0.5, null, null, 0.1], confidence: 0.9, priority: 0.15 },
    ],
    limits: { minWeights: 0.01, maxWeights: 0.4, budget: 1 },
    rule: 'weighted' as const,
  },
  cost: 'medium',
  failures: [
    { code: 'invalid-input', when: 'lists do not fit together, or nobody has an opinion on an asset' },
    { code: 'not-converged', when: 'no method met the optimality conditions' },
  ],
  compute: ({ recommendations, limits, rule, covariance: matrix }) => {
    const outcome = integratedRecommendations(
      recommendations,
      portfolioLimits(limits, recommendations[0].weights.length),
      { rule, covariance: matrix },
    )
    if (outcome.status === 'infeasible') return plainInfeasible(outcome)
    const { weights, assets, recommendations: served, conflicts, residuals, cautions, ...rest } = outcome
    return {
      ...rest,
      weights: plainNumbers(weights),
      recommendations: served.map((item) => ({ ...item })),
      conflicts: conflicts.map((item) => ({ ...item })),
      disputedAssets: assets.map((item) => ({ ...item })),
      residuals: { ...residuals },
      cautions: [...cautions],
    }
  },
})
