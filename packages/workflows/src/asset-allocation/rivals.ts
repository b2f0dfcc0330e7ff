import { standardRules, type StrategyConfiguration } from '@tutti/analytics/allocation'
import type { WorkflowContext } from '../workflow-context.ts'
import { averageFigures, type Evaluation, evaluations, figuresById } from './evaluation.ts'
import type { CostPoint, RivalFigures } from './result.ts'
import type { Study } from './study.ts'

/** Costs at which the winner is shown, besides the planning cost, in basis points. */
const SHOWN_COSTS = [0, 5, 10, 20, 50]

/** Costs of the cost curve, rising. */
export function shownCosts(study: Study): number[] {
  const planning = study.mandate.operational_constraints.planning_cost_bps
  return [...new Set([...SHOWN_COSTS, planning])].sort((a, b) => a - b)
}

/** The naive volatility target: target over realised volatility, twelve months, so little risk aversion that no cap binds. */
function naiveRule(study: Study): StrategyConfiguration {
  return {
    targetVolatility: study.mandate.performance_targets.target_volatility,
    weightFunction: 'inverse-vol',
    windowMonths: 12,
    riskAversion: 0.01,
    costBp: study.mandate.operational_constraints.planning_cost_bps,
  }
}

/** What is run on the fresh paths beside the candidates: the winner at other costs, then the naive rule. */
export function furtherRules(study: Study, winner: StrategyConfiguration): StrategyConfiguration[] {
  return [...shownCosts(study).map((costBp) => ({ ...winner, costBp })), naiveRule(study)]
}

/** The winner's average figures at each shown cost, from the evaluations of `furtherRules`. */
export function costCurve(study: Study, further: readonly Evaluation[]): CostPoint[] {
  return shownCosts(study).map((costBp, i) => ({ costBp, average: averageFigures(further[i].regimes, study.weights) }))
}

const constantWeights = [
  { id: 'sixty-forty', name: '60 % equity, 40 % bonds', weight: 0.6 },
  { id: 'thirty-seventy', name: '30 % equity, 70 % bonds', weight: 0.3 },
  { id: 'all-equity', name: 'Equity only', weight: 1 },
]

/**
 * The rivals' figures on the fresh paths, at the planning cost: constant weights, rebalanced monthly, and the naive
 * volatility target under the mandate's own trading rules (the last of `further`).
 */
export async function rivalFigures(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
  further: readonly Evaluation[],
): Promise<readonly RivalFigures[]> {
  const record = (id: string, name: string, evaluation: Evaluation): RivalFigures => ({
    id,
    name,
    figures: figuresById(study, evaluation),
    average: averageFigures(evaluation.regimes, study.weights),
  })
  const constants = await context.step('rivals', inputs, study.seed, async () => {
    const records: RivalFigures[] = []
    for (const { id, name, weight } of constantWeights) {
      // equal limits hold the weight whatever the rule says
      const rules = { ...standardRules, minimumWeight: weight, maximumWeight: weight }
      const plan = { purpose: 'fresh', paths: study.paths, step: 'rivals', rules } as const
      const [evaluation] = await evaluations(context, study, [naiveRule(study)], plan)
      records.push(record(id, name, evaluation))
    }
    return records
  })
  return [...constants, record('naive-vol-target', 'Naive volatility target', further[further.length - 1])]
}
