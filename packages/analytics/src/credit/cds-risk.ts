import { type DiscountCurve, zeroSpreadCurve } from '../curves/index.ts'
import { type Cds, cdsValue, cdsValueAfter } from './cds.ts'
import { type CdsQuoteConventions, type CdsTenorQuote, cdsHazardCurve, parSpreadQuotes } from './cds-hazard-curve.ts'
import type { CdsValuation } from './cds-valuation.ts'

const basisPoint = 1e-4

/** Value and sensitivities of a credit default swap to its holder, money; each is a full revaluation. */
export interface CdsRisk {
  readonly valuation: CdsValuation
  /** Value change when every par spread rises by 1 bp and the hazard curve is built again. */
  readonly cs01Parallel: number
  /** The same for each quote by itself, in their order. */
  readonly cs01ByQuote: readonly number[]
  /** Value change when every zero rate rises by 1 bp, the quotes unchanged. */
  readonly ir01: number
  /** Value change when the recovery rate rises by 0.01, in the quotes and in the swap, the quotes unchanged. */
  readonly recovery01: number
  /** Change of wealth when the entity defaults now: (1 - R) notional less the value, for the buyer. */
  readonly jumpToDefault: number
  /** Value change over one day (1/365) without default, forward rates and hazard rates coming true. */
  readonly thetaOneDay: number
}

/**
 * Value and risk of a position against the quotes that its hazard curve is built from; a quote in points up front is
 * moved through the par spread that it implies. The recovery of the conventions is that of the quotes.
 *
 * Throws as `cdsHazardCurve` does; a bumped curve that does not exist is refused alike.
 */
export function cdsRisk(
  cds: Cds,
  quotes: readonly CdsTenorQuote[],
  conventions: CdsQuoteConventions,
  discount: DiscountCurve,
): CdsRisk {
  const knots = conventions.discountKnotsYears
  const curvesOf = (used: readonly CdsTenorQuote[], terms: CdsQuoteConventions, rates: DiscountCurve) => ({
    discount: rates,
    survival: cdsHazardCurve(used, terms, rates).curve,
    ...(knots && { discountKnotsYears: knots }),
  })
  const curves = curvesOf(quotes, conventions, discount)
  const valuation = cdsValue(cds, curves)
  const value = valuation.presentValue
  const spreads = parSpreadQuotes(quotes, conventions, discount)
  const changeOnSpreads = (moves: (i: number) => boolean): number => {
    const moved = spreads.map((quote, i) => (moves(i) ? { ...quote, spread: quote.spread + basisPoint } : quote))
    return cdsValue(cds, curvesOf(moved, conventions, discount)).presentValue - value
  }
  const higherRates = zeroSpreadCurve(discount, basisPoint)
  const recoveryStep = cds.recovery + 0.01 < 1 && conventions.recovery + 0.01 < 1 ? 0.01 : -0.01
  const otherRecovery = cdsValue(
    { ...cds, recovery: cds.recovery + recoveryStep },
    curvesOf(quotes, { ...conventions, recovery: conventions.recovery + recoveryStep }, discount),
  )
  const sign = cds.side === 'buy protection' ? 1 : -1
  return {
    valuation,
    cs01Parallel: changeOnSpreads(() => true),
    cs01ByQuote: spreads.map((_, only) => changeOnSpreads((i) => i === only)),
    ir01: cdsValue(cds, curvesOf(quotes, conventions, higherRates)).presentValue - value,
    recovery01: (otherRecovery.presentValue - value) * (recoveryStep / 0.01),
    jumpToDefault: sign * (1 - cds.recovery) * cds.notional - value,
    thetaOneDay: cdsValueAfter(cds, curves, Math.min(1 / 365, cds.maturityYears)) - value,
  }
}
