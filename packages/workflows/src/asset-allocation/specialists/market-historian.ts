import { uniformStream } from '@tutti/analytics/random'
import type { CitableFigure, Specialist } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { historyRecord } from '../history/index.ts'
import type { HistoryRecord, LuckRecord } from '../result.ts'
import { streamOf } from '../study.ts'
import { chosenRule, type HistoryAnalysis } from './analyses.ts'
import { analysisOf } from './analysis-of.ts'
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
    brief: (result) => historyBrief(result as HistoryAnalysis),
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

function historyBrief({ record, luck }: HistoryAnalysis): string {
  if (record === null) {
    return 'No market data were given, so the chosen rule was not walked through any history. Everything that is said of it rests on the simulated regimes.'
  }
  return [walkText(record), rivalText(record), ...crisisText(record), ...luckText(luck)].join('\n\n')
}

function walkText({ origin, strategies: [{ figures: winner }] }: HistoryRecord): string {
  const at = 'market-historian#/record'
  const own = `${at}/strategies/0/figures`
  const made = origin === 'simulated' ? ' The data are simulated, not those of any market.' : ''
  const sharpe =
    winner.sharpe === null
      ? 'It has no Sharpe ratio, for it never differed from cash.'
      : `Its Sharpe ratio was {{${own}/sharpe/value | ratio 2}}, with a 95 % interval from {{${own}/sharpe/low | ratio 2}} to {{${own}/sharpe/high | ratio 2}}.`
  return `From {{${at}/from | date}} to {{${at}/to | date}} the chosen rule, which never saw a later price than the day of its decision, would have returned {{${own}/annualReturn/value | percent 1}} a year at a volatility of {{${own}/volatility/value | percent 1}}. ${sharpe} Its deepest drawdown was {{${own}/maxDrawdown | percent 1}} and the longest lasted {{${own}/longestDrawdownMonths | months 0}}.${made}`
}

function rivalText({ differences, strategies: all }: HistoryRecord): string {
  const clear = differences.filter(({ sharpe }) => sharpe.low > 0).length
  const behind = differences.filter(({ sharpe }) => sharpe.high < 0).length
  const at = differences.findIndex(({ rival }) => rival === 'sixty-forty')
  const place = `market-historian#/record/differences/${at}/sharpe`
  const name = all.findIndex(({ id }) => id === 'sixty-forty')
  const pair =
    at < 0 || name < 0
      ? ''
      : `Against ‘{{market-historian#/record/strategies/${name}/name | text}}’ its Sharpe ratio differs by {{${place}/value | ratio 2}}, with a 95 % interval from {{${place}/low | ratio 2}} to {{${place}/high | ratio 2}}. `
  const verdict =
    clear === 0 && behind === 0
      ? 'History does not tell its Sharpe ratio apart from that of any rival.'
      : clear > 0 && behind === 0
        ? 'Against some rivals the whole interval speaks for it; against none does it speak for the rival.'
        : clear === 0
          ? 'Against some rivals the whole interval speaks for the rival, and against none for the rule.'
          : 'Against some rivals the whole interval speaks for it, and against some for the rival.'
  return `${pair}${verdict}`
}

function crisisText({ crisisWindows: windows }: HistoryRecord): string[] {
  const known = windows.flatMap((window, i) => (Object.hasOwn(window.strategies, 'winner') ? [i] : []))
  if (known.length === 0) return []
  const drawdown = (i: number) => windows[i].strategies['winner'].maxDrawdown
  const worst = known.reduce((at, i) => (drawdown(i) > drawdown(at) ? i : at))
  const at = `market-historian#/record/crisisWindows/${worst}`
  return [
    `Of the crises in this history ‘{{${at}/name | text}}’ hit it hardest: a drawdown of {{${at}/strategies/winner/maxDrawdown | percent 1}}.`,
  ]
}

function luckText(luck: LuckRecord['historical']): string[] {
  if (luck === null) return []
  const at = 'market-historian#/luck'
  const above = luck.sharpeAnnual > luck.expectedMaximumSharpeAnnual ? 'above' : 'not above'
  return [
    `The best of as many rules without any skill would be expected to show a Sharpe ratio of {{${at}/expectedMaximumSharpeAnnual | ratio 2}}; that of the rule is ${above} it. The deflated Sharpe ratio puts the probability of skill at {{${at}/deflatedSharpeProbability | percent 0}}, and cross-validation the probability that the search overfitted this history at {{${at}/overfittingProbability | percent 0}}. A portfolio that earned the equity premium passes such a test too: it is no evidence against simple rivals.`,
  ]
}
