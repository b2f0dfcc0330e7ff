import { requireInRange, TuttiError } from '../errors/index.ts'
import { hullWhiteShift } from '../models/index.ts'
import type { HybridModel } from './hybrid-model.ts'
import { hybridWalk, writeHybridPaths } from './hybrid-paths.ts'
import type { SimulatedEstimate } from './martingale-checks.ts'

/** The simulated law of one variable at one date under the domestic risk-neutral measure. */
export interface SimulatedDistribution {
  /** `rate:`, `real:` and `hazard:` are short rates, `account`, `fx:`, `equity:`, `index:` and `survival:` levels. */
  readonly variable: string
  readonly timeYears: number
  readonly mean: SimulatedEstimate
  readonly standardDeviation: number
  /** Quantiles at the levels asked for. */
  readonly quantiles: readonly number[]
}

/**
 * Simulates the hybrid and gives the law of each of its variables at each date: short rates (state and shift), and levels
 * of the domestic bank account, exchange rates, shares, price indices and survivals.
 *
 * Throws `invalid-input` for fewer than 20 paths, levels outside 0 to 1, or times that do not increase.
 */
export function simulatedDistributions(
  model: HybridModel,
  timesYears: readonly number[],
  options: { readonly paths: number; readonly seed: number; readonly quantileLevels: readonly number[] },
): readonly SimulatedDistribution[] {
  const { paths, seed, quantileLevels } = options
  requireInRange(paths, 20, 1e6, 'paths')
  for (const level of quantileLevels) requireInRange(level, 0, 1, 'quantileLevels')
  const size = model.rates.length + model.logs.length
  if (!Number.isInteger(paths) || paths * size * timesYears.length > 2 ** 27) {
    throw new TuttiError('invalid-input', `${paths} paths of ${size} states on ${timesYears.length} dates do not fit`, {
      field: 'paths',
      got: String(paths),
      expected: `a whole number up to ${Math.floor(2 ** 27 / (size * Math.max(timesYears.length, 1)))}`,
    })
  }
  const walk = hybridWalk(model, timesYears, { seed })
  const states = new Float64Array(timesYears.length * size * paths)
  writeHybridPaths(walk, 0, paths, states)
  return timesYears.flatMap((timeYears, d) =>
    [...model.rates, ...model.logs].map((item, i): SimulatedDistribution => {
      const values = states.slice((d * size + i) * paths, (d * size + i + 1) * paths)
      const shift = 'curve' in item ? hullWhiteShift(item, timeYears) : 0
      for (let p = 0; p < paths; p++) values[p] = 'curve' in item ? values[p] + shift : Math.exp(values[p])
      values.sort()
      let sum = 0
      for (let p = 0; p < paths; p++) sum += values[p]
      const mean = sum / paths
      let squares = 0
      for (let p = 0; p < paths; p++) squares += (values[p] - mean) ** 2
      const variance = squares / (paths - 1)
      return {
        variable: item.name,
        timeYears,
        mean: { value: mean, standardError: Math.sqrt(variance / paths), paths },
        standardDeviation: Math.sqrt(variance),
        quantiles: quantileLevels.map(
          (level) => values[Math.min(Math.max(Math.ceil(level * paths) - 1, 0), paths - 1)],
        ),
      }
    }),
  )
}
