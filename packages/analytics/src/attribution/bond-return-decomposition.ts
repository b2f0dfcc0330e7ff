import { periodBondPrice } from '../bonds/index.ts'
import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'

/** A level-coupon bond, and what happened to its yield over a horizon. */
export interface RepricedBond {
  /** Annual, decimal. */
  readonly couponRate: number
  /** Coupons a year; the yields are compounded as often. */
  readonly frequency: number
  readonly maturityYears: number
  readonly yieldStart: number
  readonly horizonYears: number
  /** Yield change of ageing on an unchanged curve; 0 when left out (then the bond keeps its yield). */
  readonly rollYieldChange?: number
  readonly treasuryChange: number
  readonly spreadChange: number
  /** Dirty price at the horizon per 100, where it is known: the difference to the model is the residual. */
  readonly actualPriceEnd?: number
}

/** Returns on the dirty price at the start; they add up to the total. */
export interface BondReturnDecomposition {
  /** Dirty, per 100 of face. */
  readonly priceStart: number
  readonly priceEnd: number
  /** Coupons paid up to and at the horizon, not reinvested. */
  readonly couponsReceived: number
  /** Coupons and ageing at an unchanged yield: coupon income and pull to par together. */
  readonly carry: number
  readonly rollDown: number
  readonly treasury: number
  readonly spread: number
  /** What the actual price adds to the model's. */
  readonly residual: number
  readonly totalReturn: number
}

/**
 * Decomposes a bond's return by repricing it in full, one change after the other: time passes at an unchanged yield,
 * the yield rolls down the curve, the Treasury yield moves, the spread moves. Convexity is in each step; as the order
 * matters to second order, it is fixed. Throws `invalid-input` for a horizon past the maturity.
 *
 * Source: the bond price in coupon periods (street convention); Tuckman & Serrat, Fixed Income Securities (2011), ch. 3.
 */
export function bondReturnDecomposition(bond: RepricedBond): BondReturnDecomposition {
  const { couponRate, frequency, maturityYears, yieldStart, horizonYears } = bond
  requirePositive(maturityYears, 'maturityYears')
  requirePositive(horizonYears, 'horizonYears')
  requirePositive(frequency, 'frequency')
  if (horizonYears >= maturityYears) {
    throw new TuttiError('invalid-input', 'the horizon must lie before the maturity', {
      field: 'horizonYears',
      got: String(horizonYears),
      expected: `a number below ${maturityYears}`,
    })
  }
  const roll = requireFinite(bond.rollYieldChange ?? 0, 'rollYieldChange')
  const treasuryChange = requireFinite(bond.treasuryChange, 'treasuryChange')
  const spreadChange = requireFinite(bond.spreadChange, 'spreadChange')
  const start = wholePeriods(maturityYears * frequency)
  const end = wholePeriods((maturityYears - horizonYears) * frequency)
  const price = (periods: number, annualYield: number): number => {
    const couponsRemaining = Math.ceil(periods)
    const fractionToNextCoupon = periods - (couponsRemaining - 1)
    return periodBondPrice({ couponRate, frequency, couponsRemaining, fractionToNextCoupon }, annualYield).dirtyPrice
  }
  const priceStart = price(start, yieldStart)
  const couponsReceived = ((Math.ceil(start) - Math.ceil(end)) * 100 * couponRate) / frequency
  const aged = price(end, yieldStart)
  const rolled = roll === 0 ? aged : price(end, yieldStart + roll)
  const moved = price(end, yieldStart + roll + treasuryChange)
  const priceEnd = price(end, yieldStart + roll + treasuryChange + spreadChange)
  const carry = (aged + couponsReceived - priceStart) / priceStart
  const rollDown = (rolled - aged) / priceStart
  const treasury = (moved - rolled) / priceStart
  const spread = (priceEnd - moved) / priceStart
  const actual = requirePositive(bond.actualPriceEnd ?? priceEnd, 'actualPriceEnd')
  const residual = (actual - priceEnd) / priceStart
  const totalReturn = compensatedSum([actual, couponsReceived, -priceStart]) / priceStart
  return { priceStart, priceEnd, couponsReceived, carry, rollDown, treasury, spread, residual, totalReturn }
}

/** A count of coupon periods, made whole where it is so but for rounding. */
function wholePeriods(periods: number): number {
  const nearest = Math.round(periods)
  return nearest > 0 && Math.abs(periods - nearest) < 1e-9 ? nearest : periods
}
