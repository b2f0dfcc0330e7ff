import type { Problem } from '@tutti/analytics/errors'
import type { Instrument } from '@tutti/analytics/revaluation'
import { dayOfIso, isoOfDay } from '@tutti/market'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { FundBook } from './fund-book.ts'

/**
 * Warnings, one of curves and one of break-even curves, of the currencies whose payments lie beyond the last tenor, where its
 * zero rate is held flat: the tenor, the last payment, and how much of the present value of what is owed lies there.
 */
export function beyondCurves({ lines }: FundBook, market: HedgingMarket): Problem[] {
  return (['rates', 'inflation'] as const).flatMap((group): Problem[] => {
    const linkedOnly = group === 'inflation'
    const found = Object.entries(market.curveEnds?.[group] ?? {}).flatMap(([currency, tenor]) => {
      // years of 365 days run ahead of tenors in calendar years
      const end = tenor + 0.02 + tenor / 1400
      const reach = lines
        .filter(({ instrument }) => !linkedOnly || instrument.kind.includes('inflation'))
        .map(({ instrument }) => lastYears(instrument, currency))
      const last = Math.max(0, ...reach)
      if (last <= end) return []
      const owed = owedBeyond(lines, market, currency, end, linkedOnly)
      const share = owed > 0 ? `, ${(100 * owed).toFixed(owed < 0.01 ? 2 : 0)} % of the value of what is owed` : ''
      const date = isoOfDay(dayOfIso(market.asOf)! + Math.round(last * 365))
      const text = `${currency} ends at ${Number(tenor.toFixed(2))} years and is needed to ${last.toFixed(1)} (${date}${share} beyond)`
      return [{ currency, text }]
    })
    if (found.length === 0) return []
    const name = found.length === 1 ? found[0].currency : '*'
    const field = `market.currencies.${name}.${linkedOnly ? 'break_even' : 'curve'}`
    const what = linkedOnly ? 'break-evens' : 'zero rates'
    const list = found.map(({ text }) => text).join('; ')
    return [{ field, message: `${what} of the last tenor are held flat beyond it: ${list}` }]
  })
}

/** Years to the last payment of an instrument in a currency; 0 where it has none there. */
function lastYears(instrument: Instrument, currency: string): number {
  if (!('currency' in instrument) || instrument.currency !== currency) return 0
  if ('flows' in instrument) return Math.max(0, ...instrument.flows.map(({ years }) => years))
  if ('endYears' in instrument) return instrument.endYears
  return 'maturityYears' in instrument ? instrument.maturityYears : 0
}

/** Share of the present value of a currency's liabilities that lies after `end`. */
function owedBeyond(
  lines: FundBook['lines'],
  { valuation }: HedgingMarket,
  currency: string,
  end: number,
  linkedOnly: boolean,
): number {
  let beyond = 0
  let all = 0
  for (const { side, instrument, quantity } of lines) {
    if (side !== 'liability' || !('currency' in instrument) || instrument.currency !== currency) continue
    if (instrument.kind !== 'inflation-linked flows' && (linkedOnly || instrument.kind !== 'fixed flows')) continue
    for (const { years, amount } of instrument.flows) {
      const growth = instrument.kind === 'fixed flows' ? 1 : 1 / valuation.breakEvens[currency].discountFactor(years)
      const value = -quantity * amount * growth * valuation.curves[currency].discountFactor(years)
      all += value
      if (years > end) beyond += value
    }
  }
  return all > 0 ? beyond / all : 0
}
