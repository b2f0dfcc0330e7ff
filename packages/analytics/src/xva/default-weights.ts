import type { DiscountCurve } from '../curves/index.ts'
import { requireInRange, TuttiError } from '../errors/index.ts'
import { normalCdf, normalQuantile } from '../math/index.ts'
import type { PathExposure } from './path-exposure.ts'

/** How default goes with exposure. */
export type WrongWayRisk =
  | { readonly kind: 'none' }
  | {
      /**
       * Default time and the exposure of each date joined by a Gaussian copula with this correlation; positive is wrong-way
       * risk. A figure of the date's ranks alone: it does not say through which factor the two are tied.
       */
      readonly kind: 'gaussian copula'
      readonly correlation: number
    }
  | {
      /** Survival along the path from the hybrid's hazard of this place, correlated with the other factors there. */
      readonly kind: 'stochastic hazard'
      readonly hazard: number
    }

/** A party that may default: its survival probabilities (a curve of them in the place of discount factors) and recovery. */
export interface DefaultableParty {
  readonly survival: DiscountCurve
  readonly recovery: number
}

/** Survival probabilities to each date. Throws `invalid-input` where they rise or leave 0 to 1. */
export function survivalsOf(survival: DiscountCurve, timesYears: readonly number[], whose: string): number[] {
  let before = 1
  return timesYears.map((time, d) => {
    const value = requireInRange(survival.discountFactor(time), 0, 1, `survival of the ${whose} to ${time} years`)
    if (value > before) {
      throw new TuttiError('invalid-input', `the survival of the ${whose} rises to ${value} at ${time} years`, {
        field: `survival of the ${whose} [${d}]`,
        got: String(value),
        expected: `at most ${before}`,
      })
    }
    before = value
    return value
  })
}

/**
 * Probability of default in the period that ends at each date, by path where it depends on the path: dates x paths.
 * `signedExposure` orders the paths for the copula: the larger, the worse.
 */
export function defaultWeights(
  exposure: PathExposure,
  survival: readonly number[],
  wrongWay: WrongWayRisk,
  signedExposure: Float64Array,
): Float64Array {
  const { timesYears, paths, survivals } = exposure
  const weights = new Float64Array(timesYears.length * paths)
  if (wrongWay.kind === 'stochastic hazard') {
    const path = survivals.at(wrongWay.hazard)
    if (path === undefined) {
      throw new TuttiError('invalid-input', `the hybrid has no hazard ${wrongWay.hazard}`, {
        field: 'hazard',
        got: String(wrongWay.hazard),
        expected: `one of ${survivals.length}`,
      })
    }
    for (let i = 0; i < weights.length; i++) weights[i] = (i < paths ? 1 : path[i - paths]) - path[i]
    return weights
  }
  const rho = wrongWay.kind === 'none' ? 0 : requireInRange(wrongWay.correlation, -0.999, 0.999, 'correlation')
  for (let d = 0; d < timesYears.length; d++) {
    const before = d === 0 ? 1 : survival[d - 1]
    if (rho === 0) weights.fill(before - survival[d], d * paths, (d + 1) * paths)
    else writeCopulaWeights(signedExposure, weights, d, paths, rho, 1 - before, 1 - survival[d])
  }
  return weights
}

/** Default within the period given the normal score of the path's exposure; scaled so that the mean is the probability. */
function writeCopulaWeights(
  exposure: Float64Array,
  weights: Float64Array,
  d: number,
  paths: number,
  rho: number,
  from: number,
  to: number,
): void {
  const root = Math.sqrt(1 - rho * rho)
  const order = Array.from({ length: paths }, (_, p) => p)
  const at = d * paths
  order.sort((a, b) => exposure[at + a] - exposure[at + b] || a - b)
  const conditional = (probability: number, score: number): number => {
    if (probability <= 0) return 0
    return probability >= 1 ? 1 : normalCdf((normalQuantile(probability) + rho * score) / root)
  }
  let sum = 0
  for (const [rank, p] of order.entries()) {
    const score = normalQuantile((rank + 0.5) / paths)
    const weight = conditional(to, score) - conditional(from, score)
    weights[at + p] = weight
    sum += weight
  }
  const scale = sum === 0 ? 0 : ((to - from) * paths) / sum
  for (let p = 0; p < paths; p++) weights[at + p] *= scale
}
