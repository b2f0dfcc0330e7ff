import { formulas } from './book-table.ts'
import { equalPeriods } from './equal-periods.ts'
import type { InstrumentLegs, InstrumentOf, LegTerm, Surroundings } from './leg-terms.ts'
import { basisOf, equityOf, volatilityOf } from './market-entries.ts'
import type { ValuationMarket } from './valuation-market.ts'

/** A payment discounted on its currency's curve with the basis on top. */
export function basisPayment(
  { points, market }: Surroundings,
  currency: string,
  years: number,
  amount: number,
): LegTerm {
  return {
    point: points.payment(currency, years),
    amount: amount * Math.exp(-basisOf(market, currency) * years),
  }
}

/** Floating rates of the currency's own curve and a spread, and the notional at the end, discounted with the basis on top. */
export function currencyLeg(
  surroundings: Surroundings,
  { maturityYears, frequency }: InstrumentOf<'cross-currency swap'>,
  currency: string,
  notional: number,
  spread: number,
): LegTerm[] {
  const basis = basisOf(surroundings.market, currency)
  const terms = equalPeriods(0, maturityYears, frequency).flatMap(({ start, end }) => {
    const later = Math.exp(-basis * end)
    return [
      { point: surroundings.points.payment(currency, start), amount: notional * later },
      { point: surroundings.points.payment(currency, end), amount: notional * later * (spread * (end - start) - 1) },
    ]
  })
  return [...terms, basisPayment(surroundings, currency, maturityYears, notional)]
}

/** The surface of a pair: `fx:CUR` of the currency that is not the base, `fx:CUR/AGAINST` of a cross. */
export function fxSurface({ baseCurrency, volatilities }: ValuationMarket, currency: string, against: string): string {
  if (against === baseCurrency) return `fx:${currency}`
  if (currency === baseCurrency) return `fx:${against}`
  const turned = `fx:${against}/${currency}`
  return Object.hasOwn(volatilities, turned) ? turned : `fx:${currency}/${against}`
}

/** Option to receive one leg for the other (a call) or the reverse, on a lognormal ratio. */
export function exchangeOption(
  { market, factors }: Surroundings,
  type: 'call' | 'put',
  surface: string,
  expiryYears: number,
  received: LegTerm,
  paid: LegTerm,
): InstrumentLegs {
  return {
    formula: formulas.exchangeOption,
    legs: [[received], [paid]],
    parameters: [type === 'call' ? 1 : -1, volatilityOf(market, surface), Math.sqrt(expiryYears)],
    levelFactor: factors.place('volatility', surface),
  }
}

/** Shares at a time without the dividends until then, and the strike paid for them. */
export function sharesAgainstStrike(
  { market, points }: Surroundings,
  index: string,
  units: number,
  strike: number,
  years: number,
): { readonly received: LegTerm; readonly paid: LegTerm } {
  const { level, currency, dividendYield } = equityOf(market, index)
  return {
    received: { point: points.equity(currency, index, 1), amount: units * level * Math.exp(-dividendYield * years) },
    paid: { point: points.payment(currency, years), amount: units * strike },
  }
}
