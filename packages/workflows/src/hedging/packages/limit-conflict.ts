import { violation } from '../strategies/limit-check.ts'
import type { LimitCheck } from '../strategies/strategy.ts'

/** Why none of a list of packages meets the mandate. Exact over the packages that were evaluated. */
export interface LimitConflict {
  /** Limits that no package meets even alone, with the nearest that one comes. */
  readonly unattainable: readonly LimitCheck[]
  /** Of the others, limits that no package meets together, while all but any one of them are met by some; empty when all can be. */
  readonly conflict: readonly Pick<LimitCheck, 'id' | 'label' | 'unit' | 'limit' | 'kind'>[]
  /** New bounds with the smallest sum of changes, each as a share of its limit, that let a package through. */
  readonly relaxation: readonly {
    readonly id: string
    readonly label: string
    readonly unit: LimitCheck['unit']
    readonly from: number
    readonly to: number
  }[]
  /** Position in the list of the package that they let through: the best compromise. */
  readonly compromise: number
  /** Sum of its violations as shares of the limits. */
  readonly violation: number
  readonly words: string
}

/**
 * The conflict between the limits of packages, each with the same limits in the same order; null where a package meets all.
 * Irreducible by a deletion filter. `considered` are those of further packages, which tell what can be met together (a search under
 * all limits holds none that break the one in the way) and are no compromise. `order` breaks ties between compromises: less is better. Source: Chinneck, Feasibility and
 * Infeasibility in Optimization (2008), chapter 6.
 */
export function limitConflict(
  limits: readonly (readonly LimitCheck[])[],
  order: (position: number) => number,
  considered: readonly (readonly LimitCheck[])[] = [],
): LimitConflict | null {
  if (limits.some((checks) => checks.every(({ met }) => met))) return null
  const [first] = limits
  const indices = first.map((_, k) => k)
  const evidence = [...limits, ...considered]
  const meets = (kept: readonly number[]): boolean => evidence.some((checks) => kept.every((k) => checks[k].met))
  const alone = indices.filter((k) => !meets([k]))
  const conflict = irreducible(
    indices.filter((k) => !alone.includes(k)),
    meets,
  )
  const violations = limits.map(violation)
  const compromise = limits.reduce(
    (best, _, i) =>
      violations[i] < violations[best] || (violations[i] === violations[best] && order(i) < order(best)) ? i : best,
    0,
  )
  return {
    unattainable: alone.map((k) =>
      evidence.reduce((best, checks) => (checks[k].slack > best.slack ? checks[k] : best), first[k]),
    ),
    conflict: conflict.map((k) => {
      const { id, unit, limit, kind } = first[k]
      return { id, label: titleOf(first[k]), unit, limit, kind }
    }),
    relaxation: limits[compromise]
      .filter(({ met }) => !met)
      .map(({ id, label, unit, limit, value }) => ({ id, label, unit, from: limit, to: value })),
    compromise,
    violation: violations[compromise],
    words: conflictWords(
      alone.map((k) => titleOf(first[k])),
      conflict.map((k) => titleOf(first[k])),
    ),
  }
}

const titleOf = ({ title, label }: LimitCheck): string => title ?? label

/** Drops each limit whose absence still leaves a set that nothing meets. */
function irreducible(limits: readonly number[], meets: (kept: readonly number[]) => boolean): number[] {
  if (meets(limits)) return []
  return limits.reduce<number[]>(
    (kept, k) => {
      const without = kept.filter((other) => other !== k)
      return meets(without) ? kept : without
    },
    [...limits],
  )
}

function conflictWords(alone: readonly string[], together: readonly string[]): string {
  const parts: string[] = []
  if (alone.length > 0)
    parts.push(`None of the packages evaluated meets these limits, even one at a time: ${alone.join('; ')}.`)
  if (together.length > 0)
    parts.push(`None of the packages evaluated meets these limits together: ${together.join('; ')}.`)
  else if (alone.length > 0) parts.push('The other limits can be met together.')
  return parts.join(' ')
}
