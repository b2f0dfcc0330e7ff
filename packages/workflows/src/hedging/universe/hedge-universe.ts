import type { Instrument } from '@tutti/analytics/revaluation'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import { creditInstruments } from './credit-instruments.ts'
import { currencyInstruments } from './currency-instruments.ts'
import type { HedgeInstrument } from './hedge-instrument.ts'
import { inflationInstruments } from './inflation-instruments.ts'
import { ratesInstruments } from './rates-instruments.ts'

/**
 * What the fund may trade to hedge: the kinds and tenors that the mandate allows, in the currencies in which the fund has
 * assets or liabilities, struck at today's market. Worth nothing but for the premium of options and the upfront of
 * protection. Carry and roll are what a unit gains a year when time passes and spot rates, spreads, volatilities and the
 * curves as functions of time to maturity stay; their formulas stand at each kind. Options: over their life, in equal parts.
 *
 * In order of domains: currency, rates, inflation, credit; throws `missing-data` for a volatility or spread that the market
 * lacks. A currency without a break-even curve has no inflation swaps.
 */
export function hedgeUniverse(
  mandate: HedgingMandate,
  { valuation: market }: Pick<HedgingMarket, 'valuation'>,
  book: FundBook,
): HedgeInstrument[] {
  const currencies = bookCurrencies(book).filter((currency) => Object.hasOwn(market.curves, currency))
  const context = { mandate, market, book, currencies }
  return distinct([
    ...currencyInstruments(context),
    ...ratesInstruments(context),
    ...inflationInstruments(context),
    ...creditInstruments(context),
  ])
}

/** Each instrument once, as a tenor may be listed twice; different ones of one id (issuers of nearly one name) are numbered. */
function distinct(instruments: readonly HedgeInstrument[]): HedgeInstrument[] {
  const contracts = new Map<string, string[]>()
  return instruments.flatMap((one) => {
    const terms = JSON.stringify([one.reference, one.legs])
    const known = contracts.get(one.id) ?? []
    if (known.includes(terms)) return []
    contracts.set(one.id, [...known, terms])
    return known.length === 0 ? [one] : [{ ...one, id: `${one.id}~${known.length + 1}` }]
  })
}

/** Currencies in which something is held or owed, the other side of currency contracts included; sorted. */
export function bookCurrencies({ lines }: FundBook): string[] {
  return [
    ...new Set(lines.flatMap(({ currency, instrument }) => [currency, ...instrumentCurrencies(instrument)])),
  ].sort()
}

function instrumentCurrencies(instrument: Instrument): string[] {
  if (instrument.kind === 'fx forward') return [instrument.buyCurrency, instrument.sellCurrency]
  if (instrument.kind === 'fx option') return [instrument.currency, instrument.againstCurrency]
  if (instrument.kind === 'cross-currency swap') return [instrument.receiveCurrency, instrument.payCurrency]
  return 'currency' in instrument ? [instrument.currency] : []
}
