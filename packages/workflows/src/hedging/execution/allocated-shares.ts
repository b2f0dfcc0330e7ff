import { requireFinite, TuttiError } from '@tutti/analytics/errors'
import type { AllocatedTrade } from './execution-inputs.ts'
import type { WorkedTrade } from './worked-trade.ts'

/** Who takes which share of a trade; the shares add up to 1. */
export interface AllocatedShare {
  readonly counterparty: string
  readonly share: number
}

/**
 * The allocation as shares of each trade. Throws `invalid-input` where it does not add up to the trade or has both signs, and
 * for an instrument that is not traded.
 */
export function allocatedShares(
  trades: readonly WorkedTrade[],
  allocation: readonly AllocatedTrade[],
): readonly (readonly AllocatedShare[])[] {
  const known = new Set(trades.map(({ instrument }) => instrument.id))
  const stray = allocation.find(({ instrument, quantity }) => quantity !== 0 && !known.has(instrument))
  if (stray !== undefined) {
    throw unfit(stray.instrument, 'is allocated and not traded', `${stray.quantity}`, 'no allocation')
  }
  return trades.map(({ instrument: { id }, quantity }) => {
    const own = new Map<string, number>()
    for (const [i, part] of allocation.entries()) {
      if (part.instrument !== id) continue
      requireFinite(part.quantity, `allocation[${i}].quantity`)
      own.set(part.counterparty, (own.get(part.counterparty) ?? 0) + part.quantity)
    }
    const parts = [...own].filter(([, part]) => part !== 0)
    const total = parts.reduce((sum, [, part]) => sum + part, 0)
    if (!(Math.abs(total - quantity) <= 1e-6 * Math.abs(quantity))) {
      throw unfit(id, 'is not allocated in full', `${total}`, `${quantity}`)
    }
    if (parts.some(([, part]) => part * quantity < 0)) {
      throw unfit(id, 'is bought from one counterparty and sold to another', parts.join('; '), 'one side')
    }
    return parts.map(([counterparty, part]) => ({ counterparty, share: part / total }))
  })
}

function unfit(id: string, what: string, got: string, expected: string): TuttiError {
  return new TuttiError('invalid-input', `the trade in ${id} ${what}`, { field: 'allocation', got, expected })
}
