import type { SpecialistResults } from '../../specialists/index.ts'
import { analysisIfAny } from './analysis-of.ts'

/** Whether all rules of the search score exactly the same: their parameters differ and their behaviour does not. */
export function rulesAlike(results: SpecialistResults): boolean {
  const trials = analysisIfAny(results, 'strategy-searcher')?.record.trials ?? []
  return trials.length > 1 && trials.every(({ score }) => score.value === trials[0].score.value)
}
