import type { Instrument, ValuationMarket } from '@tutti/analytics/revaluation'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'

type Swap = Extract<Instrument, { kind: 'swap' }>

/**
 * Expected discounted value of one unit of a hedge at each time, base currency, where it is made of interest rate swaps: today's value
 * of the payments after that time, the floating period that then runs included from its start, whatever the model of rates
 * and exchange rates. `null` for anything else.
 */
export function expectedSwapValues(
  { legs }: Pick<HedgeInstrument, 'legs'>,
  timesYears: readonly number[],
  market: ValuationMarket,
): Float64Array | null {
  const total = new Float64Array(timesYears.length)
  for (const { instrument, weight } of legs) {
    if (instrument.kind !== 'swap' || instrument.startYears < 0) return null
    const exchange = market.fx[instrument.currency] ?? 1
    for (const [d, t] of timesYears.entries()) total[d] += weight * exchange * valueAfter(instrument, t, market)
  }
  return total
}

function valueAfter(swap: Swap, t: number, { curves }: ValuationMarket): number {
  const { side, currency, notional, startYears, endYears, fixedRate, fixedFrequency, floatingFrequency } = swap
  if (t >= endYears) return 0
  const bond = (years: number): number => curves[currency].discountFactor(years)
  let fixed = 0
  for (let k = 0, end = endYears; end > Math.max(t, startYears) + 1e-9; k++, end = endYears - k / fixedFrequency) {
    fixed += fixedRate * (end - Math.max(end - 1 / fixedFrequency, startYears)) * bond(end)
  }
  const periods = Math.ceil((endYears - Math.max(t, startYears)) * floatingFrequency - 1e-9)
  const running = Math.max(endYears - periods / floatingFrequency, startYears)
  return (side === 'receive fixed' ? 1 : -1) * notional * (fixed - bond(running) + bond(endYears))
}
