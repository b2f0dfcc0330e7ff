import { z } from 'zod'
import { nonNegative, number, positive } from '../value-schemas.ts'

const position = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('linear'), direction: z.enum(['long', 'short']) }),
    z.strictObject({
      kind: z.literal('option'),
      side: z.enum(['bought', 'sold']),
      type: z.enum(['call', 'put']).describe('a payer swaption is a call on the rate'),
      underlying: number.describe('forward, in the unit of the strike'),
      strike: number,
      exerciseYears: nonNegative,
      shift: number.optional().describe('added to underlying and strike where rates may be negative'),
    }),
    z.strictObject({
      kind: z.literal('tranche'),
      protection: z.enum(['bought', 'sold']),
      attachment: z.number().min(0).max(1),
      detachment: z.number().min(0).max(1),
    }),
  ])
  .describe('long gains when the risk factor (rate, spread, price) rises')
const hedging = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('ordinary') }),
    z.strictObject({ kind: z.literal('volatility') }),
    z.strictObject({ kind: z.literal('basis'), pair: z.string().min(1) }),
  ])
  .optional()
const terms = {
  id: z.string().min(1),
  marketValue: number.describe('value to the bank, domestic currency'),
  maturityYears: nonNegative.describe('until the contract, or what it delivers, ends'),
  notional: positive.describe('domestic currency'),
  position,
  hedging,
}
const period = { startYears: number.describe('0 when it has started'), endYears: positive }
/** A derivative as the standardised approach sees it. */
export const saCcrTradeSchema = z.union([
  z.strictObject({ ...terms, assetClass: z.literal('interest-rate'), currency: z.string().min(1), ...period }),
  z.strictObject({ ...terms, assetClass: z.literal('fx'), pair: z.string().describe('as EUR/USD') }),
  z.strictObject({
    ...terms,
    assetClass: z.literal('credit'),
    entity: z.string().min(1),
    rating: z.enum(['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC']),
    ...period,
  }),
  z.strictObject({
    ...terms,
    assetClass: z.literal('credit'),
    entity: z.string().min(1),
    indexQuality: z.enum(['investment grade', 'speculative grade']),
    ...period,
  }),
  z.strictObject({
    ...terms,
    assetClass: z.literal('equity'),
    entity: z.string().min(1),
    reference: z.enum(['single name', 'index']),
  }),
  z.strictObject({
    ...terms,
    assetClass: z.literal('commodity'),
    hedgingSet: z.enum(['energy', 'metals', 'agricultural', 'other']),
    commodityType: z.string().min(1),
    isElectricity: z.boolean(),
  }),
])
