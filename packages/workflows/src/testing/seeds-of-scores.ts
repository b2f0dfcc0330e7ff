import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import { averageFigures, type Evaluation, evaluations } from '../asset-allocation/evaluation.ts'
import type { Mandate } from '../asset-allocation/mandate.ts'
import type { Estimate } from '../asset-allocation/result.ts'
import { groupEstimate, pairedDifference, type Score, scoreOf } from '../asset-allocation/score.ts'
import { type Study, studyOf } from '../asset-allocation/study.ts'
import { inProcessContext } from './in-process-context.ts'

/** One configuration on one seed's paths. */
interface Scored {
  readonly study: Study
  readonly evaluation: Evaluation
  readonly score: Score
}

/** Scores of configurations on the search paths of each seed: [seed][configuration]. */
export async function seedsOfScores(
  mandate: Mandate,
  configurations: readonly StrategyConfiguration[],
  seeds: readonly number[],
): Promise<Scored[][]> {
  const rows: Scored[][] = []
  for (const seed of seeds) {
    const study = studyOf(mandate, seed)
    const plan = { purpose: 'search', paths: study.paths, step: 'seed' } as const
    const results = await evaluations(inProcessContext(), study, configurations, plan)
    rows.push(results.map((evaluation) => ({ study, evaluation, score: scoreOf(study, evaluation) })))
  }
  return rows
}

/** Every estimate that the score rests on, seed by seed, for each configuration and for their differences to the first. */
export function estimatesBySeed(rows: readonly (readonly Scored[])[]): Map<string, Estimate[]> {
  const series = new Map<string, Estimate[]>()
  const add = (name: string, estimate: Estimate) => {
    const list = series.get(name)
    if (list === undefined) series.set(name, [estimate])
    else list.push(estimate)
  }
  for (const row of rows)
    row.forEach(({ study, evaluation, score }, i) => {
      const of = (name: string) => `rule ${i}: ${name}`
      add(of('score'), score.total)
      const average = averageFigures(evaluation.regimes, study.weights)
      for (const name of ['sharpe', 'volatility', 'maxDrawdown', 'valueAtRisk', 'expectedShortfall'] as const)
        add(of(`average ${name}`), average[name])
      const bear = study.regimes.findIndex((regime) => regime.id === 'bear')
      for (const name of ['valueAtRisk', 'expectedShortfall'] as const) {
        const { standardError } = groupEstimate(evaluation.groups[name][bear])
        add(of(`bear ${name} by influence`), { value: evaluation.regimes[bear][name].value, standardError })
      }
      if (i > 0) add(of('score less that of rule 0'), pairedDifference(score.groups, row[0].score.groups))
    })
  return series
}
