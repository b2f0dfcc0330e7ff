import { requireInRange } from '../errors/index.ts'
import { varianceSwapValue, type VarianceSwapPosition } from '../models/index.ts'
import { presentValueOf, type PresentValue } from '../pricing/index.ts'

/** A variance swap marked to market. */
export interface VarianceSwapMark extends PresentValue {
  /** Variance expected over the whole life: realised and implied, weighted by time. */
  readonly expectedVariance: number
  /** Money per unit of volatility (1.00) at the strike: 2 sqrt(strike) times the variance notional. */
  readonly vegaNotional: number
  /** Change of value for a change of 1.00 in the volatility implied for the remaining life. */
  readonly vega: number
}

/**
 * Value of a variance swap to the receiver of realised variance with its parts. Lines: the variance already realised, the
 * variance implied for the rest, and the strike, all paid at the end. Throws `invalid-input`.
 * Source: Demeterfi, Derman, Kamal & Zou (1999): variances add up in time.
 */
export function varianceSwapMark(swap: VarianceSwapPosition): VarianceSwapMark {
  const { varianceNotional, elapsedFraction, realisedVarianceToDate, impliedVarianceRemaining, strikeVariance } = swap
  requireInRange(strikeVariance, 0, Number.MAX_VALUE, 'strikeVariance')
  requireInRange(realisedVarianceToDate, 0, Number.MAX_VALUE, 'realisedVarianceToDate')
  requireInRange(impliedVarianceRemaining, 0, Number.MAX_VALUE, 'impliedVarianceRemaining')
  const unit = varianceSwapValue({
    ...swap,
    varianceNotional: 1,
    strikeVariance: 0,
    elapsedFraction: 1,
    realisedVarianceToDate: 1,
  })
  const remaining = 1 - elapsedFraction
  const line = (label: string, variance: number) => ({
    label,
    timeYears: swap.remainingYears,
    amount: varianceNotional * variance,
    discountFactor: unit,
    presentValue: varianceNotional * variance * unit,
  })
  requireInRange(elapsedFraction, 0, 1, 'elapsedFraction')
  return {
    ...presentValueOf([
      line('realised variance', elapsedFraction * realisedVarianceToDate),
      line('implied variance', remaining * impliedVarianceRemaining),
      line('strike', -strikeVariance),
    ]),
    expectedVariance: elapsedFraction * realisedVarianceToDate + remaining * impliedVarianceRemaining,
    vegaNotional: 2 * Math.sqrt(strikeVariance) * varianceNotional,
    vega: 2 * Math.sqrt(impliedVarianceRemaining) * remaining * varianceNotional * unit,
  }
}
