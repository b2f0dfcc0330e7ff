import {
  addBusinessDays,
  addTenor,
  adjustedDay,
  advancedDay,
  type BusinessDayConvention,
  type Calendar,
  type Day,
  type DayCount,
  schedule,
  type Tenor,
  yearFraction,
} from '../time/index.ts'
import type { LegPeriods } from './bootstrap-instrument.ts'
import type { TimeAxis } from './time-axis.ts'

/** How a leg's periods are made. */
export interface LegConvention {
  /** Length of a period. */
  readonly tenor: Tenor
  readonly dayCount: DayCount
  /** Of accrual days. */
  readonly convention: BusinessDayConvention
  /** Of the days of payment, made from the accrual days; that of the accrual days unless given. */
  readonly paymentConvention?: BusinessDayConvention | undefined
  /** Business days from the end of a period to its payment. */
  readonly paymentLagDays: number
}

/** From when to when a leg runs, and on which days its market works. */
export interface LegTerm {
  readonly start: Day
  /** Not adjusted. */
  readonly end: Day
  readonly calendar: Calendar
  readonly endOfMonth: boolean
}

/** The periods of a leg on the axis of a curve, generated backward from the end. */
export function legPeriods(
  axis: TimeAxis,
  { start, end, calendar, endOfMonth }: LegTerm,
  leg: LegConvention,
): LegPeriods {
  const { days, isRegular } = schedule({
    effective: start,
    termination: end,
    tenor: leg.tenor,
    calendar,
    convention: leg.convention,
    terminationConvention: leg.convention,
    rule: 'backward',
    endOfMonth,
  })
  const payDayOf = (end: Day): Day => {
    const due = adjustedDay(end, leg.paymentConvention ?? leg.convention, calendar)
    return leg.paymentLagDays === 0 ? due : addBusinessDays(due, leg.paymentLagDays, calendar)
  }
  const startYears: number[] = []
  const endYears: number[] = []
  const payYears: number[] = []
  const accrualYears: number[] = []
  for (let i = 1; i < days.length; i++) {
    const [from, to] = [days[i - 1], days[i]]
    startYears.push(axis.timeOf(from))
    endYears.push(axis.timeOf(to))
    payYears.push(axis.timeOf(payDayOf(to)))
    accrualYears.push(accrual(leg, from, to, isRegular[i - 1], calendar))
  }
  return { startYears, endYears, payYears, accrualYears }
}

/** Accrual fraction of a period, with what day counts of the ICMA and BUS families need to know. */
function accrual({ dayCount, tenor }: LegConvention, from: Day, to: Day, regular: boolean, calendar: Calendar): number {
  if (dayCount === 'BUS/252') return yearFraction(dayCount, from, to, { calendar })
  if (dayCount !== 'ACT/ACT ICMA' && dayCount !== 'ACT/365L') return yearFraction(dayCount, from, to)
  const months = tenor.unit === 'Y' ? 12 * tenor.count : tenor.unit === 'M' ? tenor.count : 12
  const referenceStart = regular ? from : addTenor(to, { count: -tenor.count, unit: tenor.unit })
  return yearFraction(dayCount, from, to, { referenceStart, referenceEnd: to, frequency: 12 / months })
}

/** Start of a standard instrument: `lagDays` business days after the trade day. */
export function spotDay(tradeDay: Day, lagDays: number, calendar: Calendar): Day {
  return addBusinessDays(adjustedDay(tradeDay, 'following', calendar), lagDays, calendar)
}

/** Unadjusted end of a swap of a tenor from `start`. */
export function swapEnd(start: Day, tenor: Tenor, calendar: Calendar, endOfMonth: boolean): Day {
  return advancedDay(start, tenor, calendar, 'unadjusted', endOfMonth)
}
