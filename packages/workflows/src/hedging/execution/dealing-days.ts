import { TuttiError } from '@tutti/analytics/errors'
import { addBusinessDays, adjustedDay, calendar, type Calendar, dayOf, jointCalendar } from '@tutti/analytics/time'

/** The days of a plan, by the business days of the fund's own currency. */
export interface DealingDays {
  /** Days since 1970-01-01, ascending. */
  readonly days: readonly number[]
  readonly calendar: Calendar
}

const calendarOfCurrency: Readonly<Record<string, Parameters<typeof calendar>[0]>> = {
  USD: 'US settlement',
  EUR: 'TARGET',
  GBP: 'UK',
  JPY: 'JP',
  CAD: 'CA',
  AUD: 'AU',
  CHF: 'CH',
}

/** The business days of a currency's main market; of one without a built-in calendar Monday to Friday. */
export function currencyCalendar(currency: string): Calendar {
  return calendar(Object.hasOwn(calendarOfCurrency, currency) ? calendarOfCurrency[currency] : 'weekends')
}

/** Whether holidays of the currency are known, and not weekends alone. */
export function hasHolidays(currency: string): boolean {
  return Object.hasOwn(calendarOfCurrency, currency)
}

/** The days on which something in `currency` can be dealt by a fund of `baseCurrency`: both are open. */
export function marketCalendar(currency: string, baseCurrency: string): Calendar {
  const own = currencyCalendar(currency)
  if (currency === baseCurrency) return own
  return jointCalendar([own, currencyCalendar(baseCurrency)], 'any holiday closes')
}

/**
 * The `count` business days of the base currency from `start`, or from the one after `asOf`. A start on a closed day moves
 * to the next open one; one that is not after `asOf` is refused.
 */
export function dealingDays(asOf: string, start: string | undefined, count: number, baseCurrency: string): DealingDays {
  const own = currencyCalendar(baseCurrency)
  const valuation = dayOf(asOf, 'asOf')
  const first =
    start === undefined
      ? addBusinessDays(valuation, 1, own)
      : adjustedDay(dayOf(start, 'execution.start'), 'following', own)
  if (first <= valuation) {
    throw new TuttiError('invalid-input', 'trading would start on or before the date of the market', {
      field: 'execution.start',
      got: start,
      expected: `a day after ${asOf}`,
    })
  }
  return { days: Array.from({ length: count }, (_, k) => addBusinessDays(first, k, own)), calendar: own }
}
