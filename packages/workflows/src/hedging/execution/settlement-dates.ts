import {
  addBusinessDays,
  addMonths,
  adjustedDay,
  type Calendar,
  creditMaturity,
  type Day,
  dayOfCivil,
  isoOfDay,
  weekday,
  civilOf,
} from '@tutti/analytics/time'
import type { HedgeFamily, HedgeInstrument } from '../universe/hedge-instrument.ts'
import { marketCalendar } from './dealing-days.ts'

/** When a trade first pays, runs and ends; ISO dates. */
export interface SettlementDates {
  /** Premium, upfront, first margin, or the start of a swap that starts at once; of a forward its value date. */
  readonly settlement: string
  /** Effective date of a swap; null for what is none. */
  readonly effective: string | null
  /** End of a swap, expiry of an option, value date of a forward, delivery of a future. */
  readonly maturity: string
}

/** The days of the plan that a trade's dates are counted from. */
export interface PlanDates {
  /** Date of the market: that from which the hedge was sized. */
  readonly asOf: Day
  /** Last day of the window. */
  readonly last: Day
  readonly baseCurrency: string
}

/** Business days from trade to first payment, as is customary. */
const lags: Readonly<Record<HedgeFamily, number>> = {
  forward: 2,
  put: 2,
  collar: 2,
  'cross-currency-swap': 2,
  swap: 2,
  'forward-starting-swap': 2,
  swaption: 2,
  future: 1,
  'zero-coupon-swap': 2,
  cds: 3,
  'index-cds': 3,
  'total-return-swap': 2,
}

const swaps: ReadonlySet<HedgeFamily> = new Set([
  'cross-currency-swap',
  'swap',
  'forward-starting-swap',
  'zero-coupon-swap',
  'total-return-swap',
])

/**
 * Settlement after the market's customary days (sterling swaps on the day itself). Everything else is counted from the date of
 * the market, as the hedge was sized, so that a trade dealt over several days has one end: maturity, and a later start, at the
 * tenor from there, modified following; credit default swaps on the standard dates of June and December; futures on the
 * quarterly third Wednesday (see `deliveryDay`).
 */
export function settlementDates(instrument: HedgeInstrument, traded: Day, plan: PlanDates): SettlementDates {
  const { family, currency, legs } = instrument
  const market = marketCalendar(currency, plan.baseCurrency)
  const sameDay = currency === 'GBP' && (family === 'swap' || family === 'forward-starting-swap')
  const settled = addBusinessDays(traded, sameDay ? 0 : lags[family], market)
  const end = isoOfDay(maturity(instrument, plan, market))
  const [first] = legs.flatMap(({ instrument: leg }) => (leg.kind === 'swap' ? [leg.startYears] : []))
  const starts = first !== undefined && first > 0 ? adjusted(plan.asOf, first, market) : settled
  return {
    settlement: family === 'forward' ? end : isoOfDay(settled),
    effective: swaps.has(family) ? isoOfDay(starts) : null,
    maturity: end,
  }
}

function maturity({ family, legs, tenorYears }: HedgeInstrument, { asOf, last }: PlanDates, market: Calendar): Day {
  if (family === 'future') {
    const [delivery] = legs.flatMap(({ instrument: leg }) => (leg.kind === 'bond future' ? [leg.deliveryYears] : []))
    return deliveryDay(asOf, delivery ?? tenorYears, last)
  }
  const months = wholeMonths(tenorYears)
  if (months !== null && months % 3 === 0 && (family === 'cds' || family === 'index-cds')) {
    return creditMaturity(asOf, { count: months, unit: 'M' }, 'CDS2015')
  }
  return adjusted(asOf, tenorYears, market)
}

function adjusted(from: Day, years: number, market: Calendar): Day {
  const months = wholeMonths(years)
  const day = months === null ? from + Math.round(years * 365.25) : addMonths(from, months)
  return adjustedDay(day, 'modified following', market)
}

function wholeMonths(years: number): number | null {
  const months = Math.round(years * 12)
  return Math.abs(years * 12 - months) < 1e-9 ? months : null
}

/**
 * The third Wednesday of March, June, September or December that is nearest to the delivery the hedge was sized with, the later
 * of two, and after the last day on which it is dealt.
 */
export function deliveryDay(asOf: Day, years: number, last: Day): Day {
  const wanted = asOf + years * 365.25
  const from = civilOf(asOf).year
  const days = Array.from({ length: 4 * (Math.ceil(years) + 2) }, (_, quarter) =>
    thirdWednesday(from + Math.floor(quarter / 4), 3 * ((quarter % 4) + 1)),
  ).filter((day) => day > last)
  return days.reduce((best, day) => (Math.abs(day - wanted) <= Math.abs(best - wanted) ? day : best))
}

function thirdWednesday(year: number, month: number): Day {
  const first = dayOfCivil(year, month, 1)
  return first + ((3 - weekday(first) + 7) % 7) + 14
}
