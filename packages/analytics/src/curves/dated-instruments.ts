import { TuttiError } from '../errors/index.ts'
import {
  adjustedDay,
  advancedDay,
  type BusinessDayConvention,
  type Calendar,
  type Day,
  type DayCount,
  isoOfDay,
  type Tenor,
  yearFraction,
} from '../time/index.ts'
import type { BootstrapInstrument } from './bootstrap-instrument.ts'
import { type LegConvention, legPeriods, spotDay, swapEnd } from './leg-periods.ts'
import type { TimeAxis } from './time-axis.ts'

/** How deposits and forward rate agreements of a market are quoted. */
export interface MoneyMarketConvention {
  readonly calendar: Calendar
  /** Business days from trade to start. */
  readonly spotLagDays: number
  readonly dayCount: DayCount
  readonly convention: BusinessDayConvention
  readonly endOfMonth: boolean
}

/** How fixed-floating and basis swaps of a market are quoted; for basis swaps `fixed` is the other floating leg. */
export interface SwapConvention {
  readonly calendar: Calendar
  readonly spotLagDays: number
  readonly endOfMonth: boolean
  readonly fixed: LegConvention
  readonly floating: LegConvention
}

/** From when to when an instrument runs: by tenor from spot, by two tenors (forward start), or by days. */
export type InstrumentTerm =
  { readonly tenor: Tenor; readonly forwardStart?: Tenor | undefined } | { readonly start: Day; readonly end: Day }

/** The market and moment of a quote. */
export interface QuoteContext {
  readonly axis: TimeAxis
  readonly tradeDay: Day
}

/** A deposit, or with a forward start a forward rate agreement, at a simple rate. */
export function depositInstrument(
  { axis, tradeDay }: QuoteContext,
  quote: {
    readonly id: string
    readonly kind: 'deposit' | 'fra'
    readonly rate: number
    readonly term: InstrumentTerm
  },
  market: MoneyMarketConvention,
): BootstrapInstrument {
  const { id, kind, rate } = quote
  const { start, end } = termDays(tradeDay, quote.term, market)
  return { id, kind, rate, ...simplePeriod(axis, start, end, market.dayCount, market.calendar) }
}

/** A rate future on a deposit from `start` to `end`, at 100 less its rate in percent. */
export function futureInstrument(
  { axis }: QuoteContext,
  quote: {
    readonly id: string
    readonly price: number
    /** Futures rate less forward rate, decimal. */
    readonly convexityAdjustment: number
    readonly start: Day
    readonly end: Day
  },
  market: Pick<MoneyMarketConvention, 'dayCount' | 'calendar'>,
): BootstrapInstrument {
  const { id, price, convexityAdjustment, start, end } = quote
  const period = simplePeriod(axis, start, end, market.dayCount, market.calendar)
  return { id, kind: 'future', price, convexityAdjustment, ...period }
}

/** A fixed-floating swap on a term index (`swap`) or a compounded overnight index (`ois`). */
export function swapInstrument(
  { axis, tradeDay }: QuoteContext,
  quote: {
    readonly id: string
    readonly kind: 'swap' | 'ois'
    readonly rate: number
    readonly term: InstrumentTerm
    readonly floatingSpread?: number | undefined
  },
  market: SwapConvention,
): BootstrapInstrument {
  const { id, kind, rate, floatingSpread } = quote
  const term = swapTerm(tradeDay, quote.term, market)
  const fixed = legPeriods(axis, term, market.fixed)
  const floating = sameLeg(market.fixed, market.floating) ? fixed : legPeriods(axis, term, market.floating)
  return { id, kind, rate, fixed, floating, floatingSpread }
}

/** A basis swap: index of the new curve plus `spread` (`floating` of the market) against the other index (`fixed`). */
export function basisSwapInstrument(
  { axis, tradeDay }: QuoteContext,
  quote: { readonly id: string; readonly spread: number; readonly term: InstrumentTerm },
  market: SwapConvention,
): BootstrapInstrument {
  const term = swapTerm(tradeDay, quote.term, market)
  const leg = legPeriods(axis, term, market.floating)
  const otherLeg = legPeriods(axis, term, market.fixed)
  return { id: quote.id, kind: 'basis-swap', spread: quote.spread, leg, otherLeg }
}

