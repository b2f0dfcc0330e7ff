import {
  type CdsTenorQuote,
  flatHazardCurve,
  logLinearSurvivalCurve,
  piecewiseHazardCurve,
  type SurvivalCurve,
} from '@tutti/analytics/credit'
import { type DatedCurve, logLinearDiscountCurve } from '@tutti/analytics/curves'
import { TuttiError } from '@tutti/analytics/errors'
import { type Day, dayCounts, dayOf, yearFraction } from '@tutti/analytics/time'
import { z } from 'zod'
import { type DiscountCurveInput, discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { presentValueFields } from '../value-line-schema.ts'
import { isoDate, nonNegative, number, paymentsPerYear, positive, termYears } from '../value-schemas.ts'

/** Recovery rate on the notional. */
export const recovery = z.number().min(0).lt(1).describe('paid at default, fraction of the notional')

/** Whose value is wanted. */
export const side = z.enum(['buy protection', 'sell protection'])

/** How defaults are placed in a period. */
export const integration = z
  .enum(['exact', 'mid-point'])
  .describe(
    'default at any time, or at the middle of a period; at any time to 1e-5 relative where a curve is not log-linear',
  )

/** A survival curve as data. */
export const survivalCurveSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('flat'), hazardRate: nonNegative.describe('continuous, a year') }),
  z.strictObject({
    kind: z.literal('piecewise-hazard'),
    timesYears: z.array(positive).min(1).describe('increasing'),
    hazardRates: z.array(nonNegative).min(1).describe('up to each time; the last one beyond too'),
  }),
  z.strictObject({
    kind: z.literal('log-linear-survival'),
    timesYears: z.array(positive).min(1).describe('increasing'),
    survivalProbabilities: z.array(positive).min(1).describe('falling from 1'),
  }),
])

/** The survival curve that the data describe. */
export function survivalCurveOf(input: z.infer<typeof survivalCurveSchema>): SurvivalCurve {
  switch (input.kind) {
    case 'flat':
      return flatHazardCurve(input.hazardRate)
    case 'piecewise-hazard':
      return piecewiseHazardCurve(input.timesYears, input.hazardRates)
    case 'log-linear-survival':
      return logLinearSurvivalCurve(input.timesYears, input.survivalProbabilities)
  }
}

/** Times at which the forward rate of a discount curve jumps. */
export function discountKnots(curve: DiscountCurveInput): { discountKnotsYears?: readonly number[] } {
  if (curve.kind === 'spread-over') return discountKnots(curve.curve)
  return 'timesYears' in curve && curve.kind !== 'smith-wilson' ? { discountKnotsYears: curve.timesYears } : {}
}

const spreadQuote = { spread: number.describe('par spread, decimal a year') }
const upfrontQuote = {
  upfront: number.describe('paid by the protection buyer today, fraction of the notional'),
  runningSpread: number.describe('decimal a year'),
}
const quotedTenor = { maturityYears: termYears, label: z.string().optional().describe('names it in errors') }

/** A quote to one maturity. */
export const tenorQuoteSchema = z.union([
  z.strictObject({ ...quotedTenor, ...spreadQuote }),
  z.strictObject({ ...quotedTenor, ...upfrontQuote }),
])

/** A quote without its maturity. */
export const quoteSchema = z.union([z.strictObject(spreadQuote), z.strictObject(upfrontQuote)])

/** The quote without the keys that were left out. */
export function tenorQuoteOf(input: z.infer<typeof tenorQuoteSchema>): CdsTenorQuote {
  const { label, ...quote } = input
  return label === undefined ? quote : { ...quote, label }
}

/** What the quotes have in common, in exact times. */
export const quoteConventions = {
  recovery,
  paymentsPerYear: paymentsPerYear.describe('4: quarterly, in arrears, accrued premium paid at default'),
  integration,
}

/** Value of a swap and its parts, in money but for the annuity and the spread. */
export const valuationSchema = {
  ...presentValueFields,
  protectionLeg: number,
  premiumLeg: number.describe('what the protection buyer pays'),
  accrualRebate: number,
  riskyAnnuity: number.describe('years: value of a unit of running spread'),
  fairSpread: number,
}

/** A discount curve with dates. */
export const datedDiscountSchema = z.union([
  z.strictObject({
    referenceDate: isoDate,
    dayCount: z.enum(dayCounts).describe('of the times of the curve'),
    curve: discountCurveSchema,
  }),
  z.strictObject({
    referenceDate: isoDate,
    dayCount: z.enum(dayCounts).describe('of the times between which ln P is linear'),
    dates: z.array(isoDate).min(1).describe('increasing; the reference date may come first with a factor of 1'),
    discountFactors: z.array(positive).min(1),
  }),
])

/** The curve with the days where its forward rate jumps, as far as they are known. */
export function datedDiscountOf(input: z.infer<typeof datedDiscountSchema>): {
  discount: DatedCurve
  discountNodeDays: readonly Day[]
} {
  const referenceDay = dayOf(input.referenceDate, 'discount.referenceDate')
  const { dayCount } = input
  if ('curve' in input) {
    const years = discountKnots(input.curve).discountKnotsYears ?? []
    const length = dayCount === 'ACT/360' ? 360 : 365
    return {
      discount: { referenceDay, dayCount, curve: discountCurveOf(input.curve) },
      discountNodeDays: years.map((time) => Math.round(referenceDay + time * length)),
    }
  }
  const days = input.dates.map((date, i) => dayOf(date, `discount.dates[${i}]`))
  requireAsMany(input.discountFactors.length, days.length, 'discount.discountFactors')
  const first = days[0] === referenceDay ? 1 : 0
  if (first === 1 && input.discountFactors[0] !== 1) {
    throw new TuttiError('invalid-input', 'the discount factor on the reference date is 1', {
      field: 'discount.discountFactors[0]',
      got: String(input.discountFactors[0]),
      expected: '1',
    })
  }
  const times = days.slice(first).map((day) => yearFraction(dayCount, referenceDay, day))
  return {
    discount: { referenceDay, dayCount, curve: logLinearDiscountCurve(times, input.discountFactors.slice(first)) },
    discountNodeDays: days,
  }
}

/** Throws `invalid-input` unless a list is as long as another. */
export function requireAsMany(got: number, expected: number, field: string): void {
  if (got === expected) return
  throw new TuttiError('invalid-input', `${field} must hold ${expected} values, got ${got}`, {
    field,
    got: String(got),
    expected: String(expected),
  })
}
