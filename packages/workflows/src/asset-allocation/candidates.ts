import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import type { WorkflowContext } from '../workflow-context.ts'
import { averageFigures, type Evaluation, evaluations, figuresById } from './evaluation.ts'
import { limitChecks } from './limits.ts'
import type { Candidate, RegimeOptimum, Robustness } from './result.ts'
import { isTie, pairedDifference, scoreOf, sharpeWeights } from './score.ts'
import { sameRule } from './search/search-space.ts'
import type { EvaluatedTrial } from './search/trials.ts'
import type { Study } from './study.ts'

/** How many of the best rules are looked at closely. */
const CANDIDATES = 10
/** Weights of the dispersion over regimes and of the fall-off around a rule in the robustness score. */
const DISPERSION_WEIGHT = 0.25
const NEIGHBOURHOOD_WEIGHT = 0.5
/** Sharpe ratio under which shares of the best are measured on this scale, since a share of nearly nothing says nothing. */
const SMALLEST_SCALE = 0.1

/** The best trials by search score, one a rule. */
export function bestTrials(trials: readonly EvaluatedTrial[], count = CANDIDATES): EvaluatedTrial[] {
  const sorted = [...trials].sort((a, b) => b.score.total.value - a.score.total.value || a.trial.id - b.trial.id)
  const kept: EvaluatedTrial[] = []
  for (const trial of sorted) {
    if (kept.length === count) break
    if (!kept.some((other) => sameRule(other.trial.configuration, trial.trial.configuration))) kept.push(trial)
  }
  return kept
}

/** Neighbours of a rule. */
export const NEIGHBOURS = 6

/** Rules one small step away along each parameter: one point of target volatility, two months, a sixth of risk aversion. */
export function neighbours(configuration: StrategyConfiguration): StrategyConfiguration[] {
  const { targetVolatility, windowMonths, riskAversion } = configuration
  const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits
  return [
    { ...configuration, targetVolatility: round(Math.max(0.005, targetVolatility - 0.01), 6) },
    { ...configuration, targetVolatility: round(targetVolatility + 0.01, 6) },
    { ...configuration, windowMonths: Math.max(1, windowMonths - 2) },
    { ...configuration, windowMonths: windowMonths + 2 },
    { ...configuration, riskAversion: round(riskAversion / 1.15, 4) },
    { ...configuration, riskAversion: round(riskAversion * 1.15, 4) },
  ]
}

/** Mean fall of the search score from each candidate to its neighbours, on the search paths (rises count as zero). */
async function neighbourhoodLosses(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
  candidates: readonly EvaluatedTrial[],
): Promise<readonly number[]> {
  const ids = candidates.map(({ trial }) => trial.id)
  return context.step('neighbourhood', { inputs, ids }, study.seed, async () => {
    const planning = study.mandate.operational_constraints.planning_cost_bps
    const rows = candidates.map(({ trial }) => neighbours({ ...trial.configuration, costBp: planning }))
    const results = await evaluations(context, study, rows.flat(), {
      purpose: 'search',
      paths: study.paths,
      step: 'neighbourhood',
    })
    let at = 0
    return candidates.map(({ score }, i) => {
      const falls = rows[i].map(() => Math.max(0, score.total.value - scoreOf(study, results[at++]).total.value))
      return falls.reduce((sum, x) => sum + x, 0) / falls.length
    })
  })
}

/** Best Sharpe ratio in each regime over all trials, by regime index. */
function bestSharpes(study: Study, trials: readonly EvaluatedTrial[]): number[] {
  return study.regimes.map((_, g) => Math.max(...trials.map(({ evaluation }) => evaluation.regimes[g].sharpe.value)))
}

/**
 * The robustness score of a rule, from the search paths:
 *
 *     total = (1 - omega) weighted Sharpe + omega worst Sharpe - penalty - 0.25 dispersion - 0.5 neighbourhood loss
 *
 * dispersion: weighted standard deviation over regimes of the distance to the regime's best Sharpe ratio. retained: 1 -
 * distance / max(|best|, 0.1) in each regime, which for a best above 0.1 is the share of it that is kept; the rule is
 * stable when every regime that counts keeps the mandate's share (80 %).
 */
export function robustnessOf(
  study: Study,
  evaluation: Evaluation,
  bests: readonly number[],
  neighbourhoodLoss: number,
): Robustness {
  const score = scoreOf(study, evaluation)
  const distances = bests.map((best, g) => best - evaluation.regimes[g].sharpe.value)
  const mean = study.weights.reduce((sum, weight, g) => sum + weight * distances[g], 0)
  const variance = study.weights.reduce((sum, weight, g) => sum + weight * (distances[g] - mean) ** 2, 0)
  const dispersion = Math.sqrt(variance)
  const shares = bests.map((best, g) => 1 - distances[g] / Math.max(Math.abs(best), SMALLEST_SCALE))
  const needed = study.mandate.robustness_requirements.strategy_stability
  return {
    total: score.total.value - DISPERSION_WEIGHT * dispersion - NEIGHBOURHOOD_WEIGHT * neighbourhoodLoss,
    weightedSharpe: score.weightedSharpe,
    worstRegimeSharpe: score.worstSharpe,
    worstRegime: study.regimes[score.worst].id,
    dispersion,
    neighbourhoodLoss,
    penalty: score.penalty,
    retained: Object.fromEntries(study.regimes.map((regime, g) => [regime.id, shares[g]])),
    stable: shares.every((share, g) => study.weights[g] === 0 || share >= needed),
  }
}

