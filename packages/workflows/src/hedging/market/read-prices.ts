import type { ValuationMarket } from '@tutti/analytics/revaluation'
import type { HedgingMandate } from '../mandate/index.ts'
import { exchangeRatePath } from './exchange-rate-path.ts'
import { attempted, hasSeries, latestValue, type MarketReading, readFactor, readSeries } from './market-reading.ts'

/** Value of one unit of each currency in the base currency; each foreign one a factor. */
export function readExchangeRates(reading: MarketReading, { fund, market }: HedgingMandate): Record<string, number> {
  const base = fund.base_currency
  const rates: Record<string, number> = { [base]: 1 }
  const quotes = Object.fromEntries(
    Object.entries(market.currencies).map(([currency, { fx }]) => [currency, currency === base ? undefined : fx]),
  )
  for (const currency of Object.keys(quotes)) {
    if (currency === base) continue
    const rate = attempted(reading, `market.currencies.${currency}.fx`, () => {
      const path = exchangeRatePath(currency, base, quotes, (id) => hasSeries(reading, id))
      const parts = path.map(({ id, sign }) => readSeries(reading, id, (value) => sign * Math.log(value)))
      const level = parts.reduce((sum, part, i) => sum + latestValue(reading, part, path[i].id), 0)
      const source = path.map(({ id }) => id).join(' and ')
      reading.factors.push({ factor: { group: 'currency', currency }, source, parts })
      if (path.length > 1) reading.notes.push(`The value of ${currency} in ${base} is crossed from ${source}.`)
      return Math.exp(level)
    })
    if (rate !== undefined) rates[currency] = rate
  }
  return rates
}

/** Spread of each bucket, a factor each. */
export function readSpreads(reading: MarketReading, { market }: HedgingMandate): Record<string, number> {
  const spreads: Record<string, number> = {}
  for (const [bucket, { series, multiplier }] of Object.entries(market.spreads)) {
    const field = `market.spreads.${bucket}.series`
    const spread = readFactor(reading, { group: 'credit', bucket }, series, field, (value) => value * multiplier)
    if (spread !== undefined) spreads[bucket] = spread
    if (multiplier !== 1) reading.notes.push(`The spread of ${bucket} is ${multiplier} times ${series}.`)
  }
  return spreads
}

/** Level of each index, a factor each. */
export function readEquities(
  reading: MarketReading,
  { market }: HedgingMandate,
): Record<string, ValuationMarket['equities'][string]> {
  const equities: Record<string, ValuationMarket['equities'][string]> = {}
  for (const [index, { series, currency, dividend_yield: dividendYield }] of Object.entries(market.equities)) {
    const level = readFactor(reading, { group: 'equity', index }, series, `market.equities.${index}.series`, Math.log)
    if (level !== undefined) equities[index] = { level: Math.exp(level), currency, dividendYield }
  }
  return equities
}

/** Volatility of each surface; those with a series are factors, constants do not move. */
export function readVolatilities(reading: MarketReading, { fund, market }: HedgingMandate): Record<string, number> {
  const volatilities: Record<string, number> = {}
  const constants: string[] = []
  const read = (surface: string, given: string | number, field: string): void => {
    if (typeof given === 'number') constants.push(surface)
    const level =
      typeof given === 'number'
        ? given
        : readFactor(reading, { group: 'volatility', surface }, given, field, (value) => value)
    if (level !== undefined) volatilities[surface] = level
  }
  for (const [currency, { rate_volatility: rate, fx_volatility: exchange }] of Object.entries(market.currencies)) {
    const field = `market.currencies.${currency}`
    read(`rate:${currency}`, rate, `${field}.rate_volatility`)
    if (currency !== fund.base_currency) read(`fx:${currency}`, exchange, `${field}.fx_volatility`)
  }
  for (const [index, { volatility }] of Object.entries(market.equities)) {
    read(`equity:${index}`, volatility, `market.equities.${index}.volatility`)
  }
  if (constants.length > 0)
    reading.notes.push(`Constant, and so not a risk factor: the volatilities ${constants.join(', ')}.`)
  return volatilities
}
