import { nonDominatedRows } from '@tutti/analytics/pareto'
import type { PackageFigures } from './hedge-package.ts'

/** What packages are compared on; less is better in each. Money in base currency. */
export interface PackageObjectives {
  readonly fundedStatusAtRisk: number
  readonly annualCost: number
  readonly collateralNeed: number
  /** 1 - the least effectiveness over the groups that the fund is exposed to; 0 where it is exposed to none. */
  readonly ineffectiveness: number
}

const packageObjectiveNames = [
  'fundedStatusAtRisk',
  'annualCost',
  'collateralNeed',
  'ineffectiveness',
] as const satisfies readonly (keyof PackageObjectives)[]

/** The objectives of a package. */
export function packageObjectives(figures: PackageFigures): PackageObjectives {
  const known = Object.values(figures.effectiveness).flatMap((figure) => figure?.value ?? [])
  return {
    fundedStatusAtRisk: figures.fundedStatusAtRisk.value,
    annualCost: figures.annualCost,
    collateralNeed: figures.collateralNeed.value,
    ineffectiveness: known.length === 0 ? 0 : 1 - Math.min(...known),
  }
}

/** What a package loses against one that is at least as good in every objective and better in one. */
export interface Dominance {
  /** Id of the package that dominates. */
  readonly by: string
  /** By how much in each objective, at least 0. */
  readonly margins: PackageObjectives
}

/** Indices of those among `members` that no other of them dominates, ascending. */
export function packageFront(objectives: readonly PackageObjectives[], members: readonly number[]): number[] {
  if (members.length === 0) return []
  const table = members.map((i) => packageObjectiveNames.map((name) => objectives[i][name]))
  return nonDominatedRows(table).map((row) => members[row])
}

/** By how much `other` is better than `own` in each objective; null unless it dominates. */
export function dominanceMargins(own: PackageObjectives, other: PackageObjectives): PackageObjectives | null {
  const margins = packageObjectiveNames.map((name) => own[name] - other[name])
  if (margins.some((margin) => margin < 0) || !margins.some((margin) => margin > 0)) return null
  const [fundedStatusAtRisk, annualCost, collateralNeed, ineffectiveness] = margins
  return { fundedStatusAtRisk, annualCost, collateralNeed, ineffectiveness }
}
