import type { HedgingMandate } from '../mandate/index.ts'
import { limitCheck } from '../strategies/limit-check.ts'
import type { HedgeTrade, LimitCheck } from '../strategies/strategy.ts'
import { collateralUse } from './collateral-use.ts'
import { type EffectivenessGroup, effectivenessGroups } from './effectiveness-groups.ts'
import type { PackageFigures } from './hedge-package.ts'
import type { TradeCosts } from './package-costs.ts'
import type { PackageStudy } from './package-study.ts'
import { stressLimitedGroups } from './stress-effectiveness.ts'
import { windowUse } from './window-use.ts'

const labels = {
  rates: 'Effectiveness on interest rates',
  inflation: 'Effectiveness on inflation',
  currency: 'Effectiveness on currencies',
  credit: 'Protection against credit spreads',
} as const

/** Least effectiveness by group that the mandate asks for. */
export function effectivenessFloors({ limits }: Pick<HedgingMandate, 'limits'>): Record<EffectivenessGroup, number> {
  return {
    rates: limits.rates.minimum_effectiveness,
    inflation: limits.inflation.minimum_effectiveness,
    currency: limits.currency.minimum_effectiveness,
    credit: limits.credit.minimum_protection,
  }
}

/** What the limits of a study look at. */
type LimitedStudy = Pick<PackageStudy, 'mandate' | 'universe' | 'fund' | 'capacities' | 'liquidity' | 'stresses'>

/**
 * The mandate's limits held against packages, the same list for each package of a fund. Floors on effectiveness apply to groups
 * that the fund is exposed to; under stress to those that a stress costs at least a basis point of the assets. Both hold where no
 * instrument of the group is allowed too: then the mandate asks for what it does not let happen, and the limit is broken.
 */
export function packageLimits(
  study: LimitedStudy,
): (
  trades: readonly HedgeTrade[],
  costs: Pick<TradeCosts, 'initialMargin' | 'byDomain'>,
  figures: Pick<PackageFigures, 'effectiveness' | 'stressEffectiveness' | 'durationGapYears' | 'annualCost'>,
) => LimitCheck[] {
  const { mandate, fund, universe, capacities } = study
  const { limits } = mandate
  const floors = effectivenessFloors(mandate)
  const stressed = limits.stress_effectiveness === null ? [] : stressLimitedGroups(study)
  const stressLabels = new Map(study.stresses.map(({ id, label }) => [id, label]))
  return (trades, costs, figures) => {
    const checks: LimitCheck[] = []
    const atMost = (id: string, label: string, unit: LimitCheck['unit'], value: number, limit: number | null): void => {
      if (limit !== null) checks.push(limitCheck({ id, label, unit, value, limit, kind: 'at most' }))
    }
    const percent = (money: number): number => (money / fund.assets) * 100
    atMost(
      'total-cost',
      'Cost a year of the package',
      'bp',
      (figures.annualCost / fund.assets) * 1e4,
      limits.total_cost_bp,
    )
    atMost('initial-margin', 'Initial margin', 'percent', percent(costs.initialMargin), limits.initial_margin_percent)
    const gap = Math.abs(figures.durationGapYears)
    atMost('duration-gap', 'Duration gap, either way', 'years', gap, limits.rates.maximum_duration_gap_years)
    const { currency, credit } = costs.byDomain
    const currencyCost = percent(currency.annualCost)
    atMost('currency-cost', domainCostLabels.currency, 'percent', currencyCost, limits.currency.cost_limit_percent)
    atMost(
      'credit-cost',
      domainCostLabels.credit,
      'percent',
      percent(credit.annualCost),
      limits.credit.cost_limit_percent,
    )
    if (limits.within_execution_window) {
      atMost('execution-window', windowLabel, 'share', windowUse(universe, capacities, fund.assets, trades), 1)
    }
    if (limits.within_collateral_buffer) {
      atMost('collateral-buffer', bufferLabel, 'share', collateralUse(study, trades, costs.initialMargin), 1)
    }
    for (const group of effectivenessGroups) {
      const figure = figures.effectiveness[group]
      if (figure === null) continue
      const { value } = figure
      const id = `${group}-effectiveness`
      checks.push(
        limitCheck({ id, label: labels[group], unit: 'share', value, limit: floors[group], kind: 'at least' }),
      )
    }
    for (const group of stressed) {
      const { value, stress } = figures.stressEffectiveness[group]!
      const title = stressTitle(group)
      checks.push(
        limitCheck({
          id: stressLimitId(group),
          label: `${title}: ${stressLabels.get(stress)}`,
          title,
          unit: 'share',
          value,
          limit: limits.stress_effectiveness!,
          kind: 'at least',
        }),
      )
    }
    return checks
  }
}

/** What the cost of a domain is called; also of a strategy alone. */
export const domainCostLabels = {
  currency: 'Cost a year of hedging currencies',
  credit: 'Cost a year of credit protection',
} as const
/** What the limit on sizes is called. */
export const windowLabel = 'Size against what can be dealt in the mandate’s window, the largest of the trades'
const bufferLabel = 'Margin called by the mandate’s move of yields against the cash that there is for it'

/** Id and words of the limit on effectiveness under stress. */
export const stressLimitId = (group: EffectivenessGroup): string => `stress-effectiveness-${group}`
export const stressTitle = (group: EffectivenessGroup): string => `${labels[group]} under stress`
