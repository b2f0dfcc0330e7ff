import type { PackageFigures, SimulatedFigure } from './hedge-package.ts'
import type { FreshFigures } from './fresh-figures.ts'
import { effectivenessGroups } from './effectiveness-groups.ts'

/** A limit that simulation cannot tell a package's figure from. */
interface UncertainLimit {
  /** Position in the limits of the package. */
  readonly place: number
  /** Group of a limit on effectiveness; null for others. */
  readonly group: (typeof effectivenessGroups)[number] | null
  /** Whether the figure on fresh scenarios lies on the other side of the limit; null where there is none. */
  readonly freshDiffers: boolean | null
}

/** Standard errors within which a figure is not told from its limit. */
const withinErrors = 2

/**
 * Limits on simulated figures (effectiveness on the scenarios, total cost by its valuation adjustments) that the figure lies within
 * sampling error of, or that fresh scenarios see on the other side.
 */
export function uncertainLimits(
  figures: Pick<PackageFigures, 'limits' | 'effectiveness' | 'annualCharges' | 'annualCost'>,
  fresh: Pick<FreshFigures, 'effectiveness'> | null,
): UncertainLimit[] {
  return figures.limits.flatMap(({ id, slack, limit, value, met }, place) => {
    const group = effectivenessGroups.find((each) => id === `${each}-effectiveness`) ?? null
    if (group === null && id !== 'total-cost') return []
    const error = group === null ? costError(figures, value) : (figures.effectiveness[group]?.standardError ?? 0)
    const again = group === null ? null : (fresh?.effectiveness[group]?.fresh ?? null)
    const freshDiffers = again === null ? null : again >= limit !== met
    return Math.abs(slack) < withinErrors * error || freshDiffers === true ? [{ place, group, freshDiffers }] : []
  })
}

/** Error of the cost in the unit that the limit holds it in. */
function costError(
  { annualCharges, annualCost }: { readonly annualCharges: SimulatedFigure; readonly annualCost: number },
  value: number,
): number {
  return annualCost === 0 ? 0 : annualCharges.standardError * Math.abs(value / annualCost)
}
