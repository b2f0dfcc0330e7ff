import type { FactorGroup } from '@tutti/analytics/revaluation'

/** Which factors move: all of them, or those of one group with the others held. */
export type ScenarioView = 'all' | FactorGroup

/**
 * Profit and loss in every scenario, in base currency, in memory only. `fund` is the surplus before new hedges; `units[i]`
 * one unit of hedge instrument i of the universe. The P&L of a package is fund + sum of quantity x unit.
 */
export interface ScenarioProfits {
  readonly scenarios: number
  readonly fund: Readonly<Record<ScenarioView, Float64Array>>
  readonly units: Readonly<Record<ScenarioView, readonly Float64Array[]>>
}
