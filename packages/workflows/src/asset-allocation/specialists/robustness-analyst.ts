import type { Proposal } from '../../changes/index.ts'
import type { CitableFigure, Specialist, SpecialistResults } from '../../specialists/index.ts'
import type { WorkflowContext } from '../../workflow-context.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { candidateRecords, ranking, regimeOptima } from '../candidates.ts'
import { furtherRules } from '../rivals.ts'
import { proposedRule, type RuleTerms } from '../search/proposed-rule.ts'
import { type EvaluatedTrial, evaluatedTrials } from '../search/trials.ts'
import { sensitivityRecord } from '../sensitivity.ts'
import { acceptedInputs } from './accepted-inputs.ts'
import type { RobustnessAnalysis, SearchAnalysis } from './analyses.ts'
import { analysisOf } from './analysis-of.ts'
import { performanceFigures, ruleFigures } from './figure-patterns.ts'
import { judgementOf } from './judgement.ts'
import { robustnessBrief, strongestParameter } from './robustness-brief.ts'
import { searchedInputs } from './searched-inputs.ts'

const figures: readonly CitableFigure[] = [
  { pattern: '/candidates/*/freshScore', label: 'score on fresh paths', unit: 'ratio', digits: 3, sense: 'level' },
  {
    pattern: '/candidates/*/searchScore',
    label: 'score on the search paths',
    unit: 'ratio',
    digits: 3,
    sense: 'level',
  },
  {
    pattern: '/candidates/*/differenceToWinner',
    label: 'score less the winner’s',
    unit: 'ratio',
    digits: 3,
    sense: 'change',
  },
  {
    pattern: '/candidates/*/robustness/*',
    label: 'part of the robustness score',
    unit: 'ratio',
    digits: 3,
    sense: 'level',
  },
  {
    pattern: '/candidates/*/robustness/retained/*',
    label: 'share of the best kept',
    unit: 'percent',
    digits: 0,
    sense: 'level',
  },
  { pattern: '/candidates/*/limits/*/figure', label: 'figure under a limit', unit: 'ratio', digits: 3, sense: 'level' },
  {
    pattern: '/candidates/*/limits/*/relativeSlack',
    label: 'slack as a share of the limit',
    unit: 'percent',
    digits: 0,
    sense: 'change',
  },
  ...performanceFigures('/candidates/*/freshAverage'),
  ...performanceFigures('/candidates/*/freshFigures/*'),
  ...ruleFigures('/candidates/*/configuration'),
  {
    pattern: '/regimeOptima/*/sharpe',
    label: 'best Sharpe ratio of a regime',
    unit: 'ratio',
    digits: 2,
    sense: 'gain',
  },
  {
    pattern: '/regimeOptima/*/winnerSharpe',
    label: 'Sharpe ratio of the winner',
    unit: 'ratio',
    digits: 2,
    sense: 'gain',
  },
  ...ruleFigures('/regimeOptima/*/configuration'),
  {
    pattern: '/sensitivity/firstOrder/*',
    label: 'share of the variance by itself',
    unit: 'percent',
    digits: 0,
    sense: 'level',
  },
  {
    pattern: '/sensitivity/total/*',
    label: 'share of the variance in all',
    unit: 'percent',
    digits: 0,
    sense: 'level',
  },
]

/** Ranks the best rules, checks them on fresh paths, and says which parameters matter. Takes proposals in. */
export const robustnessAnalyst: Specialist<AllocationCase> = {
  name: 'robustness-analyst',
  role: 'Robustness analyst',
  responsibility:
    'The best rules ranked by robustness over regimes, checked on fresh paths, and what their success depends on.',
  needs: ['strategy-searcher'],
  analyse: robustnessAnalysis,
  script: {
    operations: ['design/', 'statistics/moments', 'statistics/quantiles', 'statistics/correlations'],
    figures,
    changes: ['try-rule', 'exclude-weight-function', 'view', 'further-stress', 'planning-cost'],
    brief: (result) => robustnessBrief(result as RobustnessAnalysis),
    calls: (result) => {
      const { candidates, sensitivity } = result as RobustnessAnalysis
      const at = 'robustness-analyst#'
      return [
        { tool: 'list_figures', input: {} },
        { tool: 'read_result', input: { at: `${at}/candidates/0/limits` } },
        { tool: 'read_result', input: { at: `${at}/sensitivity/total/${strongestParameter(sensitivity)}` } },
        ...(candidates.length < 4
          ? []
          : [
              {
                tool: 'statistics_correlations',
                input: {
                  x: candidates.map(({ searchScore }) => searchScore.value),
                  y: candidates.map(({ freshScore }) => freshScore.value),
                },
              },
            ]),
      ]
    },
  },
}

async function robustnessAnalysis(
  allocation: AllocationCase,
  results: SpecialistResults,
  context: WorkflowContext,
): Promise<RobustnessAnalysis> {
  const search = analysisOf(results, 'strategy-searcher')
  const { inputs, accepted } = acceptedInputs(allocation, context)
  const searched = searchedInputs(inputs, search)
  const proposed = await proposedTrials(allocation, search, searched, accepted, context)
  const { study, weights, trials: judged } = judgementOf(allocation.study, accepted)
  const trials = judged([...search.trials, ...proposed])
  const { ranked, further } = await ranking(context, study, searched, trials, (rule) => furtherRules(study, rule))
  const { retained } = ranked[0].robustness
  const needed = study.mandate.robustness_requirements.strategy_stability
  return {
    candidates: candidateRecords(study, ranked),
    regimeOptima: regimeOptima(study, trials, ranked[0].evaluated),
    sensitivity: await sensitivityRecord(context, study, weights === null ? allocation.inputs : inputs),
    regimesBelow: study.regimes.flatMap(({ id }, g) => (study.weights[g] > 0 && retained[id] < needed ? [id] : [])),
    proposed,
    weights,
    accepted,
    ranked,
    further,
  }
}

/** The rules that were proposed, evaluated on the search paths as further trials. */
async function proposedTrials(
  { study }: AllocationCase,
  { record, trials }: SearchAnalysis,
  inputs: unknown,
  accepted: readonly Proposal[],
  context: WorkflowContext,
): Promise<EvaluatedTrial[]> {
  const rules = accepted
    .filter(({ kind }) => kind === 'try-rule')
    .map(({ terms }) => proposedRule(study, terms as RuleTerms))
  if (rules.length === 0) return []
  return context.step('proposed-rules', { inputs, rules, first: trials.length }, study.seed, () =>
    evaluatedTrials(context, study, rules, record.generations.length, trials.length, {
      purpose: 'search',
      paths: study.paths,
      step: 'proposed-rules',
    }),
  )
}
