import type { CitableFigure, Specialist } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import type { SearchRecord } from '../result.ts'
import { steeredSearch } from '../search/steered-search.ts'
import { acceptedInputs } from './accepted-inputs.ts'
import type { SearchAnalysis } from './analyses.ts'
import { performanceFigures, ruleFigures } from './figure-patterns.ts'
import { ruleWords } from './rule-words.ts'

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

function bestTrial({ trials }: SearchRecord): number {
  return trials.reduce((best, { score }, i) => (score.value > trials[best].score.value ? i : best), 0)
}

function searchBrief(record: SearchRecord): string {
  const at = 'strategy-searcher#/record'
  const best = bestTrial(record)
  const feasible = record.trials.filter((trial) => trial.feasible).length
  const score = record.trials[best].score.value
  const within =
    feasible === 0
      ? 'None of them meets every limit of the mandate on the search paths; the score then trades the Sharpe ratio against the violations.'
      : `{{${at}/trials | length feasible true}} of them meet every limit of the mandate on the search paths.`
  return [
    `{{${at}/trials | length}} rules were evaluated in {{${at}/generations | length}} generations, each on the same paths of every regime. The search ended because {{${at}/stop/reason | words}}. ${within}`,
    `The best score, {{${at}/trials/${best}/score | ratio 3}}, belongs to the ${ruleWords(`${at}/trials/${best}/configuration`)}. Averaged over the regimes it has a Sharpe ratio of {{${at}/trials/${best}/average/sharpe | ratio 2}} and a volatility of {{${at}/trials/${best}/average/volatility | percent 1}}.`,
    ...samplingText(record, score),
    ...steeringText(record),
  ].join('\n\n')
}

function samplingText({ pureSamplingBest: pure }: SearchRecord, score: number): string[] {
  if (pure === null) return []
  const figure = '{{strategy-searcher#/record/pureSamplingBest | ratio 3}}'
  const lead = 'As many rules drawn by pure sampling on the same paths'
  if (score > pure) return [`${lead} reach ${figure} at best: the adaptive search found better ones.`]
  if (score < pure)
    return [
      `${lead} reach ${figure} at best, which is higher: on this occasion learning from earlier rules did not pay.`,
    ]
  return [`${lead} reach ${figure} at best, the same.`]
}

function steeringText({ steering }: SearchRecord): string[] {
  if (steering === null) return []
  const at = 'strategy-searcher#/record/steering'
  const bought = steering.tied
    ? 'which is within the error of the comparison: a tie'
    : steering.difference.value > 0
      ? 'more than the error of the comparison'
      : 'so steering did harm'
  const stands =
    steering.stands === 'steered'
      ? 'The study goes on with the steered search.'
      : 'The study goes on with the search of the sampler alone.'
  return [
    `An agent directed {{${at}/steeredTrials | count}} of {{${at}/trials | count}} trials. The best score is {{${at}/steeredBest | ratio 3}} when steered and {{${at}/samplerBest | ratio 3}} by the sampler alone, with as many trials on the same paths; the difference is {{${at}/difference | ratio 3}}, ${bought}. ${stands}`,
  ]
}
