import { probabilityOfBacktestOverfitting } from '@tutti/analytics/statistics'
import { groupSharpes, type RankedCandidate, selectionGap } from './candidates.ts'
import type { LuckRecord } from './result.ts'
import type { EvaluatedTrial } from './search/trials.ts'
import type { Study } from './study.ts'

/**
 * How much of the winner's score is luck: its fall on fresh paths beside the mean fall of all candidates (the winner first), and the probability of overfitting by CSCV with groups
 * of simulated paths as periods and all trials as columns. `historical` comes from the walk through a history.
 */
export function luckRecord(
  study: Study,
  trials: readonly EvaluatedTrial[],
  candidates: readonly RankedCandidate[],
  historical: LuckRecord['historical'],
): LuckRecord {
  const gaps = candidates.map((candidate) => selectionGap(study, candidate))
  const columns = trials.map((trial) => groupSharpes(study, trial))
  const rows = Array.from({ length: study.groups }, (_, group) => columns.map((column) => column[group]))
  const blocks = 2 * Math.floor(study.groups / 4)
  return {
    trials: trials.length,
    selectionGap: gaps[0],
    meanCandidateGap: gaps.reduce((sum, gap) => sum + gap.value, 0) / gaps.length,
    overfittingProbabilitySimulated:
      trials.length < 2
        ? 0
        : probabilityOfBacktestOverfitting(rows, { blocks, statistic: 'mean' }).probabilityOfBacktestOverfitting,
    historical,
  }
}
