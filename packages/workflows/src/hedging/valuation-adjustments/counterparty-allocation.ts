import { type InfeasibilityExplanation, solvedProgramme } from '@tutti/analytics/programming'
import type { ValuationCharges } from '../packages/hedge-package.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import { allocationEvaluation, type AllocationPoint, isBetter, shareRounding } from './allocation-evaluation.ts'
import { allocationInfeasibility, type AllocationInfeasibility, explainedLimits } from './allocation-infeasibility.ts'
import {
  type AllocatedTrade,
  type AllocationCut,
  type NotionalShares,
  allocationProgramme,
  type TradePair,
  tradePairs,
} from './allocation-programme.ts'
import { chargedSide } from './charged-side.ts'
import { type AllocationShares, clearingHouse, dealers, isCleared, proportionalShares } from './counterparty-shares.ts'
import { type CounterpartyExposure, counterpartyExposures } from './counterparty-exposures.ts'
import { counterpartyTerms } from './counterparty-terms.ts'
import { type ChargeInputs, packageCharges, type PackageCharges } from './package-charges.ts'
import { tradedInstrument, unitNetting } from './trade-group.ts'

/** One deal: part of a trade with one counterparty. */
export interface CounterpartyTicket {
  readonly instrument: string
  /** Of the mandate, or `cleared`. */
  readonly counterparty: string
  readonly quantity: number
  /** Of the whole trade. */
  readonly share: number
}

/** Who a package is dealt with. */
export interface CounterpartyAllocation {
  readonly status: 'within limits' | 'limits exceeded'
  readonly tickets: readonly CounterpartyTicket[]
  readonly shares: AllocationShares
  readonly charges: PackageCharges
  /** The same split in proportion to the limits: what the allocation saves on. */
  readonly proportionalCharges: ValuationCharges
  readonly exposures: readonly CounterpartyExposure[]
  /** Notional of new trades by counterparty, base currency, and its share of what is not cleared. */
  readonly concentration: {
    readonly byCounterparty: readonly {
      readonly counterparty: string
      readonly notional: number
      readonly share: number
    }[]
    /** Sum of squared shares over counterparties: 1 with a single one; null where all is cleared. */
    readonly herfindahl: number | null
    /** Most of it with one counterparty: the mandate's; null for none. */
    readonly limit: number | null
    /** Whether it is kept; null where it is not held, as there is none or less than two counterparties may deal the trades. */
    readonly met: boolean | null
  }
  /** Allocations that were evaluated exactly. */
  readonly rounds: number
  /** Null within limits. */
  readonly infeasibility: AllocationInfeasibility | null
}

const mostRounds = 6
/** Points in a row that are no better than the best before they are given up. */
const mostIdle = 2
/** Least share of a trade that is dealt with one counterparty. */
const smallestTicket = 0.1

/**
 * Allocates the trades of a package over the counterparties that may deal them, so that the sum of the incremental charges is least
 * and no potential exposure is above its limit: charges and exposures are linearised at each point tried, a mixed-integer
 * programme over all linearisations gives the next, and every point is evaluated exactly on the paths; the best one stands. Starts from
 * shares in proportion to the limits. Cleared trades go to `cleared`.
 *
 * Where none keeps the limits the one that breaks them least is given, marked, with each limit's excess.
 * Throws `infeasible` where no counterparty may deal a trade's domain. Source: Kelley, "The cutting-plane method for solving
 * convex programs", J. SIAM 8 (1960), for the linearisations; exact only as far as charges are convex in the shares. The mandate's limit on one counterparty's share of the
 * notional that is not cleared is held exactly, where at least two counterparties may deal.
 */
