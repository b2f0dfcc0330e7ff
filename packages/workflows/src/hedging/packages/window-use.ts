import type { HedgeTrade } from '../strategies/strategy.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { usedShare } from './used-share.ts'

/**
 * Size over what can be dealt of it in the mandate's window, the largest of the trades; `capacities` are notionals in base currency
 * in the order of the universe, `assets` the fund's.
 */
export function windowUse(
  universe: readonly HedgeInstrument[],
  capacities: ArrayLike<number>,
  assets: number,
  trades: readonly HedgeTrade[],
): number {
  const positions = new Map(universe.map(({ id }, i) => [id, i]))
  return trades.reduce((most, { instrument, quantity }) => {
    const i = positions.get(instrument)!
    return Math.max(most, usedShare(Math.abs(quantity * universe[i].notionalInBase), capacities[i], assets))
  }, 0)
}