/** A cross-currency basis swap: `floating` is the foreign leg, which pays the spread unless told, `fixed` the domestic one. */
export function crossCurrencySwapInstrument(
  { axis, tradeDay }: QuoteContext,
  quote: {
    readonly id: string
    readonly spread: number
    readonly term: InstrumentTerm
    readonly resetting: boolean
    readonly spreadLeg?: 'foreign' | 'domestic' | undefined
    readonly resettingLeg?: 'foreign' | 'domestic' | undefined
  },
  market: SwapConvention,
): BootstrapInstrument {
  const term = swapTerm(tradeDay, quote.term, market)
  const foreignLeg = legPeriods(axis, term, market.floating)
  const domesticLeg = legPeriods(axis, term, market.fixed)
  const { id, spread, resetting, spreadLeg, resettingLeg } = quote
  return { id, kind: 'xccy-basis-swap', spread, foreignLeg, domesticLeg, resetting, spreadLeg, resettingLeg }
}

/** An FX forward (`forward` outright, domestic units per foreign unit) from spot. */
export function fxForwardInstrument(
  { axis, tradeDay }: QuoteContext,
  quote: { readonly id: string; readonly spot: number; readonly forward: number; readonly term: InstrumentTerm },
  market: Omit<MoneyMarketConvention, 'dayCount'>,
): BootstrapInstrument {
  const { id, spot, forward } = quote
  const { start, end } = termDays(tradeDay, quote.term, market)
  return { id, kind: 'fx-forward', spot, forward, spotYears: axis.timeOf(start), timeYears: axis.timeOf(end) }
}

/** A bond at its dirty price for settlement on `settlement`, with what it pays after that day. */
export function bondInstrument(
  { axis }: QuoteContext,
  quote: {
    readonly id: string
    readonly price: number
    readonly settlement: Day
    readonly flows: readonly { readonly day: Day; readonly amount: number }[]
  },
): BootstrapInstrument {
  const flows = quote.flows.filter(({ day }) => day > quote.settlement)
  return {
    id: quote.id,
    kind: 'bond',
    price: quote.price,
    settlementYears: axis.timeOf(quote.settlement),
    payYears: flows.map(({ day }) => axis.timeOf(day)),
    amounts: flows.map(({ amount }) => amount),
  }
}

function simplePeriod(axis: TimeAxis, start: Day, end: Day, dayCount: DayCount, calendar: Calendar) {
  requireOrder(start, end)
  const context = { calendar, referenceStart: start, referenceEnd: end }
  return {
    startYears: axis.timeOf(start),
    endYears: axis.timeOf(end),
    accrualYears: yearFraction(dayCount, start, end, context),
  }
}

/** Adjusted start and end. */
function termDays(
  tradeDay: Day,
  term: InstrumentTerm,
  { calendar, spotLagDays, convention, endOfMonth }: Omit<MoneyMarketConvention, 'dayCount'>,
): { start: Day; end: Day } {
  if ('start' in term) return { start: term.start, end: term.end }
  const spot = spotDay(tradeDay, spotLagDays, calendar)
  const { forwardStart, tenor } = term
  const start = forwardStart === undefined ? spot : advancedDay(spot, forwardStart, calendar, convention, endOfMonth)
  return { start, end: advancedDay(start, tenor, calendar, convention, endOfMonth) }
}

/** Adjusted start and unadjusted end. */
function swapTerm(tradeDay: Day, term: InstrumentTerm, market: SwapConvention) {
  const { calendar, spotLagDays, endOfMonth } = market
  if ('start' in term) {
    requireOrder(term.start, term.end)
    return { start: term.start, end: term.end, calendar, endOfMonth }
  }
  const spot = spotDay(tradeDay, spotLagDays, calendar)
  const start =
    term.forwardStart === undefined
      ? spot
      : adjustedDay(swapEnd(spot, term.forwardStart, calendar, endOfMonth), 'following', calendar)
  return { start, end: swapEnd(start, term.tenor, calendar, endOfMonth), calendar, endOfMonth }
}

const sameLeg = (a: LegConvention, b: LegConvention): boolean =>
  a.tenor.count === b.tenor.count &&
  a.tenor.unit === b.tenor.unit &&
  a.dayCount === b.dayCount &&
  a.convention === b.convention &&
  (a.paymentConvention ?? a.convention) === (b.paymentConvention ?? b.convention) &&
  a.paymentLagDays === b.paymentLagDays

function requireOrder(start: Day, end: Day): void {
  if (end > start) return
  throw new TuttiError(
    'invalid-input',
    `an instrument ends after it starts, got ${isoOfDay(start)} to ${isoOfDay(end)}`,
    {
      field: 'end',
      got: isoOfDay(end),
      expected: `a day after ${isoOfDay(start)}`,
    },
  )
}
