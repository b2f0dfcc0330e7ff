import type { HedgingCase } from '../hedging-case.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import { profitsOf } from '../market/index.ts'
import { isMargined } from '../packages/package-profits.ts'
import type { YieldMove } from '../packages/index.ts'
import type { HedgeDomain } from '../universe/hedge-instrument.ts'
import { collateralBook, collateralStates, isCleared } from '../valuation-adjustments/index.ts'

/** Days from a margin call to its payment: sources that are cash by then pay for it. */
const dueDays = 1

/**
 * The mandate's moves of all yields, up and down by the buffer's basis points: calls of what runs already and of one unit of each
 * hedge instrument, and what pays for them, all revalued in full. On the side of caution, as counterparties are allocated later:
 * what may be dealt under an annex is taken to be, its threshold and minimum transfer are left aside, and what a trade gains comes
 * back only where every dealer of its domain has an annex without threshold.
 */
export function yieldMoves(
  study: Pick<HedgingCase, 'mandate' | 'market' | 'book' | 'universe' | 'surplus'>,
): YieldMove[] {
  const { mandate, market, book, universe, surplus } = study
  const { buffer_bp: buffer } = mandate.collateral
  const bare = {
    ...mandate,
    counterparties: mandate.counterparties.map((each) =>
      each.csa === null ? each : { ...each, csa: { ...each.csa, threshold: 0, minimum_transfer: 0 } },
    ),
  }
  const movesBp = [buffer, -buffer]
  const width = market.factors.length
  const shocks = new Float64Array((movesBp.length + 1) * width)
  movesBp.forEach((bp, i) =>
    market.factors.forEach(({ group }, j) => {
      if (group === 'rates') shocks[(i + 1) * width + j] = bp / 1e4
    }),
  )
  const statesUnder = (terms: HedgingMandate) =>
    collateralStates(collateralBook({ mandate: terms, market, book, universe, tickets: [] }), shocks, true).states
  // running contracts: with their annexes' terms and without, whichever calls for more
  const states = statesUnder(mandate)
  const bareStates = statesUnder(bare)
  const posted = ({ posted: bySet }: (typeof states)[number]): number => bySet.reduce((sum, amount) => sum + amount, 0)
  const { units } = profitsOf(surplus, shocks)
  const margined = universe.map((instrument) => isCleared(instrument) || isMargined(mandate, instrument))
  const returned = universe.map((instrument) => isCleared(instrument) || alwaysReturned(mandate, instrument.domain))
  return movesBp.map((shockBp, i) => ({
    shockBp,
    fundCall: Math.max(posted(states[i + 1]) - posted(states[0]), posted(bareStates[i + 1]) - posted(bareStates[0])),
    available: states[i + 1].sources.reduce(
      (sum, { available, daysToCash }) => (daysToCash <= dueDays ? sum + available : sum),
      0,
    ),
    unitCalls: units.map((profits, u) => (margined[u] ? 0 - profits[i + 1] : 0)),
    returned,
  }))
}

/** Whether all dealers of a domain pay what the fund gains. */
function alwaysReturned({ counterparties }: HedgingMandate, domain: HedgeDomain): boolean {
  return counterparties
    .filter(({ domains }) => domains?.includes(domain) ?? true)
    .every(({ csa }) => csa !== null && csa.threshold === 0)
}
