import type { CitableFigure, Specialist } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { allocationThroughTime } from '../allocation-through-time.ts'
import { costCurve, rivalFigures } from '../rivals.ts'
import { type AllocationAnalysis, chosenRule } from './analyses.ts'
import { allocationBrief } from './allocation-brief.ts'
import { analysisOf } from './analysis-of.ts'
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
