import { feasibleLimits, infeasibleSubsystem } from './infeasible-subsystem.ts'
import { programmeLimits } from './programme-limits.ts'
import type { ProgrammeLimit } from './programme-limits.ts'
import type { Programme } from './programme.ts'
import { solvedProgramme } from './solved-programme.ts'

/** Conflicts collected before giving up. */
const mostConflicts = 25

/**
 * The smallest set of soft limits whose removal leaves a feasible programme, or undefined where it was not found within 25
 * conflicts or does not exist. `first` is one conflict; limits called `definitions` are no part of one.
 *
 * Collects irreducible conflicts and removes a smallest set that meets every one of them, until the rest is feasible:
 * no smaller set can do. Source: Chinneck (2008), 7.
 */
export function fewestLimits(
  programme: Programme,
  soft: readonly ProgrammeLimit[],
  first: readonly ProgrammeLimit[],
  definitions: ReadonlySet<string> = new Set(),
): readonly ProgrammeLimit[] | undefined {
  const all = programmeLimits(programme)
  const key = ({ kind, index, side }: ProgrammeLimit): string => `${kind} ${index} ${side}`
  const position = new Map(soft.map((limit, k) => [key(limit), k]))
  const conflicts: number[][] = []
  let conflict: readonly ProgrammeLimit[] | undefined = first
  for (let round = 0; round < mostConflicts && conflict; round++) {
    const members = conflict.flatMap((limit) => position.get(key(limit)) ?? [])
    if (members.length === 0) return undefined
    conflicts.push(members)
    const named = [...new Set(conflicts.flat())]
    const cover = solvedProgramme({
      cost: new Float64Array(named.length).fill(1),
      lower: new Float64Array(named.length),
      upper: new Float64Array(named.length).fill(1),
      integers: named.map((_, t) => t),
      rows: conflicts.map((set, c) => ({
        name: `conflict ${c}`,
        indices: set.map((k) => named.indexOf(k)),
        coefficients: set.map(() => 1),
        lower: 1,
        upper: Infinity,
      })),
    })
    if (cover.status !== 'optimal') return undefined
    const { x } = cover.solution
    const chosen = named.flatMap((k, t) => (x[t] > 0.5 ? [soft[k]] : []))
    const dropped = new Set(chosen.map(key))
    const rest = all.filter((limit) => !dropped.has(key(limit)))
    if (feasibleLimits(programme, rest)) return chosen
    conflict = infeasibleSubsystem(
      programme,
      rest.filter(({ name }) => !definitions.has(name)),
      rest.filter(({ name }) => definitions.has(name)),
    )
  }
  return undefined
}
