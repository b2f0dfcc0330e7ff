import { type FlowSwaption, regularSwaptionFlows, blackImpliedVolatility } from '@tutti/analytics/models'
import { TuttiError } from '@tutti/analytics/errors'
import {
  bachelierImpliedVolatility,
  datedPeriods,
  regularPeriods,
  type SwaptionValue,
  swaptionValue,
  type VanillaSwap,
  swapValue,
} from '@tutti/analytics/rates'
import type { DiscountCurve } from '@tutti/analytics/curves'
import {
  addBusinessDays,
  advancedDay,
  businessDayConventions,
  calendar,
  calendarNames,
  dayCounts,
  dayOf,
  schedule,
  tenorOf,
  yearFraction,
} from '@tutti/analytics/time'
import { z } from 'zod'
import { rateVolatilitySchema } from '../rates/rate-volatility-input.ts'
import { isoDate, number, positive, wholeFrom } from '../value-schemas.ts'

/** The conventions of a swaption market: dates follow from tenors by them. */
const swaptionMarketSchema = z.strictObject({
  valuationDate: isoDate.describe('from when volatilities run'),
  curveDate: isoDate.describe('reference date of the curve; expiries are counted from it'),
  curveDayCount: z.enum(dayCounts),
  volatilityDayCount: z.enum(dayCounts),
  calendar: z.enum(calendarNames),
  convention: z.enum(businessDayConventions).describe('of exercise, start and accrual dates'),
  settlementLagBusinessDays: wholeFrom(0).max(1000).describe('from exercise to the start of the swap'),
  fixedTenor: z.string().describe('1Y'),
  fixedDayCount: z.enum(dayCounts),
  floatingTenor: z.string().describe('6M'),
  floatingDayCount: z.enum(dayCounts),
})

const volatility = rateVolatilitySchema.describe('of the swap rate')
const strike = number.optional().describe('decimal; at the money unless given')

/** Quotes of swaptions with equal periods in years, or by the conventions of a market. */
export const swaptionQuotesSchema = z.union([
  z.strictObject({
    fixedFrequency: wholeFrom(1).max(366).describe('fixed payments a year; accruals are 1 / fixedFrequency'),
    swaptions: z
      .array(z.strictObject({ expiryYears: positive, tenorYears: positive.max(200), strike, volatility }))
      .min(1),
  }),
  z.strictObject({
    market: swaptionMarketSchema,
    swaptions: z
      .array(
        z.strictObject({ expiry: z.string().describe('1Y'), tenor: z.string().describe('5Y'), strike, volatility }),
      )
      .min(1),
  }),
])

/** A quoted payer swaption: what a model prices, what the market pays, and the volatility that a price means. */
export interface QuotedSwaption {
  readonly flows: FlowSwaption
  readonly strike: number
  /** Per unit of notional. */
  readonly marketPrice: number
  readonly marketVolAnnual: number
  /** Volatility, of the quote's kind, that a payer price implies; `null` where none does. */
  impliedVolAnnual(this: void, payerPrice: number): number | null
}

/** The swaptions that the quotes describe, on one curve. */
export function quotedSwaptions(input: z.infer<typeof swaptionQuotesSchema>, curve: DiscountCurve): QuotedSwaption[] {
  if ('fixedFrequency' in input) {
    const { fixedFrequency } = input
    return input.swaptions.map(({ expiryYears, tenorYears, ...quote }) => {
      const periods = regularPeriods({ startYears: expiryYears, termYears: tenorYears, frequency: fixedFrequency })
      return quotedOn(
        { fixedPeriods: periods, floatingPeriods: periods },
        quote,
        expiryYears,
        (k) => regularSwaptionFlows({ side: 'payer', expiryYears, tenorYears, strike: k, fixedFrequency }),
        curve,
      )
    })
  }
  return input.swaptions.map(({ expiry, tenor, ...quote }, i) => {
    const dated = datedSwaption(input.market, expiry, tenor, `swaptions[${i}]`)
    return quotedOn(dated, quote, dated.volatilityYears, (k) => flowsOf(dated, dated.expiryYears, k), curve)
  })
}

type SwapPeriods = Pick<VanillaSwap, 'fixedPeriods' | 'floatingPeriods'>

