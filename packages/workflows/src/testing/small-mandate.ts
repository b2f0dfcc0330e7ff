import { type Mandate, validMandate } from '../asset-allocation/mandate.ts'

type Settings = Record<string, unknown>

/** Two of the five regimes count: calm enough for a Sharpe ratio, and bad enough to break loss limits. */
const twoRegimes = { base: 0.7, bull: 0, bear: 0.3, 'high-vol': 0, 'low-vol': 0 }

/**
 * A mandate small enough for tests: few paths, three years, two regimes with weight. `changes` are sections of the
 * mandate, merged key by key.
 */
export function smallMandate(changes: Readonly<Record<string, Settings>> = {}): Mandate {
  const base: Record<string, Settings> = {
    simulation: { paths: 400, years: 3, warmup_months: 12 },
    regime_weights: twoRegimes,
    search: { maximum_iterations: 24, first_generation: 12, generation_size: 4 },
  }
  const merged = { ...base }
  for (const [section, settings] of Object.entries(changes)) merged[section] = { ...merged[section], ...settings }
  return validMandate(merged, 'small-mandate')
}

/** A mandate still smaller, for whole searches and studies: 200 paths of one year, short windows. */
export function tinyMandate(changes: Readonly<Record<string, Settings>> = {}): Mandate {
  return smallMandate({
    ...changes,
    simulation: { paths: 200, years: 1, warmup_months: 6, ...changes['simulation'] },
    search_space: { volatility_window_months: [2, 6], ...changes['search_space'] },
    search: { maximum_iterations: 16, first_generation: 8, generation_size: 3, ...changes['search'] },
  })
}
