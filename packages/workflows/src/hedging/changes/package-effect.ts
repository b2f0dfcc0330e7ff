import type { ChangeEffect, ChangeMeasure, MeasuredFigure } from '../../changes/index.ts'
import type { Unit } from '../../figures/index.ts'
import {
  costOfCapital,
  effectivenessGroups,
  type HedgePackage,
  type PackageFigures,
  type PackageStudy,
  scoreDifferences,
} from '../packages/index.ts'
import { groupWords } from '../scripts/index.ts'
import type { LimitCheck } from '../strategies/index.ts'

/** A package with its figures. */
export interface JudgedPackage {
  readonly item: HedgePackage
  readonly figures: PackageFigures
}

/** Standard errors that a difference has to be beyond to count: as for ties between packages. */
const beyondErrors = 2

/**
 * What one package in place of another comes to by the mandate's own measure, on the same scenarios: it helps where it meets every limit
 * and its score is lower beyond two standard errors of the paired difference, or where the other one breaks a limit.
 */
export function packageEffect(study: PackageStudy, before: JudgedPackage, after: JudgedPackage): ChangeEffect {
  const [, difference] = scoreDifferences(study, [before.item, after.item], [before.figures, after.figures], 0)
  const { total, standardError } = difference
  const broken = after.figures.limits.filter(({ met }) => !met)
  const mends = after.figures.feasible && !before.figures.feasible
  const lower = total < -beyondErrors * standardError
  return {
    verdict: !after.figures.feasible ? 'outside-mandate' : mends || lower ? 'helps' : 'no-help',
    reasons: !after.figures.feasible
      ? broken.map(({ title, label }) => `It breaks a limit of the mandate: ${title ?? label}.`)
      : mends
        ? ['It meets every limit of the mandate, which the chosen package does not.']
        : lower
          ? ['It meets every limit and its score is lower, beyond Monte Carlo error.']
          : [
              total <= 0
                ? 'It meets every limit; its score is lower only within Monte Carlo error, or the same.'
                : 'It meets every limit and its score is not lower.',
            ],
    measure: {
      name: 'annual cost plus cost of capital on the funded status at risk',
      unit: 'money',
      better: 'lower',
      before: score(study, before.figures),
      after: score(study, after.figures),
      difference: { value: total, standardError },
    } satisfies ChangeMeasure,
    figures: figureRows(before.figures, after.figures),
  }
}

function score(study: PackageStudy, figures: PackageFigures): MeasuredFigure {
  const risk = costOfCapital(study) * figures.fundedStatusAtRisk.standardError
  return { value: figures.score, standardError: Math.hypot(risk, figures.annualCharges.standardError) }
}

function figureRows(before: PackageFigures, after: PackageFigures): ChangeEffect['figures'] {
  const row = (
    name: string,
    unit: Unit,
    of: (figures: PackageFigures) => MeasuredFigure,
  ): ChangeEffect['figures'][number] => ({ name, unit, before: of(before), after: of(after) })
  return [
    row('funded status at risk', 'money', ({ fundedStatusAtRisk }) => estimate(fundedStatusAtRisk)),
    row('expected shortfall', 'money', ({ expectedShortfall }) => estimate(expectedShortfall)),
    row('cost a year', 'money', ({ annualCost, annualCharges }) => ({
      value: annualCost,
      standardError: annualCharges.standardError,
    })),
    row('cost of entering', 'money', ({ executionCost }) => exact(executionCost)),
    row('initial margin', 'money', ({ initialMargin }) => exact(initialMargin)),
    row('duration gap', 'years', ({ durationGapYears }) => exact(durationGapYears)),
    ...effectivenessGroups.flatMap((group) =>
      before.effectiveness[group] === null || after.effectiveness[group] === null
        ? []
        : [
            row(`effectiveness on ${groupWords[group]}`, 'percent', ({ effectiveness }) =>
              estimate(effectiveness[group]!),
            ),
          ],
    ),
    ...after.limits.map((check, k) => ({
      name: `left of the limit: ${check.title ?? check.label}`,
      unit: limitUnits[check.unit],
      before: before.limits[k]?.id === check.id ? exact(before.limits[k].slack) : null,
      after: exact(check.slack),
    })),
  ]
}

/** Units of limits as units of figures. */
const limitUnits: Readonly<Record<LimitCheck['unit'], Unit>> = {
  share: 'percent',
  bp: 'basis-points',
  years: 'years',
  money: 'money',
  percent: 'percentage',
}

const exact = (value: number): MeasuredFigure => ({ value, standardError: null })
const estimate = ({ value, standardError }: { readonly value: number; readonly standardError: number }) => ({
  value,
  standardError,
})
