import type { Unit } from '../../figures/index.ts'
import type { Challenge } from '../../review/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import type { Candidate, RegimeFigures } from '../result.ts'
import { analysisOf } from '../specialists/analysis-of.ts'
import { judgementOf } from '../specialists/judgement.ts'
import type { Study } from '../study.ts'
import { recombinedRobustness, recombinedScore } from './recombined-score.ts'

const winner = 'robustness-analyst#/candidates/0'
/** What a figure put together from the same parts can show. */
const ARITHMETIC = 'It can disagree by an error of arithmetic alone, not by one in the parts.'
/** Relative distance that the order of sums may explain. */
const ROUNDING = 1e-9

interface Identity {
  readonly id: string
  readonly label: string
  readonly method: string
  readonly unit: Unit
  readonly at: string
  readonly value: (study: Study, candidate: Candidate, robustness: Parameters<typeof recombinedRobustness>[2]) => number
}

const averages: readonly (readonly [keyof RegimeFigures, string, Unit])[] = [
  ['annualReturn', 'Average return over the regimes', 'percent'],
  ['volatility', 'Average volatility over the regimes', 'percent'],
  ['sharpe', 'Average Sharpe ratio over the regimes', 'ratio'],
  ['maxDrawdown', 'Average expected maximum drawdown over the regimes', 'percent'],
  ['turnover', 'Average turnover over the regimes', 'percent'],
  ['valueAtRisk', 'Average value at risk over the regimes', 'percent'],
  ['expectedShortfall', 'Average expected shortfall over the regimes', 'percent'],
]

const identities: readonly Identity[] = [
  ...averages.map(([name, label, unit]): Identity => ({
    id: `average-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    label,
    method: `The same figures of the single regimes, averaged anew with the probabilities of the mandate. ${ARITHMETIC}`,
    unit,
    at: `${winner}/freshAverage/${name}`,
    value: (study, { freshFigures }) => averageOf(study, freshFigures, name),
  })),
  {
    id: 'cost-of-turnover',
    label: 'Trading cost a year of the chosen rule',
    method: `The same turnover of the single regimes times the planning cost. ${ARITHMETIC}`,
    unit: 'bp',
    at: `${winner}/freshAverage/cost`,
    value: (study, { freshFigures }) =>
      averageOf(study, freshFigures, 'turnover') * study.mandate.operational_constraints.planning_cost_bps * 1e-4,
  },
  {
    id: 'score-recombined',
    label: 'Score of the chosen rule on fresh paths',
    method: `The same figures of the single regimes put together anew with the limits of the mandate, by the page of the method. ${ARITHMETIC}`,
    unit: 'ratio',
    at: `${winner}/freshScore`,
    value: (study, { freshFigures }) => recombinedScore(study, (id) => freshFigures[id]),
  },
  {
    id: 'robustness-recombined',
    label: 'Robustness score of the chosen rule',
    method: `The same figures of all trials put together anew, regime by regime. ${ARITHMETIC}`,
    unit: 'ratio',
    at: `${winner}/robustness/total`,
    value: recombinedRobustness,
  },
  {
    id: 'fall-on-fresh-paths',
    label: 'Fall of the score from the search paths to the fresh ones',
    method: `The same score of the trial less the score put together anew from the same figures on fresh paths. ${ARITHMETIC}`,
    unit: 'ratio',
    at: 'portfolio-manager#/luck/selectionGap',
    value: (study, candidate, { trials }) =>
      trials.find(({ trial }) => trial.id === candidate.trial)!.trial.score.value -
      recombinedScore(study, (id) => candidate.freshFigures[id]),
  },
]

/** Figures that follow from others: recombined from their parts. */
export const identityChallenges: readonly Challenge<AllocationCase>[] = identities.map(
  ({ id, label, method, unit, at, value }) => ({
    id,
    label,
    method,
    unit,
    at: () => at,
    recompute: async (allocation, results) => {
      const robustness = analysisOf(results, 'robustness-analyst')
      const { study, trials } = judgementOf(allocation.study, robustness.accepted)
      const all = trials([...analysisOf(results, 'strategy-searcher').trials, ...robustness.proposed])
      const figure = value(study, robustness.candidates[0], { trials: all })
      return {
        figure: { value: figure, standardError: null },
        allowed: ROUNDING * Math.max(1e-3, Math.abs(figure)),
        why: 'Nothing but the rounding of sums.',
      }
    },
  }),
)

function averageOf(study: Study, figures: Readonly<Record<string, RegimeFigures>>, name: keyof RegimeFigures): number {
  return study.regimes.reduce((sum, { id }, g) => sum + study.weights[g] * figures[id][name].value, 0)
}
