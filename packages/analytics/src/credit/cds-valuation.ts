import { TuttiError } from '../errors/index.ts'
import { presentValueOf, type PresentValue, type ValueLine } from '../pricing/index.ts'
import type { CdsLegs, CdsPeriod } from './cds-legs.ts'

/** Who is paid when the reference entity defaults. */
export type CdsSide = 'buy protection' | 'sell protection'

/** The position whose legs are known. */
export interface CdsPosition {
  readonly side: CdsSide
  readonly notional: number
  /** Running spread, decimal a year. */
  readonly spread: number
  /** Premium accrued before today that the seller pays back, year fraction, worth `discountFactor` a unit today. */
  readonly rebate?: {
    readonly accrual: number
    readonly timeYears: number
    readonly discountFactor: number
    readonly day?: number
  }
}

/** Value of a credit default swap to its holder, with its parts. Money in the currency of the notional. */
export interface CdsValuation extends PresentValue {
  /** What the protection buyer expects to receive on default. */
  readonly protectionLeg: number
  /** What the protection buyer expects to pay: coupons, and the premium accrued at default. */
  readonly premiumLeg: number
  /** Worth of the accrued premium that is paid back to the buyer; 0 without a rebate. */
  readonly accrualRebate: number
  /** Value of one unit of running spread on one unit of notional, net of the rebate: years. */
  readonly riskyAnnuity: number
  /** Running spread at which the swap is worth nothing. */
  readonly fairSpread: number
}

/** How places on the axis of the legs become times and, where the swap is dated, days. */
export interface CdsClock {
  time(place: number): number
  day?(place: number): number
  discountFactor(place: number): number
}

/**
 * The value of the position, explained by a line for each premium, each period's premium accrued on default and each
 * period's protection; the amounts paid on default are those that the middle of the period would need.
 */
export function cdsValuation(
  position: CdsPosition,
  legs: CdsLegs,
  periods: readonly CdsPeriod[],
  clock: CdsClock,
): CdsValuation {
  const { notional, spread, rebate } = position
  const sign = position.side === 'buy protection' ? 1 : -1
  const line = (label: string, place: number, value: number): ValueLine => {
    const discountFactor = clock.discountFactor(place)
    return {
      label,
      timeYears: clock.time(place),
      ...(clock.day === undefined ? {} : { day: Math.floor(clock.day(place)) }),
      amount: value / discountFactor,
      discountFactor,
      presentValue: value,
    }
  }
  const lines: ValueLine[] = []
  const money = sign * notional
  legs.periods.forEach((value, i) => {
    const { label, payment, middle } = periods[i]
    lines.push(line(`premium ${label}`, payment, -money * spread * value.coupon))
    if (value.accruedOnDefault !== 0) {
      lines.push(line(`premium accrued on default ${label}`, middle, -money * spread * value.accruedOnDefault))
    }
    lines.push(line(`protection ${label}`, middle, money * value.protection))
  })
  const rebateAnnuity = rebate === undefined ? 0 : rebate.accrual * rebate.discountFactor
  if (rebate !== undefined) {
    lines.push({
      label: 'accrued premium paid back',
      timeYears: rebate.timeYears,
      ...(rebate.day === undefined ? {} : { day: rebate.day }),
      amount: money * spread * rebate.accrual,
      discountFactor: rebate.discountFactor,
      presentValue: money * spread * rebateAnnuity,
    })
  }
  const riskyAnnuity = legs.riskyAnnuity - rebateAnnuity
  return {
    ...presentValueOf(lines),
    protectionLeg: notional * legs.protectionLeg,
    premiumLeg: notional * spread * legs.riskyAnnuity,
    accrualRebate: notional * spread * rebateAnnuity,
    riskyAnnuity,
    fairSpread: fairSpread(legs.protectionLeg, riskyAnnuity),
  }
}

/** Protection leg over annuity. Throws `not-applicable` where no premium is left to be paid. */
export function fairSpread(protectionLeg: number, riskyAnnuity: number): number {
  if (!(riskyAnnuity > 0)) {
    throw new TuttiError(
      'not-applicable',
      `the risky annuity is ${riskyAnnuity}: no premium can pay for the protection; check hazard rates and recovery`,
      { field: 'survival', got: String(riskyAnnuity), expected: 'a risky annuity above 0' },
    )
  }
  return protectionLeg / riskyAnnuity
}
