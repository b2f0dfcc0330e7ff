import { flatCurve } from '@tutti/analytics/curves'
import { factorName, type Instrument, type RiskFactor, type ValuationMarket } from '@tutti/analytics/revaluation'
import { addMonths, dayOf, endOfMonth, isoOfDay } from '@tutti/analytics/time'
import type { BookLine, FundBook } from '../book/fund-book.ts'
import { type HedgingMandate, validHedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'

/** Flat curves, one factor for each: moves of a curve are parallel. */
export const flatMarket: ValuationMarket = {
  baseCurrency: 'USD',
  curves: { USD: flatCurve(0.04), EUR: flatCurve(0.02) },
  breakEvens: { USD: flatCurve(0.025) },
  fx: { EUR: 1.1 },
  basis: { EUR: -0.002 },
  equities: {},
  spreads: { 'USD-BBB': 0.015, 'USD-IG': 0.008 },
  volatilities: { 'fx:EUR': 0.09, 'rate:USD': 0.009 },
}

export const flatFactors: readonly RiskFactor[] = [
  { group: 'rates', currency: 'USD', years: 10 },
  { group: 'rates', currency: 'EUR', years: 10 },
  { group: 'inflation', currency: 'USD', years: 10 },
  { group: 'currency', currency: 'EUR' },
  { group: 'credit', bucket: 'USD-BBB' },
  { group: 'credit', bucket: 'USD-IG' },
]

/**
 * A market whose factors changed by `changes` (months x factors) from month end to month end, up to June 2026; the middle of each
 * month has a level of its own, which no monthly change may see.
 */
export function marketWithHistory(
  changes: readonly (readonly number[])[],
  factors: readonly RiskFactor[] = flatFactors,
  valuation: ValuationMarket = flatMarket,
): HedgingMarket {
  const last = dayOf('2026-06-30')
  const levels: number[][] = [factors.map(() => 0)]
  changes.forEach((row, t) => levels.push(levels[t].map((level, f) => level + row[f])))
  const rows = levels.flatMap((level, t) => {
    const end = endOfMonth(addMonths(last, t + 1 - levels.length))
    return [
      { day: end - 12, level: level.map((each) => each + 9) },
      { day: end, level },
    ]
  })
  return {
    asOf: '2026-06-30',
    origin: 'simulated',
    valuation,
    factors,
    factorNames: factors.map(factorName),
    history: {
      dates: rows.map(({ day }) => isoOfDay(day)),
      days: Int32Array.from(rows, ({ day }) => day),
      levels: Float64Array.from(rows.flatMap(({ level }) => level)),
      sources: factors.map((factor) => factorName(factor)),
    },
    notes: [],
  }
}

/** Changes that differ from month to month, of about a standard deviation each; the first columns move least alike. */
export function wavingChanges(months: number, sizes: readonly number[]): number[][] {
  return Array.from({ length: months }, (_, t) =>
    sizes.map((size, f) => 1.4 * size * Math.sin(1 + 2.3 * (t + 1) * (1 + 0.37 * f) + f)),
  )
}

export function accountingMandate(accounting: Record<string, unknown> = {}): HedgingMandate {
  return validHedgingMandate(
    {
      counterparties: [
        { id: 'bank-a', cds_spread_bp: 100, exposure_limit: 5e8, csa: {} },
        { id: 'bank-b', cds_spread_bp: 200, exposure_limit: 5e8, csa: null },
      ],
      market: {
        currencies: {
          USD: { curve: 'par-curve:USD-TREASURY' },
          EUR: { curve: 'zero-curve:EUR-SWAP', fx: 'fx:EURUSD' },
        },
      },
      accounting,
    },
    'mandate.yaml',
  )
}

export function bookOf(
  ...lines: readonly (Partial<BookLine> & { readonly instrument: Instrument; readonly quantity: number })[]
): FundBook {
  return {
    lines: lines.map((line, i) => ({
      id: `line-${i}`,
      label: `line ${i}`,
      side: line.quantity < 0 ? 'liability' : 'asset',
      holding: 'bond',
      currency: 'currency' in line.instrument ? line.instrument.currency : 'USD',
      counterparty: null,
      rating: null,
      sector: null,
      issuer: null,
      ...line,
    })),
  }
}

/** A hedge of one leg, or of the legs given. */
export function hedgeOf(
  own: Partial<HedgeInstrument> & Pick<HedgeInstrument, 'id' | 'family' | 'domain' | 'tenorYears' | 'legs'>,
): HedgeInstrument {
  return {
    label: own.id,
    currency: 'USD',
    premium: 0,
    notionalInBase: 1,
    direction: 'both',
    carry: 0,
    roll: 0,
    dealing: { halfSpreadBp: 1, dailyVolume: 1e9, dailyVolatilityBp: 40, initialMarginRate: 0, cleared: false },
    ...own,
  }
}

/** Receives fixed at 4 % a year on dollars; not at par on the flat curve of 4 % continuous. */
export function receiver(years: number): HedgeInstrument {
  const instrument: Instrument = {
    kind: 'swap',
    side: 'receive fixed',
    currency: 'USD',
    notional: 1,
    startYears: 0,
    endYears: years,
    fixedRate: 0.04,
    fixedFrequency: 1,
    floatingFrequency: 4,
  }
  return hedgeOf({
    id: `swap:USD:${years}`,
    family: 'swap',
    domain: 'rates',
    tenorYears: years,
    legs: [{ instrument, weight: 1 }],
    dealing: { halfSpreadBp: 1, dailyVolume: 1e9, dailyVolatilityBp: 40, initialMarginRate: 0.03, cleared: true },
  })
}

/** Sells a euro at the forward of a quarter of a year. */
export function euroForward(): HedgeInstrument {
  const years = 0.25
  return hedgeOf({
    id: 'forward:EUR:0.25',
    family: 'forward',
    domain: 'currency',
    currency: 'EUR',
    tenorYears: years,
    notionalInBase: 1.1,
    legs: [
      {
        instrument: {
          kind: 'fx forward',
          buyCurrency: 'USD',
          buyAmount: 1.1 * Math.exp((0.04 - 0.02 + 0.002) * years),
          sellCurrency: 'EUR',
          sellAmount: 1,
          maturityYears: years,
        },
        weight: 1,
      },
    ],
  })
}

/** One payment, without credit risk. */
export const payment = (
  years: number,
  amount = 1,
  currency = 'USD',
): Extract<Instrument, { readonly kind: 'fixed flows' }> => ({
  kind: 'fixed flows',
  currency,
  flows: [{ years, amount }],
  spread: 0,
  bucket: null,
})
