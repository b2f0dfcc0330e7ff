import { TuttiError } from '@tutti/analytics/errors'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgeDomain, HedgeInstrument } from '../universe/hedge-instrument.ts'

/** Shares of a trade by counterparty; they add up to 1. */
export type CounterpartyShares = Readonly<Record<string, number>>

/** Shares of each hedge instrument that is not cleared, by its id. */
export type AllocationShares = Readonly<Record<string, CounterpartyShares>>

/** The counterparty of what a clearing house stands between. */
export const clearingHouse = 'cleared'

/** Whether an instrument is cleared: by its dealing terms, or a future, which always is. */
export function isCleared({ dealing, family }: Pick<HedgeInstrument, 'dealing' | 'family'>): boolean {
  return dealing.cleared || family === 'future'
}

/** Counterparties with which a domain may be dealt. */
export function dealers({ counterparties }: Pick<HedgingMandate, 'counterparties'>, domain: HedgeDomain): string[] {
  return counterparties.filter(({ domains }) => domains?.includes(domain) ?? true).map(({ id }) => id)
}

/**
 * Every trade over the counterparties of its domain in proportion to their exposure limits: before an allocation is sought. Throws
 * `infeasible` where an instrument that is not cleared has none.
 */
export function proportionalShares(
  mandate: Pick<HedgingMandate, 'counterparties'>,
  universe: readonly HedgeInstrument[],
): AllocationShares {
  const byDomain = new Map<HedgeDomain, CounterpartyShares>()
  for (const { id, domain, family, dealing } of universe) {
    if (isCleared({ family, dealing }) || byDomain.has(domain)) continue
    const allowed = dealers(mandate, domain)
    if (allowed.length === 0) {
      throw new TuttiError('infeasible', `no counterparty of the mandate may deal ${domain} hedges, which ${id} is`, {
        field: 'counterparties.domains',
        got: `none for ${domain}`,
        expected: `${domain} among the domains of a counterparty, or no such instruments allowed`,
      })
    }
    const limits = mandate.counterparties.filter((counterparty) => allowed.includes(counterparty.id))
    const total = limits.reduce((sum, counterparty) => sum + counterparty.exposure_limit, 0)
    byDomain.set(
      domain,
      Object.fromEntries(limits.map((counterparty) => [counterparty.id, counterparty.exposure_limit / total])),
    )
  }
  const shares: Record<string, CounterpartyShares> = {}
  for (const { id, domain, family, dealing } of universe) {
    if (isCleared({ family, dealing })) continue
    shares[id] = byDomain.get(domain) ?? {}
  }
  return shares
}
