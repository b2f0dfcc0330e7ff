import { baseValues, compiledBook, type ValuationMarket } from '@tutti/analytics/revaluation'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import { type DealingTerms, type HedgeFamily, hedgeFamilies, type HedgeInstrument } from './hedge-instrument.ts'

/** What the instruments of a universe are made from. */
export interface UniverseContext {
  readonly mandate: HedgingMandate
  readonly market: ValuationMarket
  readonly book: FundBook
  /** In which the fund has assets or liabilities, sorted; those that the market has a curve for. */
  readonly currencies: readonly string[]
}

/** Carry and roll a year of one unit, base currency. */
export interface Ageing {
  readonly carry: number
  readonly roll: number
}

/** Length of the step by which terms without a closed formula are aged, years. */
export const ageingStep = 1e-4
/** Period of the floating rate that swaps are financed at, years. */
export const floatingPeriod = 0.25
/** Shares of the notional below which a value is rounding. */
const rounding = 1e-11

/** Value of the legs today, base currency. */
export function legsValue(legs: HedgeInstrument['legs'], market: ValuationMarket): number {
  const values = baseValues(
    compiledBook(
      legs.map(({ instrument }) => instrument),
      market,
      [],
    ),
  )
  return legs.reduce((sum, { weight }, i) => sum + weight * values[i], 0)
}

/** The value of a unit as what has to be paid for it: exactly 0 where it is so but for rounding. */
export function premiumOf(legs: HedgeInstrument['legs'], market: ValuationMarket, notionalInBase: number): number {
  const value = legsValue(legs, market)
  return Math.abs(value) <= rounding * notionalInBase ? 0 : value
}

/** Value in base currency of a unit of a currency. */
export function spotOf(market: ValuationMarket, currency: string): number {
  return currency === market.baseCurrency ? 1 : market.fx[currency]
}

/**
 * Dealing terms of a unit from the mandate's table: the volume is turned into the instrument's currency; half-spread and
 * daily volatility are multiplied by `yieldDuration` (money lost by one unit of notional for a yield higher by 1.00) for
 * kinds that are quoted in yield, 1 for the others.
 */
export function unitDealing(
  { mandate }: Pick<UniverseContext, 'mandate'>,
  family: HedgeFamily,
  spot: number,
  yieldDuration = 1,
): DealingTerms {
  const terms = mandate.dealing[family]
  return {
    halfSpreadBp: terms.half_spread_bp * yieldDuration,
    dailyVolume: terms.daily_volume / spot,
    dailyVolatilityBp: terms.daily_volatility_bp * yieldDuration,
    initialMarginRate: terms.initial_margin_percent / 100,
    cleared: terms.cleared,
  }
}

/** Whether the mandate allows a kind of hedge. */
export function isAllowed({ instruments }: HedgingMandate, family: HedgeFamily): boolean {
  const domain = (['currency', 'rates', 'inflation', 'credit'] as const).find((name) =>
    (hedgeFamilies[name] as readonly string[]).includes(family),
  )
  return domain !== undefined && (instruments[domain].allowed as readonly string[]).includes(family)
}
