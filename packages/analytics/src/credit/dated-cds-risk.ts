import { type DatedCurve, zeroSpreadCurve } from '../curves/index.ts'
import type { Day } from '../time/index.ts'
import type { CdsSide, CdsValuation } from './cds-valuation.ts'
import { datedCdsValue } from './dated-cds.ts'
import { datedCdsHazardCurve, type DatedCdsQuote, type DatedCdsQuoteConventions } from './dated-hazard-curve.ts'
import { standardCds } from './standard-cds.ts'

/** A standard swap that is held. */
export interface StandardCdsPosition {
  readonly side: CdsSide
  readonly notional: number
  /** Running spread, decimal a year. */
  readonly spread: number
  /** Unadjusted. */
  readonly maturityDay: Day
}

/** Value and sensitivities of a standard swap to its holder, money; each is a full revaluation. */
export interface StandardCdsRisk {
  /** Clean: what accrued before the valuation is paid back, as when the position is closed out. */
  readonly valuation: CdsValuation
  /** Premium accrued so far, a debt of the protection buyer: negative for it, positive for the seller. */
  readonly accruedPremium: number
  /** Value change when every par spread rises by 1 bp and the hazard curve is built again. */
  readonly cs01Parallel: number
  readonly cs01ByQuote: readonly number[]
  /** Value change when every zero rate rises by 1 bp, the quotes unchanged. */
  readonly ir01: number
  /** Value change when the recovery rises by 0.01, in the quotes and the swap, the quotes unchanged. */
  readonly recovery01: number
  /** (1 - R) notional less the clean value, for the buyer: gain when default happens now (the accrued premium is owed either way). */
  readonly jumpToDefault: number
  /**
   * Change of the clean value by the next calendar day if nothing defaults, on the curves of today (their forward rates and
   * hazards come true); the premium that accrues over the day comes on top. A swap that ends by then is worth nothing.
   */
  readonly theta1Day: number
}

/**
 * Value and risk of a standard swap on `valuationDay` against the quotes of that day; a quote in points is moved through the
 * par spread that it implies. Throws as `datedCdsHazardCurve` does; a bumped curve that does not exist is refused alike.
 */
export function standardCdsRisk(
  position: StandardCdsPosition,
  valuationDay: Day,
  quotes: readonly DatedCdsQuote[],
  conventions: DatedCdsQuoteConventions,
  discount: DatedCurve,
): StandardCdsRisk {
  const { discountNodeDays = [] } = conventions
  const swapOf = (maturityDay: Day, terms: DatedCdsQuoteConventions) =>
    standardCds({ ...terms, tradeDay: valuationDay, maturityDay })
  const survivalOf = (used: readonly DatedCdsQuote[], terms: DatedCdsQuoteConventions, rates: DatedCurve) =>
    datedCdsHazardCurve(valuationDay, used, terms, rates).survival
  const { side, notional, spread, maturityDay } = position
  const valueOf = (used: readonly DatedCdsQuote[], terms = conventions, rates = discount): CdsValuation =>
    datedCdsValue(
      { ...swapOf(maturityDay, terms), side, notional, spread },
      { discount: rates, discountNodeDays, survival: survivalOf(used, terms, rates) },
      valuationDay,
    )
  const valuation = valueOf(quotes)
  const value = valuation.presentValue
  const survival = survivalOf(quotes, conventions, discount)
  const spreads = quotes.map((quote) => {
    if ('spread' in quote) return quote
    const swap = { ...swapOf(quote.maturityDay, conventions), side: 'buy protection' as const, notional: 1, spread: 0 }
    const { fairSpread } = datedCdsValue(swap, { discount, discountNodeDays, survival }, valuationDay)
    const { label, nodeDay } = quote
    return { label, maturityDay: quote.maturityDay, ...(nodeDay === undefined ? {} : { nodeDay }), spread: fairSpread }
  })
  const moved = (moves: (i: number) => boolean): number =>
    valueOf(spreads.map((quote, i) => (moves(i) ? { ...quote, spread: quote.spread + 1e-4 } : quote))).presentValue -
    value
  const nextDay = valuationDay + 1
  const valueNextDay =
    maturityDay <= nextDay
      ? 0
      : datedCdsValue(
          { ...standardCds({ ...conventions, tradeDay: nextDay, maturityDay }), side, notional, spread },
          { discount, discountNodeDays, survival },
          nextDay,
        ).presentValue
  const step = conventions.recovery < 0.99 ? 0.01 : -0.01
  const recovered = valueOf(quotes, { ...conventions, recovery: conventions.recovery + step }).presentValue
  const sign = side === 'buy protection' ? 1 : -1
  const accruedPremium = -sign * notional * spread * swapOf(maturityDay, conventions).rebate.accrual
  return {
    valuation,
    accruedPremium,
    cs01Parallel: moved(() => true),
    cs01ByQuote: spreads.map((_, only) => moved((i) => i === only)),
    ir01:
      valueOf(quotes, conventions, { ...discount, curve: zeroSpreadCurve(discount.curve, 1e-4) }).presentValue - value,
    recovery01: ((recovered - value) * 0.01) / step,
    jumpToDefault: sign * (1 - conventions.recovery) * notional - value,
    theta1Day: valueNextDay - value,
  }
}
