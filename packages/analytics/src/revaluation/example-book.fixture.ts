import { flatCurve, linearZeroCurve } from '../curves/index.ts'
import type { Flow, Instrument } from './instrument.ts'
import type { RiskFactor } from './risk-factor.ts'
import type { ValuationMarket } from './valuation-market.ts'

/** A made-up market of three currencies, base currency USD. */
export const exampleMarket: ValuationMarket = {
  baseCurrency: 'USD',
  curves: {
    USD: linearZeroCurve([0.5, 2, 5, 10, 30], [0.045, 0.041, 0.039, 0.04, 0.043]),
    EUR: linearZeroCurve([1, 5, 10, 30], [0.022, 0.024, 0.027, 0.029]),
    GBP: flatCurve(0.037),
  },
  breakEvens: {
    USD: linearZeroCurve([1, 10, 30], [0.025, 0.023, 0.022]),
    GBP: flatCurve(0.031),
  },
  fx: { USD: 1, EUR: 1.08, GBP: 1.26 },
  basis: { EUR: -0.0021, GBP: 0.0007 },
  equities: {
    US: { level: 5200, currency: 'USD', dividendYield: 0.014 },
    EU: { level: 4900, currency: 'EUR', dividendYield: 0.028 },
  },
  spreads: { 'USD-BBB': 0.016, 'EUR-A': 0.009 },
  volatilities: {
    'fx:EUR': 0.075,
    'fx:EUR/GBP': 0.055,
    'rate:USD': 0.0092,
    'equity:US': 0.17,
    'equity:EU': 0.19,
  },
}

const coupons = (years: number, rate: number, first: number): Flow[] =>
  Array.from({ length: years }, (_, i) => ({
    years: first + i,
    amount: 100 * rate + (i === years - 1 ? 100 : 0),
  }))

/** One instrument of each kind at least, each side of it that has a formula of its own. */
export const exampleInstruments: readonly Instrument[] = [
  { kind: 'cash', currency: 'EUR', amount: 250 },
  { kind: 'fixed flows', currency: 'EUR', flows: coupons(7, 0.03, 0.4), spread: 0.008, bucket: 'EUR-A' },
  { kind: 'fixed flows', currency: 'GBP', flows: coupons(30, 0.04, 1), spread: 0, bucket: null },
  { kind: 'inflation-linked flows', currency: 'GBP', flows: coupons(20, 0.01, 0.75), spread: 0.001, bucket: null },
  { kind: 'equity', currency: 'GBP', amount: 300, index: 'US', beta: 0.8 },
  {
    kind: 'swap',
    side: 'receive fixed',
    currency: 'USD',
    notional: 100,
    startYears: 0,
    endYears: 20,
    fixedRate: 0.04,
    fixedFrequency: 2,
    floatingFrequency: 4,
  },
  {
    kind: 'swap',
    side: 'pay fixed',
    currency: 'EUR',
    notional: 100,
    startYears: -0.65,
    endYears: 7.35,
    fixedRate: 0.02,
    fixedFrequency: 1,
    floatingFrequency: 2,
    currentFixing: 0.026,
  },
  {
    kind: 'zero-coupon inflation swap',
    side: 'receive inflation',
    currency: 'USD',
    notional: 100,
    maturityYears: 12,
    fixedRate: 0.023,
  },
  {
    kind: 'fx forward',
    buyCurrency: 'USD',
    buyAmount: 109,
    sellCurrency: 'EUR',
    sellAmount: 100,
    maturityYears: 0.75,
  },
  {
    kind: 'fx forward',
    buyCurrency: 'GBP',
    buyAmount: 86,
    sellCurrency: 'EUR',
    sellAmount: 100,
    maturityYears: 1.5,
  },
  {
    kind: 'fx option',
    type: 'put',
    currency: 'EUR',
    againstCurrency: 'USD',
    notional: 100,
    strike: 1.05,
    expiryYears: 0.9,
  },
  {
    kind: 'fx option',
    type: 'call',
    currency: 'GBP',
    againstCurrency: 'EUR',
    notional: 100,
    strike: 1.2,
    expiryYears: 1.4,
  },
  {
    kind: 'cross-currency swap',
    receiveCurrency: 'USD',
    receiveNotional: 108,
    payCurrency: 'EUR',
    payNotional: 100,
    maturityYears: 6.1,
    receiveSpread: -0.002,
    frequency: 4,
  },
  {
    kind: 'swaption',
    side: 'receive fixed',
    currency: 'USD',
    notional: 100,
    expiryYears: 1.5,
    tenorYears: 15,
    strike: 0.037,
    fixedFrequency: 2,
  },
  {
    kind: 'swaption',
    side: 'pay fixed',
    currency: 'USD',
    notional: 100,
    expiryYears: 3,
    tenorYears: 5,
    strike: 0.045,
    fixedFrequency: 1,
  },
  { kind: 'bond future', currency: 'EUR', deliveryYears: 0.3, flows: coupons(10, 0.026, 0.8), price: 99 },
  {
    kind: 'credit default swap',
    side: 'buy protection',
    currency: 'USD',
    bucket: 'USD-BBB',
    ownSpread: -0.003,
    notional: 100,
    maturityYears: 5.1,
    couponRate: 0.01,
    recovery: 0.4,
  },
  {
    kind: 'total return swap',
    side: 'pay total return',
    currency: 'USD',
    flows: coupons(8, 0.055, 0.5),
    spread: 0.017,
    bucket: 'USD-BBB',
    referenceValue: 101,
  },
  { kind: 'equity option', type: 'put', index: 'EU', units: 2, strike: 4500, expiryYears: 1.1 },
  { kind: 'equity option', type: 'call', index: 'US', units: 1, strike: 5600, expiryYears: 0.5 },
  { kind: 'equity forward', index: 'EU', units: 2, strike: 4950, maturityYears: 0.8 },
]

/** Key rates beside the curves' own knots, and one of everything else. */
export const exampleFactors: readonly RiskFactor[] = [
  ...[1, 3, 10, 20].map((years) => ({ group: 'rates', currency: 'USD', years }) as const),
  ...[0.25, 2, 10].map((years) => ({ group: 'rates', currency: 'EUR', years }) as const),
  { group: 'rates', currency: 'GBP', years: 15 },
  { group: 'inflation', currency: 'USD', years: 5 },
  { group: 'inflation', currency: 'USD', years: 20 },
  { group: 'inflation', currency: 'GBP', years: 10 },
  { group: 'currency', currency: 'EUR' },
  { group: 'currency', currency: 'GBP' },
  { group: 'credit', bucket: 'USD-BBB' },
  { group: 'credit', bucket: 'EUR-A' },
  { group: 'equity', index: 'US' },
  { group: 'equity', index: 'EU' },
  { group: 'volatility', surface: 'fx:EUR' },
  { group: 'volatility', surface: 'fx:EUR/GBP' },
  { group: 'volatility', surface: 'rate:USD' },
  { group: 'volatility', surface: 'equity:US' },
  { group: 'volatility', surface: 'equity:EU' },
]

/** A bad day: rates, inflation and spreads up unevenly, currencies and shares down, volatilities up. */
export const exampleShock: readonly number[] = [
  0.012, 0.009, 0.011, 0.014, -0.003, 0.004, 0.007, 0.015, 0.006, 0.004, -0.005, -0.12, 0.06, 0.021, 0.012, -0.25,
  -0.31, 0.03, 0.02, 0.0025, 0.11, 0.14,
]
