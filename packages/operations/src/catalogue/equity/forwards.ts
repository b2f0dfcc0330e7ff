import { equityForwardPrice, equityForwardValue, futuresPortfolio, type EquityMarket } from '@tutti/analytics/equity'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { nonNegative, number, positive, series } from '../value-schemas.ts'
import { cashDividends } from './equity-inputs.ts'

const marketSchema = z.strictObject({
  spot: positive,
  curve: discountCurveSchema,
  dividendYieldContinuous: number,
  repoContinuous: number.describe('cost of borrowing the share, lowers the forward'),
  dividends: cashDividends,
})

const marketOf = ({ curve, ...market }: z.infer<typeof marketSchema>): EquityMarket => ({
  ...market,
  curve: discountCurveOf(curve),
})

const exampleMarket = {
  spot: 4500,
  curve: { kind: 'flat' as const, rateContinuous: 0.045 },
  dividendYieldContinuous: 0.014,
  repoContinuous: 0.002,
  dividends: [],
}
const carry = 'cost of carry; Hull, Options, Futures, and Other Derivatives, chapter 5'

/** Forward prices, which are also the fair prices of futures. */
export const equityForwardPricesOperation = defineOperation({
  name: 'equity/forward-prices',
  title: 'Equity forward and index future prices',
  description:
    'Fair forward prices of a share or index with yield, repo and cash dividends; a future is fair at them too.',
  source: carry,
  input: z.strictObject({ market: marketSchema, timesYears: z.array(nonNegative).min(1) }),
  output: z.strictObject({ forwardPrices: series, bases: series.describe('forward less spot') }),
  example: { market: exampleMarket, timesYears: [0.25, 0.5, 1] },
  compute: ({ market, timesYears }) => {
    const parsed = marketOf(market)
    const forwardPrices = timesYears.map((time) => equityForwardPrice(parsed, time))
    return { forwardPrices, bases: forwardPrices.map((price) => price - market.spot) }
  },
})

/** An equity forward marked to market. */
export const equityForwardValueOperation = defineOperation({
  name: 'equity/forward-value',
  title: 'Equity forward value',
  description: 'Present value of a bought forward on shares or an index with its two lines.',
  source: carry,
  input: z.strictObject({
    market: marketSchema,
    quantity: number,
    contractPrice: number,
    maturityYears: nonNegative,
  }),
  output: z.strictObject({ ...presentValueFields, forwardPrice: positive, delta: number }),
  example: { market: exampleMarket, quantity: 100, contractPrice: 4550, maturityYears: 0.5 },
  compute: ({ market, ...forward }) => plainLines(equityForwardValue(marketOf(market), forward)),
})

/** A portfolio of futures. */
export const futuresPortfolioOperation = defineOperation({
  name: 'equity/futures-portfolio',
  title: 'Portfolio of futures',
  description: 'Profit of futures since entry, position by position, with net and gross notional.',
  source: 'variation margin: contracts x multiplier x (price - entry)',
  input: z.strictObject({
    positions: z
      .array(
        z.strictObject({
          label: z.string(),
          contracts: number,
          multiplier: positive.describe('money per point'),
          entryPrice: number,
          price: number,
        }),
      )
      .min(1),
  }),
  output: z.strictObject({ ...presentValueFields, netNotional: number, grossNotional: nonNegative }),
  example: {
    positions: [
      { label: 'index December', contracts: 12, multiplier: 50, entryPrice: 4480, price: 4512.5 },
      { label: 'index March', contracts: -4, multiplier: 50, entryPrice: 4530, price: 4560 },
    ],
  },
  compute: ({ positions }) => plainLines(futuresPortfolio(positions)),
})
