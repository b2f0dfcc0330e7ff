import type { DiscountCurve } from '../curves/index.ts'
import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { bachelierForwardPrice } from '../rates/bachelier.ts'
import { type CreditAdjustment, creditAdjustment } from './credit-adjustment.ts'

/** A swap of a fixed rate, paid yearly, against floating (worth P(t) - P(T)), on one curve; its forward rates are normal. */
export interface SwapCreditInputs {
  readonly curve: DiscountCurve
  readonly notional: number
  /** Payer pays the fixed rate. */
  readonly side: 'payer' | 'receiver'
  /** Whole years. */
  readonly maturityYears: number
  /** `null` for the par rate. */
  readonly fixedRate: number | null
  /** Normal (Bachelier) volatility of every forward swap rate, a year. */
  readonly normalVolAnnual: number
  /** Constant default intensities, a year. */
  readonly counterpartyHazard: number
  readonly ownHazard: number
  readonly recovery: number
}

/** Unilateral adjustments of a swap and the exposure that they come from. */
export interface SwapCreditAdjustment {
  readonly parRate: number
  /** Today's price of the option on the swap that remains at each year, just after the payment of that date. */
  readonly discountedPositiveExposure: readonly number[]
  /** The same of the other party's option, >= 0. */
  readonly discountedNegativeExposure: readonly number[]
  readonly credit: CreditAdjustment
  readonly debit: CreditAdjustment
}

/**
 * CVA and DVA of a swap as a strip of swaptions: with default at the end of year i, just after its payment, the loss is
 * an option on the swap that remains. Unilateral: neither side's survival weighs the other's default.
 *
 * Throws `invalid-input` for a maturity that is not a whole number of years, negative hazards or volatility, or a recovery
 * outside 0 to 1. Source: Sorensen & Bollier, "Pricing swap default risk", Financial Analysts Journal 50 (1994), 23-33.
 */
export function swapCreditAdjustment(inputs: SwapCreditInputs): SwapCreditAdjustment {
  const { curve, notional, side, maturityYears, normalVolAnnual, counterpartyHazard, ownHazard, recovery } = inputs
  requirePositive(notional, 'notional')
  requirePositive(maturityYears, 'maturityYears')
  if (!Number.isInteger(maturityYears)) {
    throw new TuttiError('invalid-input', `maturityYears must be a whole number, got ${maturityYears}`, {
      field: 'maturityYears',
      got: String(maturityYears),
      expected: 'whole years, as the fixed leg pays yearly',
    })
  }
  for (const [field, value] of Object.entries({ normalVolAnnual, counterpartyHazard, ownHazard })) {
    requireInRange(value, 0, Number.MAX_VALUE, field)
  }
  const timesYears = Array.from({ length: maturityYears }, (_, i) => i + 1)
  const discounts = [1, ...timesYears.map((t) => curve.discountFactor(t))]
  const annuityFrom = (start: number): number => discounts.slice(start + 1).reduce((sum, factor) => sum + factor, 0)
  const parRate = (1 - discounts[maturityYears]) / annuityFrom(0)
  const fixedRate = inputs.fixedRate === null ? parRate : requireFinite(inputs.fixedRate, 'fixedRate')
  const optionOnRest = (sign: 1 | -1, start: number): number => {
    const annuity = annuityFrom(start)
    if (annuity === 0) return 0
    const forward = (discounts[start] - discounts[maturityYears]) / annuity
    const type = sign === 1 ? 'call' : 'put'
    return notional * annuity * bachelierForwardPrice(type, forward, fixedRate, normalVolAnnual * Math.sqrt(start))
  }
  const sign = side === 'payer' ? 1 : -1
  const discountedPositiveExposure = timesYears.map((t) => optionOnRest(sign, t))
  const discountedNegativeExposure = timesYears.map((t) => optionOnRest(sign === 1 ? -1 : 1, t))
  const adjustment = (expectedExposure: readonly number[], hazard: number): CreditAdjustment =>
    creditAdjustment({
      timesYears,
      expectedExposure,
      discountFactors: timesYears.map(() => 1),
      survival: timesYears.map((t) => Math.exp(-hazard * t)),
      recovery,
    })
  return {
    parRate,
    discountedPositiveExposure,
    discountedNegativeExposure,
    credit: adjustment(discountedPositiveExposure, counterpartyHazard),
    debit: adjustment(discountedNegativeExposure, ownHazard),
  }
}
