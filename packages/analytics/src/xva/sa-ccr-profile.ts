import { requireInRange } from '../errors/index.ts'
import { saCcrAddOn } from './sa-ccr-add-on.ts'
import type { SaCcrTrade } from './sa-ccr-trade.ts'

/**
 * Aggregate SA-CCR add-on of today's trades at each future date, as they run off: maturities and periods shorten, options
 * keep their underlying until their exercise, then leave. For the capital profile of a KVA. Throws as `saCcrAddOn`.
 */
export function saCcrAddOnProfile(
  trades: readonly SaCcrTrade[],
  timesYears: readonly number[],
  marginPeriodYears: number | null,
): number[] {
  return timesYears.map((time) => {
    requireInRange(time, 0, 1000, 'timesYears')
    const alive = trades.filter(({ maturityYears, position }) =>
      position.kind === 'option' ? position.exerciseYears > time : maturityYears > time,
    )
    return saCcrAddOn(
      alive.map((trade) => aged(trade, time)),
      marginPeriodYears,
    ).aggregate
  })
}

function aged(trade: SaCcrTrade, time: number): SaCcrTrade {
  const position =
    trade.position.kind === 'option'
      ? { ...trade.position, exerciseYears: trade.position.exerciseYears - time }
      : trade.position
  const later = { ...trade, maturityYears: trade.maturityYears - time, position }
  if (later.assetClass !== 'interest-rate' && later.assetClass !== 'credit') return later
  return { ...later, startYears: Math.max(later.startYears - time, 0), endYears: Math.max(later.endYears - time, 0) }
}
