import { type Mandate, pathStepsOf, studyOf } from '@tutti/workflows/asset-allocation'

/** What a study may take at most, known before it starts. */
export interface Budget {
  /** Configurations that the search may evaluate. */
  readonly configurations: number
  readonly generations: number
  readonly regimes: number
  readonly paths: number
  readonly years: number
  /** Daily steps of the paths that the search may simulate; every generation draws them once for all its configurations. */
  readonly searchPathSteps: number
  readonly timeLimitSeconds: number | null
}

/** The budget of a mandate's study. Throws `invalid-input` for regimes or rules that cannot be. */
export function budgetOf(mandate: Mandate, seed: number): Budget {
  const study = studyOf(mandate, seed)
  const { maximum_iterations: most, first_generation: first, generation_size: size } = mandate.search
  const generations = 1 + Math.ceil((most - first) / size)
  return {
    configurations: most,
    generations,
    regimes: study.regimes.length,
    paths: study.paths,
    years: study.years,
    searchPathSteps: generations * pathStepsOf(study, study.paths),
    timeLimitSeconds: mandate.search.time_limit_seconds ?? null,
  }
}
