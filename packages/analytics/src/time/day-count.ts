import { TuttiError } from '../errors/index.ts'
import { actualActualAfb, actualActualIcma, actualActualIsda } from './actual-actual.ts'
import { businessDaysBetween } from './business-day.ts'
import { civilOf, type Day, dayOfCivil, isLeapYear } from './day.ts'
import type { Calendar } from './holiday-calendar.ts'
import { days30360, type Thirty360 } from './thirty-360.ts'

/**
 * The day counts: how two dates become a fraction of a year.
 *
 * - `ACT/360`, `ACT/365F`, `ACT/364`: calendar days over a fixed year
 * - `ACT/365L`: over 366 when an annual period holds a 29 February, or another period ends in a leap year
 * - `ACT/ACT ISDA`: days in leap years over 366, the others over 365
 * - `ACT/ACT ICMA`: days over coupons a year times the days of the reference (coupon) period; needs one
 * - `ACT/ACT AFB`: whole years counted back from the end, the rest over 366 when it holds a 29 February
 * - the 30/360 family: months of 30 days, which differ at month ends (`days30360`)
 * - `BUS/252`: business days over 252; needs a calendar
 * - `1/1`: always one
 *
 * Source: ISDA 2006 definitions, section 4.16; ICMA rule 251; FBF master agreement for AFB; QuantLib and the Italian
 * treasury's practice for `30/360 Italian`.
 */
export const dayCounts = [
  'ACT/360',
  'ACT/365F',
  'ACT/365L',
  'ACT/364',
  'ACT/ACT ISDA',
  'ACT/ACT ICMA',
  'ACT/ACT AFB',
  '30/360 bond basis',
  '30/360 US',
  '30E/360',
  '30E/360 ISDA',
  '30/360 Italian',
  'BUS/252',
  '1/1',
] as const
export type DayCount = (typeof dayCounts)[number]

/** What some day counts need besides the two dates; the others ignore it. */
export interface DayCountContext {
  /** ACT/ACT ICMA and ACT/365L: the regular coupon period (unadjusted) that the dates belong to. */
  readonly referenceStart?: Day | undefined
  readonly referenceEnd?: Day | undefined
  /** ACT/ACT ICMA and ACT/365L: coupons a year (1, 2, 3, 4, 6 or 12). Inferred from the reference period when absent. */
  readonly frequency?: number | undefined
  /** ACT/ACT ICMA: all coupon days, quasi-coupons of stubs among them (`quasiCouponDays`), instead of one period. */
  readonly couponDays?: readonly Day[] | undefined
  /** 30E/360 ISDA: the last day of the contract, whose 28 or 29 February is not turned into a 30th. */
  readonly terminationDay?: Day | undefined
  /** BUS/252. */
  readonly calendar?: Calendar | undefined
}

/**
 * Fraction of a year from `start` to `end`, minus the fraction from `end` to `start` where `end` lies before.
 *
 * Throws `invalid-input` for something that is no day, and where the day count needs a context that is not given.
 */
export function yearFraction(dayCount: DayCount, start: Day, end: Day, context: DayCountContext = {}): number {
  requireDays(start, end)
  if (end < start) return -yearFraction(dayCount, end, start, context)
  switch (dayCount) {
    case 'ACT/360':
      return (end - start) / 360
    case 'ACT/365F':
      return (end - start) / 365
    case 'ACT/364':
      return (end - start) / 364
    case 'ACT/365L':
      return (end - start) / yearOf365L(start, end, context)
    case 'ACT/ACT ISDA':
      return actualActualIsda(start, end)
    case 'ACT/ACT AFB':
      return actualActualAfb(start, end)
    case 'ACT/ACT ICMA':
      return actualActualIcma(start, end, context)
    case '30/360 bond basis':
    case '30/360 US':
    case '30E/360':
    case '30E/360 ISDA':
    case '30/360 Italian':
      return days30360(dayCount, start, end, context.terminationDay) / 360
    case 'BUS/252':
      return businessDaysBetween(requireCalendar(context), start, end) / 252
    case '1/1':
      return 1
    default:
      return unknownDayCount(dayCount)
  }
}

/** Days that the day count sees from `start` to `end`: 30 a month in the 30/360 family, business days for BUS/252. */
export function daysCounted(dayCount: DayCount, start: Day, end: Day, context: DayCountContext = {}): number {
  requireDays(start, end)
  if (!dayCounts.includes(dayCount)) return unknownDayCount(dayCount)
  if (end < start) return -daysCounted(dayCount, end, start, context)
  if (isThirty360(dayCount)) return days30360(dayCount, start, end, context.terminationDay)
  return dayCount === 'BUS/252' ? businessDaysBetween(requireCalendar(context), start, end) : end - start
}

function isThirty360(dayCount: DayCount): dayCount is Thirty360 {
  return dayCount.startsWith('30')
}

function requireDays(start: Day, end: Day): void {
  if (Number.isInteger(start) && Number.isInteger(end)) return
  const field = Number.isInteger(start) ? 'end' : 'start'
  throw new TuttiError('invalid-input', `${field} is not a day`, {
    field,
    got: String(field === 'end' ? end : start),
    expected: 'whole days since 1970-01-01',
  })
}

function requireCalendar({ calendar }: DayCountContext): Calendar {
  if (calendar !== undefined) return calendar
  throw new TuttiError('invalid-input', 'BUS/252 counts business days and needs a calendar', {
    field: 'calendar',
    got: 'none',
    expected: 'a calendar',
  })
}

function unknownDayCount(dayCount: string): never {
  throw new TuttiError('unsupported', `there is no day count ${dayCount}`, {
    field: 'dayCount',
    got: dayCount,
    expected: dayCounts.join(', '),
  })
}

/** Length of the year of ACT/365L for the coupon period that the two dates belong to. Source: ICMA rule 251.1(i). */
function yearOf365L(start: Day, end: Day, { frequency, referenceStart, referenceEnd }: DayCountContext): number {
  if (frequency === undefined) {
    throw new TuttiError('invalid-input', 'ACT/365L depends on the coupons a year', {
      field: 'frequency',
      got: 'none',
      expected: '1, 2, 3, 4, 6 or 12',
    })
  }
  const last = referenceEnd ?? end
  if (frequency !== 1) return isLeapYear(civilOf(last).year) ? 366 : 365
  const first = referenceStart ?? start
  for (let { year } = civilOf(first); year <= civilOf(last).year; year++) {
    if (!isLeapYear(year)) continue
    const leapDay = dayOfCivil(year, 2, 29)
    if (leapDay > first && leapDay <= last) return 366
  }
  return 365
}
