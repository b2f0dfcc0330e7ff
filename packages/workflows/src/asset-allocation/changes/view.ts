import type { ChangeKind } from '../../changes/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { bestTrials } from '../candidates.ts'
import { averageFigures } from '../evaluation.ts'
import { scoreOf } from '../score.ts'
import { tiltedWeights, type ViewTerms, viewTerms } from '../tilted-weights.ts'
import { changedFigures, scoreMeasure } from './change-measures.ts'
import { knownResults } from './known-results.ts'

/** A view on how likely the regimes are. */
export const view: ChangeKind<AllocationCase> = {
  kind: 'view',
  description:
    'Tilts the probabilities of the regimes towards a view. regimes: relative likelihood of each by its id, none for those that are not named; conviction: from 0 (the mandate’s probabilities) to 1 (the view’s). Shows which rule would then be best. The measure of the mandate cannot judge a view: a person decides.',
  terms: viewTerms,
  example: { regimes: { bear: 1, base: 1 }, conviction: 0.5 },
  takenBy: 'robustness-analyst',
  effect: async (allocation, results, terms) => {
    const { study, trials, best } = knownResults(allocation, results)
    const tilted = { ...study, weights: tiltedWeights(study, study.weights, terms as ViewTerms) }
    const scored = trials.map((one) => {
      const score = scoreOf(tilted, one.evaluation)
      return { ...one, score, trial: { ...one.trial, score: score.total } }
    })
    const before = scored[trials.indexOf(best)]
    const [after] = bestTrials(scored, 1)
    const average = (one: typeof best) => averageFigures(one.evaluation.regimes, tilted.weights)
    return {
      verdict: 'needs-person',
      reasons: [
        'A view is an opinion on the future that no figure of the study can confirm.',
        after.trial.id === before.trial.id
          ? 'The rule that is best under the mandate’s probabilities is best under the view too.'
          : 'Under the view another rule is best.',
      ],
      measure: scoreMeasure('score of the best rule under the view, on the search paths', before.score, after.score),
      figures: changedFigures(average(before), average(after)),
    }
  },
}
