import type { CitableFigure, Specialist, SpecialistResults } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { allocationThroughTime } from '../allocation-through-time.ts'
import type { Estimate, RivalFigures } from '../result.ts'
import { costCurve, rivalFigures } from '../rivals.ts'
import { type AllocationAnalysis, chosenRule } from './analyses.ts'
import { analysisIfAny, analysisOf } from './analysis-of.ts'
import { performanceFigures } from './figure-patterns.ts'
import { judgementOf } from './judgement.ts'

const figures: readonly CitableFigure[] = [
  {
    pattern: '/allocation/*/mean/*',
    label: 'mean equity weight in a month',
    unit: 'percent',
    digits: 0,
    sense: 'level',
  },
  { pattern: '/allocation/*/p05/*', label: 'low equity weight in a month', unit: 'percent', digits: 0, sense: 'level' },
  {
    pattern: '/allocation/*/p50/*',
    label: 'median equity weight in a month',
    unit: 'percent',
    digits: 0,
    sense: 'level',
  },
  {
    pattern: '/allocation/*/p95/*',
    label: 'high equity weight in a month',
    unit: 'percent',
    digits: 0,
    sense: 'level',
  },
  ...performanceFigures('/rivals/*/average'),
  ...performanceFigures('/rivals/*/figures/*'),
  { pattern: '/costCurve/*/costBp', label: 'assumed cost', unit: 'basis-points', digits: 0, sense: 'level' },
  ...performanceFigures('/costCurve/*/average'),
]

/** How the chosen rule's weight moves, what it costs, and what simpler portfolios do on the same paths. */
export const allocationAnalyst: Specialist<AllocationCase> = {
  name: 'allocation-analyst',
  role: 'Allocation analyst',
  responsibility: 'The chosen rule’s equity weight through time, its rivals on the same paths, and its costs.',
  needs: ['robustness-analyst'],
  analyse: async ({ study: plain, inputs }, results, context): Promise<AllocationAnalysis> => {
    const robustness = analysisOf(results, 'robustness-analyst')
    const { study, weights } = judgementOf(plain, robustness.accepted)
    const judged = weights === null ? inputs : { ...inputs, weights }
    return {
      allocation: await allocationThroughTime(context, study, inputs, chosenRule(robustness)),
      rivals: await rivalFigures(context, study, judged, robustness.further),
      costCurve: costCurve(study, robustness.further),
    }
  },
  script: {
    operations: ['performance/rebalanced-backtest', 'performance/volatility-target-overlay', 'statistics/moments'],
    figures,
    changes: ['planning-cost', 'further-stress'],
    brief: (result, results) => allocationBrief(result as AllocationAnalysis, results),
    calls: (result) => {
      const { allocation } = result as AllocationAnalysis
      return [
        { tool: 'list_figures', input: {} },
        { tool: 'read_result', input: { at: 'allocation-analyst#/rivals/0/average' } },
        { tool: 'read_result', input: { at: 'allocation-analyst#/costCurve' } },
        { tool: 'statistics_moments', input: { values: allocation[0].mean } },
      ]
    },
  },
}

function allocationBrief(
  { allocation, rivals, costCurve: curve }: AllocationAnalysis,
  results: SpecialistResults,
): string {
  const level = (i: number) => allocation[i].mean.reduce((sum, x) => sum + x, 0)
  const all = allocation.map((_, i) => i)
  const low = all.reduce((at, i) => (level(i) < level(at) ? i : at), 0)
  const high = all.reduce((at, i) => (level(i) > level(at) ? i : at), 0)
  const last = allocation[0].mean.length - 1
  const weight = (i: number, name: string) => `{{allocation-analyst#/allocation/${i}/${name}/${last} | percent 0}}`
  const held =
    low === high
      ? `In the last month it holds ${weight(0, 'mean')} of equity on average, from ${weight(0, 'p05')} in the lowest paths to ${weight(0, 'p95')} in the highest.`
      : `It holds least equity in the regime {{allocation-analyst#/allocation/${low}/regime | text}}, ${weight(low, 'mean')} on average in the last month, and most in the regime {{allocation-analyst#/allocation/${high}/regime | text}}, ${weight(high, 'mean')}. Within the latter the lowest paths hold ${weight(high, 'p05')} and the highest ${weight(high, 'p95')}.`
  const end = curve.length - 1
  const [cheap, dear] = [curve[0].average.sharpe.value, curve[end].average.sharpe.value]
  const costs = dear < cheap ? 'falls' : dear > cheap ? 'rises' : 'stays'
  const at = 'allocation-analyst#/costCurve'
  return [
    `The chosen rule moves its equity weight with realised volatility. ${held}`,
    rivalsText(rivals, analysisIfAny(results, 'robustness-analyst')?.candidates[0].freshAverage.sharpe),
    `From a cost of {{${at}/0/costBp | basis-points 0}} to one of {{${at}/${end}/costBp | basis-points 0}} on what is traded, the Sharpe ratio ${costs} from {{${at}/0/average/sharpe | ratio 2}} to {{${at}/${end}/average/sharpe | ratio 2}}; the rule trades {{${at}/0/average/turnover | percent 0}} of the portfolio a year.`.replace(
      'stays from',
      'stays where it was, from',
    ),
  ].join('\n\n')
}

function rivalsText(rivals: readonly RivalFigures[], winner: Estimate | undefined): string {
  const best = rivals.reduce(
    (at, rival, i) => (rival.average.sharpe.value > rivals[at].average.sharpe.value ? i : at),
    0,
  )
  const at = `allocation-analyst#/rivals/${best}`
  const named = `Of the rivals on the same fresh paths ‘{{${at}/name | text}}’ has the highest Sharpe ratio, {{${at}/average/sharpe | ratio 2}}, at a volatility of {{${at}/average/volatility | percent 1}} and an expected maximum drawdown of {{${at}/average/maxDrawdown | percent 1}}.`
  if (winner === undefined) return named
  const rival = rivals[best].average.sharpe
  const compared =
    winner.value > rival.value
      ? 'The chosen rule has a higher one'
      : winner.value < rival.value
        ? 'The chosen rule has a lower one'
        : 'The chosen rule has the same'
  return `${named} ${compared}, {{robustness-analyst#/candidates/0/freshAverage/sharpe | ratio 2}}; part of the distance between rules of different risk is the mandate’s limits and not their skill.`
}
