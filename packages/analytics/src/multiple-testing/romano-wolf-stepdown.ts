import type { Sample } from '../statistics/index.ts'
import { bootstrappedMeans, simulatedPValue, type SearchBootstrap, type SimulatedPValue } from './bootstrapped-means.ts'

/** Which trials beat the benchmark, with the chance of even one false discovery held down. */
export interface RomanoWolfStepdown {
  /** sqrt(T) mean over its standard deviation, one a trial. */
  readonly statistics: Float64Array
  /** For the trial alone, from the same resamples. */
  readonly pValues: readonly SimulatedPValue[]
  /** Adjusted for all trials: reject where it is at most the error rate wanted. */
  readonly adjustedPValues: readonly SimulatedPValue[]
  readonly periods: number
  readonly trials: number
  readonly samples: number
  readonly meanBlock: number
}

/**
 * Romano and Wolf's stepdown test over studentised means, one-sided: trial after trial from the best, each against the
 * resampled maximum over those not yet settled. Uses how the trials move together, so it rejects more than Holm.
 *
 * `performances` as in `superiorPredictiveAbility`. Deterministic given the seed. Source: Romano & Wolf, Econometrica 73
 * (2005); p-values as in Statistics & Probability Letters 113 (2016).
 */
export function romanoWolfStepdown(performances: readonly Sample[], bootstrap: SearchBootstrap): RomanoWolfStepdown {
  const { periods, trials, means, deviations, centred, samples, meanBlock } = bootstrappedMeans(performances, bootstrap)
  const root = Math.sqrt(periods)
  const statistics = means.map((value, k) => (root * value) / deviations[k])
  const order = Array.from(statistics, (_, k) => k).sort((a, b) => statistics[b] - statistics[a])
  const alone = new Float64Array(trials)
  const beyond = new Float64Array(trials)
  for (let b = 0; b < samples; b++) {
    let most = -Infinity
    for (let rank = trials - 1; rank >= 0; rank--) {
      const k = order[rank]
      const z = (root * centred[b * trials + k]) / deviations[k]
      most = Math.max(most, z)
      if (z >= statistics[k]) alone[k]++
      if (most >= statistics[k]) beyond[rank]++
    }
  }
  const adjusted = new Array<SimulatedPValue>(trials)
  let running = 0
  order.forEach((k, rank) => {
    running = Math.max(running, beyond[rank])
    adjusted[k] = simulatedPValue(running, samples)
  })
  return {
    statistics,
    pValues: Array.from(alone, (count) => simulatedPValue(count, samples)),
    adjustedPValues: adjusted,
    periods,
    trials,
    samples,
    meanBlock,
  }
}
