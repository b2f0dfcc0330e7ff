import type { Sample } from '../statistics/index.ts'
import { bootstrappedMeans, simulatedPValue, type SearchBootstrap, type SimulatedPValue } from './bootstrapped-means.ts'

/** Whether the best of many trials beats the benchmark by more than luck. */
export interface SuperiorPredictiveAbility {
  /** The trial with the largest studentised mean, counted from 0, and that statistic (at least 0). */
  readonly best: number
  readonly statistic: number
  /** Hansen's p-values: poor trials re-centred as their means say (lower), as far as luck allows (consistent), not at all (upper). */
  readonly lower: SimulatedPValue
  readonly consistent: SimulatedPValue
  readonly upper: SimulatedPValue
  /** White's reality check: the trial with the largest mean, sqrt(T) times that mean, and its p-value. */
  readonly realityCheckBest: number
  readonly realityCheckStatistic: number
  readonly realityCheck: SimulatedPValue
  readonly periods: number
  readonly trials: number
  readonly samples: number
  readonly meanBlock: number
}

/**
 * Hansen's test of superior predictive ability and White's reality check. `performances` has rows as periods and columns
 * as trials: returns less those of the benchmark, or any figure of which more is better. All trials that were tried must
 * be in it; the null hypothesis is that none has a mean above 0.
 *
 * Deterministic given the seed. Sources: Hansen, J. of Business & Economic Statistics 23 (2005); White, Econometrica 68
 * (2000).
 */
export function superiorPredictiveAbility(
  performances: readonly Sample[],
  bootstrap: SearchBootstrap,
): SuperiorPredictiveAbility {
  const { periods, trials, means, deviations, centred, samples, meanBlock } = bootstrappedMeans(performances, bootstrap)
  const root = Math.sqrt(periods)
  const studentised = means.map((value, k) => (root * value) / deviations[k])
  const best = indexOfLargest(studentised)
  const realityCheckBest = indexOfLargest(means)
  const statistic = Math.max(0, studentised[best])
  const realityCheckStatistic = root * means[realityCheckBest]
  const threshold = -Math.sqrt(2 * Math.log(Math.log(periods)))
  // What is given back to each trial's resampled mean before the maximum is taken.
  const lowerShift = studentised.map((t) => Math.min(0, t))
  const consistentShift = studentised.map((t) => (t >= threshold ? 0 : t))
  let lower = 0
  let consistent = 0
  let upper = 0
  let reality = 0
  for (let b = 0; b < samples; b++) {
    let mostLower = 0
    let mostConsistent = 0
    let mostUpper = 0
    let mostReality = -Infinity
    for (let k = 0; k < trials; k++) {
      const move = root * centred[b * trials + k]
      const z = move / deviations[k]
      mostReality = Math.max(mostReality, move)
      mostUpper = Math.max(mostUpper, z)
      mostConsistent = Math.max(mostConsistent, z + consistentShift[k])
      mostLower = Math.max(mostLower, z + lowerShift[k])
    }
    if (mostLower >= statistic) lower++
    if (mostConsistent >= statistic) consistent++
    if (mostUpper >= statistic) upper++
    if (mostReality >= realityCheckStatistic) reality++
  }
  return {
    best,
    statistic,
    lower: simulatedPValue(lower, samples),
    consistent: simulatedPValue(consistent, samples),
    upper: simulatedPValue(upper, samples),
    realityCheckBest,
    realityCheckStatistic,
    realityCheck: simulatedPValue(reality, samples),
    periods,
    trials,
    samples,
    meanBlock,
  }
}

const indexOfLargest = (values: Float64Array): number =>
  values.reduce((best, value, k) => (value > values[best] ? k : best), 0)
