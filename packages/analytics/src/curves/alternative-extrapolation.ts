import { TuttiError, requirePositive } from '../errors/index.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { requireTime } from './require-time.ts'
import { ultimateForwardIntensity } from './smith-wilson.ts'

/** A market forward rate that counts towards the last liquid forward rate. */
export interface LiquidForward {
  readonly startYears: number
  readonly endYears: number
  /** Share in the average, from liquidity or volume; the weights of all forwards add up to 1. */
  readonly weight: number
}

/** Parameters of the extrapolation of the Solvency II review. */
export interface AlternativeExtrapolation {
  /** First smoothing point, years: beyond it market rates enter only through the last liquid forward rate. */
  readonly firstSmoothingPointYears: number
  /** Annually compounded decimal. */
  readonly ultimateForwardRate: number
  /** Speed of convergence (a): 0.11 when fully phased in; undertakings that phase in start from a higher one. */
  readonly convergenceSpeed: number
  readonly liquidForwards: readonly LiquidForward[]
}

/** A curve extrapolated from its first smoothing point. */
export interface AlternativeExtrapolatedCurve {
  readonly curve: DiscountCurve
  /** Weighted continuous forward rate of the market around and beyond the first smoothing point. */
  readonly lastLiquidForwardRate: number
}

/**
 * The extrapolation that EIOPA applies from 2027 in place of Smith-Wilson. Up to the first smoothing point the curve is
 * the `market` curve (EIOPA: constant forwards between its liquid maturities). Beyond, with w = ln(1 + ultimate forward rate)
 * and the last liquid forward rate LLFR, the forward from the point over h years is w + (LLFR - w) (1 - e^(-a h)) / (a h),
 * so that the instantaneous forward is w + (LLFR - w) e^(-a h).
 *
 * Throws `invalid-input` for weights that do not add up to 1 or a forward that does not end after it starts.
 * Sources: EIOPA-BoS-20/749, Opinion on the 2020 review of Solvency II, and its background analysis EIOPA-BoS-20/750, annex
 * 2.5; Directive (EU) 2025/2. The weights and the schedule by which the speed is phased in are the authority's data and are
 * arguments here.
 */
export function alternativeExtrapolatedCurve(
  market: DiscountCurve,
  { firstSmoothingPointYears, ultimateForwardRate, convergenceSpeed, liquidForwards }: AlternativeExtrapolation,
): AlternativeExtrapolatedCurve {
  const point = requirePositive(firstSmoothingPointYears, 'firstSmoothingPointYears')
  const speed = requirePositive(convergenceSpeed, 'convergenceSpeed')
  const ultimate = ultimateForwardIntensity(ultimateForwardRate)
  const total = liquidForwards.reduce((sum, { weight }) => sum + weight, 0)
  if (!(Math.abs(total - 1) < 1e-9)) {
    throw new TuttiError('invalid-input', `the weights of the liquid forwards add up to ${total}, not to 1`, {
      field: 'liquidForwards',
      got: String(total),
      expected: '1',
    })
  }
  const area = (t: number): number => market.zeroRate(t) * t
  const lastLiquidForwardRate = liquidForwards.reduce((sum, { startYears, endYears, weight }, i) => {
    if (!(startYears >= 0 && endYears > startYears)) {
      throw new TuttiError('invalid-input', `a forward ends after it starts, got ${startYears} to ${endYears} years`, {
        field: `liquidForwards[${i}]`,
        got: `${startYears} to ${endYears}`,
        expected: '0 <= startYears < endYears',
      })
    }
    return sum + (weight * (area(endYears) - area(startYears))) / (endYears - startYears)
  }, 0)
  const gap = lastLiquidForwardRate - ultimate
  const areaAtPoint = area(point)
  const areaOf = (t: number): number =>
    t <= point ? area(t) : areaAtPoint + ultimate * (t - point) - (gap * Math.expm1(-speed * (t - point))) / speed
  const curve: DiscountCurve = {
    discountFactor: (t) => Math.exp(-areaOf(requireTime(t, 'timeYears'))),
    zeroRate: (t) => (requireTime(t, 'timeYears') <= point ? market.zeroRate(t) : areaOf(t) / t),
    instantaneousForward: (t) =>
      requireTime(t, 'timeYears') < point
        ? market.instantaneousForward(t)
        : ultimate + gap * Math.exp(-speed * (t - point)),
  }
  return { curve, lastLiquidForwardRate }
}
