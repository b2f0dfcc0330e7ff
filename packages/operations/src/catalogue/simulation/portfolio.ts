import { simulatedPaths, simulatedPortfolio, comparedPortfolios } from '@tutti/analytics/simulation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, openProbability, series } from '../value-schemas.ts'
import { exampleModel, figure, modelSchema, quantileFigure, runFields, scenarioModel, tail } from './schemas.ts'

const failures = [
  {
    code: 'not-applicable' as const,
    when: 'fewer than five scenarios lie beyond a confidence, or a model has no mirror image',
  },
  { code: 'calculation-failed' as const, when: 'the tails of a marginal are too heavy for finite losses' },
]
const weights = series.max(1000).describe('decimals of wealth, any sign and sum; the rest is cash without return')
const pathFields = {
  periods: z.int().min(1).max(1200).describe('periods of the marginals: 12 for a year of months'),
  rebalanceEvery: z.int().min(0).max(1200).describe('periods between rebalancings to the weights; 1 each, 0 never'),
}

/** VaR and expected shortfall of strategies over one period. */
export const simulatedPortfolioOperation = defineOperation({
  name: 'simulation/portfolio',
  title: 'Simulated portfolio with fat tails and copulas',
  description:
    'Return, volatility, probability of loss, VaR and expected shortfall of a portfolio and of each strategy over one period, with the contributions of the strategies; every figure with a standard error and an interval. Seeded; the same figures whatever the block size.',
  source: 'McNeil, Frey & Embrechts, Quantitative Risk Management (2015), 7.3, 8.4, 9.2; Tasche (2008)',
  input: z.strictObject({
    model: modelSchema,
    weights,
    ...runFields,
    byStrategy: z.boolean().optional().describe('tail figures of each strategy; default true'),
    contributions: z.boolean().optional().describe('to VaR and expected shortfall; default true'),
  }),
  output: z.strictObject({
    scenarios: z.int(),
    meanReturn: figure,
    volatility: figure,
    probabilityOfLoss: figure,
    tails: z.array(tail),
    strategyTails: z.array(z.array(tail)).describe('of each strategy at weight 1'),
    contributions: z.array(
      z.strictObject({
        confidence: openProbability,
        valueAtRisk: z
          .array(figure)
          .describe('by strategy, adding up to the VaR; the errors hold that of the VaR itself'),
        expectedShortfall: z.array(figure).describe('by strategy, adding up to the expected shortfall'),
      }),
    ),
  }),
  example: { model: exampleModel, weights: [0.4, 0.3, 0.3], scenarios: 2000, seed: 1 },
  cost: 'medium',
  failures,
  compute: ({ model, weights: held, ...options }) => {
    const {
      losses: _losses,
      tails,
      strategyTails,
      contributions,
      ...rest
    } = simulatedPortfolio(scenarioModel(model), held, options)
    return {
      ...rest,
      tails: [...tails],
      strategyTails: strategyTails.map((own) => [...own]),
      contributions: contributions.map(({ confidence, valueAtRisk, expectedShortfall }) => ({
        confidence,
        valueAtRisk: [...valueAtRisk],
        expectedShortfall: [...expectedShortfall],
      })),
    }
  },
})

/** Wealth and drawdowns over several periods. */
export const simulatedPathsOperation = defineOperation({
  name: 'simulation/paths',
  title: 'Simulated paths: wealth and drawdowns',
  description:
    'Wealth fan, final loss, maximum drawdown, ulcer index and time under water of a portfolio over several periods, rebalanced or drifting, each with a standard error or interval; the mean also by control variate.',
  source:
    'Glasserman, Monte Carlo Methods in Financial Engineering (2003), 4.1, 9.1; Chekhlov, Uryasev & Zabarankin (2005)',
  input: z.strictObject({ model: modelSchema, weights, ...pathFields, ...runFields }),
  output: z.strictObject({
    scenarios: z.int(),
    periods: z.int(),
    meanFinalWealth: figure.describe('from a start of 1'),
    controlledMeanFinalWealth: figure.nullable().describe('null where a marginal has no closed mean'),
    probabilityOfLoss: figure,
    probabilityOfRuin: figure.describe('of losing everything'),
    tails: z.array(tail).describe('of the loss at the end, 1 - wealth'),
    meanMaximumDrawdown: figure.describe('decimal of the peak, start included'),
    maximumDrawdownQuantiles: z.array(quantileFigure),
    conditionalDrawdowns: z.array(tail).describe('quantile and tail mean of the maximum drawdown'),
    meanUlcer: figure.describe('root mean square drawdown over the ends of the periods of a path, without the start'),
    meanTimeUnderWater: figure.describe('share of the periods that end below an earlier peak'),
    fan: z.array(z.array(quantileFigure)).describe('quantiles of wealth at the end of each period'),
  }),
  example: { model: exampleModel, weights: [0.4, 0.3, 0.3], periods: 12, rebalanceEvery: 1, scenarios: 1000, seed: 1 },
  cost: 'medium',
  failures,
  compute: ({ model, weights: held, ...options }) => {
    const result = simulatedPaths(scenarioModel(model), held, options)
    return {
      ...result,
      tails: [...result.tails],
      conditionalDrawdowns: [...result.conditionalDrawdowns],
      maximumDrawdownQuantiles: [...result.maximumDrawdownQuantiles],
      fan: result.fan.map((quantiles) => [...quantiles]),
    }
  },
})

const compared = z.strictObject({
  first: number,
  second: number,
  difference: number.describe('first less second'),
  standardError: number.describe('of the paired difference'),
  lower: number,
  upper: number,
  verdict: z
    .enum(['first-higher', 'second-higher', 'tie'])
    .describe('tie where the interval of the difference holds 0'),
})

/** Two portfolios on the same scenarios. */
export const comparedPortfoliosOperation = defineOperation({
  name: 'simulation/compare',
  title: 'Two portfolios on the same scenarios',
  description:
    'Final wealth, maximum drawdown, VaR and expected shortfall of two portfolios on common scenarios, with the standard error of each paired difference; a difference that is not significant is a tie.',
  source: 'Glasserman & Yao, Management Science 38 (1992)',
  input: z.strictObject({
    model: modelSchema,
    firstWeights: weights,
    secondWeights: weights,
    ...pathFields,
    ...runFields,
  }),
  output: z.strictObject({
    meanFinalWealth: compared,
    meanMaximumDrawdown: compared,
    tails: z
      .array(z.strictObject({ confidence: openProbability, valueAtRisk: compared, expectedShortfall: compared }))
      .describe('of the loss at the end, 1 - wealth'),
  }),
  example: {
    model: exampleModel,
    firstWeights: [0.4, 0.3, 0.3],
    secondWeights: [0.3, 0.3, 0.4],
    periods: 12,
    rebalanceEvery: 1,
    scenarios: 1000,
    seed: 1,
  },
  cost: 'medium',
  failures,
  compute: ({ model, firstWeights, secondWeights, ...options }) => {
    const result = comparedPortfolios(scenarioModel(model), firstWeights, secondWeights, options)
    return { ...result, tails: [...result.tails] }
  },
})
