import { TuttiError, requireFinite } from '../errors/index.ts'
import type { PresentValue } from '../pricing/index.ts'
import { rateOptionGreeks, type RateVolatility } from './rate-option.ts'
import { type SwapCurves, swapValue, type VanillaSwap } from './vanilla-swap.ts'

/**
 * How an exercised swaption settles: `physical` enters the swap (and `collateralised-cash` pays its value, the same
 * today); `par-yield-cash` pays the swap rate's excess over the strike on the annuity discounted at that very rate.
 */
export type SwaptionSettlement = 'physical' | 'collateralised-cash' | 'par-yield-cash'

/** A European option to enter `swap`, which gives side, strike (its fixed rate), notional and legs. */
export interface EuropeanSwaption {
  readonly swap: VanillaSwap
  /** Time to exercise for the volatility, years from the valuation (own day count and start). */
  readonly expiryYears: number
  readonly settlement: SwaptionSettlement
}

export interface SwaptionValue extends PresentValue {
  /** Par rate of the swap net of its spread: what Black's formula takes as the forward. */
  readonly forwardSwapRate: number
  /** Value of a rate of 1 on the fixed leg under the settlement, notional included. */
  readonly annuity: number
  readonly volAnnual: number
  /** d value / d forward swap rate with the annuity held. */
  readonly delta: number
  readonly gamma: number
  /** d value / d volatility, per 1.00 of its kind. */
  readonly vega: number
}

/**
 * Value of a European swaption by Black's, shifted Black's or Bachelier's formula, or from a SABR smile, under the annuity
 * measure. A par-yield cash-settled one is taken on the cash annuity at the forward rate discounted from the start of the
 * swap, the market's convention (it neglects a convexity that is exact only for a flat curve).
 * Throws `invalid-input`, `missing-data`. Source: Brigo & Mercurio (2006), 1.6.
 */
export function swaptionValue(
  { swap, expiryYears, settlement }: EuropeanSwaption,
  volatility: RateVolatility,
  curves: SwapCurves,
): SwaptionValue {
  requireFinite(expiryYears, 'expiryYears')
  const underlying = swapValue(swap, curves)
  const spreadInRate = -swap.floatingSpread * (underlying.floatingLegBps / underlying.fixedLegBps)
  const forward = underlying.parRate
  // A spread on the floating leg moves the strike that the option on the forward rate has.
  const strike = swap.fixedRate
  const annuity = annuityOf(swap, settlement, underlying.annuity, forward, curves)
  const type = swap.side === 'payer' ? 'call' : 'put'
  const greeks = rateOptionGreeks(type, forward - spreadInRate, strike - spreadInRate, expiryYears, volatility)
  const presentValue = annuity * greeks.price
  return {
    presentValue,
    lines: [
      {
        label: `${swap.side} swaption: option on the swap rate ${forward}, strike ${strike}`,
        timeYears: Math.max(swap.fixedPeriods[0].startYears, 0),
        amount: greeks.price,
        discountFactor: annuity,
        presentValue,
      },
    ],
    forwardSwapRate: forward,
    annuity,
    volAnnual: greeks.volAnnual,
    delta: annuity * greeks.delta,
    gamma: annuity * greeks.gamma,
    vega: annuity * greeks.vega,
  }
}

function annuityOf(
  swap: VanillaSwap,
  settlement: SwaptionSettlement,
  annuity: number,
  forward: number,
  { discount }: SwapCurves,
): number {
  if (settlement !== 'par-yield-cash') return annuity
  if (typeof swap.notional !== 'number') {
    throw new TuttiError('unsupported', 'a swaption on an amortising swap does not settle at the par yield', {
      field: 'settlement',
      got: settlement,
      expected: 'physical or collateralised-cash',
    })
  }
  const { fixedPeriods, notional } = swap
  let factor = 1
  let sum = 0
  for (const { accrualYears } of fixedPeriods) {
    const growth = 1 + forward * accrualYears
    if (growth <= 0) {
      throw new TuttiError('not-applicable', `the cash annuity does not exist at a swap rate of ${forward}`, {
        field: 'settlement',
        got: String(forward),
        expected: `a swap rate above ${-1 / accrualYears}`,
      })
    }
    factor /= growth
    sum += accrualYears * factor
  }
  return notional * discount.discountFactor(fixedPeriods[0].startYears) * sum
}
