import type { SpecialistResults } from '../../specialists/index.ts'
import type { HedgingCase } from '../hedging-case.ts'
import type { StrategySet } from '../strategies/index.ts'
import { type HedgeDomain, hedgeDomains } from '../universe/index.ts'
import { type DomainResult, domainWithout } from './domain-specialists.ts'

/** The specialist of each domain. */
const specialistOf = {
  currency: 'fx-hedger',
  rates: 'rates-specialist',
  inflation: 'rates-specialist',
  credit: 'credit-analyst',
} as const satisfies Record<HedgeDomain, string>

/** Specialists of domains, in the order of the domains. */
export const domainSpecialists: readonly string[] = [...new Set(hedgeDomains.map((domain) => specialistOf[domain]))]

/** Domain specialists that gave no result, in the order of the domains. */
export function missingDomainSpecialists(results: SpecialistResults): string[] {
  return domainSpecialists.filter((name) => results[name] === undefined)
}

/** The specialist of a domain. */
export function domainSpecialist(domain: HedgeDomain): string {
  return specialistOf[domain]
}

/** Every domain as its specialist left it; without hedges of its own, and saying so, where there is no result. */
export function domainResults(
  study: HedgingCase,
  results: SpecialistResults,
): Readonly<Record<HedgeDomain, DomainResult>> {
  const domainResult = (domain: HedgeDomain): DomainResult => {
    const name = specialistOf[domain]
    const found = results[name] as Readonly<Record<string, DomainResult>> | undefined
    return (
      found?.[domain] ??
      domainWithout(
        study,
        domain,
        `There is no result of ${name}: packages are compared without hedges of this domain.`,
      )
    )
  }
  return {
    currency: domainResult('currency'),
    rates: domainResult('rates'),
    inflation: domainResult('inflation'),
    credit: domainResult('credit'),
  }
}

/** The strategies of all domains in their order, whatever the order of keys in what a store hands back. */
export function strategySets(study: HedgingCase, results: SpecialistResults): StrategySet[] {
  const domains = domainResults(study, results)
  return hedgeDomains.map((domain) => domains[domain].set)
}
