import { requireFinite, requireInRange } from '../errors/index.ts'
import type { Solvency2Parameters } from './solvency2-parameters.ts'

/** Moves of the basic risk-free rates at a maturity. */
export interface InterestShockFactors {
  /** Increase and decrease as parts of the rate. */
  readonly up: number
  readonly down: number
  /** Added after the increase, taken off after the decrease; decimals. */
  readonly upShift: number
  readonly downShift: number
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
    upShift: tabulated(parameters.interest.increaseShift, maturityYears),
    downShift: tabulated(parameters.interest.decreaseShift, maturityYears),
  }
}

/** Rates after the interest rate stresses, decimals, annually compounded. */
export interface ShockedRates {
  readonly up: number
  readonly down: number
}

/**
 * A basic risk-free rate after the stresses. Before 2027 the increase is at least one percentage point and the decrease
 * is nil where the rate is negative; from 30 January 2027 both moves have an absolute part, and the decrease stops at a
 * floor by maturity (a rate that lies below it comes out at the floor, as the text has it).
 */
export function interestShockedRates(
  parameters: Solvency2Parameters,
  maturityYears: number,
  rate: number,
): ShockedRates {
  requireFinite(rate, 'rate')
  const { leastIncrease, negativeRatesFall, decreaseFloor } = parameters.interest
  const { up, down, upShift, downShift } = interestShockFactors(parameters, maturityYears)
  const fallen = rate <= 0 && !negativeRatesFall ? rate : rate * (1 - down) - downShift
  return {
    up: rate + Math.max(rate * up + upShift, leastIncrease ?? -Infinity),
    down: Math.max(fallen, decreaseFloor === null ? -Infinity : tabulated(decreaseFloor, maturityYears)),
  }
}
