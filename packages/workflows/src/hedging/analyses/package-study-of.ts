import type { HedgingCase } from '../hedging-case.ts'
import type { PackageStudy } from '../packages/index.ts'
import type { StrategySet } from '../strategies/index.ts'
import { packageCharges } from '../valuation-adjustments/index.ts'
import { yieldMoves } from './yield-moves.ts'

/** What packages of a study are judged on, with charges in proportion to the counterparties' limits. */
export function packageStudyOf(study: HedgingCase, strategies: readonly StrategySet[]): PackageStudy {
  const { mandate, universe, profits, sensitivities } = study
  return {
    mandate,
    universe,
    strategies,
    profits,
    fund: {
      assets: sensitivities.assetsValue,
      liabilities: sensitivities.liabilitiesValue,
      moneyDuration: moneyDuration(study, sensitivities.surplus),
      unitMoneyDurations: sensitivities.units.map((unit) => moneyDuration(study, unit)),
    },
    charges: packageCharges(study),
    capacities: study.capacities,
    liquidity: yieldMoves(study),
    stresses: study.stresses,
  }
}

/** -dV/dr for a parallel move of all nominal curves. */
function moneyDuration({ market }: Pick<HedgingCase, 'market'>, sensitivities: Float64Array): number {
  return -market.factors.reduce((sum, { group }, k) => (group === 'rates' ? sum + sensitivities[k] : sum), 0)
}
