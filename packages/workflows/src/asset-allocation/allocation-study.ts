import { uniformStream } from '@tutti/analytics/random'
import type { MarketSnapshot } from '@tutti/market'
import type { WorkflowContext } from '../workflow-context.ts'
import { allocationThroughTime } from './allocation-through-time.ts'
import { candidateRecords, NEIGHBOURS, ranking, regimeOptima } from './candidates.ts'
import { decisionOf } from './decision.ts'
import { type Effort, evaluationEffort } from './evaluation.ts'
import { historyRecord, requireHistory } from './history/index.ts'
import { infeasibilityRecord } from './infeasibility.ts'
import { luckRecord } from './luck.ts'
import type { Mandate } from './mandate.ts'
import { pathValidation } from './path-validation.ts'
import type { AllocationResult, HistoryRecord, LuckRecord } from './result.ts'
import { costCurve, furtherRules, rivalFigures } from './rivals.ts'
import { adaptiveSearch } from './search/adaptive-search.ts'
import { SENSITIVITY_RULES, sensitivityPaths, sensitivityRecord } from './sensitivity.ts'
import { pathStepsOf, streamOf, type Study, studyOf } from './study.ts'

/** What a study is made of; without a snapshot there is no walk through history. */
export interface StudyInput {
  readonly mandate: Mandate
  readonly seed: number
  readonly snapshot: MarketSnapshot | null
}

/**
 * The study of dynamic asset allocation, from mandate to decision. Every part is a step of the run, found again under its
 * content address when the run is resumed. The result is plain JSON and a function of (mandate, seed, snapshot, code) alone:
 * the number of workers, interruptions and the clock leave no trace in it (but for a time limit that the mandate sets).
 */
export async function allocationStudy(context: WorkflowContext, input: StudyInput): Promise<AllocationResult> {
  const { mandate, seed, snapshot } = input
  const study = studyOf(mandate, seed)
  const inputs = { mandate }
  if (snapshot !== null) requireHistory(study, snapshot)
  const validation = await pathValidation(context, study, inputs)
  const search = await adaptiveSearch(context, study, inputs)
  const { ranked, further } = await ranking(context, study, inputs, search.trials, (rule) => furtherRules(study, rule))
  const winner = ranked[0]
  const rule = winner.fresh.configuration
  const sensitivity = await sensitivityRecord(context, study, inputs)
  const allocation = await allocationThroughTime(context, study, inputs, rule)
  const rivals = await rivalFigures(context, study, inputs, further)
  const historical = await historicalPart(context, study, snapshot, rule, search.trials)
  const candidates = candidateRecords(study, ranked)
  const evaluated = search.trials.map(({ trial, evaluation }) => ({ trial: trial.id, evaluation }))
  const infeasibility = infeasibilityRecord(study, evaluated, winner.evaluated.trial.id)
  const generations = search.record.generations.map(({ trials }) => trials.length)
  const effort = studyEffort(study, generations, ranked.length, further.length, rivals.length - 1)
  const { simulation } = mandate
  return {
    schema: 'asset-allocation/1',
    study: {
      name: mandate.name,
      seed,
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
      ...effort,
    },
    validation,
    search: search.record,
    candidates,
    regimeOptima: regimeOptima(study, search.trials, winner.evaluated),
    sensitivity,
    infeasibility,
    luck: luckRecord(study, search.trials, ranked, historical?.luck ?? null),
    allocation,
    rivals,
    costCurve: costCurve(study, further),
    history: historical?.record ?? null,
    decision: decisionOf(validation, candidates, infeasibility === null),
    limitations,
  }
}

async function historicalPart(
  context: WorkflowContext,
  study: Study,
  snapshot: MarketSnapshot | null,
  rule: Parameters<typeof historyRecord>[0]['winner'],
  trials: Awaited<ReturnType<typeof adaptiveSearch>>['trials'],
): Promise<{ record: HistoryRecord; luck: LuckRecord['historical'] } | null> {
  if (snapshot === null) return null
  const inputs = {
    mandate: study.mandate,
    market: snapshot.hash,
    rule,
    trials: trials.map(({ trial }) => trial.configuration),
  }
  return context.step('history', inputs, study.seed, async () => {
    context.progress({ step: 'history', done: 0, total: 0 })
    return historyRecord({
      study,
      snapshot,
      winner: rule,
      trials: trials.map(({ trial }) => trial.configuration),
      uniform: (index) => uniformStream(study.seed, streamOf('bootstrap', 1), index),
    })
  })
}

/** Path-steps and configuration-days of the whole study, from its shape. */
function studyEffort(
  study: Study,
  generations: readonly number[],
  candidates: number,
  further: number,
  constantRivals: number,
): Effort {
  const { paths } = study
  const trials = generations.reduce((sum, count) => sum + count, 0)
  const parts = [
    ...generations.map((count) => evaluationEffort(study, 2 * count, paths)),
    evaluationEffort(study, 2 * trials, paths),
    evaluationEffort(study, NEIGHBOURS * candidates, paths),
    evaluationEffort(study, candidates + further, paths),
    ...Array.from({ length: constantRivals }, () => evaluationEffort(study, 1, paths)),
    evaluationEffort(study, SENSITIVITY_RULES, sensitivityPaths(study)),
    // validation of both sets of paths and the trace of weights draw paths without evaluating rules
    { pathSteps: 3 * pathStepsOf(study, paths), configurationDays: 0 },
  ]
  return {
    pathSteps: parts.reduce((sum, part) => sum + part.pathSteps, 0),
    configurationDays: parts.reduce((sum, part) => sum + part.configurationDays, 0),
  }
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
