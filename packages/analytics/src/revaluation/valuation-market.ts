import type { DiscountCurve } from '../curves/index.ts'

/** An equity index as it stands. */
export interface EquityQuote {
  readonly level: number
  readonly currency: string
  /** Continuously compounded, a year. */
  readonly dividendYield: number
}

/** Everything that instruments are valued on, as of one date. Names are those of the instruments and risk factors. */
export interface ValuationMarket {
  readonly baseCurrency: string
  /** Nominal discount curve of each currency: one set for assets, liabilities and hedges. */
  readonly curves: Readonly<Record<string, DiscountCurve>>
  /** Break-even curve of each currency: the index ratio expected at t is 1 / discountFactor(t). */
  readonly breakEvens: Readonly<Record<string, DiscountCurve>>
  /** Value of one unit of each currency in the base currency; the base currency itself is 1. */
  readonly fx: Readonly<Record<string, number>>
  /** Cross-currency basis against the base currency, continuously compounded, added to the currency's curve for forwards, options and cross-currency swaps; 0 where absent. */
  readonly basis: Readonly<Record<string, number>>
  readonly equities: Readonly<Record<string, EquityQuote>>
  /** Spread of each bucket of issuers, continuously compounded, decimal. */
  readonly spreads: Readonly<Record<string, number>>
  /**
   * Implied volatility of each surface: `equity:INDEX` and `fx:CUR` (against the base currency) lognormal, `rate:CUR` normal,
   * a year, decimal. An option between two other currencies needs its own, `fx:CUR/OTHER`, either way round.
   */
  readonly volatilities: Readonly<Record<string, number>>
}
