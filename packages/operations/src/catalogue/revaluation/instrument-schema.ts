import type { Instrument } from '@tutti/analytics/revaluation'
import { z } from 'zod'
import { currency } from '../fx/fx-inputs.ts'
import { number, positive } from '../value-schemas.ts'

/** What buckets, indices and surfaces are called. */
export const marketName = z.string().min(1).max(100)

const longestYears = 150
const years = z.number().positive().max(longestYears)
const perYear = z.number().positive().max(12).describe('payments a year')
const notional = positive.describe('in the currency')
const rate = number.describe('a year, decimal')
const units = positive.describe('units of the index')
const strikePoints = positive.describe('index points for a unit')
const flows = z
  .array(
    z.strictObject({
      years: z.number().min(0).max(longestYears).describe('from the valuation date'),
      amount: number.describe('in the currency; of today’s money where linked to inflation'),
    }),
  )
  .min(1)
  .max(2000)
const spread = number.describe(
  'of the holding itself over the zero rate, continuously compounded, decimal; the change of its bucket comes on top',
)
const bucket = marketName.describe('bucket of issuers whose spread moves it')
const spreadFlows = { currency, flows, spread, bucket: bucket.nullable().describe('null: no spread factor moves it') }
const optionType = z.enum(['call', 'put'])
const index = marketName.describe('an index of market.equities')
const fixedOrFloating = z.enum(['receive fixed', 'pay fixed'])

const cash = z.strictObject({ kind: z.literal('cash'), currency, amount: number })
const fixedFlows = z.strictObject({ kind: z.literal('fixed flows'), ...spreadFlows })
const linkedFlows = z.strictObject({ kind: z.literal('inflation-linked flows'), ...spreadFlows })
const equity = z.strictObject({
  kind: z.literal('equity'),
  currency,
  amount: number.describe('worth today, in the currency'),
  index,
  beta: number.describe('the amount moves by (index ratio) ^ beta'),
})
const swap = z.strictObject({
  kind: z.literal('swap'),
  side: fixedOrFloating,
  currency,
  notional,
  startYears: z.number().min(-longestYears).max(longestYears).describe('below 0 for a running swap'),
  endYears: years,
  fixedRate: rate,
  fixedFrequency: perYear,
  floatingFrequency: perYear,
  currentFixing: rate.optional().describe('simple rate of the floating period that runs; needed where startYears < 0'),
})
const inflationSwap = z.strictObject({
  kind: z.literal('zero-coupon inflation swap'),
  side: z.enum(['receive inflation', 'pay inflation']),
  currency,
  notional,
  maturityYears: years,
  fixedRate: z.number().gt(-1).describe('compounded annually, decimal'),
})
const fxForward = z.strictObject({
  kind: z.literal('fx forward'),
  buyCurrency: currency,
  buyAmount: positive,
  sellCurrency: currency,
  sellAmount: positive,
  maturityYears: years,
})
const fxOption = z.strictObject({
  kind: z.literal('fx option'),
  type: optionType.describe('on `currency`'),
  currency,
  againstCurrency: currency,
  notional,
  strike: positive.describe('units of `againstCurrency` for one of `currency`'),
  expiryYears: years,
})
const crossCurrencySwap = z.strictObject({
  kind: z.literal('cross-currency swap'),
  receiveCurrency: currency,
  receiveNotional: positive,
  payCurrency: currency,
  payNotional: positive,
  maturityYears: years,
  receiveSpread: rate.describe('on top of the floating rate received, a year, decimal'),
  frequency: perYear,
})
const swaption = z.strictObject({
  kind: z.literal('swaption'),
  side: fixedOrFloating,
  currency,
  notional,
  expiryYears: years,
  tenorYears: years.describe('of the swap, from the expiry'),
  strike: rate,
  fixedFrequency: perYear,
})
const bondFuture = z.strictObject({
  kind: z.literal('bond future'),
  currency,
  deliveryYears: years,
  flows: flows.describe('of the bond that is delivered, none before delivery'),
  price: number.describe('at which it was entered, in the unit of the flows'),
})
const creditDefaultSwap = z.strictObject({
  kind: z.literal('credit default swap'),
  side: z.enum(['buy protection', 'sell protection']),
  currency,
  bucket,
  ownSpread: number.describe('spread of the name or index less that of its bucket, decimal'),
  notional,
  maturityYears: years,
  couponRate: rate.describe('running premium, paid quarterly, a year, decimal'),
  recovery: z.number().min(0).lt(1),
})
const totalReturnSwap = z.strictObject({
  kind: z.literal('total return swap'),
  side: z.enum(['pay total return', 'receive total return']),
  currency,
  flows,
  spread,
  bucket,
  referenceValue: number.describe('of the flows when the swap was struck'),
})
const equityOption = z.strictObject({
  kind: z.literal('equity option'),
  type: optionType,
  index,
  units,
  strike: strikePoints,
  expiryYears: years,
})
const equityForward = z.strictObject({
  kind: z.literal('equity forward'),
  index,
  units,
  strike: strikePoints,
  maturityYears: years,
})

/** An instrument that can be revalued in full, one unit of it; times in years from the valuation date. */
const instrumentSchema = z.discriminatedUnion('kind', [
  cash,
  fixedFlows,
  linkedFlows,
  equity,
  swap,
  inflationSwap,
  fxForward,
  fxOption,
  crossCurrencySwap,
  swaption,
  bondFuture,
  creditDefaultSwap,
  totalReturnSwap,
  equityOption,
  equityForward,
])

/** Holdings or trades, each an instrument times a quantity. */
export const positionsSchema = z
  .array(
    z.strictObject({
      id: z.string().min(1).max(200),
      quantity: number.describe('units; negative for the other side'),
      instrument: instrumentSchema,
    }),
  )
  .min(1)
  .max(2000)

/** A position as data, parsed. */
export type PositionInput = z.infer<typeof positionsSchema>[number]

/** The instrument that the data describe. */
export function instrumentOf(input: PositionInput['instrument']): Instrument {
  if (input.kind !== 'swap') return input
  const { currentFixing, ...swapTerms } = input
  return currentFixing === undefined ? swapTerms : { ...swapTerms, currentFixing }
}

/** Roughly how many payments an instrument has. */
export function paymentCount(instrument: PositionInput['instrument']): number {
  switch (instrument.kind) {
    case 'fixed flows':
    case 'inflation-linked flows':
    case 'bond future':
    case 'total return swap':
      return instrument.flows.length
    case 'swap':
      return Math.max(instrument.endYears - instrument.startYears, 0) * instrument.fixedFrequency + 2
    case 'cross-currency swap':
      return 4 * instrument.maturityYears * instrument.frequency + 2
    case 'swaption':
      return instrument.tenorYears * instrument.fixedFrequency + 2
    case 'credit default swap':
      return 8 * instrument.maturityYears
    case 'cash':
    case 'equity':
    case 'zero-coupon inflation swap':
    case 'fx forward':
    case 'fx option':
    case 'equity option':
    case 'equity forward':
      return 2
  }
}
