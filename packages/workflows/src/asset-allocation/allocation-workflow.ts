import type { ReviewRecord } from '../review/index.ts'
import type { SpecialistResults } from '../specialists/index.ts'
import type { Workflow } from '../workflow/index.ts'
import { type AllocationCase, allocationCase, type StudyInput } from './allocation-case.ts'
import { allocationChanges } from './changes/index.ts'
import type { AllocationResult } from './result.ts'
import {
  type AllocationAnalyses,
  analysisIfAny,
  analysisOf,
  allocationConcurrency,
  allocationSpecialists,
} from './specialists/index.ts'
import { studyEffort } from './study-effort.ts'

/** Dynamic asset allocation as a workflow of specialists. */
export const allocationWorkflow: Workflow<StudyInput, AllocationCase, AllocationResult> = {
  name: 'asset-allocation',
  title: 'Dynamic asset allocation',
  concurrency: allocationConcurrency,
  specialists: allocationSpecialists,
  lead: 'portfolio-manager',
  changes: allocationChanges,
  governance: ({ mandate }) => mandate.governance,
  facts: ({ mandate, seed, snapshot }) => ({
    mandate: mandate.name,
    asOf: snapshot?.asOf ?? null,
    seed,
    origin: snapshot?.origin ?? 'none',
  }),
  prepare: async (input) => allocationCase(input),
  required: ['model-validator', 'strategy-searcher', 'robustness-analyst', 'portfolio-manager'],
  result: allocationResult,
  decision: ({ decision: { status, headline, reasons } }) => ({ status, headline, reasons }),
}

/** The result of a study from those of its specialists. What a failed one leaves missing is named among the limitations. */
function allocationResult({ study, snapshot }: AllocationCase, results: SpecialistResults): AllocationResult {
  const { mandate } = study
  const { simulation } = mandate
  const search = analysisOf(results, 'strategy-searcher')
  const robustness = analysisOf(results, 'robustness-analyst')
  const { infeasibility, luck, decision } = analysisOf(results, 'portfolio-manager')
  const { allocation, rivals, costCurve } = analysisIfAny(results, 'allocation-analyst') ?? nothingAllocated
  const { proposed, weights, ranked, further } = robustness
  const effort = studyEffort(study, {
    generations: search.record.generations.map(({ trials }) => trials.length),
    candidates: ranked.length,
    further: further.length,
    constantRivals: Math.max(0, rivals.length - 1),
  })
  return {
    schema: 'asset-allocation/1',
    study: {
      name: mandate.name,
      seed: study.seed,
      paths: study.paths,
      years: study.years,
      warmupMonths: simulation.warmup_months,
      sampling: simulation.sampling,
      randomisations: simulation.sampling === 'sobol' ? simulation.randomisations : null,
      scheme: study.scheme,
      planningCostBp: mandate.operational_constraints.planning_cost_bps,
      regimes: study.regimes,
      rules: study.rules,
      mandate,
      marketHash: snapshot?.hash ?? null,
      asOf: snapshot?.asOf ?? null,
      ...(weights === null ? {} : { viewedWeights: byRegime(study.regimes, weights) }),
      ...effort,
    },
    validation: analysisOf(results, 'model-validator'),
    // a rule that was proposed is a trial like any other
    search: { ...search.record, trials: [...search.record.trials, ...proposed.map(({ trial }) => trial)] },
    candidates: robustness.candidates,
    regimeOptima: robustness.regimeOptima,
    sensitivity: robustness.sensitivity,
    infeasibility,
    luck,
    allocation,
    rivals,
    costCurve,
    history: analysisIfAny(results, 'market-historian')?.record ?? null,
    decision,
    specialists: allocationSpecialists.map(({ name, role, responsibility, needs }) => ({
      name,
      role,
      responsibility,
      needs,
    })),
    review: analysisIfAny(results, 'reviewer') ?? noReview,
    limitations: [...limitations, ...missingParts(results)],
  }
}

const nothingAllocated: AllocationAnalyses['allocation-analyst'] = { allocation: [], rivals: [], costCurve: [] }

const noReview: ReviewRecord = {
  figures: 0,
  checks: [],
  failed: [{ id: 'review', label: 'The whole review', message: 'The reviewer came to no result.' }],
  agreed: false,
}

function byRegime(regimes: readonly { readonly id: string }[], values: readonly number[]): Record<string, number> {
  return Object.fromEntries(regimes.map(({ id }, g) => [id, values[g]]))
}

/** What the result lacks because a specialist failed. */
function missingParts(results: SpecialistResults): string[] {
  const parts = [
    [
      'allocation-analyst',
      'The allocation analyst came to no result: the weight through time, the rivals and the cost curve are missing.',
    ],
    [
      'market-historian',
      'The market historian came to no result: the rule was not walked through history, and the luck of the search was not measured on it.',
    ],
    ['reviewer', 'The reviewer came to no result: no figure of the decision was recomputed by another method.'],
  ] as const
  return parts.flatMap(([name, text]) => (analysisIfAny(results, name) === undefined ? [text] : []))
}

/** What a reader must know before relying on the figures. */
const limitations: readonly string[] = [
  'The regimes are assumptions, not forecasts: drifts, volatilities, rates and correlations are those of the mandate, and parameters stay constant within a regime for the whole horizon.',
  'Within a regime equity follows a Heston process and rates a one-factor Hull-White process; there are no jumps, and parallel moves dominate the curve.',
  'The bond index holds one zero-coupon bond of constant maturity, rolled daily without cost; only trades in the equity weight are charged.',
  'The correlation of equity with rates is that of equity returns with changes in the short rate, taken with the sign the document gives: a negative one makes bonds fall with equity. A flight to quality needs a positive one.',
  'Transaction cost is proportional to the traded weight; there is no market impact, tax or fee.',
  'Standard errors cover the sampling of paths, not the uncertainty of models and parameters.',
  'Limits on drawdown, value at risk and expected shortfall are compared with estimates; a figure within two standard errors of its limit is called undecided.',
  'Infeasibility is established over the evaluated rules, not over every conceivable rule.',
]
