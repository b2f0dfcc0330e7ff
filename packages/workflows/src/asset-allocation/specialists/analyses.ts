import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import type { Proposal } from '../../changes/index.ts'
import type { Evaluation } from '../evaluation.ts'
import type {
  AllocationThroughTime,
  Candidate,
  CostPoint,
  Decision,
  HistoryRecord,
  InfeasibilityRecord,
  LuckRecord,
  RegimeOptimum,
  RivalFigures,
  SensitivityRecord,
} from '../result.ts'
import type { RankedCandidate } from '../candidates.ts'
import type { Search } from '../search/adaptive-search.ts'
import type { EvaluatedTrial } from '../search/trials.ts'

/** Result of the strategy searcher: the record, and every trial with its evaluation. */
export type SearchAnalysis = Search

/** Result of the robustness analyst. */
export interface RobustnessAnalysis {
  /** The best rules in order of preference, as the result carries them. */
  readonly candidates: readonly Candidate[]
  readonly regimeOptima: readonly RegimeOptimum[]
  readonly sensitivity: SensitivityRecord
  /** Regimes that count in which the first keeps less of the best than the mandate asks for; none where it is stable. */
  readonly regimesBelow: readonly string[]
  /** Rules that were proposed and evaluated beside the search, none in a plain run. */
  readonly proposed: readonly EvaluatedTrial[]
  /** Probabilities of the regimes that a view was accepted for, in the order of the regimes; null without a view. */
  readonly weights: readonly number[] | null
  /** What was taken in; empty in a plain run. */
  readonly accepted: readonly Proposal[]
  /** The candidates with the evaluations they were judged by, and what ran beside them on the fresh paths. */
  readonly ranked: readonly RankedCandidate[]
  readonly further: readonly Evaluation[]
}

/** Result of the allocation analyst. */
export interface AllocationAnalysis {
  readonly allocation: readonly AllocationThroughTime[]
  readonly rivals: readonly RivalFigures[]
  readonly costCurve: readonly CostPoint[]
}

/** Result of the market historian; both null without a market. */
export interface HistoryAnalysis {
  readonly record: HistoryRecord | null
  readonly luck: LuckRecord['historical']
}

/** Result of the portfolio manager. */
export interface PortfolioDecision {
  readonly infeasibility: InfeasibilityRecord | null
  readonly luck: LuckRecord
  readonly decision: Decision
}

/** The rule that was chosen, at the planning cost. */
export function chosenRule({ ranked }: RobustnessAnalysis): StrategyConfiguration {
  return ranked[0].fresh.configuration
}
