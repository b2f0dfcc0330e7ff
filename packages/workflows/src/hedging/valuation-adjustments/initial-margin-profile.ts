import type { HedgeInstrument } from '../universe/hedge-instrument.ts'

/**
 * Initial margin of one unit of a hedge instrument at each time, base currency: the dealing terms' share of its notional, falling in
 * proportion to the time that its rate or spread risk still has to run (a swap before its start carries the whole), constant for
 * contracts whose risk is that of the exchange rate, of an option or of a delivery, nothing from its end on.
 */
export function initialMarginProfile(hedge: HedgeInstrument, timesYears: readonly number[]): Float64Array {
  const { family, tenorYears, notionalInBase, dealing, legs } = hedge
  const full = dealing.initialMarginRate * Math.abs(notionalInBase)
  const starts = legs.flatMap(({ instrument }) =>
    instrument.kind === 'swap' ? [Math.max(instrument.startYears, 0)] : [],
  )
  const start = starts.length === 0 ? 0 : Math.min(...starts)
  const runsDown =
    family === 'swap' ||
    family === 'forward-starting-swap' ||
    family === 'zero-coupon-swap' ||
    family === 'cds' ||
    family === 'index-cds'
  return Float64Array.from(timesYears, (t) => {
    if (t >= tenorYears) return 0
    return runsDown ? full * Math.min((tenorYears - t) / (tenorYears - start), 1) : full
  })
}
