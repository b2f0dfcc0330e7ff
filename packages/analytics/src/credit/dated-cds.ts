import { discountOn, type DatedCurve } from '../curves/index.ts'
import { TuttiError } from '../errors/index.ts'
import { type Day, type DayCount, isoOfDay, yearFraction } from '../time/index.ts'
import { type CdsIntegration, cdsLegs, type CdsPeriod } from './cds-legs.ts'
import { requirePosition } from './cds.ts'
import { type CdsSide, cdsValuation, type CdsValuation } from './cds-valuation.ts'
import { type DatedSurvivalCurve, survivalOn } from './dated-survival-curve.ts'
import type { CreditAxis } from './default-integral.ts'
import { requireRecovery } from './require-recovery.ts'

/** `isda` is the exact integration with the day conventions of the ISDA standard model. */
export type DatedCdsIntegration = CdsIntegration | 'isda'

/** What a dated credit default swap is valued on. */
export interface DatedCreditCurves {
  readonly discount: DatedCurve
  /** Days on which the forward rate of `discount` jumps, increasing: with them the integrals are exact. */
  readonly discountNodeDays?: readonly Day[]
  readonly survival: DatedSurvivalCurve
}

/** The dates and terms of a credit default swap. */
export interface DatedCdsContract {
  /** Accrual days, ascending: the start of the first period, the ends of all; the last one is the maturity. */
  readonly accrualDays: readonly Day[]
  /** One for each period. */
  readonly paymentDays: readonly Day[]
  readonly premiumDayCount: DayCount
  /** Whether the last premium counts the maturity day too. */
  readonly maturityDayAccrues: boolean
  readonly recovery: number
  readonly settlesAccrualOnDefault: boolean
  /** Otherwise at the end of the premium period. */
  readonly paysAtDefaultTime: boolean
  readonly integration: DatedCdsIntegration
  /** The first day whose defaults count, where that is after the first accrual day. */
  readonly protectionStartDay?: Day
  /** The premium accrued by the trade that is paid back to the buyer in cash: year fraction and day. */
  readonly rebate?: { readonly accrual: number; readonly day: Day }
}

/** A position in it. */
export interface DatedCds extends DatedCdsContract {
  readonly side: CdsSide
  readonly notional: number
  readonly spread: number
}

function requireContract({ accrualDays, paymentDays, recovery }: DatedCdsContract, valuationDay: Day): void {
  requireRecovery(recovery)
  const late = accrualDays.findIndex((day, i) => i > 0 && !(day > accrualDays[i - 1]))
  if (accrualDays.length < 2 || late !== -1) {
    throw new TuttiError('invalid-input', 'the schedule needs at least two days, each after the one before', {
      field: late === -1 ? 'accrualDays' : `accrualDays[${late}]`,
      got: late === -1 ? `${accrualDays.length} days` : isoOfDay(accrualDays[late]),
      expected: 'ascending days',
    })
  }
  if (paymentDays.length !== accrualDays.length - 1) {
    throw new TuttiError('invalid-input', 'each period needs one payment day', {
      field: 'paymentDays',
      got: String(paymentDays.length),
      expected: String(accrualDays.length - 1),
    })
  }
  const maturity = accrualDays[accrualDays.length - 1]
  if (maturity <= valuationDay) {
    throw new TuttiError('invalid-input', `the swap ended on ${isoOfDay(maturity)}, on or before the valuation`, {
      field: 'maturity',
      got: isoOfDay(maturity),
      expected: `a day after ${isoOfDay(valuationDay)}`,
    })
  }
}

