import { flowAgeing, weightedAgeing } from './flow-ageing.ts'
import type { HedgeInstrument } from './hedge-instrument.ts'
import { isAllowed, premiumOf, spotOf, unitDealing, type UniverseContext } from './universe-context.ts'
import { tenorWords } from './tenor-words.ts'

/**
 * Zero-coupon inflation swaps at the break-even rate, in every currency that has a break-even curve; a unit is one unit of
 * notional, and a positive quantity receives inflation.
 *
 * Carry: the index accrues the shortest break-even rate, i(0), while the curve was paid for at i(T): notional x index ratio
 * x discount factor x (i(0) - i(T)); roll: the same times i(T) - f(T), f the forward break-even rate. Both legs are paid at
 * one time, so that nominal rates cancel.
 */
export function inflationInstruments(context: UniverseContext): HedgeInstrument[] {
  const { mandate, market, currencies } = context
  if (!isAllowed(mandate, 'zero-coupon-swap')) return []
  return currencies
    .filter((currency) => Object.hasOwn(market.breakEvens, currency))
    .flatMap((currency) =>
      mandate.instruments.inflation.tenors_years.map((years) => zeroCouponSwap(context, currency, years)),
    )
}

function zeroCouponSwap(context: UniverseContext, currency: string, years: number): HedgeInstrument {
  const { market } = context
  const breakEven = market.breakEvens[currency]
  const growth = 1 / breakEven.discountFactor(years)
  const fixedRate = growth ** (1 / years) - 1
  const discount = market.curves[currency].discountFactor(years)
  const notionalInBase = spotOf(market, currency)
  const legs: HedgeInstrument['legs'] = [
    {
      instrument: {
        kind: 'zero-coupon inflation swap',
        side: 'receive inflation',
        currency,
        notional: 1,
        maturityYears: years,
        fixedRate,
      },
      weight: 1,
    },
  ]
  // a payment on the break-even curve ages at the rate that the index leg costs
  const leg = flowAgeing(breakEven, [{ years, amount: growth }])
  const worth = notionalInBase * growth * discount
  return {
    id: `zero-coupon-swap:${currency}:${years}`,
    label: `${currency} zero-coupon inflation swap, ${tenorWords(years)}`,
    domain: 'inflation',
    family: 'zero-coupon-swap',
    currency,
    tenorYears: years,
    legs,
    premium: premiumOf(legs, market, notionalInBase),
    notionalInBase,
    direction: 'both',
    ...weightedAgeing([[worth, { carry: breakEven.zeroRate(0) - leg.carry, roll: -leg.roll }]]),
    dealing: unitDealing(context, 'zero-coupon-swap', notionalInBase, (years * growth * discount) / (1 + fixedRate)),
  }
}
