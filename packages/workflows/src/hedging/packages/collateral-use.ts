import type { HedgeTrade } from '../strategies/strategy.ts'
import type { PackageStudy } from './package-study.ts'
import { usedShare } from './used-share.ts'
import type { YieldMove } from './yield-move.ts'

/** Margin that so many units of an instrument call for; what they gain counts where it is returned. */
export function calledFor({ unitCalls, returned }: YieldMove, instrument: number, quantity: number): number {
  const call = quantity * unitCalls[instrument]
  return returned[instrument] ? call : Math.max(call, 0)
}

/** Margin needed over what pays for it, in the worst of the moves; 0 without moves. Initial margin is needed too. */
export function collateralUse(
  { universe, liquidity, fund }: Pick<PackageStudy, 'universe' | 'liquidity' | 'fund'>,
  trades: readonly HedgeTrade[],
  initialMargin: number,
): number {
  const positions = new Map(universe.map(({ id }, i) => [id, i]))
  return liquidity.reduce((most, move) => {
    const called = trades.reduce(
      (sum, { instrument, quantity }) => sum + calledFor(move, positions.get(instrument)!, quantity),
      move.fundCall + initialMargin,
    )
    return Math.max(most, usedShare(called, move.available, fund.assets))
  }, 0)
}
