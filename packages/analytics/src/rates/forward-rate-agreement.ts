import { requireFinite } from '../errors/index.ts'
import { type PresentValue, presentValueOf } from '../pricing/index.ts'
import { type AccrualPeriod, periodLabel, requirePeriods } from './accrual-period.ts'
import { forwardRate } from './rate-leg.ts'
import type { SwapCurves } from './vanilla-swap.ts'

/** A forward rate agreement, settled at the start of its period with the payoff discounted at the rate that is set. */
export interface ForwardRateAgreement {
  /** `payer` pays the strike and receives the rate (the buyer). */
  readonly side: 'payer' | 'receiver'
  readonly notional: number
  readonly strike: number
  readonly period: AccrualPeriod
}

/**
 * Forward rate and present value. At the forward, the payoff discounted at the rate that is set is worth the payoff at
 * the end of the period; on two curves the projected forward discounts the settlement and the correlation of the two
 * curves is neglected, as is customary. Throws `invalid-input`. Source: ISDA 2006 Definitions, 8.4 (FRA discounting).
 */
export function forwardRateAgreementValue(
  { side, notional, strike, period }: ForwardRateAgreement,
  { discount, projection }: SwapCurves,
): PresentValue & { readonly forwardRate: number } {
  requireFinite(notional, 'notional')
  requireFinite(strike, 'strike')
  requirePeriods([period], 'period')
  const forward = forwardRate(projection, period)
  const sign = side === 'payer' ? 1 : -1
  const amount = (sign * notional * period.accrualYears * (forward - strike)) / (1 + forward * period.accrualYears)
  const discountFactor = discount.discountFactor(period.startYears)
  return {
    ...presentValueOf([
      {
        label: `settlement for ${periodLabel(period)}`,
        timeYears: period.startYears,
        ...(period.startDay === undefined ? {} : { day: period.startDay }),
        amount,
        discountFactor,
        presentValue: amount * discountFactor,
      },
    ]),
    forwardRate: forward,
  }
}
