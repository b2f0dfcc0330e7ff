import { TuttiError } from '@tutti/analytics/errors'
import type { Proposal } from '../../changes/index.ts'
import type { SpecialistResults } from '../../specialists/index.ts'
import type { HedgingCase } from '../hedging-case.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgeInstrument } from '../universe/index.ts'
import { domainSpecialist, domainSpecialists, missingDomainSpecialists } from './domain-results.ts'

/** What a choice was made under besides the mandate: absent for a plain one. */
export interface SelectionConditions {
  /** Specialists of domains that gave no result. */
  readonly missing: readonly string[]
  /** Accepted proposals that were taken in, in their order. */
  readonly proposals: readonly Proposal[]
}

/** The conditions of a choice; undefined where there are none. Throws `missing-data` where no domain has a result. */
export function selectionConditions(
  results: SpecialistResults,
  proposals: readonly Proposal[] = [],
): SelectionConditions | undefined {
  const missing = missingDomainSpecialists(results)
  if (missing.length === domainSpecialists.length) {
    throw new TuttiError('missing-data', 'no specialist of a domain gave a result: there is nothing to choose among', {
      field: missing.join(', '),
    })
  }
  return missing.length === 0 && proposals.length === 0 ? undefined : { missing, proposals }
}

/** Ids of instruments that may not be taken: those that accepted proposals leave out, and all of domains whose specialist gave no result. */
export function excludedInstruments(
  universe: readonly HedgeInstrument[],
  conditions: SelectionConditions | undefined,
): string[] {
  if (conditions === undefined) return []
  const proposed = exclusions(conditions).flatMap(({ instrument }) => instrument ?? [])
  const orphaned = universe.filter(({ domain }) => conditions.missing.includes(domainSpecialist(domain)))
  return [...proposed, ...orphaned.map(({ id }) => id)]
}

function exclusions({ proposals }: SelectionConditions) {
  return proposals.flatMap(({ kind, terms }) =>
    kind === 'exclude-instrument' ? [terms as { readonly instrument?: string; readonly counterparty?: string }] : [],
  )
}

/** The study with nothing new dealt with the counterparties that conditions leave out; their running contracts stay. */
export function studyUnder(study: HedgingCase, conditions: SelectionConditions | undefined): HedgingCase {
  if (conditions === undefined) return study
  return studyWithout(
    study,
    exclusions(conditions).flatMap(({ counterparty }) => counterparty ?? []),
  )
}

/** The study with nothing new dealt with these counterparties. */
export function studyWithout(study: HedgingCase, excluded: readonly string[]): HedgingCase {
  if (excluded.length === 0) return study
  return { ...study, mandate: withoutNewDeals(study.mandate, excluded) }
}

function withoutNewDeals(mandate: HedgingMandate, excluded: readonly string[]): HedgingMandate {
  return {
    ...mandate,
    counterparties: mandate.counterparties.map((each) =>
      excluded.includes(each.id) ? { ...each, domains: [] } : each,
    ),
  }
}
