import type { CitableFigure, Specialist, SpecialistResults } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { decisionOf } from '../decision.ts'
import { infeasibilityRecord } from '../infeasibility.ts'
import { luckRecord } from '../luck.ts'
import type { PortfolioDecision } from './analyses.ts'
import { analysisIfAny, analysisOf } from './analysis-of.ts'
import { decisionBrief } from './decision-brief.ts'
import { ruleFigures } from './figure-patterns.ts'
import { judgementOf } from './judgement.ts'

const figures: readonly CitableFigure[] = [
  ...ruleFigures('/decision/configuration'),
  {
    pattern: '/decision/limits/*/relativeSlack',
    label: 'slack as a share of the limit',
    unit: 'percent',
    digits: 0,
    sense: 'change',
  },
  { pattern: '/luck/selectionGap', label: 'fall of the score on fresh paths', unit: 'ratio', digits: 3, sense: 'loss' },
  { pattern: '/luck/meanCandidateGap', label: 'mean fall of all candidates', unit: 'ratio', digits: 3, sense: 'loss' },
  {
    pattern: '/luck/overfittingProbabilitySimulated',
    label: 'probability of overfitting',
    unit: 'percent',
    digits: 0,
    sense: 'level',
  },
  {
    pattern: '/luck/historical/deflatedSharpeProbability',
    label: 'deflated Sharpe ratio',
    unit: 'percent',
    digits: 0,
    sense: 'level',
  },
]

/** Weighs what the others found and decides. */
export const portfolioManager: Specialist<AllocationCase> = {
  name: 'portfolio-manager',
  role: 'Portfolio manager',
  responsibility: 'The decision: which rule, whether it meets the mandate, and how much of its record is luck.',
  needs: ['model-validator', 'strategy-searcher', 'robustness-analyst', 'allocation-analyst', 'market-historian'],
  canDoWithout: ['allocation-analyst', 'market-historian'],
  analyse: async (allocation, results) => portfolioDecision(allocation, results),
  script: {
    operations: [
      'statistics/deflated-sharpe-ratio',
      'statistics/expected-maximum-sharpe',
      'statistics/moments',
      'performance/summary',
    ],
    figures,
    changes: ['try-rule', 'exclude-weight-function', 'view', 'further-stress', 'planning-cost'],
    brief: (result, results) => decisionBrief(result as PortfolioDecision, results),
    calls: (_, results) => {
      const search = analysisIfAny(results, 'strategy-searcher')
      const luck = analysisIfAny(results, 'market-historian')?.luck
      return [
        { tool: 'list_figures', input: {} },
        { tool: 'read_result', input: { at: 'portfolio-manager#/decision' } },
        ...(luck === null || luck === undefined || search === undefined
          ? []
          : [{ tool: 'statistics_expected-maximum-sharpe', input: { trials: search.trials.length, variance: 1 } }]),
      ]
    },
  },
}

function portfolioDecision({ study: plain }: AllocationCase, results: SpecialistResults): PortfolioDecision {
  const validation = analysisOf(results, 'model-validator')
  const search = analysisOf(results, 'strategy-searcher')
  const { candidates, ranked, proposed, accepted } = analysisOf(results, 'robustness-analyst')
  const { study, trials: judged } = judgementOf(plain, accepted)
  const trials = judged([...search.trials, ...proposed])
  const evaluated = trials.map(({ trial, evaluation }) => ({ trial: trial.id, evaluation }))
  const infeasibility = infeasibilityRecord(study, evaluated, ranked[0].evaluated.trial.id)
  return {
    infeasibility,
    luck: luckRecord(study, trials, ranked, analysisIfAny(results, 'market-historian')?.luck ?? null),
    decision: decisionOf(validation, candidates, infeasibility === null),
  }
}
