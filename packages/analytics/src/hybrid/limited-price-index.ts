import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { type HybridModel, hybridStateIndex } from './hybrid-model.ts'
import { hybridWalk, writeHybridPaths } from './hybrid-paths.ts'
import type { SimulatedEstimate } from './martingale-checks.ts'

/** Limited price indexation: each year's growth held within floor and cap, as UK pensions in payment are. */
export interface LimitedPriceIndex {
  /** Whole years of growth. */
  readonly years: number
  /** Lowest growth a year, decimal; `null` for none. */
  readonly floor: number | null
  /** Highest growth a year, decimal; `null` for none. */
  readonly cap: number | null
}

/**
 * Today's value of the limited index over its value today, paid after `years`, on simulated yearly steps (exact in law).
 * The unlimited index on the same paths, whose value is known, serves as control variate.
 *
 * `index` names the price index of the hybrid. Throws `invalid-input` for a floor above the cap or fewer than 20 paths.
 */
export function limitedPriceIndexValue(
  model: HybridModel,
  index: string,
  { years, floor, cap }: LimitedPriceIndex,
  simulation: { readonly paths: number; readonly seed: number },
): SimulatedEstimate {
  const { paths, seed } = simulation
  requireInRange(years, 1, 120, 'years')
  requireInRange(paths, 20, 1e7, 'paths')
  if (!Number.isInteger(years) || !Number.isInteger(paths)) {
    throw new TuttiError('invalid-input', 'years and paths must be whole numbers', { field: 'years, paths' })
  }
  const low = floor === null ? 0 : requirePositive(1 + floor, '1 + floor')
  const high = cap === null ? Infinity : requirePositive(1 + requireFinite(cap, 'cap'), '1 + cap')
  if (low > high) {
    throw new TuttiError('invalid-input', `the floor ${floor} lies above the cap ${cap}`, {
      field: 'floor',
      got: String(floor),
      expected: `at most ${cap}`,
    })
  }
  const { inflations = [], currencies } = model.spec
  const item = inflations.find(({ name }) => name === index)
  if (item === undefined || item.currency !== currencies[0].code) {
    throw new TuttiError('invalid-input', `${index} is not a price index of the domestic currency in the hybrid`, {
      field: 'index',
      got: index,
      expected: inflations.map(({ name }) => name).join(', '),
    })
  }
  const at = hybridStateIndex(model, `index:${index}`)
  const account = model.rates.length
  const size = model.rates.length + model.logs.length
  const walk = hybridWalk(
    model,
    Array.from({ length: years }, (_, i) => i + 1),
    { seed },
  )
  const block = Math.min(paths, 256)
  const states = new Float64Array(years * size * block)
  const limited = new Float64Array(paths)
  const plain = new Float64Array(paths)
  for (let first = 0; first < paths; first += block) {
    const count = Math.min(block, paths - first)
    writeHybridPaths(walk, first, count, states)
    for (let p = 0; p < count; p++) {
      let growth = 1
      let before = walk.start[at]
      for (let d = 0; d < years; d++) {
        const now = states[(d * size + at) * count + p]
        growth *= Math.min(Math.max(Math.exp(now - before), low), high)
        before = now
      }
      const discount = Math.exp(-states[((years - 1) * size + account) * count + p])
      limited[first + p] = discount * growth
      plain[first + p] = discount * Math.exp(before - walk.start[at])
    }
  }
  return controlled(limited, plain, item.curve.discountFactor(years))
}

/** Mean of `values` with the control of known mean, its coefficient by regression. */
function controlled(values: Float64Array, control: Float64Array, controlMean: number): SimulatedEstimate {
  const paths = values.length
  const mean = values.reduce((a, b) => a + b, 0) / paths
  const average = control.reduce((a, b) => a + b, 0) / paths
  let covariance = 0
  let controlSquares = 0
  for (let p = 0; p < paths; p++) {
    covariance += (values[p] - mean) * (control[p] - average)
    controlSquares += (control[p] - average) ** 2
  }
  const slope = controlSquares === 0 ? 0 : covariance / controlSquares
  let residual = 0
  for (let p = 0; p < paths; p++) residual += (values[p] - mean - slope * (control[p] - average)) ** 2
  return {
    value: mean - slope * (average - controlMean),
    standardError: Math.sqrt(residual / (paths - 2) / paths),
    paths,
  }
}
