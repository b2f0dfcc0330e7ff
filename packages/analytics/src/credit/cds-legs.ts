import { type CreditAxis, defaultIntegral } from './default-integral.ts'

/** How defaults within a premium period are placed: at the middle of the period, or when they happen. */
export type CdsIntegration = 'mid-point' | 'exact'

/** One premium period of a credit default swap; places are on the axis of the curves. */
export interface CdsPeriod {
  readonly label: string
  /** Year fraction of the full premium. */
  readonly accrual: number
  readonly payment: number
  /** The premium is paid on survival to here. */
  readonly survivalTo: number
  /** Defaults of this period, for the accrued premium. */
  readonly defaultFrom: number
  readonly defaultTo: number
  /** Accrued premium starts here, at `accrualPerUnit` of year fraction for each unit of the axis. */
  readonly accrualOrigin: number
  readonly accrualPerUnit: number
  /** Defaults of this period, for the protection. */
  readonly protectionFrom: number
  readonly protectionTo: number
  /** Where the mid-point method places a default. */
  readonly middle: number
}

/** What is paid on default, and when. */
export interface CdsTerms {
  readonly recovery: number
  readonly settlesAccrualOnDefault: boolean
  /** Otherwise at the end of the premium period. */
  readonly paysAtDefaultTime: boolean
}

/** Values per unit of notional, and per unit of spread for the premiums, of one period. */
interface CdsPeriodValue {
  readonly coupon: number
  readonly accruedOnDefault: number
  readonly protection: number
}

/** Values of the periods and their sums: the legs of a credit default swap per unit of notional. */
export interface CdsLegs {
  readonly periods: readonly CdsPeriodValue[]
  /** Premium leg per unit of spread, accrued premium on default included: the risky annuity. */
  readonly riskyAnnuity: number
  readonly protectionLeg: number
}

/** The legs of the swap that consists of `periods`. */
export function cdsLegs(
  periods: readonly CdsPeriod[],
  terms: CdsTerms,
  axis: CreditAxis,
  integration: CdsIntegration,
): CdsLegs {
  const loss = 1 - terms.recovery
  const values = periods.map((period): CdsPeriodValue => {
    const coupon = period.accrual * axis.discountFactor(period.payment) * axis.survivalProbability(period.survivalTo)
    const { accrued, protection } =
      integration === 'mid-point' ? midPointDefault(period, terms, axis) : exactDefault(period, terms, axis)
    return {
      coupon,
      accruedOnDefault: terms.settlesAccrualOnDefault ? accrued : 0,
      protection: loss * protection,
    }
  })
  return {
    periods: values,
    riskyAnnuity: values.reduce((sum, value) => sum + value.coupon + value.accruedOnDefault, 0),
    protectionLeg: values.reduce((sum, value) => sum + value.protection, 0),
  }
}

/** Default of a period at its mid-point, per unit of spread and of loss. */
function midPointDefault(period: CdsPeriod, { paysAtDefaultTime }: CdsTerms, axis: CreditAxis) {
  const place = paysAtDefaultTime ? period.middle : period.payment
  const probability = axis.survivalProbability(period.protectionFrom) - axis.survivalProbability(period.protectionTo)
  const unit = probability * axis.discountFactor(place)
  const accrued = paysAtDefaultTime ? period.accrualPerUnit * (place - period.accrualOrigin) : period.accrual
  return { accrued: accrued * unit, protection: unit }
}

/** Default of a period at any time, per unit of spread and of loss. */
function exactDefault(period: CdsPeriod, { paysAtDefaultTime }: CdsTerms, axis: CreditAxis) {
  const { protectionFrom, protectionTo, defaultFrom, defaultTo } = period
  if (!paysAtDefaultTime) {
    const discount = axis.discountFactor(period.payment)
    const probability = axis.survivalProbability(protectionFrom) - axis.survivalProbability(protectionTo)
    return { accrued: period.accrual * probability * discount, protection: probability * discount }
  }
  const same = protectionFrom === defaultFrom && protectionTo === defaultTo
  const premium = defaultIntegral(axis, defaultFrom, defaultTo, period.accrualOrigin)
  const protection = same ? premium : defaultIntegral(axis, protectionFrom, protectionTo, protectionFrom)
  return { accrued: period.accrualPerUnit * premium.accrual, protection: protection.unit }
}