export function counterpartyAllocation(inputs: ChargeInputs, trades: readonly HedgeTrade[]): CounterpartyAllocation {
  const { mandate, universe, exposures } = inputs
  const byId = new Map(universe.map((hedge) => [hedge.id, hedge]))
  const open = trades.filter(({ quantity }) => quantity !== 0)
  const traded = open.map(({ instrument, quantity }) => ({ hedge: tradedInstrument(byId, instrument), quantity }))
  const split = traded.filter(({ hedge }) => !isCleared(hedge))
  const proportional = proportionalShares(
    mandate,
    split.map(({ hedge }) => hedge),
  )
  const allocated = split.map(({ hedge, quantity }): AllocatedTrade => ({
    instrument: hedge.id,
    quantity,
    dealers: dealers(mandate, hedge.domain),
  }))
  const pairs = tradePairs(allocated)
  const units = split.map(({ hedge }) => unitNetting(hedge, exposures))
  const sides = counterpartyTerms(mandate, exposures).map((terms) => chargedSide(terms, exposures))
  const limits = mandate.counterparties.map(({ id, exposure_limit: limit }) => ({ id, limit }))
  const notional = notionalShares(
    mandate.limits.counterparty_share,
    allocated,
    split.map(({ hedge, quantity }) => Math.abs(quantity * hedge.notionalInBase)),
  )
  const evaluated = allocationEvaluation(inputs, allocated, pairs, units, sides, notional)
  const chargeCuts: AllocationCut[] = []
  const exposureCuts: AllocationCut[] = []
  let x = Float64Array.from(pairs, ({ trade, counterparty }) => proportional[allocated[trade].instrument][counterparty])
  let best: AllocationPoint | null = null
  let rounds = 0
  let idle = 0
  let explanation: InfeasibilityExplanation | null = null
  while (rounds < mostRounds) {
    const point = evaluated.at(x)
    rounds++
    if (best === null || isBetter(point, best)) {
      best = point
      idle = 0
    } else if (++idle === mostIdle) break
    if (pairs.length === 0) break
    const cuts = evaluated.cuts(point)
    chargeCuts.push(...cuts.charges)
    exposureCuts.push(...cuts.exposures)
    const sizes = [...point.charges, ...cuts.charges.flatMap(({ slopes }) => [...slopes])].map((size) => Math.abs(size))
    const unit = Math.max(...sizes) || 1
    const programme = allocationProgramme(
      allocated,
      pairs,
      limits,
      chargeCuts,
      exposureCuts,
      smallestTicket,
      unit,
      notional,
    )
    const outcome = solvedProgramme(programme, { relativeMipGap: 1e-4 })
    explanation = outcome.status === 'optimal' ? null : explainedLimits(programme, limits)
    const found = outcome.status === 'optimal' ? outcome.solution.x : (explanation?.compromise?.x ?? null)
    if (found === null) break
    const next = found.subarray(0, pairs.length)
    if (next.every((share, j) => Math.abs(share - x[j]) < 1e-6)) break
    x = Float64Array.from(next, (share) => (share < 1e-9 ? 0 : share))
  }
  const chosen = best ?? evaluated.at(x)
  const shares = sharesOf(chosen.x, allocated, pairs)
  const charge = packageCharges(inputs, { ...proportional, ...shares })
  const tickets = traded.flatMap(({ hedge, quantity }): CounterpartyTicket[] =>
    isCleared(hedge)
      ? [{ instrument: hedge.id, counterparty: clearingHouse, quantity, share: 1 }]
      : Object.entries(shares[hedge.id]).map(([counterparty, share]) => ({
          instrument: hedge.id,
          counterparty,
          quantity: quantity * share,
          share,
        })),
  )
  return {
    status: chosen.excess === 0 ? 'within limits' : 'limits exceeded',
    tickets,
    shares,
    charges: charge(open),
    proportionalCharges: packageCharges(inputs, proportional)(open).charges,
    exposures: counterpartyExposures(inputs, open, shares),
    concentration: {
      ...concentrationOf(tickets, inputs),
      limit: mandate.limits.counterparty_share,
      met:
        notional === null
          ? null
          : chosen.notionalShares.every((share) => share <= notional.limit * (1 + shareRounding)),
    },
    rounds,
    infeasibility:
      chosen.excess === 0
        ? null
        : allocationInfeasibility(
            chosen.exposures,
            limits,
            explanation,
            notional === null ? null : { shares: chosen.notionalShares, limit: notional.limit },
          ),
  }
}

/** What the limit on one counterparty's share holds; null without one, and where there is no choice of counterparty. */
function notionalShares(
  limit: number | null,
  trades: readonly AllocatedTrade[],
  notionals: readonly number[],
): NotionalShares | null {
  const whole = notionals.reduce((sum, notional) => sum + notional, 0)
  const able = new Set(trades.flatMap((trade) => trade.dealers))
  if (limit === null || able.size < 2 || whole === 0) return null
  return { limit, ofTrades: notionals.map((notional) => notional / whole) }
}

function sharesOf(
  x: Float64Array,
  trades: readonly AllocatedTrade[],
  pairs: readonly TradePair[],
): Record<string, Record<string, number>> {
  return Object.fromEntries(
    trades.map(({ instrument }, t) => {
      const own = pairs.flatMap(({ trade, counterparty }, j) =>
        trade === t && x[j] > 0 ? [[counterparty, x[j]] as const] : [],
      )
      const whole = own.reduce((sum, [, share]) => sum + share, 0)
      return [instrument, Object.fromEntries(own.map(([counterparty, share]) => [counterparty, share / whole]))]
    }),
  )
}

function concentrationOf(
  tickets: readonly CounterpartyTicket[],
  { mandate, universe }: ChargeInputs,
): Omit<CounterpartyAllocation['concentration'], 'limit' | 'met'> {
  const notionals = new Map(universe.map(({ id, notionalInBase }) => [id, Math.abs(notionalInBase)]))
  const rows = [...mandate.counterparties.map(({ id }) => id), clearingHouse].map((counterparty) => ({
    counterparty,
    notional: tickets
      .filter((ticket) => ticket.counterparty === counterparty)
      .reduce((sum, { instrument, quantity }) => sum + Math.abs(quantity) * (notionals.get(instrument) ?? 0), 0),
  }))
  const open = rows.slice(0, -1)
  const whole = open.reduce((sum, { notional }) => sum + notional, 0)
  return {
    byCounterparty: rows.map((item) => ({
      ...item,
      share: item.counterparty === clearingHouse || whole === 0 ? 0 : item.notional / whole,
    })),
    herfindahl: whole === 0 ? null : open.reduce((sum, { notional }) => sum + (notional / whole) ** 2, 0),
  }
}
