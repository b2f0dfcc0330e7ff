import { factorGroups } from '@tutti/analytics/revaluation'
import type { HedgingMandate } from '../mandate/index.ts'
import type { ScenarioProfits } from '../market/scenario-profits.ts'
import { tailMeasure, tailPlan, volatilityMeasure } from '../packages/scenario-measures.ts'
import type { ExposureRecord, RiskContribution } from './exposure-record.ts'

/** Share of the scenarios to either side of the quantile that contributions are averaged over. */
const windowShare = 0.02

/**
 * Funded-status-at-risk of the surplus, and what each group of factors adds to it. A group's contribution is its mean
 * loss, with it alone moved, in the scenarios whose total loss ranks nearest to the quantile (2 % of all to either side): the
 * conditional expectation that the Euler allocation of a value at risk asks for. What groups do together is the
 * interaction. All are scaled by one factor so that they sum to the figure itself. Errors: of those means.
 *
 * Source: Tasche, Capital allocation to business units and sub-portfolios (2008); Hallerbach, J. of Risk 5 (2003).
 */
export function surplusRisk(profits: ScenarioProfits, mandate: HedgingMandate): ExposureRecord['risk'] {
  const { confidence, horizon_years } = mandate.objectives
  const n = profits.scenarios
  const plan = tailPlan(n, confidence)
  const losses = profits.fund.all.map((value) => -value)
  const { valueAtRisk, expectedShortfall } = tailMeasure(losses.slice(), plan)
  const order = Array.from(losses, (_, s) => s).sort((a, b) => losses[a] - losses[b] || a - b)
  const reach = Math.max(1, Math.ceil(windowShare * n))
  const near = order.slice(Math.max(0, plan.edge - reach), Math.min(n, plan.edge + reach + 1))
  const variance = volatilityMeasure(profits.fund.all).value ** 2
  const meanOf = (lossOf: (s: number) => number): { mean: number; standardError: number } => {
    const values = near.map(lossOf)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) }
  }
  const total = meanOf((s) => losses[s]).mean
  const scale = total === 0 ? 0 : valueAtRisk.value / total
  const part = (
    group: RiskContribution['group'],
    lossOf: (s: number) => number,
  ): Omit<RiskContribution, 'alone' | 'varianceShare'> => {
    const { mean, standardError } = meanOf(lossOf)
    const contribution = scale * mean + 0
    return {
      group,
      contribution,
      standardError: Math.abs(scale) * standardError,
      share: valueAtRisk.value === 0 ? 0 : contribution / valueAtRisk.value,
    }
  }
  const groups = factorGroups.map((group): RiskContribution => {
    const own = profits.fund[group]
    return {
      ...part(group, (s) => -own[s]),
      alone: tailMeasure(
        own.map((value) => -value),
        plan,
      ).valueAtRisk,
      varianceShare: variance === 0 ? 0 : volatilityMeasure(own).value ** 2 / variance,
    }
  })
  const rest = (s: number): number => losses[s] + factorGroups.reduce((sum, group) => sum + profits.fund[group][s], 0)
  return {
    confidence,
    horizonYears: horizon_years,
    fundedStatusAtRisk: valueAtRisk,
    expectedShortfall,
    surplusVolatility: volatilityMeasure(profits.fund.all),
    contributions: [...groups, { ...part('interaction', rest), alone: null, varianceShare: null }],
  }
}
