import { TuttiError } from '@tutti/analytics/errors'
import { type Programme, solvedProgramme } from '@tutti/analytics/programming'
import type { HedgingMandate } from '../../mandate/index.ts'
import type { RoundsEnd } from './cutting-rounds.ts'
import type { HedgeCut } from './hedge-cuts.ts'
import type { HedgeModel } from './hedge-model.ts'
import { type HedgeProgramme, hedgeProgramme, type ProgrammeState } from './hedge-programme.ts'

/** Sum of violations, each as a share of its limit, that is rounding. */
const negligible = 1e-6

/**
 * The limits that no package meets together, by id: an irreducible conflict of the programme without tickets, whose cuts lie
 * nowhere above what they stand for, so that it holds for every package. Where that programme is feasible only the tickets are
 * in the way, and the limits that give are named; as they are where the solver establishes no conflict.
 *
 * By a deletion filter on the elastic programme: each limit in turn is left to give for nothing, for good where the others still cannot
 * hold. Source: Chinneck, Feasibility and Infeasibility in Optimization (2008), chapters 6 and 7.
 */
export function modelConflict(
  model: HedgeModel,
  mandate: HedgingMandate,
  fundGap: number,
  state: Omit<ProgrammeState, 'cuts'>,
  { given }: RoundsEnd,
  cuts: readonly HedgeCut[],
  labelOf: (id: string) => string,
): { readonly limits: readonly string[]; readonly words: string } {
  // the tail is in the objective alone
  const kept = cuts.filter(({ kind }) => kind !== 'tail')
  const built = hedgeProgramme(model, mandate, fundGap, { ...state, cuts: kept, elastic: true })
  const found = conflictOf(built)
  if (found !== null && found.length > 0) {
    return {
      limits: found,
      words: `No package of the universe meets these limits together: ${found.map((id) => wordsOf(built, id, labelOf)).join('; ')}.`,
    }
  }
  const limits = [...new Set(given.map(({ id }) => id))]
  const words = limits.map((id) => wordsOf(built, id, labelOf)).join('; ')
  if (limits.length === 0) return { limits, words: 'Only valuation adjustments, which are not linear, are in the way.' }
  return {
    limits,
    words:
      found === null
        ? `These limits give where the rest is held: ${words}. The smallest set in conflict was not established.`
        : `With so few tickets these limits cannot hold together: ${words}.`,
  }
}

/** Ids of an irreducible conflict; empty where there is none, null where the solver does not tell. */
function conflictOf(built: HedgeProgramme): string[] | null {
  const ids = [...new Set(built.limits.map(({ id }) => id))]
  const broken = violationOf(built, ids)
  if (broken === null) return null
  if (broken <= negligible) return []
  let conflict = ids
  for (const id of ids) {
    const rest = conflict.filter((other) => other !== id)
    const without = violationOf(built, rest)
    if (without === null) return null
    if (without > negligible) conflict = rest
  }
  return conflict
}

/** Least sum of violations of the limits in `held`, each as a share of its size; the others give for nothing. */
function violationOf({ programme, at, limits }: HedgeProgramme, held: readonly string[]): number | null {
  const cost = new Float64Array(programme.cost.length)
  limits.forEach(({ id }, l) => {
    if (held.includes(id)) cost[at.slack + l] = 1
  })
  return leastOf({ ...programme, cost })
}

function leastOf(programme: Programme): number | null {
  try {
    const outcome = solvedProgramme(programme)
    return outcome.status === 'optimal' ? outcome.solution.objective : null
  } catch (error) {
    if (error instanceof TuttiError && error.code === 'not-converged') return null
    throw error
  }
}

/** The limit, with what its row is about where it has one alone. */
function wordsOf({ limits }: HedgeProgramme, id: string, labelOf: (id: string) => string): string {
  const rows = limits.filter((row) => row.id === id)
  const [{ detail }] = rows
  return rows.length > 1 || detail === null ? labelOf(id) : `${labelOf(id)} (${detail})`
}
