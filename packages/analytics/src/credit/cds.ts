import type { DiscountCurve } from '../curves/index.ts'
import { requireFinite, requirePositive } from '../errors/index.ts'
import { type CdsIntegration, cdsLegs, type CdsLegs, type CdsPeriod } from './cds-legs.ts'
import { type CdsPosition, type CdsSide, cdsValuation, type CdsValuation } from './cds-valuation.ts'
import type { CreditAxis } from './default-integral.ts'
import { requireRecovery } from './require-recovery.ts'
import type { SurvivalCurve } from './survival-curve.ts'

/** What a credit default swap is valued on; times of both curves run from the valuation date. */
export interface CreditCurves {
  readonly discount: DiscountCurve
  readonly survival: SurvivalCurve
  /** Times at which the forward rate of `discount` jumps, increasing: with them the integrals are exact. */
  readonly discountKnotsYears?: readonly number[]
}

/** Terms of a credit default swap in exact times: premiums in arrears, periods counted back from the maturity. */
export interface CdsContract {
  readonly maturityYears: number
  readonly paymentsPerYear: number
  /** Paid on the notional at default, in [0, 1). */
  readonly recovery: number
  readonly integration: CdsIntegration
}

/** A position in it. */
export interface Cds extends CdsContract {
  readonly side: CdsSide
  readonly notional: number
  /** Running spread, decimal a year. */
  readonly spread: number
}

/**
 * Premium periods from today, a first one that is shorter where the maturity is no whole number of periods. Premiums
 * accrue exactly their time and are paid at the end of the period, the accrued part at default.
 */
function cdsPeriods({ maturityYears, paymentsPerYear }: CdsContract, startYears = 0): CdsPeriod[] {
  const term = requirePositive(maturityYears - startYears, 'maturityYears')
  requirePositive(paymentsPerYear, 'paymentsPerYear')
  const count = Math.ceil(term * paymentsPerYear - 1e-9)
  return Array.from({ length: count }, (_, i) => {
    const start = i === 0 ? startYears : maturityYears - (count - i) / paymentsPerYear
    const end = i === count - 1 ? maturityYears : maturityYears - (count - 1 - i) / paymentsPerYear
    return {
      label: `${start.toFixed(2)} to ${end.toFixed(2)} years`,
      accrual: end - start,
      payment: end,
      survivalTo: end,
      defaultFrom: start,
      defaultTo: end,
      accrualOrigin: start,
      accrualPerUnit: 1,
      protectionFrom: start,
      protectionTo: end,
      middle: 0.5 * (start + end),
    }
  })
}

/** The curves as an axis of years. */
export function yearAxis({ discount, survival, discountKnotsYears = [] }: CreditCurves): CreditAxis {
  const nodes = [...survival.knotsYears, ...discountKnotsYears].sort((a, b) => a - b)
  return {
    discountFactor: (t) => discount.discountFactor(t),
    survivalProbability: (t) => survival.survivalProbability(t),
    nodes,
    longestPiece: 1 / 52,
  }
}

/** Protection leg and risky annuity, per unit of notional (and of spread), of a swap in exact times. */
export function cdsContractLegs(contract: CdsContract, curves: CreditCurves): CdsLegs {
  return cdsLegsFrom(contract, 0, yearAxis(curves))
}

/** The same of a swap that starts at `startYears`, on an axis of years. */
export function cdsLegsFrom(contract: CdsContract, startYears: number, axis: CreditAxis): CdsLegs {
  return cdsLegs(cdsPeriods(contract, startYears), termsOf(contract), axis, contract.integration)
}

const termsOf = ({ recovery }: CdsContract) => ({
  recovery: requireRecovery(recovery),
  settlesAccrualOnDefault: true,
  paysAtDefaultTime: true,
})

/**
 * Value of a credit default swap off a discount curve and a survival curve, in exact times: premiums in arrears, the
 * accrued premium paid at default, default at any time (`exact`) or at the middle of each period (`mid-point`).
 *
 * Throws `invalid-input` for terms out of range, `not-applicable` where survival leaves no premium to be paid. Source:
 * O'Kane & Turnbull, Valuation of Credit Default Swaps, Lehman Brothers (2003).
 */
export function cdsValue(cds: Cds, curves: CreditCurves): CdsValuation {
  const periods = cdsPeriods(cds)
  const axis = yearAxis(curves)
  const legs = cdsLegs(periods, termsOf(cds), axis, cds.integration)
  return cdsValuation(requirePosition(cds), legs, periods, { ...axis, time: (t) => t })
}

/**
 * Value a time after today, given survival until then and forward rates and hazard rates that come true; the premium
 * that accrues until then is still owed. `afterYears` must not pass the first payment.
 */
export function cdsValueAfter(cds: Cds, curves: CreditCurves, afterYears: number): number {
  const axis = yearAxis(curves)
  const [first, ...rest] = cdsPeriods(cds)
  const start = Math.min(afterYears, first.payment)
  const remaining = [
    { ...first, defaultFrom: start, protectionFrom: start, middle: 0.5 * (start + first.payment) },
    ...rest,
  ]
  const legs = cdsLegs(remaining, termsOf(cds), axis, cds.integration)
  const sign = cds.side === 'buy protection' ? 1 : -1
  const worth = sign * cds.notional * (legs.protectionLeg - cds.spread * legs.riskyAnnuity)
  return worth / (axis.discountFactor(start) * axis.survivalProbability(start))
}

/** Throws `invalid-input` unless notional and spread are finite; returns the position. */
export function requirePosition<P extends CdsPosition>(position: P): P {
  requireFinite(position.notional, 'notional')
  requireFinite(position.spread, 'spread')
  return position
}
