import { uniformStream } from '@tutti/analytics/random'
import type { CitableFigure, Specialist } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { historyRecord } from '../history/index.ts'
import { streamOf } from '../study.ts'
import { chosenRule, type HistoryAnalysis } from './analyses.ts'
import { analysisOf } from './analysis-of.ts'
import { historyBrief } from './history-brief.ts'
import { judgementOf } from './judgement.ts'

const strategies = '/record/strategies/*/figures'
const figures: readonly CitableFigure[] = [
  {
    pattern: `${strategies}/annualReturn/*`,
    label: 'return a year and its interval',
    unit: 'percent',
    digits: 1,
    sense: 'gain',
  },
  {
    pattern: `${strategies}/volatility/*`,
    label: 'volatility and its interval',
    unit: 'percent',
    digits: 1,
    sense: 'level',
  },
  {
    pattern: `${strategies}/sharpe/*`,
    label: 'Sharpe ratio and its interval',
    unit: 'ratio',
    digits: 2,
    sense: 'gain',
  },
  { pattern: `${strategies}/maxDrawdown`, label: 'maximum drawdown', unit: 'percent', digits: 1, sense: 'loss' },
  {
    pattern: `${strategies}/longestDrawdownMonths`,
    label: 'longest drawdown',
    unit: 'months',
    digits: 0,
    sense: 'level',
  },
  { pattern: `${strategies}/valueAtRisk`, label: 'value at risk, one year', unit: 'percent', digits: 1, sense: 'loss' },
  {
    pattern: `${strategies}/expectedShortfall`,
    label: 'expected shortfall, one year',
    unit: 'percent',
    digits: 1,
    sense: 'loss',
  },
  { pattern: `${strategies}/turnover`, label: 'traded weight a year', unit: 'percent', digits: 0, sense: 'level' },
  { pattern: `${strategies}/cost`, label: 'trading cost a year', unit: 'bp', digits: 1, sense: 'level' },
  {
    pattern: '/record/differences/*/sharpe/*',
    label: 'Sharpe ratio less a rival’s',
    unit: 'ratio',
    digits: 2,
    sense: 'change',
  },
  {
    pattern: '/record/crisisWindows/*/strategies/*/totalReturn',
    label: 'return in a crisis',
    unit: 'percent',
    digits: 1,
    sense: 'gain',
  },
  {
    pattern: '/record/crisisWindows/*/strategies/*/maxDrawdown',
    label: 'drawdown in a crisis',
    unit: 'percent',
    digits: 1,
    sense: 'loss',
  },
  { pattern: '/luck/sharpeAnnual', label: 'Sharpe ratio on history', unit: 'ratio', digits: 2, sense: 'gain' },
  {
    pattern: '/luck/deflatedSharpeProbability',
    label: 'deflated Sharpe ratio',
    unit: 'percent',
    digits: 0,
    sense: 'level',
  },
  {
    pattern: '/luck/expectedMaximumSharpeAnnual',
    label: 'Sharpe ratio that luck brings',
    unit: 'ratio',
    digits: 2,
    sense: 'level',
  },
  {
    pattern: '/luck/overfittingProbability',
    label: 'probability of overfitting',
    unit: 'percent',
    digits: 0,
    sense: 'level',
  },
  { pattern: '/luck/probabilityOfLoss', label: 'probability of loss', unit: 'percent', digits: 0, sense: 'level' },
]

/** Walks the chosen rule and its rivals through the market's own history; without a market there is nothing to walk through. */
export const marketHistorian: Specialist<AllocationCase> = {
  name: 'market-historian',
  role: 'Market historian',
  responsibility:
    'The chosen rule and its rivals walked through history without looking ahead, and how much of it is luck.',
  needs: ['strategy-searcher', 'robustness-analyst'],
  analyse: async ({ study, snapshot }, results, context): Promise<HistoryAnalysis> => {
    if (snapshot === null) return { record: null, luck: null }
    const robustness = analysisOf(results, 'robustness-analyst')
    const rule = chosenRule(robustness)
    const { trials } = analysisOf(results, 'strategy-searcher')
    const all = judgementOf(study, robustness.accepted).trials([...trials, ...robustness.proposed])
    const rules = all.map(({ trial }) => trial.configuration)
    const inputs = { mandate: study.mandate, market: snapshot.hash, rule, trials: rules }
    return context.step('history', inputs, study.seed, async () => {
      context.progress({ step: 'history', done: 0, total: 0 })
      return historyRecord({
        study,
        snapshot,
        winner: rule,
        trials: rules,
        uniform: (index) => uniformStream(study.seed, streamOf('bootstrap', 1), index),
      })
    })
  },
  script: {
    operations: ['performance/', 'statistics/deflated-sharpe-ratio', 'statistics/probabilistic-sharpe-ratio'],
    figures,
    changes: ['try-rule'],
    brief: (result, results) => historyBrief(result as HistoryAnalysis, results),
    calls: (result) => {
      const { record } = result as HistoryAnalysis
      if (record === null) return [{ tool: 'list_figures', input: {} }]
      const { wealth } = record.strategies[0]
      const returns = wealth.map((value, t) => value / (t === 0 ? 1 : wealth[t - 1]) - 1)
      return [
        { tool: 'list_figures', input: {} },
        { tool: 'read_result', input: { at: 'market-historian#/record/strategies/0/figures' } },
        { tool: 'performance_return-ratios', input: { returns, periodsPerYear: 12 } },
      ]
    },
  },
}
