import type { CitableFigure, Specialist, SpecialistResults } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { decisionOf } from '../decision.ts'
import { infeasibilityRecord } from '../infeasibility.ts'
import { luckRecord } from '../luck.ts'
import type { PortfolioDecision } from './analyses.ts'
import { analysisIfAny, analysisOf } from './analysis-of.ts'
import { ruleFigures } from './figure-patterns.ts'
import { judgementOf } from './judgement.ts'
import { ruleWords } from './rule-words.ts'

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

function decisionBrief({ infeasibility, luck, decision }: PortfolioDecision, results: SpecialistResults): string {
  const root = 'portfolio-manager#'
  const missing = [
    ...(analysisIfAny(results, 'allocation-analyst') === undefined ? ['the allocation analyst'] : []),
    ...(analysisIfAny(results, 'market-historian') === undefined ? ['the market historian'] : []),
  ]
  const gap = luck.selectionGap
  const fell = gap.value > 0 ? 'fell' : gap.value < 0 ? 'rose' : 'did not move'
  const telling =
    Math.abs(gap.value) > 2 * gap.standardError! ? 'more than chance explains' : 'no more than chance explains'
  return [
    `{{${root}/decision/headline | text}} In full it is the ${ruleWords(`${root}/decision/configuration`)}.`,
    ...(infeasibility === null ? [] : [`{{${root}/infeasibility/text | text}}`]),
    ...limitsText(decision.limits),
    `{{${root}/decision/reasons | length}} reasons stand with the decision. The score of the rule ${fell} from the search paths to the fresh ones; search less fresh is {{${root}/luck/selectionGap | ratio 3}}, ${telling}. The probability that the search overfitted its paths is {{${root}/luck/overfittingProbabilitySimulated | percent 0}}.`,
    ...(missing.length === 0
      ? []
      : [`There is no result of ${missing.join(' and ')}: the decision was made without it.`]),
  ].join('\n\n')
}

function limitsText(limits: PortfolioDecision['decision']['limits']): string[] {
  if (limits.length === 0) return []
  const root = 'portfolio-manager#/decision/limits'
  const tightest = limits.reduce((at, limit, i) => (limit.relativeSlack < limits[at].relativeSlack ? i : at), 0)
  const limit = limits[tightest]
  const state = {
    met: 'is met',
    broken: 'is broken',
    'within-error': 'cannot be told from its bound within the error of the simulation',
  }[limit.status]
  const broken = limits.some(({ status }) => status === 'broken')
  const count = broken
    ? `On fresh paths {{${root} | length status broken}} of {{${root} | length}} limit checks are clearly broken. `
    : 'On fresh paths no limit is clearly broken. '
  return [
    `${count}The tightest is ‘{{${root}/${tightest}/label | text}}’ ({{${root}/${tightest}/scope | words}}), which ${state}: its slack is {{${root}/${tightest}/relativeSlack | percent 0}} of the limit’s own scale.`,
  ]
}
