import type { Regime } from '@tutti/analytics/scenarios'
import type { StrategyConfiguration, StrategyRules } from '@tutti/analytics/allocation'
import type { Proposal } from '../changes/index.ts'
import type { ReviewRecord } from '../review/index.ts'
import type { HistoryRecord } from './history-result.ts'

export type * from './history-result.ts'

/** A simulated figure with its standard error; `standardError` is null where none can be given. */
export interface Estimate {
  readonly value: number
  readonly standardError: number | null
}

/** Performance of one configuration in one regime (or averaged over regimes). Annual decimals; losses positive. */
export interface RegimeFigures {
  readonly annualReturn: Estimate
  readonly volatility: Estimate
  readonly sharpe: Estimate
  /** Expected maximum drawdown over the horizon: mean over paths of each path's daily maximum drawdown. */
  readonly maxDrawdown: Estimate
  /** Mean of the worst 5 % of path drawdowns. */
  readonly worstDrawdown: Estimate
  /** 95 % value at risk and expected shortfall of yearly returns. */
  readonly valueAtRisk: Estimate
  readonly expectedShortfall: Estimate
  /** Traded equity weight per year. */
  readonly turnover: Estimate
  /** Cost per year, decimal of the portfolio. */
  readonly cost: Estimate
}

/** One limit of the mandate as applied to one configuration. Slack >= 0 means met; in the limit's own units. */
export interface LimitCheck {
  readonly id: string
  readonly label: string
  /** Regime id, or 'average' for the weighted average over regimes. */
  readonly scope: string
  readonly sense: 'at-most' | 'at-least'
  readonly limit: number
  readonly figure: Estimate
  readonly slack: number
  /** Slack divided by the scale of the limit: comparable between limits. */
  readonly relativeSlack: number
  readonly status: 'met' | 'broken' | 'within-error'
}

/** One evaluated configuration of the search, at the planning cost unless said otherwise. */
export interface Trial {
  readonly id: number
  readonly generation: number
  readonly configuration: StrategyConfiguration
  /** Search score: see docs/asset-allocation.md. */
  readonly score: Estimate
  readonly figures: Readonly<Record<string, RegimeFigures>>
  readonly average: RegimeFigures
  /** Sharpe ratio averaged over regimes with the configuration's own sampled cost. */
  readonly averageSharpeAtOwnCost: number
  readonly feasible: boolean
  /** Sum of relative violations of the mandate's limits. */
  readonly violation: number
}

export interface Generation {
  readonly index: number
  readonly method: 'latin-hypercube' | 'bayesian'
  readonly trials: readonly number[]
  readonly bestScore: number
}

/** Best score after each trial, for the adaptive search and for pure Latin hypercube sampling on the same paths. */
export interface ConvergencePoint {
  readonly trial: number
  readonly best: number
  readonly pureSampling: number | null
}

export interface SearchRecord {
  readonly trials: readonly Trial[]
  readonly generations: readonly Generation[]
  readonly stop: { readonly reason: 'converged' | 'iterations' | 'time' | 'cost'; readonly detail: string }
  readonly convergence: readonly ConvergencePoint[]
  readonly pureSamplingBest: number | null
  /** What an agent's steering of the search bought; null where nobody steered. */
  readonly steering: SteeringRecord | null
}

/** A proposal to the search: the trials that it was given, or why it got none. */
export interface SteeringProposal {
  /** The adaptive generation before which it was made. */
  readonly generation: number
  readonly proposal: Proposal
  readonly trials: number
  /** The best of these trials; null without any. */
  readonly best: { readonly configuration: StrategyConfiguration; readonly score: Estimate } | null
  /** Why it was given none, in words; null where it was. */
  readonly refused: string | null
}

/** The steered search beside the sampler alone: as many trials on the same paths. */
export interface SteeringRecord {
  readonly proposals: readonly SteeringProposal[]
  /** Trials of each of the two searches. */
  readonly trials: number
  readonly steeredTrials: number
  readonly steeredBest: Estimate
  readonly samplerBest: Estimate
  /** Best score of the steered search less that of the sampler, with the error of the pair. */
  readonly difference: Estimate
  /** True when the difference is within twice its paired standard error. */
  readonly tied: boolean
  /** The search that the study goes on with: the steered one only if it is better by the mandate's score. */
  readonly stands: 'steered' | 'sampler'
}

