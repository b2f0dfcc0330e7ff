import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import type { ChangeKind } from '../../changes/index.ts'
import { strategySets } from '../analyses/domain-results.ts'
import { packageStudyOf } from '../analyses/package-study-of.ts'
import { excludedInstruments, studyWithout } from '../analyses/selection-conditions.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { packageSearch } from '../packages/index.ts'
import { chosenHedge } from './chosen-hedge.ts'
import { packageEffect } from './package-effect.ts'

interface Exclusion {
  readonly instrument?: string
  readonly counterparty?: string
}

/** The choice made anew without an instrument, or with nothing new dealt with a counterparty. */
export const excludeInstrument: ChangeKind<HedgingCase> = {
  kind: 'exclude-instrument',
  description:
    'One instrument (`instrument`, its id) or one counterparty (`counterparty`, its id) is left out and the package chosen anew, with the whole search. Running contracts with the counterparty stay.',
  terms: z
    .strictObject({
      instrument: z.string().min(1).max(100).optional(),
      counterparty: z.string().min(1).max(41).optional(),
    })
    .refine(
      ({ instrument, counterparty }) => (instrument === undefined) !== (counterparty === undefined),
      'give instrument or counterparty',
    ),
  example: { instrument: 'swap:USD:30' },
  takenBy: 'hedge-selection',
  effect: async (given, results, terms) => {
    const { study, packages, selection } = chosenHedge(given, results)
    const exclusion = terms as Exclusion
    requireKnown(study, exclusion)
    const already = excludedInstruments(packages.universe, selection.conditions)
    const before = { item: selection.chosen, figures: selection.chosenFigures }
    const { instrument, counterparty } = exclusion
    try {
      const own =
        counterparty === undefined
          ? packages
          : packageStudyOf(studyWithout(study, [counterparty]), strategySets(study, results))
      const search = packageSearch(own, undefined, {
        excluded: instrument === undefined ? already : [...already, instrument],
      })
      const place = search.packages.findIndex(({ id }) => id === search.selection.chosen)
      return packageEffect(packages, before, { item: search.packages[place], figures: search.figures[place] })
    } catch (error) {
      if (!(error instanceof TuttiError) || error.code !== 'infeasible') throw error
      return { verdict: 'outside-mandate', reasons: [error.message], measure: null, figures: [] }
    }
  },
}

/** Throws `invalid-input` for what the study does not know. */
function requireKnown({ universe, mandate }: HedgingCase, { instrument, counterparty }: Exclusion): void {
  const [field, got, known] =
    instrument === undefined
      ? ['counterparty', counterparty!, mandate.counterparties.map(({ id }) => id)]
      : ['instrument', instrument, universe.map(({ id }) => id)]
  if (known.includes(got)) return
  throw new TuttiError('invalid-input', `the study has no ${field} ${got}`, { field, got, expected: known.join(' | ') })
}
