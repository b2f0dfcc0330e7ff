import { curveTime, type DatedCurve, discountOn, simpleForwardOn, zeroSpreadCurve } from '../curves/index.ts'
import { TuttiError, requireFinite } from '../errors/index.ts'
import { type PresentValue, presentValueOf, type ValueLine } from '../pricing/index.ts'
import {
  adjustedDay,
  type BusinessDayConvention,
  type Calendar,
  calendar as namedCalendar,
  type Day,
  type DayCount,
  isoOfDay,
  yearFraction,
} from '../time/index.ts'
import { type CouponDates, type CouponPeriod, couponPeriods } from './coupon-period.ts'
import type { FloatingRemainder } from './discount-margin.ts'
import { requireComputed } from './require-computed.ts'

/** A floating-rate note; amounts are per 100 of face. */
export interface FloatingRateNote extends CouponDates {
  readonly dayCount: DayCount
  /** Added to the index, decimal. */
  readonly quotedMargin: number
  /** The index set for the period in which settlement lies, decimal. */
  readonly currentIndexRate?: number | undefined
  readonly paymentConvention?: BusinessDayConvention | undefined
  readonly calendar?: Calendar | undefined
}

/** Curves of a floating-rate note, of the same date. */
export interface FloatingCurves {
  readonly discount: DatedCurve
  /** Of the index; the discount curve for a note on the discounting index. */
  readonly projection: DatedCurve
}

/** A floating-rate note off its curves. */
export interface FloatingRateNoteValue extends PresentValue {
  /** At settlement, percent of face. */
  readonly dirtyPrice: number
  readonly cleanPrice: number
  readonly accrued: number
  /** Both curves move: time to the next setting of the rate, about. Years. */
  readonly effectiveDurationYears: number
  /** Only the discounting moves: about the duration of a fixed bond of that life. Years. */
  readonly spreadDurationYears: number
}

interface Coupon {
  readonly period: CouponPeriod
  readonly payDay: Day
  readonly accrualYears: number
  readonly indexRate: number
}

function remaining(note: FloatingRateNote, settlement: Day): CouponPeriod[] {
  requireFinite(note.quotedMargin, 'quotedMargin')
  const periods = couponPeriods(note).filter(({ end }) => end > settlement)
  if (periods.length === 0) {
    throw new TuttiError(
      'not-applicable',
      `a note that matures on ${isoOfDay(note.maturity)} has no value from then on`,
      {
        field: 'settlement',
        got: isoOfDay(settlement),
        expected: `a day before ${isoOfDay(note.maturity)}`,
      },
    )
  }
  if (settlement < periods[0].start) {
    throw new TuttiError('invalid-input', 'a note settles on or after the day from which interest accrues', {
      field: 'settlement',
      got: isoOfDay(settlement),
      expected: `${isoOfDay(note.accrualStart)} or later`,
    })
  }
  return periods
}

function couponYears(note: FloatingRateNote, { start, end }: CouponPeriod, to = end): number {
  return yearFraction(note.dayCount, start, to, {
    referenceStart: start,
    referenceEnd: end,
    frequency: note.frequency,
    terminationDay: note.maturity,
    calendar: note.calendar,
  })
}

function couponsOf(note: FloatingRateNote, settlement: Day, projection: DatedCurve): Coupon[] {
  const calendar = note.calendar ?? namedCalendar('none')
  return remaining(note, settlement).map((period, i): Coupon => {
    const accrualYears = couponYears(note, period)
    const isSet = i === 0 && (note.currentIndexRate !== undefined || period.start < projection.referenceDay)
    if (isSet && note.currentIndexRate === undefined) {
      throw new TuttiError(
        'missing-data',
        `the index of the period from ${isoOfDay(period.start)} has been set already`,
        {
          field: 'currentIndexRate',
          got: 'nothing',
          expected: 'the rate of the current period',
        },
      )
    }
    return {
      period,
      payDay: adjustedDay(period.end, note.paymentConvention ?? 'unadjusted', calendar),
      accrualYears,
      indexRate: isSet
        ? requireFinite(note.currentIndexRate ?? NaN, 'currentIndexRate')
        : simpleForwardOn(projection, period.start, period.end, accrualYears),
    }
  })
}

