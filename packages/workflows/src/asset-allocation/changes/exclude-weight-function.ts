import { weightFunctions } from '@tutti/analytics/allocation'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import type { ChangeKind } from '../../changes/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { bestTrials } from '../candidates.ts'
import { averageFigures } from '../evaluation.ts'
import { changedFigures, scoreMeasure } from './change-measures.ts'
import { knownResults } from './known-results.ts'

const terms = z.strictObject({ weight_function: z.enum(weightFunctions) })

/** A weight function that is not to be used: what the study would choose without it. */
export const excludeWeightFunction: ChangeKind<AllocationCase> = {
  kind: 'exclude-weight-function',
  description:
    'Leaves all rules of one weight function out of the choice, and shows what the best remaining rule gives up against the best of all. A restriction never raises the score, so a person decides.',
  terms,
  example: { weight_function: 'sigmoid' },
  takenBy: 'robustness-analyst',
  effect: async (allocation, results, value) => {
    const { study, trials, best } = knownResults(allocation, results)
    const { weight_function } = value as z.output<typeof terms>
    const kept = trials.filter(({ trial }) => trial.configuration.weightFunction !== weight_function)
    if (kept.length === trials.length) {
      throw new TuttiError('invalid-input', 'the search has no rule of this weight function', {
        field: 'weight_function',
        got: weight_function,
        expected: [...new Set(trials.map(({ trial }) => trial.configuration.weightFunction))].join(' | '),
      })
    }
    const [next] = bestTrials(kept, 1)
    if (next === undefined) {
      return {
        verdict: 'outside-mandate',
        reasons: ['No rule would be left to choose from.'],
        measure: null,
        figures: [],
      }
    }
    const average = (one: typeof best) => averageFigures(one.evaluation.regimes, study.weights)
    const same = next.trial.id === best.trial.id
    return {
      verdict: 'needs-person',
      reasons: [
        same
          ? 'The best rule is of another weight function and stays the best.'
          : 'The best rule is of this weight function: another one would take its place.',
        ...(best.trial.feasible && !next.trial.feasible
          ? ['Without it no evaluated rule meets every limit of the mandate.']
          : []),
      ],
      measure: scoreMeasure('score of the best rule that may be chosen, on the search paths', best.score, next.score),
      figures: changedFigures(average(best), average(next)),
    }
  },
}
