import { blackImpliedVolatility } from '@tutti/analytics/models'
import {
  bachelierImpliedVolatility,
  capFloorValue,
  rateOptionGreeks,
  strippedCaplets,
  swaptionValue,
} from '@tutti/analytics/rates'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, positive, series, wholeFrom } from '../value-schemas.ts'
import {
  exerciseSchema,
  expiryOf,
  optionletPeriods,
  periodsOf,
  periodsSchema,
  volatilityTimeSchema,
} from './leg-inputs.ts'
import { rateVolatilitySchema } from './rate-volatility-input.ts'
import { swapCurves, swapCurvesOf, swapFields, swapOf } from './swap-input.ts'
import { plainLine, plainRateLine, rateLineSchema, valueLineSchema } from './value-lines.ts'

const flat = { kind: 'flat' as const, rateContinuous: 0.03 }
const rateNotPositive = { code: 'not-applicable' as const, when: 'the SABR expansion gives no positive volatility' }

/** One option on a rate. */
export const rateOptionOperation = defineOperation({
  name: 'rates/rate-option',
  title: 'Option on a rate',
  description:
    "Price times `annuity` of a call (payer, caplet) and a put (receiver, floorlet) on a forward rate by Black's, the shifted or Bachelier's formula or a SABR smile, with delta, gamma and vega.",
  source: 'Black (1976); Bachelier (1900); Hagan, Kumar, Lesniewski & Woodward, Wilmott (2002)',
  input: z.strictObject({
    forward: number.describe('decimal, of any sign for a normal volatility'),
    strike: number.describe('decimal'),
    expiryYears: nonNegative,
    annuity: number.describe('discount factor x accrual, or the annuity of a swap'),
    volatility: rateVolatilitySchema,
  }),
  output: z.strictObject({
    call: nonNegative,
    put: nonNegative,
    callDelta: number,
    putDelta: number,
    gamma: number,
    vega: number.describe('per 1.00 of the volatility of its kind'),
    volAnnual: nonNegative.describe('the volatility at this strike'),
  }),
  example: {
    forward: 0.031,
    strike: 0.03,
    expiryYears: 2,
    annuity: 4.5,
    volatility: { kind: 'normal' as const, volAnnual: 0.008 },
  },
  failures: [rateNotPositive],
  compute: ({ forward, strike, expiryYears, annuity, volatility }) => {
    const call = rateOptionGreeks('call', forward, strike, expiryYears, volatility)
    const put = rateOptionGreeks('put', forward, strike, expiryYears, volatility)
    return {
      call: annuity * call.price,
      put: annuity * put.price,
      callDelta: annuity * call.delta,
      putDelta: annuity * put.delta,
      gamma: annuity * call.gamma,
      vega: annuity * call.vega,
      volAnnual: call.volAnnual,
    }
  },
})

/** Volatilities that an option price implies. */
export const rateImpliedVolatilityOperation = defineOperation({
  name: 'rates/implied-volatility',
  title: 'Implied volatility of a rate option',
  description:
    'Lognormal (shifted where a shift is given) and normal volatility at which the formulas give the price; the lognormal one is null where forward or strike are not above minus the shift.',
  source: 'Black (1976); Bachelier (1900); bracketed root of the logarithm of the time value',
  input: z.strictObject({
    type: z.enum(['call', 'put']).describe('call for payers and caplets'),
    forward: number,
    strike: number,
    expiryYears: positive,
    annuity: positive.describe('discount factor x accrual, or the annuity of a swap'),
    price: positive,
    shift: number.optional().describe('decimal; 0'),
  }),
  output: z.strictObject({ lognormalVolAnnual: nullableNumber, normalVolAnnual: nonNegative }),
  example: { type: 'call' as const, forward: 0.03, strike: 0.032, expiryYears: 4, annuity: 3.7, price: 0.018 },
  compute: ({ type, forward, strike, expiryYears, annuity, price, shift = 0 }) => ({
    lognormalVolAnnual:
      forward + shift > 0 && strike + shift > 0
        ? blackImpliedVolatility(type, forward + shift, strike + shift, expiryYears, price / annuity)
        : null,
    normalVolAnnual: bachelierImpliedVolatility(type, forward, strike, expiryYears, price / annuity),
  }),
})

const stripInput = {
  leg: periodsSchema,
  volatilityTime: volatilityTimeSchema
    .optional()
    .describe("time to each rate's setting; the start of its period on the curve's axis unless given"),
  firstRate: number.optional().describe('the rate already set, where the first period has begun'),
  ...swapCurves,
}

