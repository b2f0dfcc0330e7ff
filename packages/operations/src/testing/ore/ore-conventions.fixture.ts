import {
  type BusinessDayConvention,
  type Calendar,
  calendar,
  type CalendarName,
  type DayCount,
  jointCalendar,
  type Tenor,
  tenorOf,
} from '@tutti/analytics/time'

const dayCounts: Readonly<Record<string, DayCount>> = {
  A360: 'ACT/360',
  'ACT/360': 'ACT/360',
  A365: 'ACT/365F',
  A365F: 'ACT/365F',
  '30/360': '30/360 bond basis',
  'ACT/ACT': 'ACT/ACT ISDA',
}

const adjustments: Readonly<Record<string, BusinessDayConvention>> = {
  F: 'following',
  Following: 'following',
  MF: 'modified following',
  ModifiedFollowing: 'modified following',
  U: 'unadjusted',
}

const calendars: Readonly<Record<string, CalendarName>> = {
  TARGET: 'TARGET',
  EUR: 'TARGET',
  US: 'US settlement',
  UK: 'UK',
  WeekendsOnly: 'weekends',
}

/**
 * The Federal Reserve, on whose calendar the federal funds rate is set: open on Good Friday, unlike the bond market, and on
 * the Friday before a holiday that falls on a Saturday, unlike the settlement calendar.
 */
const federalReserve = jointCalendar([calendar('US settlement'), calendar('US government bond')], 'all holidays close')

const known = <T>(table: Readonly<Record<string, T>>, text: string, what: string): T => {
  const found = table[text]
  if (found === undefined) throw new Error(`the examples' ${what} ${text} is not mapped`)
  return found
}

export const oreDayCount = (text: string): DayCount => known(dayCounts, text, 'day count')
export const oreAdjustment = (text: string): BusinessDayConvention => known(adjustments, text, 'convention')

/** One calendar, or several with commas between: closed where any is. */
export function oreCalendar(text: string): Calendar {
  const names = text.split(',').map((name) => calendar(known(calendars, name.trim(), 'calendar')))
  return names.length === 1 ? names[0] : jointCalendar(names, 'any holiday closes')
}

/** A tenor such as 6M or 1Y3M. */
export function oreTenor(text: string): Tenor {
  const parts = [...text.matchAll(/(\d+)([A-Z])/g)]
  if (parts.length === 1) return tenorOf(text)
  const months = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unit === 'Y' ? 12 : 1), 0)
  return { count: months, unit: 'M' }
}

/** How an index that the examples name is fixed. */
export interface OreIndex {
  readonly calendar: Calendar
  readonly fixingDays: number
  readonly dayCount: DayCount
  readonly convention: BusinessDayConvention
  readonly endOfMonth: boolean
  /** Of its name; one day where the name has none. */
  readonly tenor: Tenor
}

/** An index by its name, such as EUR-EURIBOR-6M; the conventions of the indices are those of their administrators. */
export function oreIndex(name: string): OreIndex {
  const [currency, family, tenor] = name.split('-')
  const overnight = !['EURIBOR', 'LIBOR'].includes(family)
  return {
    calendar: name === 'USD-FedFunds' ? federalReserve : oreCalendar(currency === 'EUR' ? 'TARGET' : 'UK'),
    fixingDays: overnight || currency === 'GBP' ? 0 : 2,
    dayCount: currency === 'GBP' ? 'ACT/365F' : 'ACT/360',
    convention: overnight ? 'following' : 'modified following',
    endOfMonth: !overnight,
    tenor: tenor === undefined ? { count: 1, unit: 'D' } : oreTenor(tenor),
  }
}
