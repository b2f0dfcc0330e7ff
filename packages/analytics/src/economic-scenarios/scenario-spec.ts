import type { DiscountCurve } from '../curves/index.ts'

/** Nominal rates of a currency: the two-factor Gaussian model G2++ on its curve. */
export interface CurrencyModel {
  readonly currency: string
  readonly curve: DiscountCurve
  /** Mean reversions (a year) and volatilities (of the short rate, a year) of the two factors. */
  readonly a: number
  readonly sigma: number
  readonly b: number
  readonly eta: number
  /** Correlation of the two factors. */
  readonly rho: number
  /** Where the first factor tends to beyond the forwards, decimal: 0 for risk-neutral paths. */
  readonly longRunShift: number
  /** Value of one unit in the base currency, and its volatility; null for the base currency itself. */
  readonly exchange: { readonly spot: number; readonly volAnnual: number; readonly premiumAnnual: number } | null
}

/** Inflation of a region as a mean-reverting rate, continuously compounded. */
export interface InflationModel {
  readonly region: string
  readonly initial: number
  readonly longRun: number
  readonly reversion: number
  readonly volAnnual: number
}

/** The spread of a class of credit, such as a rating within a sector; its logarithm reverts to the mean. */
export interface SpreadModel {
  readonly name: string
  /** Decimals. */
  readonly initial: number
  readonly longRun: number
  readonly reversion: number
  /** Of the logarithm, a year. */
  readonly volAnnual: number
}

/** A share index with dividends reinvested, in its own currency. */
export interface EquityModel {
  readonly name: string
  readonly currency: string
  readonly volAnnual: number
  /** Expected return beyond the short rate; 0 for risk-neutral paths. */
  readonly premiumAnnual: number
}

/** An economy: what is simulated together. The first currency is the base and has no exchange rate. */
export interface Economy {
  readonly currencies: readonly CurrencyModel[]
  readonly inflation: readonly InflationModel[]
  readonly spreads: readonly SpreadModel[]
  readonly equities: readonly EquityModel[]
  /**
   * Correlations of the shocks that are not 0, by the names of {@link shockNames}; the two rate factors of a currency have
   * `rho`. A set that no correlation matrix has is replaced by the nearest and said.
   */
  readonly correlations: readonly { readonly one: string; readonly two: string; readonly correlation: number }[]
}

/**
 * Names of the shocks, in the order of the simulation: `rate1 USD`, `rate2 USD`, … for each currency, `inflation US`,
 * `spread A financial`, `equity world`, `exchange EUR`.
 */
export function shockNames(economy: Economy): string[] {
  return [
    ...economy.currencies.flatMap(({ currency }) => [`rate1 ${currency}`, `rate2 ${currency}`]),
    ...economy.inflation.map(({ region }) => `inflation ${region}`),
    ...economy.spreads.map(({ name }) => `spread ${name}`),
    ...economy.equities.map(({ name }) => `equity ${name}`),
    ...economy.currencies.slice(1).map(({ currency }) => `exchange ${currency}`),
  ]
}
