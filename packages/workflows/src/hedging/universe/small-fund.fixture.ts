import { type DiscountCurve, linearZeroCurve } from '@tutti/analytics/curves'
import { factorName, type RiskFactor, type ValuationMarket } from '@tutti/analytics/revaluation'
import type { BookLine, FundBook } from '../book/fund-book.ts'
import { type HedgingMandate, validHedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'

/** A made-up mandate in dollars with euros and pounds; every default of the schema. */
export function smallMandate(overrides: Record<string, unknown> = {}): HedgingMandate {
  return validHedgingMandate(
    {
      counterparties: [{ id: 'BANK-A', cds_spread_bp: 80, exposure_limit: 1e9, csa: {} }],
      market: {
        currencies: {
          USD: { curve: 'zero-curve:USD-SIM', break_even: 'zero-curve:USD-BREAKEVEN' },
          EUR: { curve: 'zero-curve:EUR-SIM', break_even: 'zero-curve:EUR-BREAKEVEN', fx: 'fx:EURUSD', basis_bp: -20 },
          GBP: { curve: 'zero-curve:GBP-SIM', fx: 'fx:GBPUSD' },
        },
        spreads: {
          'USD-BBB': { series: 'spread:USD-BBB', rating: 'BBB', currency: 'USD' },
          'USD-IG': { series: 'spread:USD-IG', currency: 'USD' },
        },
        credit_indices: [{ bucket: 'USD-IG', currency: 'USD' }],
      },
      ...overrides,
    },
    'mandate.yaml',
  )
}

/** A curve through zero rates at 0, 10 and 60 years. */
const sloped = (short: number, ten: number, long: number): DiscountCurve =>
  linearZeroCurve([1, 10, 60], [short, ten, long])

/** A made-up market: sloped curves, a basis on the euro. */
export const smallMarket: ValuationMarket = {
  baseCurrency: 'USD',
  curves: { USD: sloped(0.045, 0.04, 0.038), EUR: sloped(0.02, 0.027, 0.025), GBP: sloped(0.04, 0.041, 0.042) },
  breakEvens: { USD: sloped(0.021, 0.024, 0.025), EUR: sloped(0.018, 0.02, 0.022) },
  fx: { EUR: 1.1, GBP: 1.27 },
  basis: { EUR: -0.002 },
  equities: { 'SIM-US': { level: 100, currency: 'USD', dividendYield: 0.02 } },
  spreads: { 'USD-BBB': 0.016, 'USD-IG': 0.007 },
  volatilities: { 'fx:EUR': 0.09, 'fx:GBP': 0.1, 'rate:USD': 0.009, 'rate:EUR': 0.008, 'rate:GBP': 0.0095 },
}

const tenors = [1, 2, 5, 10, 20, 30, 50]

/** Everything that moves: key rates, break-evens, exchange rates, spreads, the index, volatilities. */
export const smallFactors: readonly RiskFactor[] = [
  ...['USD', 'EUR', 'GBP'].flatMap((currency) => tenors.map((years) => ({ group: 'rates' as const, currency, years }))),
  ...['USD', 'EUR'].flatMap((currency) =>
    [5, 10, 30].map((years) => ({ group: 'inflation' as const, currency, years })),
  ),
  { group: 'currency', currency: 'EUR' },
  { group: 'currency', currency: 'GBP' },
  { group: 'credit', bucket: 'USD-BBB' },
  { group: 'credit', bucket: 'USD-IG' },
  { group: 'equity', index: 'SIM-US' },
  { group: 'volatility', surface: 'rate:USD' },
]

/** The market on which small funds of tests are valued; it has no history. */
export function smallHedgingMarket(
  valuation: ValuationMarket = smallMarket,
  factors: readonly RiskFactor[] = smallFactors,
): HedgingMarket {
  return {
    asOf: '2026-06-30',
    origin: 'simulated',
    valuation,
    factors,
    factorNames: factors.map(factorName),
    history: {
      dates: [],
      days: new Int32Array(0),
      levels: new Float64Array(0),
      sources: factors.map(() => null),
    },
    notes: [],
  }
}

const line = (
  id: string,
  rest: Partial<BookLine> & Pick<BookLine, 'instrument' | 'quantity' | 'currency'>,
): BookLine => ({
  id,
  label: id,
  side: rest.quantity < 0 ? 'liability' : 'asset',
  holding: 'bond',
  counterparty: null,
  rating: null,
  sector: null,
  issuer: null,
  ...rest,
})

const annual = (years: number, coupon: number): { years: number; amount: number }[] =>
  Array.from({ length: years }, (_, i) => ({ years: i + 1, amount: coupon + (i + 1 === years ? 1 : 0) }))

/** Bonds and shares in three currencies against pensions in two, some of them linked to inflation. */
export const smallBook: FundBook = {
  lines: [
    line('treasury-10', {
      instrument: { kind: 'fixed flows', currency: 'USD', flows: annual(10, 0.04), spread: 0, bucket: null },
      quantity: 300e6,
      currency: 'USD',
    }),
    line('acme-7', {
      instrument: { kind: 'fixed flows', currency: 'USD', flows: annual(7, 0.055), spread: 0.017, bucket: 'USD-BBB' },
      quantity: 150e6,
      currency: 'USD',
      issuer: 'Acme',
      rating: 'BBB',
      sector: 'industrials',
    }),
    line('zenith-12', {
      instrument: { kind: 'fixed flows', currency: 'USD', flows: annual(12, 0.06), spread: 0.019, bucket: 'USD-BBB' },
      quantity: 90e6,
      currency: 'USD',
      issuer: 'Zenith',
      rating: 'BBB',
      sector: 'utilities',
    }),
    line('bund-8', {
      instrument: { kind: 'fixed flows', currency: 'EUR', flows: annual(8, 0.02), spread: 0, bucket: null },
      quantity: 200e6,
      currency: 'EUR',
    }),
    line('gilt-15', {
      instrument: { kind: 'fixed flows', currency: 'GBP', flows: annual(15, 0.04), spread: 0, bucket: null },
      quantity: 60e6,
      currency: 'GBP',
    }),
    line('shares', {
      instrument: { kind: 'equity', currency: 'USD', amount: 100, index: 'SIM-US', beta: 1 },
      quantity: 2e6,
      currency: 'USD',
      holding: 'equity-fund',
    }),
    line('pensions', {
      instrument: {
        kind: 'fixed flows',
        currency: 'USD',
        flows: Array.from({ length: 45 }, (_, i) => ({ years: i + 1, amount: Math.exp(-((i - 18) ** 2) / 300) })),
        spread: 0,
        bucket: null,
      },
      quantity: -25e6,
      currency: 'USD',
      holding: 'pensions',
    }),
    line('indexed-pensions', {
      instrument: {
        kind: 'inflation-linked flows',
        currency: 'USD',
        flows: Array.from({ length: 35 }, (_, i) => ({ years: i + 1, amount: Math.exp(-((i - 12) ** 2) / 300) })),
        spread: 0,
        bucket: null,
      },
      quantity: -12e6,
      currency: 'USD',
      holding: 'pensions',
    }),
    line('euro-pensions', {
      instrument: { kind: 'fixed flows', currency: 'EUR', flows: annual(20, 0.06), spread: 0, bucket: null },
      quantity: -50e6,
      currency: 'EUR',
      holding: 'pensions',
    }),
  ],
}
