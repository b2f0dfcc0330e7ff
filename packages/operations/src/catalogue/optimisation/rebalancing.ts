import { rebalancedPortfolio } from '@tutti/analytics/optimisation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { covariance, expectedReturns, fourAssets, quadraticFailures, weights } from './market-inputs.ts'
import { infeasibleSchema, plainInfeasible, plainSolved, solvedShape } from './portfolio-outcome-schema.ts'

const costOf = (what: string) =>
  z
    .union([z.number(), weights])
    .describe(`${what}, per unit of weight traded and in units of the utility: one for all assets, or one for each`)

export const rebalancingOperation = defineOperation({
  name: 'optimisation/rebalancing',
  title: 'Mean-variance rebalancing with costs',
  description:
    "The weights of highest utility λ μ'w - ½ w'Σw - linear costs - ½ Σ quadraticᵢ (wᵢ - currentᵢ)² from the present ones, within limits on weights and turnover: which assets to trade, and which lie in their no-trade region.",
  input: z.strictObject({
    expectedReturns,
    covariance,
    currentWeights: weights,
    riskTolerance: z.number().nonnegative().describe("λ of λ μ'w - ½ w'Σw"),
    buyCosts: costOf('cost of buying'),
    sellCosts: costOf('cost of selling'),
    quadraticCosts: costOf('quadratic cost (market impact)').optional(),
    limits: limitsSchema,
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      ...solvedShape,
      trades: z.array(z.number()).describe('new less present weights'),
      turnoverTwoWay: z.number().describe('sum of the absolute trades'),
      tradingCost: z.number().describe('in units of the utility'),
      untraded: z
        .array(z.boolean())
        .describe('assets in their no-trade region: the gain from a trade is below its cost'),
    }),
    infeasibleSchema,
  ]),
  source:
    'Davis & Norman (1990); Lobo, Fazel & Boyd (2007), Portfolio optimization with linear and fixed transaction costs',
  example: {
    ...fourAssets,
    currentWeights: [0.25, 0.25, 0.25, 0.25],
    riskTolerance: 0.2,
    buyCosts: 0.002,
    sellCosts: 0.002,
  },
  failures: [
    ...quadraticFailures,
    {
      code: 'invalid-input',
      when: 'a round trip would earn money, or turnover is limited from other weights than the present ones',
    },
  ],
  compute: ({ currentWeights, buyCosts, sellCosts, quadraticCosts, riskTolerance, limits, ...rest }) => {
    const size = rest.covariance.length
    const each = (value: number | number[]): number[] =>
      Array.isArray(value) ? value : new Array<number>(size).fill(value)
    const outcome = rebalancedPortfolio(
      {
        ...rest,
        limits: portfolioLimits(limits, size),
        costs: { currentWeights, buy: each(buyCosts), sell: each(sellCosts) },
      },
      riskTolerance,
      each(quadraticCosts ?? 0),
    )
    if (outcome.status === 'infeasible') return plainInfeasible(outcome)
    const { trades, turnoverTwoWay, tradingCost, untraded, ...solved } = outcome
    return {
      ...plainSolved(solved),
      trades: plainNumbers(trades),
      turnoverTwoWay,
      tradingCost,
      untraded: [...untraded],
    }
  },
})
