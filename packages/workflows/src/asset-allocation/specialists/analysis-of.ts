import { TuttiError } from '@tutti/analytics/errors'
import type { ReviewRecord } from '../../review/index.ts'
import type { SpecialistResults } from '../../specialists/index.ts'
import type { ValidationRecord } from '../result.ts'
import type {
  AllocationAnalysis,
  HistoryAnalysis,
  PortfolioDecision,
  RobustnessAnalysis,
  SearchAnalysis,
} from './analyses.ts'

/** Results by the names of the specialists that give them. */
export interface AllocationAnalyses {
  readonly 'model-validator': ValidationRecord
  readonly 'strategy-searcher': SearchAnalysis
  readonly 'robustness-analyst': RobustnessAnalysis
  readonly 'allocation-analyst': AllocationAnalysis
  readonly 'market-historian': HistoryAnalysis
  readonly 'portfolio-manager': PortfolioDecision
  readonly reviewer: ReviewRecord
}

/** The result of a specialist. Throws `missing-data` where there is none yet. */
export function analysisOf<Name extends keyof AllocationAnalyses>(
  results: SpecialistResults,
  name: Name,
): AllocationAnalyses[Name] {
  const found = analysisIfAny(results, name)
  if (found !== undefined) return found
  throw new TuttiError('missing-data', `there is no result of the ${name} yet`, {
    field: name,
    expected: Object.keys(results).join(' | '),
  })
}

/** The result of a specialist that may have failed. */
export function analysisIfAny<Name extends keyof AllocationAnalyses>(
  results: SpecialistResults,
  name: Name,
): AllocationAnalyses[Name] | undefined {
  return results[name] as AllocationAnalyses[Name] | undefined
}