/** The periods that are left after `valuationDay`, on an axis of days. */
function remainingPeriods(contract: DatedCdsContract, valuationDay: Day): CdsPeriod[] {
  const { accrualDays, paymentDays, premiumDayCount, integration } = contract
  const isda = integration === 'isda'
  const count = paymentDays.length
  const periods: CdsPeriod[] = []
  for (let i = 0; i < count; i++) {
    const [start, end, payment] = [accrualDays[i], accrualDays[i + 1], paymentDays[i]]
    const last = i === count - 1
    if (isda ? payment <= valuationDay + 1 && !last : end <= valuationDay) continue
    const extraDay = last && contract.maturityDayAccrues ? 1 : 0
    const fraction = yearFraction(premiumDayCount, start, end)
    const perDay = fraction / (end - start)
    // In the ISDA model a day's defaults come at its end, so that whole periods are counted from the day before.
    const shift = isda ? 1 : 0
    const from = Math.max(start - shift, valuationDay, (contract.protectionStartDay ?? start) - shift)
    const to = last ? end - shift + (isda ? extraDay : 0) : end - shift
    periods.push({
      label: `${isoOfDay(start)} to ${isoOfDay(end)}`,
      accrual: fraction + extraDay * perDay,
      payment,
      survivalTo: isda ? to : payment,
      defaultFrom: from,
      defaultTo: to,
      accrualOrigin: isda ? start - 1.5 : start,
      accrualPerUnit: perDay,
      protectionFrom: from,
      protectionTo: last ? end : to,
      middle: from + Math.floor((to - from) / 2),
    })
  }
  return periods
}

/** The curves as an axis of days from `valuationDay`, where discount factor and survival are 1. */
function dayAxis({ discount, discountNodeDays = [], survival }: DatedCreditCurves, valuationDay: Day): CreditAxis {
  const discountToday = discountOn(discount, valuationDay)
  const survivalToday = survivalOn(survival, valuationDay)
  const timeOn = (dayCount: DayCount, reference: Day, place: number): number => {
    const day = Math.floor(place)
    const time = yearFraction(dayCount, reference, day)
    return place === day ? time : time + (place - day) * (yearFraction(dayCount, reference, day + 1) - time)
  }
  return {
    discountFactor: (place) =>
      discount.curve.discountFactor(timeOn(discount.dayCount, discount.referenceDay, place)) / discountToday,
    survivalProbability: (place) =>
      survival.curve.survivalProbability(timeOn(survival.dayCount, survival.referenceDay, place)) / survivalToday,
    nodes: [...survival.nodeDays, ...discountNodeDays].sort((a, b) => a - b),
    longestPiece: 7,
  }
}

/** Legs of the contract per unit of notional, and its annuity net of the rebate. */
export function datedCdsLegs(contract: DatedCdsContract, curves: DatedCreditCurves, valuationDay: Day) {
  requireContract(contract, valuationDay)
  const axis = dayAxis(curves, valuationDay)
  const periods = remainingPeriods(contract, valuationDay)
  const legs = cdsLegs(periods, contract, axis, contract.integration === 'mid-point' ? 'mid-point' : 'exact')
  const { rebate } = contract
  const rebateAnnuity = rebate === undefined ? 0 : rebate.accrual * axis.discountFactor(rebate.day)
  return { axis, periods, legs, protectionLeg: legs.protectionLeg, riskyAnnuity: legs.riskyAnnuity - rebateAnnuity }
}

/**
 * Value on `valuationDay` of a credit default swap with dates: periods that have begun pay their full premium, less the
 * rebate where there is one. With `mid-point` a default in a period is taken at its middle day (rounded down) and the
 * premium is paid on survival to its payment day; with `isda` the accrual on default carries the half day, and defaults
 * come at the end of a day, as in version 1.8.2 of the standard model.
 *
 * Throws `invalid-input` for days out of order, a swap that has ended, or curves that start after the valuation.
 */
export function datedCdsValue(cds: DatedCds, curves: DatedCreditCurves, valuationDay: Day): CdsValuation {
  const { axis, periods, legs } = datedCdsLegs(cds, curves, valuationDay)
  const { rebate } = cds
  const timeOf = (place: number): number => (place - valuationDay) / 365
  return cdsValuation(
    {
      ...requirePosition({ side: cds.side, notional: cds.notional, spread: cds.spread }),
      ...(rebate && {
        rebate: {
          accrual: rebate.accrual,
          timeYears: timeOf(rebate.day),
          day: rebate.day,
          discountFactor: axis.discountFactor(rebate.day),
        },
      }),
    },
    legs,
    periods,
    { discountFactor: (place) => axis.discountFactor(place), time: timeOf, day: (place) => place },
  )
}
