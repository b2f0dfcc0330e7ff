// What the simulated market is made to look like at its start and on its last day. Rates in percent, spreads in basis points.

export const firstDay = '2014-01-02'
export const asOf = '2025-12-31'

/** Tenors of the zero curves and of the break-even curves, years. */
export const curveYears = [0.25, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50] as const
export const breakEvenYears = [2, 5, 10, 20, 30, 50] as const

/**
 * Of each currency: level, slope and curvature (Nelson-Siegel, percent) of the zero curve at the start and at the end; level
 * and slope of the break-even curve; volatility of its rates against those of the dollar.
 */
export const rateCurves = {
  USD: { from: [4.1, -3.9, -1.5], to: [4.9, -0.8, -2.0], inflation: [2.3, -0.3, 2.45, 0.2], scale: 1 },
  EUR: { from: [2.9, -2.7, -1.8], to: [3.1, -1.0, -1.2], inflation: [2.0, -0.6, 2.1, -0.2], scale: 0.85 },
  GBP: { from: [3.8, -3.3, -0.5], to: [5.1, -1.2, -2.0], inflation: [3.3, -0.4, 3.05, 0.4], scale: 1.05 },
  JPY: { from: [1.9, -1.8, -1.6], to: [2.9, -2.3, -1.5], inflation: [1.0, -0.4, 1.5, 0.3], scale: 0.5 },
} as const
export const currencies = Object.keys(rateCurves) as (keyof typeof rateCurves)[]

/** Exchange rates as quoted: at the start, at the end; the sign with which the rate moves when the dollar rises. */
export const exchangeRates = {
  EURUSD: { from: 1.3, to: 1.17, sign: -1, volatility: 0.075 },
  GBPUSD: { from: 1.58, to: 1.34, sign: -1, volatility: 0.085 },
  USDJPY: { from: 105, to: 155, sign: 1, volatility: 0.1 },
} as const

/** Equity indices: start, end, implied volatility at the end, loading on the world's equity. */
export const equityIndices = {
  'SIM-US': { from: 1000, to: 2900, volatility: 0.17, loading: 0.93 },
  'SIM-EU': { from: 1000, to: 1850, volatility: 0.18, loading: 0.88 },
  'SIM-UK': { from: 1000, to: 1550, volatility: 0.15, loading: 0.82 },
  'SIM-JP': { from: 1000, to: 2050, volatility: 0.2, loading: 0.75 },
} as const

/** Spreads at the end, basis points; elasticity to the common movement of credit. Indices stand for baskets of protection. */
export const spreadSeries = {
  'USD-AAA': { bp: 45, elasticity: 0.6 },
  'USD-AA': { bp: 60, elasticity: 0.7 },
  'USD-A': { bp: 80, elasticity: 0.85 },
  'USD-BBB': { bp: 120, elasticity: 1 },
  'USD-BB': { bp: 220, elasticity: 1.1 },
  'EUR-AAA': { bp: 50, elasticity: 0.6 },
  'EUR-AA': { bp: 62, elasticity: 0.7 },
  'EUR-A': { bp: 84, elasticity: 0.85 },
  'EUR-BBB': { bp: 125, elasticity: 1 },
  'EUR-BB': { bp: 240, elasticity: 1.1 },
  'GBP-AAA': { bp: 60, elasticity: 0.6 },
  'GBP-AA': { bp: 75, elasticity: 0.7 },
  'GBP-A': { bp: 100, elasticity: 0.85 },
  'GBP-BBB': { bp: 142, elasticity: 1 },
  'GBP-BB': { bp: 270, elasticity: 1.1 },
  'SIM-INDEX-USD-IG': { bp: 64, elasticity: 1.55 },
  'SIM-INDEX-USD-HY': { bp: 340, elasticity: 1.1 },
  'SIM-INDEX-EUR-IG': { bp: 66, elasticity: 1.55 },
  'SIM-INDEX-EUR-HY': { bp: 350, elasticity: 1.1 },
} as const

/** Normal volatilities of swap rates at the end, decimal. */
export const rateVolatilities = { USD: 0.0088, EUR: 0.0075, GBP: 0.0094, JPY: 0.0055 } as const
