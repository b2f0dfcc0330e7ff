import { requirePositive, TuttiError } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import type { SurvivalCurve } from './survival-curve.ts'

/** The logarithm of the hazard rate reverts to a level that fits the survival curve. */
export interface BlackKarasinskiParameters {
  /** Speed of reversion, a year. */
  readonly meanReversion: number
  /** Volatility of the logarithm, annual. */
  readonly volAnnual: number
}

/** A trinomial tree of the hazard rate over equal steps; within a step the rate is constant. */
export interface BlackKarasinskiHazard extends BlackKarasinskiParameters {
  readonly stepYears: number
  /** Steps to the horizon. */
  readonly steps: number
  /** ln hazard at the middle of the tree, one for each step. */
  readonly logCentres: readonly number[]
  /** State prices of survival: `statePrices[i][j]` at time i * stepYears in state j, lowest first. */
  readonly statePrices: readonly Float64Array[]
  /** Difference between neighbouring states of ln hazard. */
  readonly spacing: number
  /** Largest difference of the tree's survival probabilities from the curve's, over its steps. */
  readonly largestError: number
}

/** Probabilities of the next state below, at and above the target of state `j` (counted from the middle). */
interface Branch {
  /** Middle target, counted from the middle. */
  readonly target: number
  readonly down: number
  readonly same: number
  readonly up: number
}

function branchOf(j: number, highest: number, reversion: number): Branch {
  const moved = -j * reversion
  const target = j >= highest ? j - 1 : j <= -highest ? j + 1 : j
  const e = j + moved - target
  return { target, down: 1 / 6 + (e * e - e) / 2, same: 2 / 3 - e * e, up: 1 / 6 + (e * e + e) / 2 }
}

/** States above the middle at step `i`: the tree grows until the reversion holds it. */
const reach = (i: number, highest: number): number => Math.min(i, highest)

/**
 * Fits the tree to `survival` step by step, so that it gives the curve back at every step's end.
 *
 * Throws `invalid-input` for parameters that are not positive, `not-applicable` where the curve does not fall over a step: the
 * model's hazard rates are positive. Source: Black & Karasinski, Financial Analysts Journal 47 (1991); Hull & White, J.
 * Derivatives 2 (1994), for the tree. Cost O(steps^2) at most.
 */
export function blackKarasinskiHazard(
  parameters: BlackKarasinskiParameters,
  survival: SurvivalCurve,
  horizonYears: number,
  stepsPerYear: number,
): BlackKarasinskiHazard {
  const { meanReversion, volAnnual } = parameters
  requirePositive(meanReversion, 'meanReversion')
  requirePositive(volAnnual, 'volAnnual')
  requirePositive(stepsPerYear, 'stepsPerYear')
  const steps = Math.ceil(requirePositive(horizonYears, 'horizonYears') * stepsPerYear - 1e-9)
  const stepYears = horizonYears / steps
  const reversion = -Math.expm1(-meanReversion * stepYears)
  const deviation = volAnnual * Math.sqrt(-Math.expm1(-2 * meanReversion * stepYears) / (2 * meanReversion))
  const spacing = deviation * Math.sqrt(3)
  const highest = Math.max(1, Math.ceil(0.184 / reversion))
  const statePrices: Float64Array[] = [Float64Array.of(1)]
  const logCentres: number[] = []
  let largestError = 0
  for (let i = 0; i < steps; i++) {
    const prices = statePrices[i]
    const width = reach(i, highest)
    const wanted = survival.survivalProbability((i + 1) * stepYears)
    const before = survival.survivalProbability(i * stepYears)
    if (!(wanted < before)) {
      throw new TuttiError(
        'not-applicable',
        `survival does not fall between ${i * stepYears} and ${(i + 1) * stepYears} years: a lognormal hazard rate cannot be 0`,
        { field: 'survival', got: String(wanted), expected: `below ${before}` },
      )
    }
    const survivalAt = (centre: number): number => {
      let sum = 0
      for (let j = -width; j <= width; j++) {
        sum += prices[j + width] * Math.exp(-Math.exp(centre + j * spacing) * stepYears)
      }
      return sum
    }
    const guess = Math.log(Math.log(before / wanted) / stepYears)
    const centre = brentRoot((x) => survivalAt(x) - wanted, guess - width * spacing - 1, guess + width * spacing + 1)
    logCentres.push(centre)
    largestError = Math.max(largestError, Math.abs(survivalAt(centre) - wanted))
    statePrices.push(nextPrices(prices, i, { centre, spacing, stepYears, highest, reversion }))
  }
  return { ...parameters, stepYears, steps, logCentres, statePrices, spacing, largestError }
}

interface Step {
  readonly centre: number
  readonly spacing: number
  readonly stepYears: number
  readonly highest: number
  readonly reversion: number
}

function nextPrices(prices: Float64Array, i: number, step: Step): Float64Array {
  const width = reach(i, step.highest)
  const nextWidth = reach(i + 1, step.highest)
  const next = new Float64Array(2 * nextWidth + 1)
  for (let j = -width; j <= width; j++) {
    const branch = branchOf(j, step.highest, step.reversion)
    const survived = prices[j + width] * Math.exp(-Math.exp(step.centre + j * step.spacing) * step.stepYears)
    const middle = branch.target + nextWidth
    next[middle - 1] += survived * branch.down
    next[middle] += survived * branch.same
    next[middle + 1] += survived * branch.up
  }
  return next
}

/**
 * Survival from step `from` to each of the steps `to` (increasing), given survival and each state at `from`: one row for
 * each of `to`, states lowest first.
 */
export function blackKarasinskiSurvival(
  tree: BlackKarasinskiHazard,
  from: number,
  to: readonly number[],
): Float64Array[] {
  const highest = Math.max(1, Math.ceil(0.184 / -Math.expm1(-tree.meanReversion * tree.stepYears)))
  const reversion = -Math.expm1(-tree.meanReversion * tree.stepYears)
  return to.map((end) => {
    let values = new Float64Array(2 * reach(end, highest) + 1).fill(1)
    for (let i = end - 1; i >= from; i--) {
      const width = reach(i, highest)
      const nextWidth = reach(i + 1, highest)
      const earlier = new Float64Array(2 * width + 1)
      for (let j = -width; j <= width; j++) {
        const { target, down, same, up } = branchOf(j, highest, reversion)
        const middle = target + nextWidth
        const expected = down * values[middle - 1] + same * values[middle] + up * values[middle + 1]
        earlier[j + width] = expected * Math.exp(-Math.exp(tree.logCentres[i] + j * tree.spacing) * tree.stepYears)
      }
      values = earlier
    }
    return values
  })
}

/**
 * The deviation of ln hazard from the tree's middle, `dtYears` on: an exact step of its Ornstein-Uhlenbeck process by a
 * standard normal `z`. The hazard rate in step i is exp(logCentres[i] + deviation).
 */
export function blackKarasinskiStep(
  { meanReversion, volAnnual }: BlackKarasinskiParameters,
  deviation: number,
  dtYears: number,
  z: number,
): number {
  const variance = -Math.expm1(-2 * meanReversion * dtYears) / (2 * meanReversion)
  return deviation * Math.exp(-meanReversion * dtYears) + volAnnual * Math.sqrt(variance) * z
}
