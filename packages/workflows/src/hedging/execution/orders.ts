import { TuttiError } from '@tutti/analytics/errors'
import type { HedgeDomain, HedgeFamily } from '../universe/hedge-instrument.ts'
import type { DayTrade, ExecutionPlan } from './execution-record.ts'

/** One order for the fund's own systems. Never sent by this program. */
export interface Order {
  /** Unique in the run and the same whenever it is planned from the same inputs. */
  readonly id: string
  /** ISO date on which it is to be dealt. */
  readonly date: string
  readonly instrument: string
  readonly label: string
  readonly domain: HedgeDomain
  readonly family: HedgeFamily
  /** As the market says it; see `tradeAction`. */
  readonly side: 'buy' | 'sell'
  readonly action: string
  /** Whether the plan's quantity is positive or negative: units as the instrument is defined, or the reverse. */
  readonly units: 'as defined' | 'reverse'
  /** Positive: notional in `currency`, in hundredths at the finest, or whole contracts. */
  readonly quantity: number
  readonly quantityUnit: 'notional' | 'contracts'
  /** Notional of a contract, in `currency`; null for what is dealt in notional. */
  readonly contractNotional: number | null
  /**
   * Of a future, notional in `currency`: what whole contracts leave of the plan once this order is done, of this instrument with this
   * counterparty; negative where more is ordered than planned. Null for what is dealt in notional.
   */
  readonly residual: number | null
  readonly currency: string
  readonly counterparty: string
  readonly settlement: string
  readonly effective: string | null
  readonly maturity: string
  readonly fixed: DayTrade['fixed']
  /** To a tenth. */
  readonly toleranceBp: number
  readonly legs: DayTrade['legs']
}

/**
 * The plan's trades as orders. `runHash` is the hash of the run's inputs (at least twelve letters or digits) and leads the
 * ids. Quantities are rounded to hundredths of a unit so that the orders of an instrument with a counterparty add up to the
 * rounded quantity of the plan, futures to whole contracts; orders of nothing are left out.
 */
export function planOrders(plan: ExecutionPlan, runHash: string): Order[] {
  const run = runHash.slice(0, 12)
  if (!/^[A-Za-z0-9]{12}$/.test(run)) {
    throw new TuttiError('invalid-input', 'the ids of orders need the hash of the run', {
      field: 'runHash',
      got: runHash,
      expected: 'at least twelve letters or digits',
    })
  }
  /** By instrument and counterparty: exact and rounded sums so far. */
  const sums = new Map<string, { exact: number; lots: number }>()
  return plan.days
    .flatMap(({ date, trades }) =>
      trades.map((trade) => {
        const key = JSON.stringify([trade.instrument, trade.counterparty])
        const sum = sums.get(key) ?? { exact: 0, lots: 0 }
        const exact = sum.exact + trade.quantity
        const { contractNotional } = trade
        const lots = Math.round(contractNotional === null ? exact * 100 : exact / contractNotional)
        sums.set(key, { exact, lots })
        const own = lots - sum.lots
        const residual = contractNotional === null ? null : (exact - lots * contractNotional) * Math.sign(exact)
        const {
          instrument,
          label,
          domain,
          family,
          currency,
          counterparty,
          settlement,
          effective,
          maturity,
          fixed,
          legs,
        } = trade
        return {
          date,
          instrument,
          label,
          domain,
          family,
          side: trade.action.side,
          action: trade.action.words,
          units: own < 0 ? ('reverse' as const) : ('as defined' as const),
          quantity: contractNotional === null ? Math.abs(own) / 100 : Math.abs(own),
          quantityUnit: contractNotional === null ? ('notional' as const) : ('contracts' as const),
          contractNotional,
          residual,
          currency,
          counterparty,
          settlement,
          effective,
          maturity,
          fixed,
          toleranceBp: Math.round(trade.toleranceBp * 10) / 10,
          legs,
        }
      }),
    )
    .filter(({ quantity }) => quantity > 0)
    .map((order, i) => ({ id: `${run}-${String(i + 1).padStart(4, '0')}`, ...order }))
}
