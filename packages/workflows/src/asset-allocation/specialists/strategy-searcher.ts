import type { CitableFigure, Specialist } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { steeredSearch } from '../search/steered-search.ts'
import { acceptedInputs } from './accepted-inputs.ts'
import type { SearchAnalysis } from './analyses.ts'
import { performanceFigures, ruleFigures } from './figure-patterns.ts'
import { bestTrial, searchBrief } from './search-brief.ts'

const figures: readonly CitableFigure[] = [
  { pattern: '/record/trials/*/score', label: 'search score of the rule', unit: 'ratio', digits: 3, sense: 'level' },
  { pattern: '/record/trials/*/violation', label: 'violation of the limits', unit: 'ratio', digits: 2, sense: 'level' },
  ...performanceFigures('/record/trials/*/average'),
  ...ruleFigures('/record/trials/*/configuration'),
  { pattern: '/record/generations/*/bestScore', label: 'best score so far', unit: 'ratio', digits: 3, sense: 'level' },
  {
    pattern: '/record/pureSamplingBest',
    label: 'best score of pure sampling',
    unit: 'ratio',
    digits: 3,
    sense: 'level',
  },
  { pattern: '/record/steering/trials', label: 'trials of each search', unit: 'count', digits: 0, sense: 'level' },
  {
    pattern: '/record/steering/steeredTrials',
    label: 'trials that were directed',
    unit: 'count',
    digits: 0,
    sense: 'level',
  },
  {
    pattern: '/record/steering/steeredBest',
    label: 'best score when steered',
    unit: 'ratio',
    digits: 3,
    sense: 'level',
  },
  {
    pattern: '/record/steering/samplerBest',
    label: 'best score of the sampler',
    unit: 'ratio',
    digits: 3,
    sense: 'level',
  },
  { pattern: '/record/steering/difference', label: 'what steering added', unit: 'ratio', digits: 3, sense: 'change' },
]

/** Searches the space of rules in generations, and lets its agent direct a part of them. */
export const strategySearcher: Specialist<AllocationCase> = {
  name: 'strategy-searcher',
  role: 'Strategy searcher',
  responsibility: 'The search for the best allocation rule over all regimes, within its budget.',
  needs: ['model-validator'],
  analyse: (allocation, results, context) => {
    const { study, inputs } = allocation
    return steeredSearch(context, study, inputs, { accepted: acceptedInputs(allocation, context).accepted, results })
  },
  script: {
    operations: ['design/', 'statistics/quantiles', 'statistics/correlations'],
    figures,
    changes: ['search-region', 'try-rule'],
    brief: (result) => searchBrief((result as SearchAnalysis).record),
    calls: (result) => {
      const { record } = result as SearchAnalysis
      const scores = record.trials.map(({ score }) => score.value)
      return [
        { tool: 'list_figures', input: {} },
        { tool: 'read_result', input: { at: `strategy-searcher#/record/trials/${bestTrial(record)}` } },
        {
          tool: 'statistics_quantiles',
          input: { values: scores, probabilities: [0.05, 0.25, 0.5, 0.75, 0.95], type: 7 },
        },
      ]
    },
  },
}
