import { requireFinite, requireInRange } from '../errors/index.ts'
import type { Solvency2Parameters } from './solvency2-parameters.ts'

/** Relative moves of the basic risk-free rates at a maturity: the increase and the decrease, decimals of the rate. */
export interface InterestShockFactors {
  readonly up: number
  readonly down: number
}

/** Value of a tabulated function: linear between its points, flat outside. */
function tabulated(points: readonly (readonly [number, number])[], at: number): number {
  if (at <= points[0][0]) return points[0][1]
  for (let i = 1; i < points.length; i++) {
    const [x, y] = points[i]
    if (at > x) continue
    const [before, value] = points[i - 1]
    return value + ((y - value) * (at - before)) / (x - before)
  }
  return points[points.length - 1][1]
}

/**
 * Factors of the interest rate stresses at a maturity in years: linear between the tabulated ones, that of the shortest
 * before it and of the longest after it.
 */
export function interestShockFactors(parameters: Solvency2Parameters, maturityYears: number): InterestShockFactors {
  requireInRange(maturityYears, 0, 1000, 'maturityYears')
  return {
    up: tabulated(parameters.interest.increase, maturityYears),
    down: tabulated(parameters.interest.decrease, maturityYears),
  }
}

/** Rates after the interest rate stresses, decimals, annually compounded. */
export interface ShockedRates {
  readonly up: number
  readonly down: number
}

/**
 * A basic risk-free rate after the stresses. The increase is at least one percentage point; the decrease is nil where
 * the rate is negative.
 */
export function interestShockedRates(
  parameters: Solvency2Parameters,
  maturityYears: number,
  rate: number,
): ShockedRates {
  requireFinite(rate, 'rate')
  const { up, down } = interestShockFactors(parameters, maturityYears)
  return {
    up: rate + Math.max(rate * up, parameters.interest.leastIncrease),
    down: rate <= 0 ? rate : rate * (1 - down),
  }
}
