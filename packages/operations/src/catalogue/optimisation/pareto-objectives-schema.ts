import { z } from 'zod'
import { nonNegative, number } from '../value-schemas.ts'
import { covariance, expectedReturns, weights } from './market-inputs.ts'

const name = z.string().min(1).max(100).describe('what results call it; unique')
const scenarioReturns = z
  .array(z.array(number).min(1).max(500))
  .min(1)
  .max(5000)
  .describe('simple returns: equally likely scenarios or successive periods by assets')
const confidence = z.number().min(0).lt(1)

const convexMembers = [
  z.strictObject({ name, kind: z.literal('expected-return'), expectedReturns }),
  z.strictObject({
    name,
    kind: z.literal('linear').describe('weighted sum of the weights: yield, liquidity score, carry'),
    sense: z.enum(['minimise', 'maximise']),
    coefficients: weights,
  }),
  z.strictObject({ name, kind: z.literal('volatility'), covariance }),
  z.strictObject({ name, kind: z.literal('tracking-error'), covariance, benchmarkWeights: weights }),
  z.strictObject({
    name,
    kind: z.literal('cvar').describe('mean of the worst 1 - confidence of the losses'),
    returns: scenarioReturns,
    probabilities: z.array(z.number().min(0).max(1)).max(5000).optional(),
    confidence,
  }),
  z.strictObject({
    name,
    kind: z.literal('turnover').describe('sum of |weight - current|'),
    currentWeights: weights,
  }),
  z.strictObject({
    name,
    kind: z.literal('trading-cost'),
    currentWeights: weights,
    buyCosts: weights.describe('fraction of capital per unit bought'),
    sellCosts: weights.describe('fraction of capital per unit sold'),
  }),
  z.strictObject({
    name,
    kind: z.literal('deviation').describe('|weighted sum of the weights - target|: duration gap'),
    coefficients: weights,
    target: number,
  }),
  z.strictObject({
    name,
    kind: z.literal('distance').describe('from recommended portfolios'),
    norm: z.enum(['euclidean', 'absolute']).describe('root mean square of weights, or active share'),
    portfolios: z
      .array(z.strictObject({ weights, importance: nonNegative }))
      .min(1)
      .max(20),
  }),
] as const

/** An objective with an exact frontier. */
export const convexObjective = z.discriminatedUnion('kind', convexMembers)

/** Any objective that a search can judge by. */
export const searchObjective = z.discriminatedUnion('kind', [
  ...convexMembers,
  z.strictObject({ name, kind: z.literal('value-at-risk'), returns: scenarioReturns, confidence }),
  z.strictObject({ name, kind: z.literal('max-drawdown'), returns: scenarioReturns }),
  z.strictObject({ name, kind: z.literal('holdings').describe('number of assets held') }),
])

/** How one of several alternatives is chosen. */
export const choiceRule = z
  .discriminatedUnion('rule', [
    z.strictObject({ rule: z.literal('ideal-distance'), norm: z.enum(['sum', 'euclidean', 'largest']) }),
    z.strictObject({ rule: z.literal('topsis') }),
    z.strictObject({ rule: z.literal('weighted-sum') }),
    z.strictObject({ rule: z.literal('knee') }),
  ])
  .describe(
    'ideal-distance: least distance from the best of every criterion; topsis: near the best and far from the worst; knee: where the front bends most. Figures are scaled by their ranges',
  )

/** Importance of the criteria for a choice. */
export const choiceWeights = z
  .array(nonNegative)
  .min(1)
  .max(20)
  .optional()
  .describe('importance of each criterion for the choice; equal where absent')

const exchange = z.strictObject({
  to: z.int().describe('the neighbour, by number'),
  changes: z.array(number).describe('of each criterion, from the chosen one to the neighbour, in its own units'),
  shareOfRange: z.array(number).describe('the same over the range of the criterion on the front; positive worsens'),
  words: z.string(),
})

/** The chosen point of a front and what the neighbours would give for what. */
export const chosenPoint = z.strictObject({
  point: z.int().describe('number of the chosen one, from 0'),
  words: z.string(),
  tradeOffs: z.array(exchange),
})
