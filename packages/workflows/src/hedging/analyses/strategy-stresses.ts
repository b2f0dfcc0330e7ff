import type { FactorGroup } from '@tutti/analytics/revaluation'
import type { HedgingCase } from '../hedging-case.ts'
import { historicalStresses, namedStresses, profitsOf } from '../market/index.ts'
import type { Strategy } from '../strategies/index.ts'

/** Change of the surplus under stresses of one group, without hedges and with each strategy alone. Base currency. */
export interface StrategyStressRecord {
  readonly stresses: readonly { readonly id: string; readonly label: string; readonly unhedged: number }[]
  /** `changes[i]` under stress i. */
  readonly strategies: readonly { readonly id: string; readonly changes: readonly number[] }[]
}

/**
 * Strategies of one domain under the mandate's stresses of its group; for rates also the largest moves of its own history,
 * with every factor as it then moved. Fully revalued.
 */
export function strategyStresses(
  study: HedgingCase,
  group: FactorGroup,
  strategies: readonly Strategy[],
): StrategyStressRecord {
  const named = namedStresses(study.mandate, study.market).filter((stress) => stress.group === group)
  const stresses = [...named, ...(group === 'rates' ? historicalStresses(study.mandate, study.market) : [])]
  const width = study.market.factors.length
  const shocks = new Float64Array(stresses.length * width)
  stresses.forEach((stress, i) => shocks.set(stress.shocks, i * width))
  if (stresses.length === 0) return { stresses: [], strategies: [] }
  const profits = profitsOf(study.surplus, shocks)
  const places = new Map(study.universe.map(({ id }, u) => [id, u]))
  return {
    stresses: stresses.map(({ id, label }, i) => ({ id, label, unhedged: profits.fund[i] })),
    strategies: strategies.map(({ id, trades }) => ({
      id,
      changes: stresses.map((_, i) =>
        trades.reduce(
          (sum, { instrument, quantity }) => sum + quantity * profits.units[places.get(instrument)!][i],
          profits.fund[i],
        ),
      ),
    })),
  }
}
