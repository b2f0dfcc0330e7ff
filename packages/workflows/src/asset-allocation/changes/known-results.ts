import type { SpecialistResults } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { bestTrials } from '../candidates.ts'
import type { EvaluatedTrial } from '../search/trials.ts'
import { analysisIfAny, analysisOf } from '../specialists/analysis-of.ts'
import { judgementOf } from '../specialists/judgement.ts'
import type { Study } from '../study.ts'

/** What a change is measured against: the study as it is judged so far, its trials, and the rule that leads. */
export interface KnownResults {
  readonly study: Study
  readonly trials: readonly EvaluatedTrial[]
  /** The trial with the best score: what a further rule has to beat. */
  readonly best: EvaluatedTrial
  /** The rule that the study would choose so far: first in robustness, or by score before that is known. */
  readonly chosen: EvaluatedTrial
}

/** Reads the results that changes are measured against. Throws `missing-data` before the search is done. */
export function knownResults({ study: plain }: AllocationCase, results: SpecialistResults): KnownResults {
  const search = analysisOf(results, 'strategy-searcher')
  const robustness = analysisIfAny(results, 'robustness-analyst')
  const { study, trials: judged } = judgementOf(plain, robustness?.accepted ?? [])
  const trials = judged([...search.trials, ...(robustness?.proposed ?? [])])
  const [best] = bestTrials(trials, 1)
  const id = robustness?.candidates[0].trial
  return { study, trials, best, chosen: trials.find(({ trial }) => trial.id === id) ?? best }
}