function linesOf(note: FloatingRateNote, settlement: Day, { discount, projection }: FloatingCurves): ValueLine[] {
  const coupons = couponsOf(note, settlement, projection)
  const line = (label: string, day: Day, amount: number): ValueLine => {
    const discountFactor = discountOn(discount, day)
    return {
      label,
      timeYears: curveTime(discount, day),
      day,
      amount,
      discountFactor,
      presentValue: amount * discountFactor,
    }
  }
  const last = coupons[coupons.length - 1]
  return [
    ...coupons.map(({ period, payDay, accrualYears, indexRate }) =>
      line(
        `coupon ${isoOfDay(period.start)} to ${isoOfDay(period.end)}`,
        payDay,
        100 * (indexRate + note.quotedMargin) * accrualYears,
      ),
    ),
    line('redemption', last.payDay, 100),
  ]
}

/**
 * Value of a floating-rate note: coupons projected off the index curve, the current one at the rate already set, all
 * discounted on the discount curve. Durations by central differences of a basis point. Overnight rates compounded
 * in arrears have the same expected coupons. Throws `missing-data` where the current index rate is needed and not
 * given, `not-applicable` for a matured note.
 */
export function floatingRateNote(
  note: FloatingRateNote,
  settlement: Day,
  curves: FloatingCurves,
): FloatingRateNoteValue {
  const dirtyAt = (projectionMove: number, discountMove: number): number => {
    const moved = (curve: DatedCurve, size: number): DatedCurve => ({
      ...curve,
      curve: zeroSpreadCurve(curve.curve, size),
    })
    const at = { discount: moved(curves.discount, discountMove), projection: moved(curves.projection, projectionMove) }
    return presentValueOf(linesOf(note, settlement, at)).presentValue / discountOn(at.discount, settlement)
  }
  const value = presentValueOf(linesOf(note, settlement, curves))
  const dirtyPrice = value.presentValue / discountOn(curves.discount, settlement)
  requireComputed(dirtyPrice, 'the price of the note')
  const [current] = couponsOf(note, settlement, curves.projection)
  const accrued = 100 * (current.indexRate + note.quotedMargin) * couponYears(note, current.period, settlement)
  const h = 1e-4
  return {
    ...value,
    dirtyPrice,
    accrued,
    cleanPrice: dirtyPrice - accrued,
    effectiveDurationYears: (dirtyAt(-h, -h) - dirtyAt(h, h)) / (2 * h * dirtyPrice),
    spreadDurationYears: (dirtyAt(0, -h) - dirtyAt(0, h)) / (2 * h * dirtyPrice),
  }
}

/**
 * What is left of a note for its discount margin: coupons and discounting at the projected index, or at
 * `assumedIndexRate` where one constant rate is assumed.
 */
export function floatingRemainder(
  note: FloatingRateNote,
  settlement: Day,
  projection: DatedCurve,
  assumedIndexRate?: number,
): FloatingRemainder {
  return {
    quotedMargin: note.quotedMargin,
    face: 100,
    periods: couponsOf(note, settlement, projection).map(({ period, accrualYears, indexRate }, i) => {
      const settled = i === 0 ? accrualYears - couponYears(note, period, settlement) : accrualYears
      const later = assumedIndexRate ?? indexRate
      return {
        accrualYears,
        discountYears: settled,
        couponIndexRate: i === 0 && note.currentIndexRate !== undefined ? note.currentIndexRate : later,
        discountIndexRate:
          i === 0 && assumedIndexRate === undefined && settlement >= projection.referenceDay && settled < accrualYears
            ? (discountOn(projection, settlement) / discountOn(projection, period.end) - 1) / settled
            : later,
      }
    }),
  }
}
