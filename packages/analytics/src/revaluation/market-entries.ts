import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import type { ValuationMarket } from './valuation-market.ts'

/** Value of one unit of a currency in the base currency. */
export function fxRateOf(market: ValuationMarket, currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new TuttiError('invalid-input', `a currency is a code of three capital letters, got "${currency}"`, {
      field: 'currency',
      got: currency,
      expected: 'a code such as EUR',
    })
  }
  if (currency === market.baseCurrency) return 1
  return requirePositive(entry(market.fx, currency, 'fx'), `fx.${currency}`)
}

/** Basis of a currency against the base currency; 0 where the market gives none. */
export function basisOf(market: ValuationMarket, currency: string): number {
  return requireFinite(market.basis[currency] ?? 0, `basis.${currency}`)
}

export function equityOf(market: ValuationMarket, index: string): ValuationMarket['equities'][string] {
  const quote = entry(market.equities, index, 'equities')
  requirePositive(quote.level, `equities.${index}.level`)
  requireFinite(quote.dividendYield, `equities.${index}.dividendYield`)
  return quote
}

export function spreadOf(market: ValuationMarket, bucket: string): number {
  return requireFinite(entry(market.spreads, bucket, 'spreads'), `spreads.${bucket}`)
}

/** Implied volatility of a surface, at least 0. */
export function volatilityOf(market: ValuationMarket, surface: string): number {
  const volatility = requireFinite(entry(market.volatilities, surface, 'volatilities'), `volatilities.${surface}`)
  if (volatility >= 0) return volatility
  throw new TuttiError('invalid-input', `the volatility ${surface} must be at least 0, got ${volatility}`, {
    field: `volatilities.${surface}`,
    got: String(volatility),
    expected: 'a number >= 0',
  })
}

export function discountOf(market: ValuationMarket, currency: string, years: number): number {
  const curve = entry(market.curves, currency, 'curves')
  return requirePositive(curve.discountFactor(years), `curves.${currency} at ${years} years`)
}

export function breakEvenOf(market: ValuationMarket, currency: string, years: number): number {
  const curve = entry(market.breakEvens, currency, 'breakEvens')
  return requirePositive(curve.discountFactor(years), `breakEvens.${currency} at ${years} years`)
}

function entry<Value>(entries: Readonly<Record<string, Value>>, name: string, part: string): Value {
  if (Object.hasOwn(entries, name)) return entries[name]
  throw new TuttiError('missing-data', `the market has no ${part}.${name}`, {
    field: `${part}.${name}`,
    got: 'nothing',
    expected: `one of ${Object.keys(entries).sort().join(', ') || 'none'}`,
  })
}
