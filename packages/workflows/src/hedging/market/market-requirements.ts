import { marketId } from '@tutti/market'
import type { HedgingMandate } from '../mandate/index.ts'
import { currencyPair } from './exchange-rate-path.ts'

/** Market data of a hedging study: what it cannot do without, and what it uses where present. Ids as in `@tutti/market`. */
export interface HedgingRequirements {
  readonly require: readonly string[]
  readonly optional: readonly string[]
}

/**
 * What the market map of a mandate asks of a market folder: every series and curve that it names. Optional are the rates
 * that a quote against a third currency may be crossed with, where the map itself does not give that currency.
 * Throws `invalid-input` naming the key of an id that is none.
 */
export function hedgingRequirements({ fund, market }: HedgingMandate): HedgingRequirements {
  const require = new Set<string>()
  const optional = new Set<string>()
  for (const [name, currency] of Object.entries(market.currencies)) {
    require.add(marketId(currency.curve))
    const { break_even: breakEven, fx } = currency
    if (typeof breakEven === 'string') require.add(marketId(breakEven))
    else breakEven?.forEach(({ series }) => require.add(marketId(series)))
    if (typeof currency.rate_volatility === 'string') require.add(marketId(currency.rate_volatility))
    if (name === fund.base_currency) continue
    if (typeof currency.fx_volatility === 'string') require.add(marketId(currency.fx_volatility))
    if (fx === undefined) continue
    require.add(marketId(fx))
    for (const other of currencyPair(fx, `market.currencies.${name}.fx`)) {
      if (other === name || other === fund.base_currency || market.currencies[other] !== undefined) continue
      optional.add(marketId(`fx:${other}${fund.base_currency}`)).add(marketId(`fx:${fund.base_currency}${other}`))
    }
  }
  for (const { series, volatility } of Object.values(market.equities)) {
    require.add(marketId(series))
    if (typeof volatility === 'string') require.add(marketId(volatility))
  }
  for (const { series } of Object.values(market.spreads)) require.add(marketId(series))
  return { require: [...require].toSorted(), optional: [...optional].filter((id) => !require.has(id)).toSorted() }
}
