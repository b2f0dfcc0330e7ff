import { spearmanCorrelation } from '@tutti/analytics/statistics'
import type { Consultation } from '../../changes/index.ts'
import type { SpecialistResults } from '../../specialists/index.ts'
import { limitChecks, tightestChecks } from '../limits.ts'
import type { Study } from '../study.ts'
import { weightFunctionNames } from './search-space.ts'
import type { EvaluatedTrial } from './trials.ts'

/** Kinds of changes that can steer a search. */
export const steeringKinds = ['search-region', 'try-rule'] as const

/** Rules that an agent is shown. */
const SHOWN = 5
const parameters = ['targetVolatility', 'windowMonths', 'riskAversion'] as const

/** What the searcher asks its agent before an adaptive generation, with what is known so far in a bounded size. */
export function searchConsultation(
  study: Study,
  generation: number,
  most: number,
  trials: readonly EvaluatedTrial[],
  results: SpecialistResults,
): Consultation {
  const sorted = [...trials].sort((a, b) => b.score.total.value - a.score.total.value || a.trial.id - b.trial.id)
  const scores = trials.map(({ trial }) => trial.score.value)
  const { search_space: space, search } = study.mandate
  const state = {
    generation,
    trials: trials.length,
    trialsLeft: search.maximum_iterations - trials.length,
    yours: most,
    best: sorted.slice(0, SHOWN).map(({ trial }) => ({
      trial: trial.id,
      configuration: trial.configuration,
      score: trial.score,
      feasible: trial.feasible,
      sharpe: trial.average.sharpe,
      volatility: trial.average.volatility,
      maxDrawdown: trial.average.maxDrawdown,
    })),
    limitsOfBest: tightestChecks(limitChecks(study, sorted[0].evaluation)).map((limit) => ({
      limit: limit.label,
      scope: limit.scope,
      slack: limit.slack,
      relativeSlack: limit.relativeSlack,
      status: limit.status,
    })),
    byWeightFunction: space.weight_functions.map((weightFunction) => {
      const own = trials.filter(({ trial }) => trial.configuration.weightFunction === weightFunction)
      const values = own.map(({ trial }) => trial.score.value)
      return {
        weightFunction: weightFunctionNames[weightFunction],
        trials: own.length,
        meanScore: own.length === 0 ? null : values.reduce((sum, x) => sum + x, 0) / own.length,
        bestScore: own.length === 0 ? null : Math.max(...values),
      }
    }),
    rankCorrelationWithScore: parameters.map((parameter) => ({
      parameter,
      correlation: rankCorrelation(
        trials.map(({ trial }) => trial.configuration[parameter]),
        scores,
      ),
    })),
    space: {
      targetVolatility: space.target_volatility,
      weightFunctions: space.weight_functions,
      windowMonths: space.volatility_window_months,
      riskAversion: space.risk_aversion,
    },
  }
  return {
    id: `generation-${generation}`,
    question:
      'The search has evaluated {{state#/trials | count}} rules; the best score so far is {{state#/best/0/score | ratio 3}}. {{state#/yours | count}} trials of the next generation are yours to direct: propose a region of the search space or single rules where you expect better, or nothing.',
    state,
    kinds: steeringKinds,
    most,
    results,
  }
}

/** Null where one of the two does not vary. */
function rankCorrelation(x: readonly number[], y: readonly number[]): number | null {
  if (x.length < 3 || new Set(x).size === 1 || new Set(y).size === 1) return null
  return spearmanCorrelation(x, y)
}
