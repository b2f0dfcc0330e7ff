import { normalCdf, normalQuantile } from '@tutti/analytics/math'
import type { Unit } from '../../figures/index.ts'
import type { Challenge } from '../../review/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { chosenRule } from '../specialists/analyses.ts'
import { analysisIfAny, analysisOf } from '../specialists/analysis-of.ts'
import { judgementOf } from '../specialists/judgement.ts'
import { type HistoryAgain, historyAgain } from './history-again.ts'

/** Relative distance that sums in another order may explain over a history. */
const ROUNDING = 1e-7

/** What is known of the walk when a figure is recomputed: the winner, and lazily all trials. */
interface Walked {
  readonly winner: HistoryAgain
  readonly trials: () => readonly HistoryAgain[]
}

const history: readonly {
  readonly id: string
  readonly label: string
  readonly method: string
  readonly unit: Unit
  readonly at: string
  readonly needsLuck: boolean
  readonly value: (walked: Walked) => number
}[] = [
  {
    id: 'historical-return',
    label: 'Return a year of the chosen rule on history',
    method:
      'Its own walk from month end to month end over the same daily levels of equity, bonds and cash, compounded.',
    unit: 'percent',
    at: 'market-historian#/record/strategies/0/figures/annualReturn/value',
    needsLuck: false,
    value: ({ winner: { net } }) => net.reduce((growth, r) => growth * (1 + r), 1) ** (12 / net.length) - 1,
  },
  {
    id: 'historical-sharpe',
    label: 'Sharpe ratio of the chosen rule on history',
    method:
      'From its own monthly walk over the same daily levels, by the mean and the deviation of the returns in excess of cash.',
    unit: 'ratio',
    at: 'market-historian#/luck/sharpeAnnual',
    needsLuck: true,
    value: ({ winner }) => Math.sqrt(12) * sharpe(winner.excess),
  },
  {
    id: 'deflated-sharpe',
    label: 'Deflated Sharpe ratio of the chosen rule on history',
    method:
      'Its own walk of every trial over the same daily levels, then the formulas of Bailey and López de Prado written out.',
    unit: 'percent',
    at: 'market-historian#/luck/deflatedSharpeProbability',
    needsLuck: true,
    value: ({ winner, trials }) =>
      deflated(
        winner.excess,
        trials().map(({ excess }) => sharpe(excess)),
      ),
  },
]

/** Figures of the walk through history, from month ends alone; none of them applies without a market. */
export const historyChallenges: readonly Challenge<AllocationCase>[] = history.map(
  ({ id, label, method, unit, at, needsLuck, value }) => ({
    id,
    label,
    method,
    unit,
    at: () => at,
    recompute: async ({ study, snapshot }, results) => {
      const known = analysisIfAny(results, 'market-historian')
      if (snapshot === null || !known?.record || (needsLuck && known.luck === null)) return null
      const robustness = analysisOf(results, 'robustness-analyst')
      const walk = historyAgain(study, snapshot, known.record.months)
      const all = [...analysisOf(results, 'strategy-searcher').trials, ...robustness.proposed]
      const rules = judgementOf(study, robustness.accepted)
        .trials(all)
        .map(({ trial }) => trial.configuration)
      const figure = value({ winner: walk(chosenRule(robustness)), trials: () => rules.map(walk) })
      return {
        figure: { value: figure, standardError: null },
        allowed: ROUNDING * Math.max(1e-2, Math.abs(figure)),
        why: 'Nothing but the rounding of sums over the history.',
      }
    },
  }),
)

function central(values: readonly number[], power: number): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return values.reduce((sum, x) => sum + (x - mean) ** power, 0) / values.length
}

function sharpe(excess: readonly number[]): number {
  const n = excess.length
  const mean = excess.reduce((sum, x) => sum + x, 0) / n
  return mean / Math.sqrt((central(excess, 2) * n) / (n - 1))
}

/** Bailey and López de Prado (2014), equations 2 and 5. */
function deflated(excess: readonly number[], trials: readonly number[]): number {
  const count = trials.length
  const spread = Math.sqrt((central(trials, 2) * count) / (count - 1))
  const gamma = 0.5772156649015329
  const hurdle =
    spread * ((1 - gamma) * normalQuantile(1 - 1 / count) + gamma * normalQuantile(1 - 1 / (count * Math.E)))
  const own = sharpe(excess)
  const variance = central(excess, 2)
  const skewness = central(excess, 3) / variance ** 1.5
  const kurtosis = central(excess, 4) / variance ** 2
  const scale = Math.sqrt(1 - skewness * own + ((kurtosis - 1) / 4) * own * own)
  return normalCdf(((own - hurdle) * Math.sqrt(excess.length - 1)) / scale)
}
