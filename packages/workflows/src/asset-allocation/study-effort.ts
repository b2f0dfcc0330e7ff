import { NEIGHBOURS } from './candidates.ts'
import { type Effort, evaluationEffort } from './evaluation.ts'
import { SENSITIVITY_RULES, sensitivityPaths } from './sensitivity.ts'
import { pathStepsOf, type Study } from './study.ts'

/** How many rules the parts of a study evaluated. */
export interface EvaluatedRules {
  /** Trials of each generation. */
  readonly generations: readonly number[]
  readonly candidates: number
  /** Rules beside the candidates on the fresh paths. */
  readonly further: number
  readonly constantRivals: number
}

/** Path-steps and configuration-days of the whole study, from its shape. What reviews and proposals take comes on top. */
export function studyEffort(
  study: Study,
  { generations, candidates, further, constantRivals }: EvaluatedRules,
): Effort {
  const { paths } = study
  const trials = generations.reduce((sum, count) => sum + count, 0)
  const parts = [
    ...generations.map((count) => evaluationEffort(study, 2 * count, paths)),
    evaluationEffort(study, 2 * trials, paths),
    evaluationEffort(study, NEIGHBOURS * candidates, paths),
    evaluationEffort(study, candidates + further, paths),
    ...Array.from({ length: constantRivals }, () => evaluationEffort(study, 1, paths)),
    evaluationEffort(study, SENSITIVITY_RULES, sensitivityPaths(study)),
    // validation of both sets of paths and the trace of weights draw paths without evaluating rules
    { pathSteps: 3 * pathStepsOf(study, paths), configurationDays: 0 },
  ]
  return {
    pathSteps: parts.reduce((sum, part) => sum + part.pathSteps, 0),
    configurationDays: parts.reduce((sum, part) => sum + part.configurationDays, 0),
  }
}
