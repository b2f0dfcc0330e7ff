import { flatCurve } from '@tutti/analytics/curves'
import { factorName, type Instrument, type RiskFactor } from '@tutti/analytics/revaluation'
import { dayOfIso } from '@tutti/market'
import type { BookLine, FundBook } from '../book/fund-book.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { HedgeDomain, HedgeFamily, HedgeInstrument } from '../universe/hedge-instrument.ts'

/** Rates of 3 % in USD and 0 % in EUR, a euro at 1.2 dollars, a BBB spread of 2 %. */
export const smallFactors: readonly RiskFactor[] = [
  { group: 'rates', currency: 'USD', years: 10 },
  { group: 'rates', currency: 'USD', years: 20 },
  { group: 'currency', currency: 'EUR' },
  { group: 'credit', bucket: 'USD-BBB' },
  { group: 'volatility', surface: 'fx:EUR' },
]

/** Levels of each factor by date, in order of `smallFactors`; null where there was none. */
export type LevelTable = Readonly<Record<string, readonly (number | null)[]>>

export function smallMarket(levels: LevelTable = {}): HedgingMarket {
  const dates = Object.keys(levels)
  return {
    asOf: '2020-12-31',
    origin: 'simulated',
    valuation: {
      baseCurrency: 'USD',
      curves: { USD: flatCurve(0.03), EUR: flatCurve(0) },
      breakEvens: {},
      fx: { USD: 1, EUR: 1.2 },
      basis: {},
      equities: {},
      spreads: { 'USD-BBB': 0.02 },
      volatilities: { 'fx:EUR': 0.1 },
    },
    factors: smallFactors,
    factorNames: smallFactors.map(factorName),
    history: {
      dates,
      days: Int32Array.from(dates, (date) => dayOfIso(date)!),
      levels: Float64Array.from(dates.flatMap((date) => levels[date].map((level) => level ?? NaN))),
      sources: smallFactors.map((factor) => `series of ${factorName(factor)}`),
    },
    notes: [],
  }
}

export function line(id: string, instrument: Instrument, terms: Partial<BookLine> = {}): BookLine {
  return {
    id,
    label: id,
    side: 'asset',
    holding: 'bond',
    instrument,
    quantity: 1,
    currency: 'currency' in instrument ? instrument.currency : 'USD',
    counterparty: null,
    rating: null,
    sector: null,
    issuer: null,
    ...terms,
  }
}

/** 100 euros in cash and a dollar pension of 200 in 20 years, covered by 150 of dollar cash. */
export function smallFund(extra: readonly BookLine[] = []): FundBook {
  return {
    lines: [
      line('euros', { kind: 'cash', currency: 'EUR', amount: 100 }),
      line('dollars', { kind: 'cash', currency: 'USD', amount: 150 }),
      line(
        'pension',
        {
          kind: 'fixed flows',
          currency: 'USD',
          flows: [{ years: 20, amount: 200 }],
          spread: 0,
          bucket: null,
        },
        { side: 'liability', quantity: -1 },
      ),
      ...extra,
    ],
  }
}

export function hedge(
  id: string,
  domain: HedgeDomain,
  family: HedgeFamily,
  instrument: Instrument,
  cleared = false,
): HedgeInstrument {
  return {
    id,
    label: id,
    domain,
    family,
    currency: 'USD',
    tenorYears: 1,
    legs: [{ instrument, weight: 1 }],
    premium: 0,
    notionalInBase: 1,
    direction: 'both',
    carry: 0,
    roll: 0,
    dealing: { halfSpreadBp: 1, dailyVolume: 1e9, dailyVolatilityBp: 10, initialMarginRate: 0.02, cleared },
  }
}

/** Sells one euro for 1.2 dollars today (a forward without points), and receives a fixed sum in 20 years for its value today. */
export const smallUniverse: readonly HedgeInstrument[] = [
  hedge('forward:EUR', 'currency', 'forward', {
    kind: 'fx forward',
    buyCurrency: 'USD',
    buyAmount: 1.2 * Math.exp(0.03),
    sellCurrency: 'EUR',
    sellAmount: 1,
    maturityYears: 1,
  }),
  hedge(
    'receiver:20',
    'rates',
    'swap',
    {
      kind: 'fixed flows',
      currency: 'USD',
      flows: [{ years: 20, amount: 1 }],
      spread: 0,
      bucket: null,
    },
    true,
  ),
]
