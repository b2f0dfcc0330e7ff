import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import type { WorkflowContext } from '../../workflow-context.ts'
import { averageFigures, type Evaluation, type EvaluationPlan, evaluations, figuresById } from '../evaluation.ts'
import { limitChecks, violation } from '../limits.ts'
import type { Trial } from '../result.ts'
import { type Score, scoreOf } from '../score.ts'
import type { Study } from '../study.ts'

/** A trial with what later steps need of it beyond the result: its evaluation and its score by group of paths. */
export interface EvaluatedTrial {
  readonly trial: Trial
  readonly evaluation: Evaluation
  readonly score: Score
}

/**
 * Evaluates rules at the planning cost, which makes them comparable, and once more at their own sampled cost, which
 * shows what cost does. Both on the same paths in one pass.
 */
export async function evaluatedTrials(
  context: WorkflowContext,
  study: Study,
  configurations: readonly StrategyConfiguration[],
  generation: number,
  firstId: number,
  plan: EvaluationPlan,
): Promise<EvaluatedTrial[]> {
  const planning = study.mandate.operational_constraints.planning_cost_bps
  const rows = [...configurations.map((configuration) => ({ ...configuration, costBp: planning })), ...configurations]
  const results = await evaluations(context, study, rows, plan)
  return configurations.map((configuration, i) => {
    const evaluation = results[i]
    const own = averageFigures(results[i + configurations.length].regimes, study.weights)
    return evaluatedTrial(
      study,
      { id: firstId + i, generation, configuration, ownSharpe: own.sharpe.value },
      evaluation,
    )
  })
}

/** Puts the figures of one evaluation together as a trial. `configuration` keeps its own sampled cost. */
export function evaluatedTrial(
  study: Study,
  about: { id: number; generation: number; configuration: StrategyConfiguration; ownSharpe: number },
  evaluation: Evaluation,
): EvaluatedTrial {
  const score = scoreOf(study, evaluation)
  const broken = violation(limitChecks(study, evaluation))
  return {
    evaluation,
    score,
    trial: {
      id: about.id,
      generation: about.generation,
      configuration: about.configuration,
      score: score.total,
      figures: figuresById(study, evaluation),
      average: averageFigures(evaluation.regimes, study.weights),
      averageSharpeAtOwnCost: about.ownSharpe,
      feasible: broken === 0,
      violation: broken,
    },
  }
}
