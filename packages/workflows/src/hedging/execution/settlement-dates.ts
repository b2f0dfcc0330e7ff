import {
  addBusinessDays,
  addMonths,
  adjustedDay,
  type Calendar,
  creditMaturity,
  type Day,
  isoOfDay,
} from '@tutti/analytics/time'
import type { HedgeFamily, HedgeInstrument } from '../universe/hedge-instrument.ts'
import { marketCalendar } from './dealing-days.ts'

/** When a trade first pays and when it ends; ISO dates. */
export interface SettlementDates {
  /** Premium, upfront, first margin, or the effective date of a swap. */
  readonly settlement: string
  readonly maturity: string
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

/**
 * Settlement after the market's customary days (sterling swaps on the day itself); maturity at the tenor from there, modified
 * following. Credit default swaps end on the standard dates of June and December.
 */
export function settlementDates(instrument: HedgeInstrument, traded: Day, baseCurrency: string): SettlementDates {
  const { family, currency } = instrument
  const market = marketCalendar(currency, baseCurrency)
  const sameDay = currency === 'GBP' && (family === 'swap' || family === 'forward-starting-swap')
  const settled = addBusinessDays(traded, sameDay ? 0 : lags[family], market)
  return { settlement: isoOfDay(settled), maturity: isoOfDay(maturity(instrument, traded, settled, market)) }
}

function maturity(instrument: HedgeInstrument, traded: Day, settled: Day, market: Calendar): Day {
  const { family } = instrument
  const years = family === 'future' ? deliveryYears(instrument) : instrument.tenorYears
  const months = Math.round(years * 12)
  const isWhole = Math.abs(years * 12 - months) < 1e-9
  if (isWhole && months % 3 === 0 && (family === 'cds' || family === 'index-cds')) {
    return creditMaturity(traded, { count: months, unit: 'M' }, 'CDS2015')
  }
  return adjustedDay(
    isWhole ? addMonths(settled, months) : settled + Math.round(years * 365.25),
    'modified following',
    market,
  )
}

/** A future ends at its delivery, whatever bond is delivered. */
function deliveryYears({ legs, tenorYears }: HedgeInstrument): number {
  const own = legs.flatMap(({ instrument }) => (instrument.kind === 'bond future' ? [instrument.deliveryYears] : []))
  return own[0] ?? tenorYears
}
