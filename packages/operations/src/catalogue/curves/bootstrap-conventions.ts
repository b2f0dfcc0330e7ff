import { TuttiError } from '@tutti/analytics/errors'
import {
  type MoneyMarketConvention,
  overnightIndexConventions,
  type SwapConvention,
  termIndexConventions,
} from '@tutti/analytics/curves'
import { type Calendar, calendar, tenorOf } from '@tutti/analytics/time'
import { z } from 'zod'
import {
  businessDayConventionSchema,
  calendarOf,
  calendarSchema,
  dayCountSchema,
  tenorSchema,
} from '../time/calendar-input.ts'
import { wholeFrom } from '../value-schemas.ts'

const overnightNames = Object.keys(overnightIndexConventions) as (keyof typeof overnightIndexConventions)[]
const termNames = Object.keys(termIndexConventions) as (keyof typeof termIndexConventions)[]

/** An index whose conventions are known. */
export const rateIndexSchema = z.enum([...overnightNames, ...termNames])
type RateIndex = z.infer<typeof rateIndexSchema>

/** How deposits, forward rate agreements and futures are quoted, as data. */
export const moneyMarketConventionSchema = z.strictObject({
  calendar: calendarSchema,
  spotLagDays: wholeFrom(0).describe('business days from trade to start'),
  dayCount: dayCountSchema,
  businessDayConvention: businessDayConventionSchema,
  endOfMonth: z.boolean(),
})

const legConventionSchema = z.strictObject({
  tenor: tenorSchema.describe('length of a period: 3M, 6M, 1Y'),
  dayCount: dayCountSchema,
  businessDayConvention: businessDayConventionSchema.describe('of accrual days'),
  paymentConvention: businessDayConventionSchema
    .optional()
    .describe('of the days of payment, made from the accrual days; businessDayConvention'),
  paymentLagDays: wholeFrom(0).optional().describe('business days after the end of a period; 0'),
})

/** How swaps are quoted, as data. */
export const swapConventionSchema = z.strictObject({
  calendar: calendarSchema,
  spotLagDays: wholeFrom(0).describe('business days from trade to start'),
  endOfMonth: z.boolean(),
  fixed: legConventionSchema.describe(
    'for basis swaps the leg without the spread, for cross-currency swaps the domestic one',
  ),
  floating: legConventionSchema,
})

/** The market convention that the data describe. */
export function moneyMarketConventionOf(input: z.infer<typeof moneyMarketConventionSchema>): MoneyMarketConvention {
  const { calendar: days, spotLagDays, dayCount, businessDayConvention: convention, endOfMonth } = input
  return { calendar: calendarOf(days), spotLagDays, dayCount, convention, endOfMonth }
}

function legOf(input: z.infer<typeof legConventionSchema>) {
  const { tenor, dayCount, businessDayConvention: convention, paymentConvention, paymentLagDays = 0 } = input
  return { tenor: tenorOf(tenor), dayCount, convention, paymentConvention, paymentLagDays }
}

/** The market convention that the data describe. */
export function swapConventionOf(input: z.infer<typeof swapConventionSchema>): SwapConvention {
  const { spotLagDays, endOfMonth } = input
  const days: Calendar = calendarOf(input.calendar)
  return { calendar: days, spotLagDays, endOfMonth, fixed: legOf(input.fixed), floating: legOf(input.floating) }
}

const isOvernight = (index: RateIndex): index is (typeof overnightNames)[number] =>
  Object.hasOwn(overnightIndexConventions, index)

/** Deposits and forward rate agreements on an index. */
export function moneyMarketOfIndex(index: RateIndex): MoneyMarketConvention {
  if (isOvernight(index)) {
    const known = overnightIndexConventions[index]
    const { spotLagDays, dayCount, convention } = known
    return { calendar: calendar(known.calendar), spotLagDays, dayCount, convention, endOfMonth: true }
  }
  const { fixingLagDays, dayCount, convention, endOfMonth, ...known } = termIndexConventions[index]
  return { calendar: calendar(known.calendar), spotLagDays: fixingLagDays, dayCount, convention, endOfMonth }
}

/** The standard swap on an index. */
export function swapOfIndex(index: RateIndex): SwapConvention {
  if (isOvernight(index)) {
    const { spotLagDays, paymentLagDays, paymentTenor, dayCount, convention, ...known } =
      overnightIndexConventions[index]
    const leg = { tenor: tenorOf(paymentTenor), dayCount, convention, paymentLagDays }
    return { calendar: calendar(known.calendar), spotLagDays, endOfMonth: true, fixed: leg, floating: leg }
  }
  const known = termIndexConventions[index]
  return {
    calendar: calendar(known.calendar),
    spotLagDays: known.fixingLagDays,
    endOfMonth: false,
    fixed: {
      tenor: tenorOf(known.fixedTenor),
      dayCount: known.fixedDayCount,
      convention: known.convention,
      paymentLagDays: 0,
    },
    floating: {
      tenor: tenorOf(known.tenor),
      dayCount: known.dayCount,
      convention: known.convention,
      paymentLagDays: 0,
    },
  }
}

/** The first convention given, or the refusal that names the instrument. */
export function requiredConvention<T>(id: string, ...candidates: readonly (T | undefined)[]): T {
  const found = candidates.find((candidate) => candidate !== undefined)
  if (found !== undefined) return found
  throw new TuttiError('missing-data', `instrument ${id} has no conventions`, {
    field: id,
    got: 'none',
    expected: 'conventions, an index, or the conventions of its kind',
  })
}
