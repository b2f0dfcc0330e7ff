import type { StrategyConfiguration, StrategyRules } from '@tutti/analytics/allocation'
import type { WorkflowContext } from '../workflow-context.ts'
import { averageFigures, evaluations, figuresById } from './evaluation.ts'
import type { CostPoint, RivalFigures } from './result.ts'
import type { Study } from './study.ts'

/** A simple strategy to compare with, as rule and trading rules of the engine. */
interface Rival {
  readonly id: string
  readonly name: string
  readonly configuration: StrategyConfiguration
  readonly rules: StrategyRules
}

/** A rule held at a constant weight by equal limits: monthly rebalancing to it, whatever the volatility. */
function constantWeight(study: Study, id: string, name: string, weight: number): Rival {
  const costBp = study.mandate.operational_constraints.planning_cost_bps
  return {
    id,
    name,
    configuration: { targetVolatility: 0.1, weightFunction: 'inverse-vol', windowMonths: 12, riskAversion: 1, costBp },
    rules: {
      ...study.rules,
      minimumWeight: weight,
      maximumWeight: weight,
      rebalanceMonths: 1,
      band: 0,
      noTradeZone: 0,
    },
  }
}

function rivalsOf(study: Study): Rival[] {
  const costBp = study.mandate.operational_constraints.planning_cost_bps
  const target = study.mandate.performance_targets.target_volatility
  return [
    constantWeight(study, 'sixty-forty', '60 % equity, 40 % bonds', 0.6),
    constantWeight(study, 'thirty-seventy', '30 % equity, 70 % bonds', 0.3),
    constantWeight(study, 'all-equity', 'Equity only', 1),
    {
      id: 'naive-vol-target',
      name: 'Naive volatility target',
      // so little risk aversion that the Merton cap never binds
      configuration: {
        targetVolatility: target,
        weightFunction: 'inverse-vol',
        windowMonths: 12,
        riskAversion: 0.01,
        costBp,
      },
      rules: { ...study.rules, rebalanceMonths: 1, band: 0, noTradeZone: 0 },
    },
  ]
}

/** The rivals' figures on the fresh paths, at the planning cost. */
export async function rivalFigures(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
): Promise<readonly RivalFigures[]> {
  return context.step('rivals', inputs, study.seed, async () => {
    const records: RivalFigures[] = []
    for (const { id, name, configuration, rules } of rivalsOf(study)) {
      const plan = { purpose: 'fresh', paths: study.paths, step: 'rivals', rules } as const
      const [evaluation] = await evaluations(context, study, [configuration], plan)
      records.push({
        id,
        name,
        figures: figuresById(study, evaluation),
        average: averageFigures(evaluation.regimes, study.weights),
      })
    }
    return records
  })
}

/** The winner's average figures at other costs, on the fresh paths. */
export async function costCurve(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
  winner: StrategyConfiguration,
): Promise<readonly CostPoint[]> {
  const planning = study.mandate.operational_constraints.planning_cost_bps
  const costs = [...new Set([0, 5, 10, 20, 50, planning])].sort((a, b) => a - b)
  return context.step('cost-curve', { inputs, winner }, study.seed, async () => {
    const rows = costs.map((costBp) => ({ ...winner, costBp }))
    const results = await evaluations(context, study, rows, {
      purpose: 'fresh',
      paths: study.paths,
      step: 'cost-curve',
    })
    return results.map((result, i) => ({ costBp: costs[i], average: averageFigures(result.regimes, study.weights) }))
  })
}