/** A cap or floor. */
export const capFloorOperation = defineOperation({
  name: 'rates/cap-floor',
  title: 'Cap or floor',
  description:
    'Present value of a cap or floor with one volatility or one for each caplet, each caplet with its forward, volatility, delta and vega, and the rate at which cap and floor are worth the same. A collar is a cap less a floor.',
  source: 'Brigo & Mercurio (2006), 1.6',
  input: z.strictObject({
    type: z.enum(['cap', 'floor']),
    notional: number,
    strike: number.describe('decimal'),
    volatility: z.union([rateVolatilitySchema, z.array(rateVolatilitySchema).min(1)]),
    ...stripInput,
  }),
  output: z.strictObject({
    presentValue: number,
    vega: number.describe('per 1.00 of volatility'),
    atTheMoneyRate: number,
    lines: z.array(rateLineSchema.extend({ fixingYears: number, volAnnual: nonNegative, delta: number, vega: number })),
  }),
  example: {
    type: 'cap' as const,
    notional: 1e6,
    strike: 0.03,
    volatility: { kind: 'normal' as const, volAnnual: 0.008 },
    leg: { startYears: 0.25, termYears: 4.75, frequency: 4 },
    discountCurve: flat,
  },
  failures: [{ code: 'missing-data', when: 'the first period has begun and its rate is not given' }, rateNotPositive],
  compute: ({ type, notional, strike, volatility, leg, volatilityTime, firstRate, ...input }) => {
    const periods = optionletPeriods(periodsOf(leg, input.curveDate, 'leg'), volatilityTime)
    const value = capFloorValue(
      { type, notional, strike, periods, ...(firstRate === undefined ? {} : { firstRate }) },
      volatility,
      swapCurvesOf(input),
    )
    return {
      ...value,
      lines: value.lines.map((line) => ({
        ...plainRateLine(line),
        fixingYears: line.fixingYears,
        volAnnual: line.volAnnual,
        delta: line.delta,
        vega: line.vega,
      })),
    }
  },
})

/** Caplet volatilities from cap volatilities. */
export const capletStrippingOperation = defineOperation({
  name: 'rates/caplet-stripping',
  title: 'Caplet volatilities from caps',
  description:
    'Caplet volatilities, constant over the caplets that each quoted cap adds to the one before, that reprice every cap.',
  source: 'Brigo & Mercurio (2006), 6.4.3 (stripping caplet volatilities)',
  input: z.strictObject({
    strike: number,
    kind: z.enum(['lognormal', 'shifted-lognormal', 'normal']),
    shift: number.optional(),
    quotes: z
      .array(z.strictObject({ caplets: wholeFrom(1).describe('in the cap'), volAnnual: nonNegative }))
      .min(1)
      .describe('increasing in the number of caplets'),
    leg: stripInput.leg.describe('all caplets of the longest cap'),
    volatilityTime: stripInput.volatilityTime,
    ...swapCurves,
  }),
  output: z.strictObject({
    capPrices: series.describe('per unit of notional'),
    volsAnnual: series,
    capletVolsAnnual: series,
  }),
  example: {
    strike: 0.03,
    kind: 'normal' as const,
    quotes: [
      { caplets: 3, volAnnual: 0.008 },
      { caplets: 7, volAnnual: 0.0085 },
    ],
    leg: { startYears: 0.25, termYears: 1.75, frequency: 4 },
    discountCurve: flat,
  },
  compute: ({ strike, kind, shift, quotes, leg, volatilityTime, ...input }) => {
    const result = strippedCaplets(
      {
        strike,
        kind,
        ...(shift === undefined ? {} : { shift }),
        quotes: quotes.map(({ caplets, volAnnual }) => ({ count: caplets, volAnnual })),
        periods: optionletPeriods(periodsOf(leg, input.curveDate, 'leg'), volatilityTime),
      },
      swapCurvesOf(input),
    )
    return {
      capPrices: [...result.capPrices],
      volsAnnual: [...result.volsAnnual],
      capletVolsAnnual: [...result.capletVolsAnnual],
    }
  },
})

/** A European swaption. */
export const swaptionOperation = defineOperation({
  name: 'rates/swaption',
  title: 'European swaption',
  description:
    "Present value of an option to enter a swap by Black's, the shifted or Bachelier's formula or a SABR smile, with the forward swap rate, the annuity and the sensitivities to forward (annuity held) and volatility.",
  source: 'Brigo & Mercurio (2006), 1.6; par-yield cash settlement on the cash annuity at the forward rate',
  input: z.strictObject({
    ...swapFields,
    ...swapCurves,
    exercise: exerciseSchema,
    settlement: z.enum(['physical', 'collateralised-cash', 'par-yield-cash']),
    volatility: rateVolatilitySchema,
  }),
  output: z.strictObject({
    presentValue: number,
    forwardSwapRate: number,
    annuity: number.describe('notional included'),
    volAnnual: nonNegative,
    delta: number.describe('to the forward swap rate, the annuity held'),
    gamma: number,
    vega: number.describe('per 1.00 of the volatility of its kind'),
    lines: z.array(valueLineSchema),
  }),
  example: {
    side: 'payer' as const,
    notional: 1e6,
    fixedRate: 0.031,
    fixedLeg: { startYears: 1, termYears: 5, frequency: 1 },
    floatingLeg: { startYears: 1, termYears: 5, frequency: 2 },
    discountCurve: flat,
    exercise: { expiryYears: 1 },
    settlement: 'physical' as const,
    volatility: { kind: 'normal' as const, volAnnual: 0.008 },
  },
  failures: [
    { code: 'missing-data', when: 'a floating period has begun and its rate is not given' },
    { code: 'not-applicable', when: 'there is no cash annuity at the swap rate, or no SABR volatility' },
  ],
  compute: ({ exercise, settlement, volatility, ...input }) => {
    const expiryYears = expiryOf(exercise)
    const value = swaptionValue({ swap: swapOf(input), expiryYears, settlement }, volatility, swapCurvesOf(input))
    return { ...value, lines: value.lines.map(plainLine) }
  },
})