/** One test of the simulated paths against theory. `z` = (observed - expected) / standard error. */
export interface PathCheck {
  readonly id: string
  readonly regime: string
  readonly label: string
  readonly kind: 'martingale' | 'moment' | 'correlation' | 'option-price' | 'convergence'
  readonly observed: Estimate
  readonly expected: number
  readonly z: number
  readonly threshold: number
  readonly passed: boolean
}

export interface ValidationRecord {
  readonly passed: boolean
  readonly checks: readonly PathCheck[]
}

/** Parts of the robustness score of a candidate; `total` is their sum with the stated signs. */
export interface Robustness {
  readonly total: number
  readonly weightedSharpe: number
  readonly worstRegimeSharpe: number
  readonly worstRegime: string
  readonly dispersion: number
  readonly neighbourhoodLoss: number
  readonly penalty: number
  /** Share of each regime's best Sharpe kept, and whether every one reaches the mandate's stability. */
  readonly retained: Readonly<Record<string, number>>
  readonly stable: boolean
}

/** A candidate for the decision: a top trial with its robustness, its limits, and its fresh-path figures. */
export interface Candidate {
  readonly trial: number
  readonly rank: number
  readonly configuration: StrategyConfiguration
  readonly robustness: Robustness
  readonly limits: readonly LimitCheck[]
  readonly searchScore: Estimate
  /** Score on fresh paths, and its difference to the winner's on the same paths with the paired standard error. */
  readonly freshScore: Estimate
  readonly differenceToWinner: Estimate
  /** True when the difference is less than twice its paired standard error. */
  readonly tiedWithWinner: boolean
  readonly freshFigures: Readonly<Record<string, RegimeFigures>>
  readonly freshAverage: RegimeFigures
}

export interface RegimeOptimum {
  readonly regime: string
  readonly trial: number
  readonly configuration: StrategyConfiguration
  readonly sharpe: Estimate
  /** Trials whose Sharpe is not statistically different from the best on the same paths. */
  readonly tiedTrials: readonly number[]
  /** Sharpe of the winner in this regime. */
  readonly winnerSharpe: Estimate
}

/** Sobol sensitivity of the average Sharpe ratio, net of each rule's own cost assumption, to each parameter. */
export interface SensitivityRecord {
  readonly output: string
  readonly parameters: readonly string[]
  readonly firstOrder: readonly Estimate[]
  readonly total: readonly Estimate[]
  /** Second-order index of each pair; [i][j] for i < j, null elsewhere. */
  readonly secondOrder: readonly (readonly (number | null)[])[]
  readonly evaluations: number
  /** Mean output over a grid of two parameters (the other ones averaged): for heatmaps. */
  readonly heatmaps: readonly Heatmap[]
  /** Mean output by value of one parameter, the others averaged. */
  readonly mainEffects: readonly MainEffect[]
  /** First-order and total indices of other outputs, on the same evaluations. */
  readonly furtherOutputs: readonly {
    readonly output: string
    readonly firstOrder: readonly Estimate[]
    readonly total: readonly Estimate[]
  }[]
}

export interface Heatmap {
  readonly x: string
  readonly y: string
  readonly xLabels: readonly string[]
  readonly yLabels: readonly string[]
  /** values[row of y][column of x]; null where no sample fell. */
  readonly values: readonly (readonly (number | null)[])[]
}

export interface MainEffect {
  readonly parameter: string
  readonly labels: readonly string[]
  readonly means: readonly (number | null)[]
}

/** Why no configuration meets the mandate, and what would. Present only when that is so. */
export interface InfeasibilityRecord {
  readonly text: string
  /** Limits that no evaluated configuration meets even alone. */
  readonly unattainable: readonly string[]
  /** Of the other limits, an irreducible set that no evaluated configuration meets together; may be empty. */
  readonly conflict: readonly string[]
  /** Best attainable figure for each limit alone, over all evaluated configurations. */
  readonly attainable: readonly {
    readonly limit: string
    readonly scope: string
    readonly bound: number
    readonly best: number
    readonly trial: number
  }[]
  /** Smallest relaxation by the sum of relative changes: new bounds that let `relaxationTrial` through. */
  readonly relaxation: readonly {
    readonly limit: string
    readonly scope: string
    readonly from: number
    readonly to: number
  }[]
  readonly relaxationTrial: number
  /** The rule that trades the Sharpe ratio against the violations best: the decision, marked as a compromise. */
  readonly compromiseTrial: number
}

