import type { Proposal } from '../../changes/index.ts'
import type { ScenarioProfits } from '../market/scenario-profits.ts'
import {
  type HedgePackage,
  type HedgeRegion,
  optimisedPackage,
  type PackageFigures,
  packageFigures,
  type PackageSearch,
  packageSearch,
  packageSelection,
  type PackageStudy,
} from '../packages/index.ts'
import { changedPackage, type HedgeChange } from './changed-package.ts'
import { excludedInstruments, type SelectionConditions } from './selection-conditions.ts'

/**
 * The search with what accepted proposals bring in and leave out, and without the domains of missing specialists: packages of excluded
 * instruments are not compared, changed packages
 * and further optimised ones stand for choice by the mandate's own measure. A package that somebody prefers, and a change that a person
 * asked for (`persons` tells their proposals), is chosen where it meets every limit.
 */
export function searchUnder(
  study: PackageStudy,
  fresh: ScenarioProfits,
  conditions: SelectionConditions | undefined,
  isPersons: (proposal: Proposal) => boolean,
): PackageSearch {
  if (conditions === undefined) return packageSearch(study, fresh)
  const { proposals } = conditions
  const excluded = excludedInstruments(study.universe, conditions)
  const found = packageSearch(study, fresh, { excluded })
  const chosen = found.packages.find(({ id }) => id === found.selection.chosen)!
  const further = [...changed(study, chosen, proposals), ...searched(study, proposals, excluded)]
  const packages = [...found.packages, ...further]
  const figures = [...found.figures, ...packageFigures(study, further)]
  const preferred = preference(proposals, packages, figures, isPersons)
  return {
    packages,
    figures,
    optimised: found.optimised,
    considered: found.considered,
    selection: packageSelection(study, packages, figures, fresh, { preferred, considered: found.considered }),
  }
}

/** The chosen package under each accepted change, and under all of them where there are more. */
function changed(study: PackageStudy, chosen: HedgePackage, proposals: readonly Proposal[]): HedgePackage[] {
  const changes = proposals.filter(
    ({ kind, terms }) => kind === 'change-hedge' && holds(study, chosen, terms as HedgeChange),
  )
  const each = changes.map(({ id, terms }) => changedPackage(study.universe, chosen, terms as HedgeChange, id))
  if (each.length < 2) return each
  const all = changes.reduce(
    (item, { terms }) =>
      changedPackage(study.universe, item, terms as HedgeChange, changes.map(({ id }) => id).join('+')),
    chosen,
  )
  return [...each, all]
}

/** Whether the chosen package has what a change is about: with instruments excluded it may have lost it. */
function holds({ universe }: PackageStudy, { trades }: HedgePackage, { instrument, group }: HedgeChange): boolean {
  return trades.some(
    (trade) => trade.instrument === instrument || universe.find(({ id }) => id === trade.instrument)?.domain === group,
  )
}

function searched(study: PackageStudy, proposals: readonly Proposal[], excluded: readonly string[]): HedgePackage[] {
  return proposals.flatMap(({ kind, id, terms }) => {
    if (kind !== 'search-region') return []
    const { bounds } = terms as { readonly bounds: readonly HedgeRegion[] }
    const found = optimisedPackage(study, { excluded, region: bounds })
    return found === null ? [] : [{ ...found.package, id }]
  })
}

/** The last package that meets every limit and that somebody prefers. */
function preference(
  proposals: readonly Proposal[],
  packages: readonly HedgePackage[],
  figures: readonly PackageFigures[],
  isPersons: (proposal: Proposal) => boolean,
): string | undefined {
  const wanted = proposals.flatMap((proposal) => {
    if (proposal.kind === 'choose-package') return [(proposal.terms as { readonly package: string }).package]
    return isPersons(proposal) ? [proposal.id] : []
  })
  return wanted.findLast((id) => figures[packages.findIndex((item) => item.id === id)]?.feasible)
}
