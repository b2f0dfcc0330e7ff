import { baseValues, factorGroups, revaluedBook } from '@tutti/analytics/revaluation'
import { expectedShortfallInterval, valueAtRiskInterval } from '@tutti/analytics/risk'
import { variance } from '@tutti/analytics/statistics'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, openProbability } from '../value-schemas.ts'
import { bookOf, marketFields, shocksOf, shocksSchema, valuationFailures } from './book-input.ts'
import { exampleHedge, exampleMarket, examplePositions, exampleShocks } from './example-book.ts'
import { positionsSchema } from './instrument-schema.ts'
import { varianceExplained } from './variance-explained.ts'

const tails = z.strictObject({
  profits: z.array(number).describe('in each scenario: value after less value before'),
  meanProfit: number,
  volatility: nonNegative.describe('of the profits'),
  valueAtRisk: z
    .strictObject({
      estimate: number.describe('lower quantile of the losses'),
      lower: number,
      upper: number,
      coverage: number.describe('of the interval; below the level where the scenarios are too few'),
    })
    .describe('loss positive, with its order-statistic interval'),
  expectedShortfall: z
    .strictObject({ estimate: number, standardError: nonNegative, lower: number, upper: number })
    .describe('loss positive'),
})

const effectiveness = z
  .strictObject({ value: number, standardError: nonNegative })
  .nullable()
  .describe('1 - Var(hedged) / Var(unhedged); null without a hedge or where the book does not move')

/** Scenario profits of a book with and without a hedge. */
export const scenarioProfitOperation = defineOperation({
  name: 'revaluation/scenario-profit',
  title: 'Profit and loss of a book and its hedge in scenarios',
  description:
    'Profit and loss of a book, and of the book with a hedge, fully revalued in scenarios of the risk factors: VaR and expected shortfall with their errors, and the share of variance that the hedge takes away, with all factors moving and with those of one group alone. Scenarios count alike.',
  source: 'Ederington, J. of Finance 34 (1979); Dowd, J. of Derivatives 8 (2001); Manistre & Hancock, NAAJ 9 (2005)',
  input: z.strictObject({
    positions: positionsSchema,
    hedge: positionsSchema.optional().describe('trades on top of the positions'),
    ...marketFields,
    shocks: shocksSchema.min(2),
    confidence: openProbability.describe('of VaR and expected shortfall'),
    level: openProbability.describe('coverage of the intervals, such as 0.95'),
  }),
  output: z.strictObject({
    baseCurrency: z.string(),
    value: number.describe('of the positions as the market stands'),
    hedgeValue: number.describe('of the hedge, 0 without one'),
    unhedged: tails,
    hedged: tails,
    effectiveness,
    groups: z
      .array(
        z.strictObject({
          group: z.enum(factorGroups),
          unhedgedVolatility: nonNegative,
          hedgedVolatility: nonNegative,
          effectiveness,
        }),
      )
      .describe('with only the factors of the group moving, for each group that has factors'),
  }),
  example: {
    positions: examplePositions,
    hedge: exampleHedge,
    ...exampleMarket,
    shocks: exampleShocks,
    confidence: 0.8,
    level: 0.9,
  },
  failures: [
    ...valuationFailures,
    { code: 'not-applicable', when: 'fewer than two losses lie in the tail beyond the confidence' },
  ],
  compute: ({ positions, hedge = [], shocks: rows, confidence, level, ...surroundings }) => {
    const all = [...positions, ...hedge]
    const { factors } = surroundings
    const moving = factorGroups.filter((group) => factors.some((factor) => factor.group === group))
    const book = bookOf(positions, surroundings, rows.length * (moving.length + 1), hedge)
    const shocks = shocksOf(rows, factors.length)
    const base = baseValues(book)
    const worth = (from: number, to: number): number =>
      all.slice(from, to).reduce((sum, { quantity }, i) => sum + quantity * base[from + i], 0)
    const profitsUnder = (moves: Float64Array) => {
      const values = revaluedBook(book, moves)
      const unhedged = new Float64Array(rows.length)
      const hedged = new Float64Array(rows.length)
      for (let s = 0; s < rows.length; s++) {
        let sum = 0
        for (let i = 0; i < all.length; i++) {
          sum += all[i].quantity * (values[s * all.length + i] - base[i])
          if (i === positions.length - 1) unhedged[s] = sum
        }
        hedged[s] = sum
      }
      return { unhedged, hedged }
    }
    const effectivenessOf = ({ unhedged, hedged }: ReturnType<typeof profitsUnder>) =>
      hedge.length === 0 ? null : varianceExplained(unhedged, hedged)
    const joint = profitsUnder(shocks)
    return {
      baseCurrency: book.baseCurrency,
      value: worth(0, positions.length),
      hedgeValue: worth(positions.length, all.length),
      unhedged: tailsOf(joint.unhedged, confidence, level),
      hedged: tailsOf(joint.hedged, confidence, level),
      effectiveness: effectivenessOf(joint),
      groups: moving.map((group) => {
        const alone = profitsUnder(
          shocks.map((shock, at) => (factors[at % factors.length].group === group ? shock : 0)),
        )
        return {
          group,
          unhedgedVolatility: Math.sqrt(variance(alone.unhedged, 'sample')),
          hedgedVolatility: Math.sqrt(variance(alone.hedged, 'sample')),
          effectiveness: effectivenessOf(alone),
        }
      }),
    }
  },
})

function tailsOf(profits: Float64Array, confidence: number, level: number): z.infer<typeof tails> {
  const losses = profits.map((profit) => 0 - profit)
  const { estimate, lower, upper, coverage } = valueAtRiskInterval(losses, confidence, level)
  const shortfall = expectedShortfallInterval(losses, confidence, level)
  return {
    profits: Array.from(profits),
    meanProfit: profits.reduce((sum, profit) => sum + profit, 0) / profits.length,
    volatility: Math.sqrt(variance(profits, 'sample')),
    valueAtRisk: { estimate, lower, upper, coverage },
    expectedShortfall: {
      estimate: shortfall.estimate,
      standardError: shortfall.standardError,
      lower: shortfall.lower,
      upper: shortfall.upper,
    },
  }
}