/** A candidate in the order of preference, with the evaluations it was judged by. */
export interface RankedCandidate {
  readonly evaluated: EvaluatedTrial
  readonly robustness: Robustness
  readonly fresh: Evaluation
}

/** The candidates in order, and the evaluations of further rules on the same fresh paths, in the order they were asked for. */
export interface Ranking {
  readonly ranked: readonly RankedCandidate[]
  readonly further: readonly Evaluation[]
}

/**
 * Ranks the best trials: rules that meet the mandate first, then by robustness. The order is made on the search paths;
 * fresh paths only check it. `further` names other rules to run on the fresh paths, given the winner's: one pass for all.
 */
export async function ranking(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
  trials: readonly EvaluatedTrial[],
  further: (winner: StrategyConfiguration) => readonly StrategyConfiguration[],
): Promise<Ranking> {
  const chosen = bestTrials(trials)
  const losses = await neighbourhoodLosses(context, study, inputs, chosen)
  const bests = bestSharpes(study, trials)
  const judged = chosen
    .map((evaluated, i) => ({ evaluated, robustness: robustnessOf(study, evaluated.evaluation, bests, losses[i]) }))
    .sort(
      (a, b) =>
        Number(b.evaluated.trial.feasible) - Number(a.evaluated.trial.feasible) ||
        b.robustness.total - a.robustness.total ||
        a.evaluated.trial.id - b.evaluated.trial.id,
    )
  const planning = study.mandate.operational_constraints.planning_cost_bps
  const rules = judged.map(({ evaluated }) => ({ ...evaluated.trial.configuration, costBp: planning }))
  const rows = [...rules, ...further(rules[0])]
  const fresh = await context.step('fresh-paths', { inputs, rows }, study.seed, () =>
    evaluations(context, study, rows, { purpose: 'fresh', paths: study.paths, step: 'fresh-paths' }),
  )
  return {
    ranked: judged.map((candidate, i) => ({ ...candidate, fresh: fresh[i] })),
    further: fresh.slice(rules.length),
  }
}

/** The ranked candidates as the result carries them; differences to the winner are paired, on fresh paths. */
export function candidateRecords(study: Study, ranked: readonly RankedCandidate[]): Candidate[] {
  const scores = ranked.map(({ fresh }) => scoreOf(study, fresh))
  return ranked.map(({ evaluated, robustness, fresh }, i) => {
    const difference = i === 0 ? { value: 0, standardError: 0 } : pairedDifference(scores[i].groups, scores[0].groups)
    return {
      trial: evaluated.trial.id,
      rank: i + 1,
      configuration: fresh.configuration,
      robustness,
      limits: limitChecks(study, fresh),
      searchScore: evaluated.score.total,
      freshScore: scores[i].total,
      differenceToWinner: difference,
      tiedWithWinner: isTie(difference),
      freshFigures: figuresById(study, fresh),
      freshAverage: averageFigures(fresh.regimes, study.weights),
    }
  })
}

/** The best trial of each regime by Sharpe ratio, its ties on the same paths, and how the winner does there. */
export function regimeOptima(study: Study, trials: readonly EvaluatedTrial[], winner: EvaluatedTrial): RegimeOptimum[] {
  return study.regimes.map((regime, g) => {
    const sharpe = ({ evaluation }: EvaluatedTrial) => evaluation.regimes[g].sharpe
    const best = trials.reduce((a, b) => (sharpe(b).value > sharpe(a).value ? b : a))
    const groups = (trial: EvaluatedTrial) => trial.evaluation.groups.sharpe[g]
    return {
      regime: regime.id,
      trial: best.trial.id,
      configuration: best.evaluation.configuration,
      sharpe: sharpe(best),
      tiedTrials: trials
        .filter((other) => other !== best && isTie(pairedDifference(groups(other), groups(best))))
        .map(({ trial }) => trial.id),
      winnerSharpe: sharpe(winner),
    }
  })
}

/** Sharpe part of the score by group, for trials on the same paths: the columns of the overfitting test. */
export function groupSharpes(study: Study, evaluated: EvaluatedTrial): number[] {
  const weights = sharpeWeights(study, evaluated.score.worst)
  const { sharpe } = evaluated.evaluation.groups
  return sharpe[0].map((_, group) => weights.reduce((sum, weight, g) => sum + weight * sharpe[g][group], 0))
}

/** Fresh score of the winner below its search score: the winner's curse, with the errors of both. */
export function selectionGap(study: Study, winner: RankedCandidate): { value: number; standardError: number } {
  const fresh = scoreOf(study, winner.fresh).total
  const searched = winner.evaluated.score.total
  return {
    value: searched.value - fresh.value,
    standardError: Math.hypot(searched.standardError ?? 0, fresh.standardError ?? 0),
  }
}
