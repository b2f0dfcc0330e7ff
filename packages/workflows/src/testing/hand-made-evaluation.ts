import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import type { Evaluation, GroupFigure } from '../asset-allocation/evaluation.ts'
import type { Estimate, RegimeFigures } from '../asset-allocation/result.ts'
import { evaluatedTrial, type EvaluatedTrial } from '../asset-allocation/search/trials.ts'
import type { Study } from '../asset-allocation/study.ts'

/** A rule for tables made by hand. */
export const someRule: StrategyConfiguration = {
  targetVolatility: 0.1,
  weightFunction: 'inverse-vol',
  windowMonths: 12,
  riskAversion: 2,
  costBp: 10,
}

/** Figures of one regime by hand: those not given sit comfortably within every standard limit. */
export type HandMadeFigures = Partial<Record<Exclude<keyof RegimeFigures, 'cost'>, number>>

const comfortable: Record<Exclude<keyof RegimeFigures, 'cost'>, number> = {
  annualReturn: 0.2,
  volatility: 0.1,
  sharpe: 2,
  maxDrawdown: 0.05,
  worstDrawdown: 0.08,
  valueAtRisk: 0.02,
  expectedShortfall: 0.03,
  turnover: 1,
}

/** By how much a figure is off its mean in each group: [figure][regime][group]; zero where not given. */
export type GroupDeviations = Partial<Record<GroupFigure, readonly (readonly number[])[]>>

const groupFigures: readonly GroupFigure[] = [
  'sharpe',
  'volatility',
  'maxDrawdown',
  'turnover',
  'valueAtRisk',
  'expectedShortfall',
]

/** An evaluation made by hand, one record of figures for each regime of the study, all with the same standard error. */
export function handMadeEvaluation(
  study: Study,
  regimes: readonly HandMadeFigures[],
  options: {
    readonly configuration?: StrategyConfiguration
    readonly standardError?: number
    readonly deviations?: GroupDeviations
  } = {},
): Evaluation {
  const { configuration = someRule, standardError = 0, deviations = {} } = options
  if (regimes.length !== study.regimes.length) throw new Error(`figures for ${study.regimes.length} regimes are needed`)
  const figures = regimes.map((given): RegimeFigures => {
    const all = { ...comfortable, ...given }
    const unit = configuration.costBp * 1e-4
    const estimates = Object.fromEntries(
      Object.entries(all).map(([name, value]): [string, Estimate] => [name, { value, standardError }]),
    ) as Record<keyof typeof all, Estimate>
    return { ...estimates, cost: { value: all.turnover * unit, standardError: standardError * unit } }
  })
  const groups = Object.fromEntries(
    groupFigures.map((name): [GroupFigure, number[][]] => [
      name,
      figures.map((regime, g) =>
        Array.from({ length: study.groups }, (_, i) => regime[name].value + (deviations[name]?.[g]?.[i] ?? 0)),
      ),
    ]),
  ) as unknown as Evaluation['groups']
  return { configuration, regimes: figures, groups }
}

/** The evaluation as a trial of the search. */
export function handMadeTrial(study: Study, id: number, evaluation: Evaluation): EvaluatedTrial {
  return evaluatedTrial(study, { id, generation: 0, configuration: evaluation.configuration, ownSharpe: 0 }, evaluation)
}
