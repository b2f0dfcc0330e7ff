import { basisSwapValue, crossCurrencySwapValue, type FloatingLeg, type RateLeg } from '@tutti/analytics/rates'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { number, positive } from '../value-schemas.ts'
import { curveDateSchema, periodsOf, periodsSchema } from './leg-inputs.ts'
import { plainRateLine, rateLineSchema } from './value-lines.ts'

const curveDate = curveDateSchema.optional().describe('needed for legs given by dates')
const rateAlreadySet = { code: 'missing-data' as const, when: 'a floating period has begun and its rate is not given' }

const floatingFields = {
  kind: z.literal('floating'),
  periods: periodsSchema,
  notional: number,
  spread: number.describe('decimal'),
  projectionCurve: discountCurveSchema.describe('where its forwards are read'),
  firstRate: number.optional().describe('the rate already set, where the first period has begun'),
}
const floatingSchema = z.strictObject(floatingFields)
const fixedSchema = z.strictObject({
  kind: z.literal('fixed'),
  periods: periodsSchema,
  notional: number,
  rate: number.describe('decimal'),
})

type CurveDate = z.infer<typeof curveDateSchema>

function floatingOf(leg: z.infer<typeof floatingSchema>, date: CurveDate | undefined, field: string): FloatingLeg {
  return {
    kind: 'floating',
    periods: periodsOf(leg.periods, date, field),
    spread: leg.spread,
    notionals: leg.notional,
    projection: discountCurveOf(leg.projectionCurve),
    ...(leg.firstRate === undefined ? {} : { firstRate: leg.firstRate }),
  }
}

function legOf(
  leg: z.infer<typeof floatingSchema> | z.infer<typeof fixedSchema>,
  date: CurveDate | undefined,
  field: string,
): RateLeg {
  if (leg.kind === 'floating') return floatingOf(leg, date, field)
  return { kind: 'fixed', periods: periodsOf(leg.periods, date, field), rate: leg.rate, notionals: leg.notional }
}

const quarterly = { startYears: 0, termYears: 5, frequency: 4 }
const halfYearly = { startYears: 0, termYears: 5, frequency: 2 }
const flat = (rateContinuous: number) => ({ kind: 'flat' as const, rateContinuous })
const floating = (periods: typeof quarterly, notional: number, spread: number, rate: number) => ({
  kind: 'floating' as const,
  periods,
  notional,
  spread,
  projectionCurve: flat(rate),
})

/** Two floating legs of one currency. */
export const basisSwapOperation = defineOperation({
  name: 'rates/basis-swap',
  title: 'Basis swap',
  description:
    'Present value of one floating leg against another in one currency, each with its projection curve, the spread on either leg at which it is worth nothing, and each payment.',
  source:
    'forwards on each projection curve, one discount curve; Henrard, Interest Rate Modelling in the Multi-Curve Framework (2014)',
  input: z.strictObject({
    receive: floatingSchema,
    pay: floatingSchema,
    discountCurve: discountCurveSchema,
    curveDate,
  }),
  output: z.strictObject({
    presentValue: number,
    receiveLegPresentValue: number,
    payLegPresentValue: number,
    parReceiveSpread: number,
    parPaySpread: number,
    lines: z.array(rateLineSchema),
  }),
  example: {
    receive: floating(quarterly, 1e6, 0.0008, 0.031),
    pay: floating(halfYearly, 1e6, 0, 0.032),
    discountCurve: flat(0.03),
  },
  failures: [rateAlreadySet],
  compute: ({ receive, pay, discountCurve, curveDate: date }) => {
    const legs = { receive: floatingOf(receive, date, 'receive'), pay: floatingOf(pay, date, 'pay') }
    const value = basisSwapValue(legs, discountCurveOf(discountCurve))
    return { ...value, lines: value.lines.map(plainRateLine) }
  },
})

const currencyLeg = z.strictObject({
  leg: z.discriminatedUnion('kind', [fixedSchema, floatingSchema]),
  discountCurve: discountCurveSchema.describe("of the leg's currency, under the common collateral"),
})

/** Two legs of two currencies. */
export const crossCurrencySwapOperation = defineOperation({
  name: 'rates/cross-currency-swap',
  title: 'Cross-currency swap',
  description:
    'Present value, in the currency of the received leg, of a swap of two currencies with exchanges of principal, either leg fixed or floating, with or without the notional of one leg reset to market at each period.',
  source:
    'Fujii, Shimada & Takahashi, A Note on Construction of Multiple Swap Curves with and without Collateral (2010)',
  input: z.strictObject({
    receive: currencyLeg,
    pay: currencyLeg,
    spot: positive.describe("units of the received leg's currency for one of the paid leg's"),
    exchange: z.strictObject({ initial: z.boolean(), final: z.boolean() }).describe('of principal'),
    resetting: z.enum(['none', 'receive', 'pay']).describe('the leg whose notional follows the exchange rate'),
    curveDate,
  }),
  output: z.strictObject({
    presentValue: number.describe('in the currency of the received leg'),
    receiveLegPresentValue: number.describe('in its currency'),
    payLegPresentValue: number.describe('in its currency'),
    parReceiveAddition: number.describe("added to the received leg's rate the swap is worth nothing"),
    lines: z.array(rateLineSchema),
  }),
  example: {
    receive: { leg: floating(quarterly, 1.1e6, 0, 0.04), discountCurve: flat(0.04) },
    pay: { leg: floating(quarterly, 1e6, -0.001, 0.025), discountCurve: flat(0.024) },
    spot: 1.1,
    exchange: { initial: true, final: true },
    resetting: 'receive' as const,
  },
  failures: [rateAlreadySet, { code: 'unsupported', when: 'a leg follows one whose notional changes' }],
  compute: ({ receive, pay, spot, exchange, resetting, curveDate: date }) => {
    const side = (item: z.infer<typeof currencyLeg>, field: string) => ({
      leg: legOf(item.leg, date, field),
      discount: discountCurveOf(item.discountCurve),
    })
    const value = crossCurrencySwapValue({
      receive: side(receive, 'receive'),
      pay: side(pay, 'pay'),
      spot,
      exchange,
      resetting,
    })
    return { ...value, lines: value.lines.map(plainRateLine) }
  },
})
