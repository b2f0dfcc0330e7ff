import { z } from 'zod'
import type { ChangeKind } from '../../changes/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { averageFigures, evaluations } from '../evaluation.ts'
import { scoreOf } from '../score.ts'
import { analysisIfAny } from '../specialists/analysis-of.ts'
import { changedFigures, scoreMeasure } from './change-measures.ts'
import { knownResults } from './known-results.ts'

const terms = z.strictObject({ cost_bp: z.number().min(0).max(1000).describe('basis points of what is traded') })

/** The chosen rule, and those next to it, at another cost of trading. */
export const planningCost: ChangeKind<AllocationCase> = {
  kind: 'planning-cost',
  description:
    'Evaluates the chosen rule and the other candidates at another cost of trading (basis points of what is traded), on the paths of the search. Evidence only: the mandate sets the planning cost.',
  terms,
  example: { cost_bp: 25 },
  takenBy: null,
  effect: async (allocation, results, value, context) => {
    const { study, trials, chosen } = knownResults(allocation, results)
    const { cost_bp: costBp } = value as z.output<typeof terms>
    const ids = analysisIfAny(results, 'robustness-analyst')?.candidates.map(({ trial }) => trial) ?? []
    const others = trials.filter(({ trial }) => trial.id !== chosen.trial.id && ids.includes(trial.id))
    const rules = [chosen, ...others].map(({ evaluation }) => ({ ...evaluation.configuration, costBp }))
    const inputs = { inputs: allocation.inputs, weights: study.weights, rules }
    const evaluated = await context.step('what-if/planning-cost', inputs, study.seed, () =>
      evaluations(context, study, rules, { purpose: 'search', paths: study.paths, step: 'what-if/planning-cost' }),
    )
    const [own, ...rivals] = evaluated.map((evaluation) => scoreOf(study, evaluation))
    const overtaken = rivals.some(
      ({ total }, i) => total.value > own.total.value && others[i].score.total.value <= chosen.score.total.value,
    )
    const average = (regimes: typeof chosen.evaluation.regimes) => averageFigures(regimes, study.weights)
    return {
      verdict: 'evidence',
      reasons: [
        rivals.length === 0
          ? 'Only the leading rule was looked at.'
          : overtaken
            ? 'At this cost a candidate overtakes the chosen rule by the score.'
            : 'At this cost no candidate overtakes the chosen rule by the score.',
      ],
      measure: scoreMeasure('score of the chosen rule on the search paths', chosen.score, own),
      figures: changedFigures(average(chosen.evaluation.regimes), average(evaluated[0].regimes)),
    }
  },
}
