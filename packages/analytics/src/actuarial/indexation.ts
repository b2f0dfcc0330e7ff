import { requireFinite, requireInRange, TuttiError } from '../errors/index.ts'
import { blackForwardPrice } from '../models/index.ts'
import { bachelierForwardPrice } from '../rates/index.ts'

/** How a pension grows each year. */
export type Indexation =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixed'; readonly rateAnnual: number }
  | {
      readonly kind: 'inflation'
      /** Lowest and highest growth a year, decimals; `null` for none. */
      readonly floor: number | null
      readonly cap: number | null
      /** How yearly inflation scatters about its forward: not at all, normally, or 1 + inflation lognormally. */
      readonly model: 'deterministic' | 'normal' | 'lognormal'
      /** Standard deviation of a year's inflation about its forward: of the rate (normal) or of ln(1 + rate). */
      readonly volAnnual: number
    }

/**
 * Expected growth factor of a year whose forward inflation is `forward`, limited by floor and cap: the floor and a
 * caplet on it less a caplet on the cap. Years are taken as independent.
 *
 * Throws `invalid-input` for a floor above the cap, a volatility below zero or an inflation of -100 % or less. The
 * value on simulated paths, with inflation that remembers, is `limitedPriceIndexValue`'s.
 */
export function expectedGrowth(indexation: Indexation, forward: number): number {
  if (indexation.kind === 'none') return 1
  if (indexation.kind === 'fixed') return 1 + requireInRange(indexation.rateAnnual, -0.99, 1, 'rateAnnual')
  const { floor, cap, model, volAnnual } = indexation
  requireInRange(forward, -0.99, 10, 'inflation')
  requireInRange(volAnnual, 0, 1, 'volAnnual')
  const low = floor === null ? null : 1 + requireInRange(floor, -0.99, 10, 'floor')
  const high = cap === null ? null : 1 + requireFinite(cap, 'cap')
  if (low !== null && high !== null && low > high) {
    throw new TuttiError('invalid-input', `the floor ${floor} lies above the cap ${cap}`, {
      field: 'floor',
      got: String(floor),
      expected: `at most ${cap}`,
    })
  }
  const mean = 1 + forward
  if (model === 'deterministic' || volAnnual === 0) return Math.min(Math.max(mean, low ?? -Infinity), high ?? Infinity)
  const option = (type: 'call' | 'put', strike: number): number =>
    model === 'normal'
      ? bachelierForwardPrice(type, mean, strike, volAnnual)
      : blackForwardPrice(type, mean, strike, volAnnual)
  return mean + (low === null ? 0 : option('put', low)) - (high === null ? 0 : option('call', high))
}

/**
 * Index levels at whole years 0, 1, ..., `years`: products of the expected growth. `forwards[k]` is inflation from
 * year k to k + 1; the last is held.
 */
export function indexLevels(indexation: Indexation, forwards: ArrayLike<number>, years: number): Float64Array {
  if (forwards.length === 0) {
    throw new TuttiError('invalid-input', 'inflation is given for at least one year', { field: 'inflationForwards' })
  }
  const levels = new Float64Array(years + 1)
  levels[0] = 1
  for (let k = 0; k < years; k++) {
    levels[k + 1] = levels[k] * expectedGrowth(indexation, forwards[Math.min(k, forwards.length - 1)])
  }
  return levels
}

/** Level at any time of an index given at whole years: growth within a year at a constant rate. */
export function levelAt(levels: Float64Array, years: number): number {
  const k = Math.min(Math.floor(years), levels.length - 2)
  const part = years - k
  return part === 0 ? levels[k] : levels[k] * Math.pow(levels[k + 1] / levels[k], part)
}
