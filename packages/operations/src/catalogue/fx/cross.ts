import { crossRate, triangularArbitrage } from '@tutti/analytics/fx'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { positive } from '../value-schemas.ts'
import { currency } from './fx-inputs.ts'

const pair = z.strictObject({ base: currency, quote: currency })
const quotes = z
  .array(pair.extend({ bid: positive, ask: positive.optional().describe('the bid, as a mid, when left out') }))
  .min(1)
  .describe('units of the quote currency for one unit of the base currency')

const quotesOf = (input: z.infer<typeof quotes>) =>
  input.map(({ base, quote, bid, ask = bid }) => ({ base, quote, bid, ask }))

const exampleQuotes = [
  { base: 'EUR', quote: 'USD', bid: 1.0849, ask: 1.0851 },
  { base: 'USD', quote: 'JPY', bid: 149.18, ask: 149.22 },
]

/** Cross rates from quoted pairs. */
export const crossRatesOperation = defineOperation({
  name: 'fx/cross-rates',
  title: 'Cross rates',
  description: 'Bid and ask of pairs from quotes of other pairs in either direction, by the fewest conversions.',
  source: 'triangulation',
  input: z.strictObject({ quotes, pairs: z.array(pair).min(1) }),
  output: z.strictObject({
    rates: z.array(
      z.strictObject({
        base: currency,
        quote: currency,
        bid: positive,
        ask: positive,
        mid: positive,
        route: z.array(currency).describe('the currencies gone through'),
      }),
    ),
  }),
  failures: [{ code: 'missing-data', when: 'no chain of quotes joins the two currencies' }],
  example: { quotes: exampleQuotes, pairs: [{ base: 'EUR', quote: 'JPY' }] },
  compute: (input) => ({
    rates: input.pairs.map(({ base, quote }) => {
      const rate = crossRate(quotesOf(input.quotes), base, quote)
      return { ...rate, route: [...rate.route], mid: (rate.bid + rate.ask) / 2 }
    }),
  }),
})

/** Arbitrage among quoted pairs. */
export const triangularArbitrageOperation = defineOperation({
  name: 'fx/triangular-arbitrage',
  title: 'Arbitrage among currency quotes',
  description: 'A round of conversions that gains after costs, or none where the quotes are consistent.',
  source: 'negative cycles by Bellman and Ford on the logarithms of the rates',
  input: z.strictObject({
    quotes,
    costPerConversion: z.number().min(0).max(0.5).describe('fraction of each amount; half the spread for mids'),
  }),
  output: z.strictObject({
    arbitrage: z
      .strictObject({ route: z.array(currency), gain: z.number().describe('after costs, fraction of the stake') })
      .nullable(),
  }),
  example: {
    quotes: [...exampleQuotes, { base: 'EUR', quote: 'JPY', bid: 162.2, ask: 162.25 }],
    costPerConversion: 0,
  },
  compute: (input) => {
    const found = triangularArbitrage(quotesOf(input.quotes), input.costPerConversion)
    return { arbitrage: found === undefined ? null : { route: [...found.route], gain: found.gain } }
  },
})
