import { explainedInfeasibility } from '@tutti/analytics/programming'
import type { HedgingMandate } from '../../mandate/index.ts'
import type { RoundsEnd } from './cutting-rounds.ts'
import type { HedgeCut } from './hedge-cuts.ts'
import type { HedgeModel } from './hedge-model.ts'
import { hedgeProgramme, type ProgrammeState } from './hedge-programme.ts'

/**
 * The limits that no package meets together, by id: an irreducible conflict of the programme without tickets, whose cuts lie
 * nowhere above what they stand for, so that it holds for every package. Where that programme is feasible only the tickets are
 * in the way, and the limits that give are named.
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
  const { programme, limits } = hedgeProgramme(model, mandate, fundGap, { ...state, cuts, elastic: false })
  const definitions = programme.rows.map(({ name }) => name).filter((name) => !limits.includes(name))
  const answer = explainedInfeasibility(programme, { definitions, hardBounds: true })
  if (answer.status === 'feasible') {
    const names = given.map(({ id }) => id)
    return {
      limits: names,
      words: `With so few tickets these limits cannot hold together: ${names.map(labelOf).join('; ')}.`,
    }
  }
  const names = [...new Set(answer.conflict.filter(({ kind }) => kind === 'row').map(({ name }) => name))]
  return {
    limits: names,
    words: `No package of the universe meets these limits together: ${names.map(labelOf).join('; ')}.`,
  }
}
