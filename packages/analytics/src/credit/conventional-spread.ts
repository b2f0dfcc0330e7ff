import { type DatedCurve, discountOn } from '../curves/index.ts'
import { requireFinite } from '../errors/index.ts'
import { type Day, yearFraction } from '../time/index.ts'
import { datedCdsLegs } from './dated-cds.ts'
import { datedHazardCurve } from './dated-survival-curve.ts'
import { fairSpread } from './cds-valuation.ts'
import { type CdsQuote, hazardBootstrap } from './hazard-bootstrap.ts'
import type { StandardCds } from './standard-cds.ts'

/** A standard swap quoted in every way that the market quotes it; per unit of notional unless said. */
export interface ConventionalCdsQuote {
  /** Flat hazard rate, ACT/365F. */
  readonly hazardRate: number
  /** Par spread on that hazard rate. */
  readonly conventionalSpread: number
  /** What the buyer of protection who pays the coupon pays up front at cash settlement, net of accrued premium. */
  readonly cleanUpfront: number
  /** Premium accrued to the step-in day, paid back to the buyer. */
  readonly accruedPremium: number
  /** Value to the buyer on the trade day: clean upfront, discounted from cash settlement. */
  readonly valueAtTrade: number
  readonly riskyAnnuity: number
  readonly protectionLeg: number
}

/**
 * Converts between a conventional spread and points up front through one flat hazard rate, as the ISDA standard model
 * does. An upfront quote is clean and at cash settlement.
 *
 * Throws `infeasible`, with the feasible range, where no hazard rate gives the quote. Source: ISDA Standard CDS Converter
 * Specification (2009).
 */
export function conventionalCdsQuote(
  swap: StandardCds,
  tradeDay: Day,
  coupon: number,
  quote: { readonly spread: number } | { readonly cleanUpfront: number },
  discount: DatedCurve,
  discountNodeDays: readonly Day[] = [],
): ConventionalCdsQuote {
  requireFinite(coupon, 'coupon')
  const maturityDay = swap.accrualDays[swap.accrualDays.length - 1]
  const toSettlement = discountOn(discount, swap.cashSettlementDay) / discountOn(discount, tradeDay)
  const legsAt = (hazardRate: number) => {
    const survival = datedHazardCurve(tradeDay, 'ACT/365F', [maturityDay + 1], [hazardRate])
    return datedCdsLegs(swap, { discount, discountNodeDays, survival: { ...survival, nodeDays: [] } }, tradeDay)
  }
  const asked: CdsQuote =
    'spread' in quote
      ? { spread: requireFinite(quote.spread, 'spread') }
      : {
          upfront: requireFinite(quote.cleanUpfront, 'cleanUpfront'),
          runningSpread: coupon,
          discountFactor: toSettlement,
        }
  const { hazardRates } = hazardBootstrap([
    {
      label: 'the swap',
      timeYears: yearFraction('ACT/365F', tradeDay, maturityDay + 1),
      quote: asked,
      legs: (survival) => legsAt(survival.hazardRate(0)),
    },
  ])
  const { protectionLeg, riskyAnnuity } = legsAt(hazardRates[0])
  const value = protectionLeg - coupon * riskyAnnuity
  return {
    hazardRate: hazardRates[0],
    conventionalSpread: fairSpread(protectionLeg, riskyAnnuity),
    cleanUpfront: value / toSettlement,
    accruedPremium: coupon * swap.rebate.accrual,
    valueAtTrade: value,
    riskyAnnuity,
    protectionLeg,
  }
}
