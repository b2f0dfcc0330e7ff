import type { ChangeEffect, ChangeMeasure, MeasuredFigure } from '../../changes/index.ts'
import type { Unit } from '../../figures/index.ts'
import type { Estimate, RegimeFigures } from '../result.ts'
import { pairedDifference, type Score } from '../score.ts'

/** The mandate's measure before and after a change, on the same paths. */
export function scoreMeasure(name: string, before: Score, after: Score): ChangeMeasure {
  const { standardError } = pairedDifference(after.groups, before.groups)
  return {
    name,
    unit: 'ratio',
    better: 'higher',
    before: before.total,
    after: after.total,
    difference: { value: after.total.value - before.total.value, standardError },
  }
}

/** True when a measure is better beyond twice the error of the pair. */
export function isBetter({ difference }: ChangeMeasure): boolean {
  return difference.value > 2 * (difference.standardError ?? 0)
}

const shown: readonly (readonly [keyof RegimeFigures, string, Unit])[] = [
  ['annualReturn', 'return a year', 'percent'],
  ['volatility', 'volatility', 'percent'],
  ['sharpe', 'Sharpe ratio', 'ratio'],
  ['maxDrawdown', 'expected maximum drawdown', 'percent'],
  ['valueAtRisk', 'value at risk, one year', 'percent'],
  ['expectedShortfall', 'expected shortfall, one year', 'percent'],
  ['turnover', 'turnover', 'percent'],
  ['cost', 'trading cost a year', 'bp'],
]

/** Figures of a rule before and after a change. */
export function changedFigures(before: RegimeFigures, after: RegimeFigures): ChangeEffect['figures'] {
  return shown.map(([key, name, unit]) => ({ name, unit, before: measured(before[key]), after: measured(after[key]) }))
}

function measured({ value, standardError }: Estimate): MeasuredFigure {
  return { value, standardError }
}
