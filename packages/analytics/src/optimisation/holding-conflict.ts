import type { HoldingLimits } from './holding-limits.ts'
import type { NamedLimit } from './infeasible-portfolio.ts'
import { assetNames, type PortfolioLimits } from './portfolio-limits.ts'

/** Limits that clash with limits on holdings. */
export interface HoldingConflict {
  readonly conflict: readonly NamedLimit[]
  /** Whether each of them was found to be needed for the conflict. */
  readonly proven: boolean
}

/** Most searches by branch and bound that a conflict may cost. */
const mostSearches = 250

/** Searches that may end without an answer before the rest of the limits are left untested. */
const mostUnknown = 3

/**
 * An irreducible conflict that limits on holdings are part of, by a deletion filter: limits are dropped in groups, then one
 * by one, and stay dropped while the rest cannot be met. `meets` says whether some portfolio does (undefined: not known, and
 * the limit stays). A dropped bound of a weight leaves ten times the largest bound, for branch and bound needs one; beside a
 * least holding weights stay at least 0. Source: Chinneck (2008), 6.
 */
export function holdingConflict(
  limits: PortfolioLimits,
  holdings: HoldingLimits,
  meets: (limits: PortfolioLimits, holdings: HoldingLimits) => boolean | undefined,
): HoldingConflict {
  const longOnly = holdings.minHolding > 0
  let kept = portfolioSides(limits, longOnly)
  const rules: NamedLimit[] = [
    { limit: 'number of holdings', side: 'upper', bound: holdings.maxHoldings },
    ...(longOnly ? [{ limit: 'least holding', side: 'lower' as const, bound: holdings.minHolding }] : []),
  ]
  let active = rules
  let searches = 0
  let unknown = 0
  let proven = true
  /** Whether these limits still conflict for certain. */
  const conflicts = (sides: readonly NamedLimit[], held: readonly NamedLimit[]): boolean => {
    if (++searches > mostSearches || unknown >= mostUnknown) {
      proven = false
      return false
    }
    const has = (name: string): boolean => held.some(({ limit }) => limit === name)
    const answer = meets(onlySides(limits, sides, longOnly), {
      maxHoldings: has('number of holdings') ? holdings.maxHoldings : limits.minWeights.length,
      minHolding: has('least holding') ? holdings.minHolding : 0,
    })
    if (answer === undefined) {
      proven = false
      unknown++
    }
    return answer === false
  }
  if (active.length > 1) {
    for (const rule of rules) {
      const rest = active.filter((other) => other !== rule)
      if (rest.length > 0 && conflicts(kept, rest)) active = rest
    }
  }
  const drop = (group: readonly NamedLimit[]): void => {
    const rest = kept.filter((side) => !group.includes(side))
    if (group.length === 0) return
    if (conflicts(rest, active)) kept = rest
    else if (group.length > 1) {
      const half = Math.ceil(group.length / 2)
      drop(group.slice(half))
      drop(group.slice(0, half))
    }
  }
  drop(kept)
  return { conflict: [...active, ...kept], proven }
}

/** Every side of a limit, those of weights first. */
function portfolioSides(limits: PortfolioLimits, longOnly: boolean): NamedLimit[] {
  const names = assetNames(limits)
  const sides: NamedLimit[] = []
  const add = (limit: string, lower: number, upper: number): void => {
    if (lower > -Infinity) sides.push({ limit, side: 'lower', bound: lower })
    if (upper < Infinity) sides.push({ limit, side: 'upper', bound: upper })
  }
  names.forEach((name, i) => {
    const lower = limits.minWeights[i]
    add(name, longOnly && lower === 0 ? -Infinity : lower, limits.maxWeights[i])
  })
  add('budget', limits.budget.lower, limits.budget.upper)
  for (const { name, lower, upper } of limits.linear ?? []) add(name, lower, upper)
  if (limits.turnover !== undefined) add('turnover', -Infinity, limits.turnover.maxTwoWay)
  return sides
}

/** The limits reduced to these sides, with finite bounds of the weights. */
function onlySides(limits: PortfolioLimits, sides: readonly NamedLimit[], longOnly: boolean): PortfolioLimits {
  const names = assetNames(limits)
  const has = new Set(sides.map(({ limit, side }) => `${side} ${limit}`))
  const { turnover, minWeights, maxWeights, budget } = limits
  const finite = [1, ...minWeights, ...maxWeights, budget.lower, budget.upper].filter(Number.isFinite)
  const wide = 10 * finite.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const lower = (name: string, value: number): number => (has.has(`lower ${name}`) ? value : -Infinity)
  const upper = (name: string, value: number): number => (has.has(`upper ${name}`) ? value : Infinity)
  return {
    assets: limits.assets,
    minWeights: minWeights.map((low, i) => Math.max(lower(names[i], low), longOnly ? 0 : -wide)),
    maxWeights: maxWeights.map((high, i) => Math.min(upper(names[i], high), wide)),
    budget: { lower: lower('budget', budget.lower), upper: upper('budget', budget.upper) },
    linear: (limits.linear ?? []).map((item) => ({
      ...item,
      lower: lower(item.name, item.lower),
      upper: upper(item.name, item.upper),
    })),
    turnover: has.has('upper turnover') ? turnover : undefined,
  }
}
