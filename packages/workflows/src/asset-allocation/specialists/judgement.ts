import type { WeightFunction } from '@tutti/analytics/allocation'
import type { Proposal } from '../../changes/index.ts'
import { type EvaluatedTrial, evaluatedTrial } from '../search/trials.ts'
import type { Study } from '../study.ts'
import { tiltedWeights, type ViewTerms } from '../tilted-weights.ts'

/** How rules are judged: the study with the probabilities that views gave the regimes, and what is left out. */
export interface Judgement {
  readonly study: Study
  /** Probabilities of the regimes, in their order, where a view was accepted; null without. */
  readonly weights: readonly number[] | null
  /** The trials that may be chosen from, with their scores under the judgement. */
  readonly trials: (all: readonly EvaluatedTrial[]) => readonly EvaluatedTrial[]
}

/** The judgement that accepted proposals ask for; without any, the mandate's own. Views are taken one after the other. */
export function judgementOf(study: Study, accepted: readonly Proposal[]): Judgement {
  const terms = <T>(kind: string): T[] => accepted.filter((one) => one.kind === kind).map((one) => one.terms as T)
  const views = terms<ViewTerms>('view')
  const excluded = terms<{ weight_function: WeightFunction }>('exclude-weight-function').map(
    (one) => one.weight_function,
  )
  const weights =
    views.length === 0 ? null : views.reduce((before, view) => tiltedWeights(study, before, view), study.weights)
  const judged = weights === null ? study : { ...study, weights }
  const rescored = (one: EvaluatedTrial): EvaluatedTrial => {
    const { id, generation, configuration, averageSharpeAtOwnCost: ownSharpe } = one.trial
    return evaluatedTrial(judged, { id, generation, configuration, ownSharpe }, one.evaluation)
  }
  return {
    study: judged,
    weights,
    trials: (all) => {
      const kept = all.filter(({ trial }) => !excluded.includes(trial.configuration.weightFunction))
      return weights === null ? kept : kept.map(rescored)
    },
  }
}
