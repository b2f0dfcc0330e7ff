import { TuttiError, requirePositive } from '../errors/index.ts'
import type { DiscountCurve } from './discount-curve.ts'

/** What a zero-coupon bond earns over a horizon if the curve, as a function of time to maturity, does not move. */
export interface CurveCarry {
  readonly maturityYears: number
  /** 1 / P(horizon) - 1: what the horizon's own riskless investment earns; also what the bond earns if forwards come true. */
  readonly carryReturn: number
  /** P(T - h) P(h) / P(T) - 1: excess over it from rolling down the unchanged curve. */
  readonly rollDownReturn: number
  /** P(T - h) / P(T) - 1. */
  readonly totalReturn: number
  /** Rise of the continuous zero rate at T - h that uses up the excess: (f(h, T) - z(T - h)), decimal. */
  readonly breakevenRise: number
}

/**
 * Carry and roll-down of a zero-coupon bond of `maturityYears` over `horizonYears` (less than the maturity).
 * Source: Ilmanen, Expected Returns (2011), chapter 9; Tuckman & Serrat, Fixed Income Securities (2012), chapter 3.
 */
export function curveCarry(curve: DiscountCurve, maturityYears: number, horizonYears: number): CurveCarry {
  requirePositive(horizonYears, 'horizonYears')
  if (!(maturityYears > horizonYears)) {
    throw new TuttiError(
      'invalid-input',
      `the horizon of ${horizonYears} years is not before the maturity ${maturityYears}`,
      {
        field: 'horizonYears',
        got: String(horizonYears),
        expected: `less than ${maturityYears}`,
      },
    )
  }
  const remaining = maturityYears - horizonYears
  const atHorizon = curve.discountFactor(horizonYears)
  const forwardFactor = curve.discountFactor(maturityYears) / atHorizon
  const rolled = curve.discountFactor(remaining)
  return {
    maturityYears,
    carryReturn: 1 / atHorizon - 1,
    rollDownReturn: rolled / forwardFactor - 1,
    totalReturn: rolled / (forwardFactor * atHorizon) - 1,
    breakevenRise: Math.log(rolled / forwardFactor) / remaining,
  }
}
