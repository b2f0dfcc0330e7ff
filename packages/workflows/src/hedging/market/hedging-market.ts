import type { FactorGroup, RiskFactor, ValuationMarket } from '@tutti/analytics/revaluation'

/** The market of a hedging study as of one date: what to value on, what can move, and how it has moved. */
export interface HedgingMarket {
  /** ISO date. */
  readonly asOf: string
  readonly origin: 'real' | 'simulated'
  readonly valuation: ValuationMarket
  readonly factors: readonly RiskFactor[]
  /** Names of the factors, in order; see `factorName`. */
  readonly factorNames: readonly string[]
  readonly history: FactorHistory
  /** What a reader must know: proxies, factors without history, buckets that share a series. */
  readonly notes: readonly string[]
}

/** Levels of the factors through time; NaN where a factor had no observation. In memory only. */
export interface FactorHistory {
  readonly dates: readonly string[]
  readonly days: Int32Array
  /** dates x factors, row-major: zero rate, break-even, log fx, spread, log index, volatility. */
  readonly levels: Float64Array
  /** Id of the market series each factor is read from; null for one that has no history. */
  readonly sources: readonly (string | null)[]
}

/** Joint changes of all factors over the horizon. */
export interface ScenarioSet {
  readonly count: number
  /** scenarios x factors, row-major; units of each factor's group. */
  readonly shocks: Float64Array
  /** How they were made, for the record. */
  readonly method: string
}

/** A named change of the market at one moment. */
export interface NamedStress {
  readonly id: string
  readonly label: string
  /** The group it tests; null for combined ones. */
  readonly group: FactorGroup | null
  /** One change for each factor. */
  readonly shocks: Float64Array
}
