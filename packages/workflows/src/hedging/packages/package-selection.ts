import { TuttiError } from '@tutti/analytics/errors'
import type { ScenarioProfits } from '../market/scenario-profits.ts'
import { freshFigures, type FreshFigures } from './fresh-figures.ts'
import type { HedgePackage, PackageFigures } from './hedge-package.ts'
import { type LimitConflict, limitConflict } from './limit-conflict.ts'
import { type Dominance, dominanceMargins, packageFront, packageObjectives } from './package-front.ts'
import type { LimitCheck } from '../strategies/strategy.ts'
import type { PackageStudy } from './package-study.ts'
import { type ScoreDifference, scoreDifferences } from './score-difference.ts'
import { brokenLimits, type WhyNot } from './why-not.ts'

/** The choice among packages and why each of the others lost. Plain JSON. */
export interface PackageSelection {
  /** Id of the package chosen. */
  readonly chosen: string
  /** Whether it meets every limit; if not it is the best compromise, and `infeasibility` says why. */
  readonly feasible: boolean
  readonly infeasibility: LimitConflict | null
  /** Ids of the feasible packages (of all where none is) that none of them dominates, in the order of the packages. */
  readonly front: readonly string[]
  /** One for each package but the chosen. */
  readonly whyNot: readonly WhyNot[]
  /** Ids of the feasible packages whose score is within Monte Carlo error of the chosen one's. */
  readonly tied: readonly string[]
  /** The chosen one on scenarios that played no part in the choice; null where none are given. */
  readonly fresh: FreshFigures | null
}

/** What a choice takes into account besides the packages. */
interface SelectionOptions {
  /** Id of a package that somebody prefers. */
  readonly preferred?: string | undefined
  /** Limits of packages that do not stand for choice: evidence of which limits can be met together. */
  readonly considered?: readonly (readonly LimitCheck[])[]
}

/**
 * Chooses the feasible package with the lowest score; between equal scores one that no other of them dominates, then the first
 * listed. Where none is feasible the one that breaks the limits least, marked as such, with the limits in conflict.
 *
 * A feasible package that somebody prefers is chosen whatever the scores.
 *
 * `figures` are those of `packageFigures` in the same order. Throws `invalid-input` for an empty list or lists that differ.
 */
export function packageSelection(
  study: PackageStudy,
  packages: readonly HedgePackage[],
  figures: readonly PackageFigures[],
  freshProfits?: ScenarioProfits,
  { preferred, considered }: SelectionOptions = {},
): PackageSelection {
  requirePairs(packages, figures)
  const indices = packages.map((_, i) => i)
  const feasible = indices.filter((i) => figures[i].feasible)
  const conflict = limitConflict(
    figures.map(({ limits }) => limits),
    (i) => figures[i].score,
    considered,
  )
  const objectives = figures.map(packageObjectives)
  const compared = conflict === null ? feasible : indices
  const front = packageFront(objectives, compared)
  const wanted = feasible.find((i) => packages[i].id === preferred)
  const chosen = conflict?.compromise ?? wanted ?? lowestScore(figures, feasible, front)
  const differences = scoreDifferences(study, packages, figures, chosen)
  const rivals = [...new Set([chosen, ...front.toSorted((a, b) => figures[a].score - figures[b].score || a - b)])]
  const dominance = (i: number): Dominance | null => {
    for (const j of rivals) {
      const margins = dominanceMargins(objectives[i], objectives[j])
      if (margins !== null) return { by: packages[j].id, margins }
    }
    return null
  }
  const whyNot = indices
    .filter((i) => i !== chosen)
    .map((i): WhyNot => {
      const dominated = dominance(i)
      return {
        package: packages[i].id,
        reason: reasonOf(figures[i], dominated, differences[i]),
        brokenLimits: brokenLimits(figures[i].limits),
        dominated,
        scoreDifference: differences[i],
        tied: figures[i].feasible && differences[i].tied,
      }
    })
  return {
    chosen: packages[chosen].id,
    feasible: conflict === null,
    infeasibility: conflict,
    front: front.map((i) => packages[i].id),
    whyNot,
    tied: whyNot.filter(({ tied }) => tied).map((row) => row.package),
    fresh: freshProfits === undefined ? null : freshFigures(study, packages[chosen], figures[chosen], freshProfits),
  }
}

function reasonOf(
  { feasible }: PackageFigures,
  dominated: Dominance | null,
  { total }: ScoreDifference,
): WhyNot['reason'] {
  if (!feasible) return 'infeasible'
  if (dominated !== null) return 'dominated'
  return total < 0 ? 'not preferred' : 'higher score'
}

function lowestScore(
  figures: readonly PackageFigures[],
  feasible: readonly number[],
  front: readonly number[],
): number {
  const least = feasible.reduce((low, i) => Math.min(low, figures[i].score), Infinity)
  const equal = feasible.filter((i) => figures[i].score === least)
  return equal.find((i) => front.includes(i)) ?? equal[0]
}

function requirePairs(packages: readonly HedgePackage[], figures: readonly PackageFigures[]): void {
  if (packages.length > 0 && packages.length === figures.length) return
  throw new TuttiError('invalid-input', 'a choice needs at least one package, with the figures of each', {
    field: 'packages',
    got: `${packages.length} packages, ${figures.length} figures`,
    expected: 'as many figures as packages, at least one',
  })
}
