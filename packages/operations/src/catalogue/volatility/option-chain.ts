import { cleanOptionChain } from '@tutti/analytics/volatility'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'

const type = z.enum(['call', 'put'])
const index = wholeFrom(0).describe('place in the input')

/** Volatilities of a listed chain. */
export const optionChainOperation = defineOperation({
  name: 'volatility/option-chain',
  title: 'Volatilities of an option chain',
  description:
    'Forward and discount factor of each expiry by put-call parity, volatilities of out-of-the-money bids, mids and asks, and every quote left out with the reason.',
  source: 'Gatheral, The Volatility Surface (2006), ch. 3; Cboe, Volatility Index Methodology (2019)',
  input: z.strictObject({
    quotes: z
      .array(z.strictObject({ expiryYears: positive, strike: positive, type, bid: nonNegative, ask: nonNegative }))
      .min(1)
      .describe('options that settle at different times need different expiries'),
    widestSpread: positive.describe('bid-ask spread over mid beyond which a quote is left out'),
  }),
  output: z.strictObject({
    expiries: z.array(
      z.strictObject({
        expiryYears: positive,
        forward: positive,
        discountFactor: positive,
        parityPairs: wholeFrom(4),
        parityError: nonNegative.describe('residual standard error of put-call parity, in price'),
        quotes: z.array(
          z.strictObject({
            index,
            strike: positive,
            type,
            logMoneyness: number,
            bidVolAnnual: positive,
            volAnnual: positive,
            askVolAnnual: positive,
          }),
        ),
      }),
    ),
    dropped: z.array(z.strictObject({ index, reason: z.string() })),
  }),
  example: {
    quotes: [
      [80, 20.6, 20.9, 0.42, 0.48],
      [90, 11.9, 12.1, 1.5, 1.6],
      [95, 8.3, 8.5, 2.85, 2.95],
      [100, 5.5, 5.6, 4.95, 5.05],
      [105, 3.35, 3.45, 7.7, 7.8],
      [110, 1.95, 2.05, 11.1, 11.3],
    ].flatMap(([strike, callBid, callAsk, putBid, putAsk]) => [
      { expiryYears: 0.5, strike, type: 'call' as const, bid: callBid, ask: callAsk },
      { expiryYears: 0.5, strike, type: 'put' as const, bid: putBid, ask: putAsk },
    ]),
    widestSpread: 0.25,
  },
  cost: 'medium',
  compute: ({ quotes, widestSpread }) => {
    const { expiries, dropped } = cleanOptionChain(quotes, widestSpread)
    return {
      expiries: expiries.map(({ quotes: kept, ...rest }) => ({ ...rest, quotes: [...kept] })),
      dropped: [...dropped],
    }
  },
})
