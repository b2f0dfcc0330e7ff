/** A made-up market of dollars and euros for examples, and what moves on it. */
export const exampleMarket = {
  market: {
    baseCurrency: 'USD',
    curves: {
      USD: { timesYears: [1, 5, 10, 30], zeroRates: [0.043, 0.039, 0.04, 0.042] },
      EUR: { timesYears: [1, 5, 10, 30], zeroRates: [0.022, 0.024, 0.027, 0.029] },
    },
    breakEvens: { USD: { timesYears: [1, 30], zeroRates: [0.025, 0.022] } },
    fx: { EUR: 1.08 },
    basis: { EUR: -0.002 },
    equities: { world: { level: 3000, currency: 'USD', dividendYield: 0.018 } },
    spreads: { 'USD-BBB': 0.016 },
    volatilities: { 'fx:EUR': 0.08, 'equity:world': 0.17 },
  },
  factors: [
    { group: 'rates' as const, currency: 'USD', years: 2 },
    { group: 'rates' as const, currency: 'USD', years: 20 },
    { group: 'inflation' as const, currency: 'USD', years: 10 },
    { group: 'currency' as const, currency: 'EUR' },
    { group: 'credit' as const, bucket: 'USD-BBB' },
    { group: 'equity' as const, index: 'world' },
    { group: 'volatility' as const, surface: 'fx:EUR' },
  ],
}

const flowsOf = (count: number, amount: number, last: number) =>
  Array.from({ length: count }, (_, i) => ({ years: i + 1, amount: i === count - 1 ? amount + last : amount }))

/** A small fund: a corporate bond, euro cash and shares against dollar pensions. */
export const examplePositions = [
  {
    id: 'corporate bond',
    quantity: 400_000,
    instrument: {
      kind: 'fixed flows' as const,
      currency: 'USD',
      flows: flowsOf(8, 5.5, 100),
      spread: 0.017,
      bucket: 'USD-BBB',
    },
  },
  { id: 'euro cash', quantity: 20e6, instrument: { kind: 'cash' as const, currency: 'EUR', amount: 1 } },
  {
    id: 'shares',
    quantity: 30e6,
    instrument: { kind: 'equity' as const, currency: 'USD', amount: 1, index: 'world', beta: 0.95 },
  },
  {
    id: 'pensions',
    quantity: -1,
    instrument: {
      kind: 'inflation-linked flows' as const,
      currency: 'USD',
      flows: flowsOf(30, 3.2e6, 0),
      spread: 0,
      bucket: null,
    },
  },
]

/** Trades that hedge it: a swap, the euros sold forward and a put on what is left of them. */
export const exampleHedge = [
  {
    id: 'receive fixed 20 years',
    quantity: 40e6,
    instrument: {
      kind: 'swap' as const,
      side: 'receive fixed' as const,
      currency: 'USD',
      notional: 1,
      startYears: 0,
      endYears: 20,
      fixedRate: 0.041,
      fixedFrequency: 2,
      floatingFrequency: 4,
    },
  },
  {
    id: 'sell euros forward',
    quantity: 16e6,
    instrument: {
      kind: 'fx forward' as const,
      buyCurrency: 'USD',
      buyAmount: 1.09,
      sellCurrency: 'EUR',
      sellAmount: 1,
      maturityYears: 0.5,
    },
  },
  {
    id: 'euro put',
    quantity: 4e6,
    instrument: {
      kind: 'fx option' as const,
      type: 'put' as const,
      currency: 'EUR',
      againstCurrency: 'USD',
      notional: 1,
      strike: 1.05,
      expiryYears: 0.5,
    },
  },
]

/** Changes of the factors in some bad and good quarters. */
export const exampleShocks = [
  [0.004, 0.006, 0.001, -0.05, 0.004, -0.11, 0.02],
  [-0.007, -0.005, -0.003, 0.02, 0.001, 0.04, -0.01],
  [0.011, 0.009, 0.004, -0.08, 0.007, -0.16, 0.03],
  [-0.003, -0.001, -0.002, 0.03, -0.001, 0.06, -0.01],
  [0.002, -0.004, 0.001, 0.01, 0.002, -0.03, 0],
  [-0.012, -0.014, -0.006, -0.03, 0.009, -0.21, 0.05],
  [0.001, 0.003, 0.002, 0.04, -0.002, 0.07, -0.02],
  [0.006, 0.002, 0.003, -0.02, 0, 0.05, 0.01],
  [-0.002, 0.004, 0.001, 0.06, -0.003, 0.09, -0.01],
  [-0.005, -0.009, -0.002, 0.01, 0.003, -0.08, 0.02],
]