/** Honest accounting of luck. */
export interface LuckRecord {
  readonly trials: number
  /** Search score minus fresh-path score of the winner: the winner's curse. */
  readonly selectionGap: Estimate
  /** Mean of the same fall over all candidates: what the two sets of paths have in common, whichever rule was chosen. */
  readonly meanCandidateGap: number
  /** Probability of backtest overfitting by CSCV over all trials on the simulated paths (blocks of paths). */
  readonly overfittingProbabilitySimulated: number
  /** On real history: deflated Sharpe ratio of the winner and CSCV over all trials' monthly returns; null without history. */
  readonly historical: {
    readonly sharpeAnnual: number
    readonly deflatedSharpeProbability: number
    readonly expectedMaximumSharpeAnnual: number
    readonly overfittingProbability: number
    readonly probabilityOfLoss: number
    readonly observations: number
  } | null
}

/** Distribution through time of the winner's equity weight in one regime: quantiles over paths, month by month. */
export interface AllocationThroughTime {
  readonly regime: string
  readonly months: readonly number[]
  readonly mean: readonly number[]
  readonly p05: readonly number[]
  readonly p25: readonly number[]
  readonly p50: readonly number[]
  readonly p75: readonly number[]
  readonly p95: readonly number[]
  /** One path's weights, for the eye. */
  readonly example: readonly number[]
}

export interface RivalFigures {
  readonly id: string
  readonly name: string
  readonly figures: Readonly<Record<string, RegimeFigures>>
  readonly average: RegimeFigures
}

/** Winner's average figures at different costs, on the fresh paths. */
export interface CostPoint {
  readonly costBp: number
  readonly average: RegimeFigures
}

export interface Decision {
  readonly status: 'recommended' | 'best-compromise' | 'withheld'
  readonly headline: string
  readonly trial: number
  readonly configuration: StrategyConfiguration
  readonly limits: readonly LimitCheck[]
  readonly tiedTrials: readonly number[]
  readonly reasons: readonly string[]
}

/** Everything a study of dynamic asset allocation found: plain JSON, without times of day or machine. */
export interface AllocationResult {
  readonly schema: 'asset-allocation/1'
  readonly study: {
    readonly name: string
    readonly seed: number
    readonly paths: number
    readonly years: number
    readonly warmupMonths: number
    readonly sampling: 'pseudo-random' | 'sobol'
    readonly randomisations: number | null
    readonly scheme: 'qe-m' | 'euler'
    readonly planningCostBp: number
    readonly regimes: readonly Regime[]
    readonly rules: StrategyRules
    readonly mandate: unknown
    readonly marketHash: string | null
    readonly asOf: string | null
    /** Probabilities of the regimes by id where an accepted view changed them; absent otherwise. */
    readonly viewedWeights?: Readonly<Record<string, number>>
    /** Path-steps simulated and configuration-days evaluated in the whole study. */
    readonly pathSteps: number
    readonly configurationDays: number
  }
  readonly validation: ValidationRecord
  readonly search: SearchRecord
  readonly candidates: readonly Candidate[]
  readonly regimeOptima: readonly RegimeOptimum[]
  readonly sensitivity: SensitivityRecord
  readonly infeasibility: InfeasibilityRecord | null
  readonly luck: LuckRecord
  readonly allocation: readonly AllocationThroughTime[]
  readonly rivals: readonly RivalFigures[]
  readonly costCurve: readonly CostPoint[]
  readonly history: HistoryRecord | null
  readonly decision: Decision
  /** The network of specialists that made it. */
  readonly specialists: readonly {
    readonly name: string
    readonly role: string
    readonly responsibility: string
    readonly needs: readonly string[]
  }[]
  /** The decision's main figures recomputed by other methods. */
  readonly review: ReviewRecord
  readonly limitations: readonly string[]
}
