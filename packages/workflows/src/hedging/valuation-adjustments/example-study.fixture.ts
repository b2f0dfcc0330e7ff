import { flatCurve } from '@tutti/analytics/curves'
import { fillNormals, openStream } from '@tutti/analytics/random'
import { factorName, type RiskFactor, type ValuationMarket } from '@tutti/analytics/revaluation'
import type { BookLine, FundBook } from '../book/fund-book.ts'
import { type HedgingMandate, validHedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import { inProcessContext } from '../../testing/in-process-context.ts'
import { hedgeUniverse } from '../universe/index.ts'
import type { HedgeInstrument } from '../universe/index.ts'
import { unitExposures, type UnitExposures } from './unit-exposures.ts'

/** A small market of three currencies with a made-up history; every figure is simulated. */
const valuation: ValuationMarket = {
  baseCurrency: 'USD',
  curves: { USD: flatCurve(0.04), EUR: flatCurve(0.025), GBP: flatCurve(0.042) },
  breakEvens: { USD: flatCurve(0.023), GBP: flatCurve(0.032) },
  fx: { USD: 1, EUR: 1.1, GBP: 1.28 },
  basis: { EUR: -0.001 },
  equities: { WORLD: { level: 3500, currency: 'USD', dividendYield: 0.018 } },
  spreads: { 'USD-IG': 0.009, 'USD-BBB': 0.014 },
  volatilities: {
    'fx:EUR': 0.08,
    'fx:GBP': 0.09,
    'equity:WORLD': 0.17,
    'rate:USD': 0.01,
    'rate:EUR': 0.008,
    'rate:GBP': 0.01,
  },
}
const factors: readonly RiskFactor[] = [
  ...['USD', 'EUR', 'GBP'].flatMap((currency) =>
    [2, 10, 30].map((years) => ({ group: 'rates', currency, years }) as const),
  ),
  ...['USD', 'GBP'].map((currency) => ({ group: 'inflation', currency, years: 10 }) as const),
  { group: 'currency', currency: 'EUR' },
  { group: 'currency', currency: 'GBP' },
  { group: 'credit', bucket: 'USD-IG' },
  { group: 'credit', bucket: 'USD-BBB' },
  { group: 'equity', index: 'WORLD' },
]

/** Five years of days in which everything follows a common shock and one of its own. */
function walked(): HedgingMarket['history'] {
  const days = 1250
  const state = new Int32Array(4)
  openStream(5, 1, 0, state)
  const normals = new Float64Array(days * (factors.length + 1))
  fillNormals(state, normals, normals.length)
  const levels = new Float64Array(days * factors.length)
  factors.forEach((factor, j) => {
    const daily = { rates: 0.0005, inflation: 0.0004, currency: 0.005, credit: 0.0002, equity: 0.01, volatility: 0 }[
      factor.group
    ]
    const fall = factor.group === 'rates' ? Math.exp(-factor.years / 60) : 1
    let level = { rates: 0.03, inflation: 0.025, currency: 0, credit: 0.012, equity: 8, volatility: 0 }[factor.group]
    for (let t = 0; t < days; t++) {
      const at = t * (factors.length + 1)
      level += daily * fall * (0.5 * normals[at + factors.length] + 0.866 * normals[at + j])
      if (factor.group === 'credit') level = Math.max(level, 0.004)
      levels[t * factors.length + j] = level
    }
  })
  return {
    dates: Array.from({ length: days }, (_, t) => `day ${t}`),
    days: Int32Array.from({ length: days }, (_, t) => t),
    levels,
    sources: factors.map((factor) => factorName(factor)),
  }
}

export const exampleMarket: HedgingMarket = {
  asOf: '2024-12-31',
  origin: 'simulated',
  valuation,
  factors,
  factorNames: factors.map((factor) => factorName(factor)),
  history: walked(),
  notes: [],
}

const currency = (code: string) => ({
  curve: `zero-curve:${code}-SWAP`,
  ...(code === 'USD' ? {} : { fx: `fx:${code}USD` }),
})

/** A mandate with three counterparties: with an annex, with a threshold and wrong-way risk, without an annex. */
export function exampleMandate(change: Readonly<Record<string, unknown>> = {}): HedgingMandate {
  return validHedgingMandate(
    {
      counterparties: [
        { id: 'alpha', cds_spread_bp: 60, exposure_limit: 40e6, csa: { minimum_transfer: 0 } },
        { id: 'beta', cds_spread_bp: 90, exposure_limit: 40e6, csa: { threshold: 5e6 }, wrong_way_correlation: 0.3 },
        { id: 'gamma', cds_spread_bp: 120, exposure_limit: 20e6, csa: null, domains: ['currency', 'rates'] },
      ],
      market: {
        currencies: { USD: currency('USD'), EUR: currency('EUR'), GBP: currency('GBP') },
        spreads: { 'USD-IG': { series: 'spread:USD-IG' }, 'USD-BBB': { series: 'spread:USD-BBB' } },
        credit_indices: [{ bucket: 'USD-IG', currency: 'USD' }],
      },
      scenarios: { exposure_paths: 256 },
      ...change,
    },
    'mandate.yaml',
  )
}

const line = (
  id: string,
  change: Partial<BookLine> & Pick<BookLine, 'instrument' | 'quantity' | 'currency'>,
): BookLine => ({
  id,
  label: id,
  side: 'asset',
  holding: 'bond',
  counterparty: null,
  rating: null,
  sector: null,
  issuer: null,
  ...change,
})

/** Bonds, shares and cash in three currencies, linked pensions, a forward and a swap that run already. */
export const exampleBook: FundBook = {
  lines: [
    line('usd-cash', {
      holding: 'cash',
      currency: 'USD',
      quantity: 1,
      instrument: { kind: 'cash', currency: 'USD', amount: 20e6 },
    }),
    line('usd-government', {
      rating: 'AAA',
      currency: 'USD',
      quantity: 1,
      instrument: {
        kind: 'fixed flows',
        currency: 'USD',
        spread: 0,
        bucket: null,
        flows: [{ years: 8, amount: 200e6 }],
      },
    }),
    line('usd-corporate', {
      rating: 'BBB',
      issuer: 'Maker',
      currency: 'USD',
      quantity: 1,
      instrument: {
        kind: 'fixed flows',
        currency: 'USD',
        spread: 0.014,
        bucket: 'USD-BBB',
        flows: [{ years: 6, amount: 150e6 }],
      },
    }),
    line('eur-bond', {
      rating: 'AA',
      currency: 'EUR',
      quantity: 1,
      instrument: {
        kind: 'fixed flows',
        currency: 'EUR',
        spread: 0,
        bucket: null,
        flows: [{ years: 10, amount: 100e6 }],
      },
    }),
    line('gbp-bond', {
      rating: 'AA',
      currency: 'GBP',
      quantity: 1,
      instrument: {
        kind: 'fixed flows',
        currency: 'GBP',
        spread: 0,
        bucket: null,
        flows: [{ years: 12, amount: 60e6 }],
      },
    }),
    line('world', {
      holding: 'equity-fund',
      currency: 'USD',
      quantity: 1,
      instrument: { kind: 'equity', currency: 'USD', amount: 150e6, index: 'WORLD', beta: 1 },
    }),
    line('pensions', {
      side: 'liability',
      holding: 'pensions',
      currency: 'USD',
      quantity: -1,
      instrument: {
        kind: 'fixed flows',
        currency: 'USD',
        spread: 0,
        bucket: null,
        flows: Array.from({ length: 30 }, (_, i) => ({ years: i + 1, amount: 30e6 })),
      },
    }),
    line('running-forward', {
      holding: 'fx-forward',
      counterparty: 'alpha',
      currency: 'EUR',
      quantity: 20e6,
      instrument: {
        kind: 'fx forward',
        buyCurrency: 'USD',
        buyAmount: 1.12,
        sellCurrency: 'EUR',
        sellAmount: 1,
        maturityYears: 0.4,
      },
    }),
    line('running-swap', {
      holding: 'swap',
      counterparty: 'gamma',
      currency: 'USD',
      quantity: 30e6,
      instrument: {
        kind: 'swap',
        side: 'receive fixed',
        currency: 'USD',
        notional: 1,
        startYears: -0.6,
        endYears: 9.4,
        fixedRate: 0.035,
        fixedFrequency: 1,
        floatingFrequency: 2,
        currentFixing: 0.041,
      },
    }),
  ],
}

export function exampleUniverse(mandate: HedgingMandate): HedgeInstrument[] {
  return hedgeUniverse(mandate, exampleMarket, exampleBook)
}

/** The exposures of the example, in this process. */
export function exampleExposures(
  mandate: HedgingMandate,
  universe: readonly HedgeInstrument[],
  book: FundBook = exampleBook,
  order: 'forward' | 'reversed' | 'odd-first' = 'forward',
): Promise<UnitExposures> {
  return unitExposures({ mandate, market: exampleMarket, universe, book, seed: 11 }, inProcessContext({ order }))
}