/** A payer swaption on one curve as flows: its floating leg is one unit at the start for one at the end. */
function flowsOf({ fixedPeriods, floatingPeriods }: SwapPeriods, expiryYears: number, strike: number): FlowSwaption {
  const last = fixedPeriods[fixedPeriods.length - 1].payYears
  const end = floatingPeriods[floatingPeriods.length - 1].endYears
  const coupons = fixedPeriods.map(({ payYears, accrualYears }) => ({
    timeYears: payYears,
    amount: strike * accrualYears,
  }))
  // The principal goes with the last coupon where both fall on one day.
  const together = Math.abs(last - end) < 1e-9
  const flows = together
    ? coupons.map((flow, i) => (i === coupons.length - 1 ? { ...flow, amount: flow.amount + 1 } : flow))
    : [...coupons, { timeYears: end, amount: 1 }].sort((x, y) => x.timeYears - y.timeYears)
  return {
    side: 'payer',
    expiryYears,
    startYears: Math.max(floatingPeriods[0].startYears, expiryYears),
    payYears: flows.map((flow) => flow.timeYears),
    amounts: flows.map((flow) => flow.amount),
  }
}

function quotedOn(
  periods: SwapPeriods,
  quote: { readonly strike?: number | undefined; readonly volatility: z.infer<typeof rateVolatilitySchema> },
  volatilityYears: number,
  flowsAt: (strike: number) => FlowSwaption,
  curve: DiscountCurve,
): QuotedSwaption {
  const curves = { discount: curve, projection: curve }
  const swap = { ...periods, side: 'payer' as const, notional: 1, floatingSpread: 0 }
  const at = quote.strike ?? swapValue({ ...swap, fixedRate: 0 }, curves).parRate
  const market = swaptionValue(
    { swap: { ...swap, fixedRate: at }, expiryYears: volatilityYears, settlement: 'physical' },
    quote.volatility,
    curves,
  )
  return {
    flows: flowsAt(at),
    strike: at,
    marketPrice: market.presentValue,
    marketVolAnnual: market.volAnnual,
    impliedVolAnnual: (price) => impliedVol(quote.volatility, market, at, volatilityYears, price),
  }
}

function impliedVol(
  volatility: z.infer<typeof rateVolatilitySchema>,
  { forwardSwapRate: forward, annuity }: SwaptionValue,
  strike: number,
  years: number,
  price: number,
): number | null {
  const shift = volatility.kind === 'normal' || volatility.kind === 'lognormal' ? 0 : volatility.shift
  try {
    return volatility.kind === 'normal'
      ? bachelierImpliedVolatility('call', forward, strike, years, price / annuity)
      : blackImpliedVolatility('call', forward + shift, strike + shift, years, price / annuity)
  } catch (error) {
    if (error instanceof TuttiError && error.code === 'invalid-input') return null
    throw error
  }
}

function datedSwaption(market: z.infer<typeof swaptionMarketSchema>, expiry: string, tenor: string, field: string) {
  const days = calendar(market.calendar)
  const { convention } = market
  const referenceDay = dayOf(market.curveDate, 'market.curveDate')
  const exercise = advancedDay(referenceDay, tenorOf(expiry, `${field}.expiry`), days, convention)
  const lag = market.settlementLagBusinessDays
  const effective = lag === 0 ? exercise : addBusinessDays(exercise, lag, days)
  const termination = advancedDay(effective, tenorOf(tenor, `${field}.tenor`), days, convention)
  const leg = (length: string, dayCount: z.infer<typeof swaptionMarketSchema>['fixedDayCount']) =>
    datedPeriods({
      days: schedule({
        effective,
        termination,
        tenor: tenorOf(length, 'market'),
        calendar: days,
        convention,
        terminationConvention: convention,
        rule: 'forward',
        endOfMonth: false,
      }).days,
      dayCount,
      context: { calendar: days },
      referenceDay,
      curveDayCount: market.curveDayCount,
    })
  return {
    fixedPeriods: leg(market.fixedTenor, market.fixedDayCount),
    floatingPeriods: leg(market.floatingTenor, market.floatingDayCount),
    expiryYears: yearFraction(market.curveDayCount, referenceDay, exercise),
    volatilityYears: yearFraction(
      market.volatilityDayCount,
      dayOf(market.valuationDate, 'market.valuationDate'),
      exercise,
    ),
  }
}
