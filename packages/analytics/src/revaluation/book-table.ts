import type { RiskFactor } from './risk-factor.ts'

/** How an instrument's value follows from its legs. */
export const formulas = { sum: 0, exchangeOption: 1, swaption: 2, future: 3, creditDefaultSwap: 4 } as const

/** Numbers of a formula for one instrument, in `parameters[parameterStride * i ...]`. */
export const parameterStride = 6

/**
 * Instruments as flat arrays, ready to be revalued; survives a structured clone. Everything that moves is built of points:
 * the value in base currency of one unit of money paid at a time, of index-linked money, of an index. Points come in runs,
 * those between the same key rates of the same curves: under a scenario a point is its value times the exponential of a
 * square function of its years that its run has in common. A leg is a sum of amounts times points; an instrument is one
 * leg, or a formula of some.
 */
export interface CompiledBook {
  readonly baseCurrency: string
  readonly instruments: number
  /** Columns of the shocks. */
  readonly factors: readonly RiskFactor[]
  /** Half of the move by which sensitivities are taken, in the factor's unit. */
  readonly factorBumps: Float64Array
  /** Value of each point as the market stands, and its time. */
  readonly pointValues: Float64Array
  readonly pointYears: Float64Array
  /** Run r has the points from `runStarts[r]` up to `runStarts[r + 1]`, and the loadings from `loadingStarts[r]`. */
  readonly runStarts: Int32Array
  readonly loadingStarts: Int32Array
  readonly loadingFactors: Int32Array
  /** Three for each loading: times 1, the years, their square. */
  readonly loadingWeights: Float64Array
  /** Leg g has the amounts from `legStarts[g]` up to `legStarts[g + 1]`. */
  readonly legStarts: Int32Array
  readonly legPoints: Int32Array
  readonly legAmounts: Float64Array
  /** First leg of each instrument. */
  readonly firstLegs: Int32Array
  readonly formulas: Uint8Array
  /**
   * By formula. Exchange option (leg 0 received for leg 1): 1 call or -1 put, volatility, root of the expiry. Swaption
   * (annuity; floating leg): 1 pay fixed or -1, volatility, root of the expiry, strike. Future (flows; delivery; money
   * today): price. Credit default swap (premium periods at their ends; one at their middles): signed notional, spread,
   * coupon rate, 1 - recovery, years of the first period, years of the others.
   */
  readonly parameters: Float64Array
  /** Factor that adds to the volatility or spread among the parameters; -1: none. */
  readonly levelFactors: Int32Array
}
