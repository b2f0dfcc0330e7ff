import { type ExecutionPlan, executionPlan } from '../execution/index.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { packageFigures } from '../packages/index.ts'
import type { HedgeTrade, StrategySet } from '../strategies/index.ts'
import type { HedgeSelection } from './hedge-selection.ts'
import { packageStudyOf } from './package-study-of.ts'

/** What the trader hands over; nothing is ever sent. */
export interface ExecutionTraderResult {
  readonly plan: ExecutionPlan
}

/** The chosen package day by day, with what is left of the risk after each. */
export function executionTraderResult(
  study: HedgingCase,
  strategies: readonly StrategySet[],
  { chosen, counterparties, collateral }: Pick<HedgeSelection, 'chosen' | 'counterparties' | 'collateral'>,
): ExecutionTraderResult {
  const packages = packageStudyOf(study, strategies)
  const fundedStatusAtRisk = (trades: readonly HedgeTrade[]) =>
    packageFigures({ ...packages, charges: () => noCharges }, [{ id: 'done', strategies: null, trades }])[0]
      .fundedStatusAtRisk
  // margin and premiums of a day fall due on the next
  const cash = collateral.sources.filter(({ name }) => collateral.bufferSources.includes(name))
  return {
    plan: executionPlan({
      mandate: study.mandate,
      asOf: study.market.asOf,
      trades: chosen.trades,
      allocation: counterparties.tickets,
      universe: study.universe,
      unitProfits: study.profits.units.all,
      assets: study.sensitivities.assetsValue,
      lines: counterparties.exposures.map(({ counterparty, after, limit }) => ({
        counterparty,
        potentialExposure: after.potentialExposure.value,
        limit,
      })),
      availableCash: cash.reduce((sum, { available }) => sum + available, 0),
      fundedStatusAtRisk,
    }),
  }
}

const nothing = { value: 0, standardError: 0, count: 0 }
const noCharges = {
  charges: { cva: nothing, dva: nothing, fva: nothing, mva: nothing, total: nothing },
  annual: nothing,
}
