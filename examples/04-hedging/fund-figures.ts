// What the simulated fund holds and owes, in outline. Money in billions of dollars.
import type { FundCurrency } from './fund-pricing.ts'

export const fundFigures = {
  /** Assets, derivatives at their value among them. */
  assets: 25,
  /** Assets over liabilities. */
  fundedRatio: 0.95,
  /** Part of the liabilities' sensitivity to rates and to break-even inflation that bonds and running swaps match. */
  ratesHedged: 0.45,
  inflationHedged: 0.4,
} as const

export const cash: Readonly<Record<FundCurrency, number>> = { USD: 0.35, EUR: 0.08, GBP: 0.05, JPY: 0.02 }

/** Bonds by currency: money, and the years to maturity of the lines. */
export const governmentBonds: Readonly<Record<FundCurrency, readonly [number, readonly number[]]>> = {
  USD: [6.7, [4, 8, 11, 14, 17, 20, 22, 24, 26, 28, 29]],
  EUR: [1.2, [5, 11, 17, 22, 26, 29]],
  GBP: [0.6, [9, 14, 22, 35]],
  JPY: [0.2, [3, 8]],
}
export const governments: Readonly<Record<FundCurrency, readonly [string, string]>> = {
  USD: ['Simulated Treasury', 'AA'],
  EUR: ['Simulated Federal Republic', 'AAA'],
  GBP: ['Simulated Gilt Office', 'AA'],
  JPY: ['Simulated Ministry of Finance', 'A'],
}
export const linkedBonds: Readonly<Record<FundCurrency, readonly [number, readonly number[]]>> = {
  USD: [1.9, [6, 10, 14, 18, 22, 26, 29]],
  EUR: [0.5, [6, 11, 21]],
  GBP: [0.8, [8, 14, 26, 38]],
  JPY: [0.05, [8]],
}

/** Corporate bonds: money, number of lines, and the share of each rating; most of it BBB. */
export const corporateBonds = {
  USD: [1.65, 40],
  EUR: [0.6, 14],
  GBP: [0.25, 8],
} as const
export const ratingShares = { AAA: 0.03, AA: 0.08, A: 0.25, BBB: 0.54, BB: 0.1 } as const
export const sectors = ['financials', 'industrials', 'utilities', 'technology', 'healthcare', 'energy'] as const

/** Bond funds: name, currency, money, duration, rating, kind. */
export const bondFunds = [
  ['US investment grade fund', 'USD', 0.25, 6.8, 'BBB', 'bond-fund'],
  ['US high yield fund', 'USD', 0.1, 3.6, 'BB', 'bond-fund'],
  ['Euro corporate fund', 'EUR', 0.15, 4.9, 'BBB', 'bond-fund'],
  ['US index-linked fund', 'USD', 0.4, 7.5, '', 'inflation-linked-bond-fund'],
] as const

/** Equity: currency, index, money, and how it is held (beta). */
export const equities = [
  ['US shares, core', 'USD', 'SIM-US', 1.1, 1, 'equity'],
  ['US shares, growth', 'USD', 'SIM-US', 0.6, 1.2, 'equity'],
  ['US shares, dividend', 'USD', 'SIM-US', 0.5, 0.85, 'equity'],
  ['US index fund', 'USD', 'SIM-US', 1.3, 1, 'equity-fund'],
  ['US small companies fund', 'USD', 'SIM-US', 0.3, 1.25, 'equity-fund'],
  ['Infrastructure fund', 'USD', 'SIM-US', 0.6, 0.55, 'equity-fund'],
  ['Listed property fund', 'USD', 'SIM-US', 0.4, 0.8, 'equity-fund'],
  ['Euro shares, core', 'EUR', 'SIM-EU', 1.4, 1, 'equity'],
  ['Euro index fund', 'EUR', 'SIM-EU', 0.7, 1, 'equity-fund'],
  ['UK shares, core', 'GBP', 'SIM-UK', 0.7, 1, 'equity'],
  ['UK index fund', 'GBP', 'SIM-UK', 0.35, 1, 'equity-fund'],
  ['Japan shares, core', 'JPY', 'SIM-JP', 1.1, 1.05, 'equity'],
  ['Japan index fund', 'JPY', 'SIM-JP', 0.6, 1, 'equity-fund'],
] as const

/** Running interest rate swaps, all receiving fixed: currency, start, tenor, weight within the currency. */
export const swaps = [
  ['USD', '2018-03-15', 15, 1],
  ['USD', '2021-11-15', 20, 1],
  ['USD', '2022-03-15', 30, 1],
  ['USD', '2023-12-15', 20, 1],
  ['USD', '2023-11-15', 30, 1],
  ['USD', '2024-05-15', 10, 2],
  ['USD', '2024-09-16', 30, 4],
  ['USD', '2025-04-15', 40, 2],
  ['EUR', '2022-10-17', 20, 1],
  ['EUR', '2024-02-15', 30, 2],
  ['GBP', '2021-05-17', 30, 1],
  ['GBP', '2023-08-15', 25, 1],
  ['GBP', '2025-02-17', 40, 2],
] as const

/** Share of each currency in the sensitivity to rates and to inflation that swaps have to make up. */
export const swapShares = { USD: 0.82, EUR: 0.08, GBP: 0.1 } as const

/** Running inflation swaps, all receiving inflation: currency, start, tenor, weight within the currency. */
export const inflationSwaps = [
  ['USD', '2021-02-16', 20, 1],
  ['USD', '2022-06-15', 30, 1],
  ['USD', '2023-05-15', 15, 1],
  ['USD', '2024-03-15', 25, 2],
  ['USD', '2025-06-16', 30, 1],
  ['EUR', '2023-10-16', 20, 1],
  ['GBP', '2022-03-15', 25, 1],
  ['GBP', '2024-11-15', 30, 1],
] as const

/** FX forwards that run: sold currency, amount sold in its units, maturity, rate against the spot of today at which it was dealt. */
export const forwards = [
  ['EUR', 100e6, '2026-01-15', 0.99],
  ['EUR', 80e6, '2026-03-16', 1.005],
  ['GBP', 60e6, '2026-02-16', 1.01],
  ['JPY', 20e9, '2026-01-15', 1.02],
  ['JPY', 15e9, '2026-04-15', 0.985],
] as const

/** Liabilities: currency shares, share linked to inflation in each, and the groups of members with their shares. */
export const liabilityCurrencies = { USD: [0.85, 0.45], EUR: [0.09, 0.4], GBP: [0.06, 0.75] } as const
/** Share of the present value, age now, years over which pensions start. */
export const liabilityGroups = {
  'pensions-in-payment': { share: 0.42, age: 73, from: 0, until: 0 },
  deferred: { share: 0.26, age: 57, from: 1, until: 18 },
  active: { share: 0.32, age: 46, from: 4, until: 36 },
} as const
/** Gompertz mortality of the members: the age at which most die, and the spread about it in years. */
export const mortality = { modalAge: 90, dispersion: 9 } as const
export const lastPayment = 2090
