import { ankrimHensel, karnoskySinger } from '@tutti/analytics/attribution'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, positive } from '../value-schemas.ts'
import { cautions, column, residual, segmentColumns } from './attribution-schemas.ts'

const rates = z.array(positive).min(1).max(20_000)

/** Currency attribution with forwards. */
export const ankrimHenselOperation = defineOperation({
  name: 'attribution/ankrim-hensel',
  title: 'Currency attribution of Ankrim and Hensel',
  description:
    'Allocation, selection and interaction of returns without currency, the forward premium, and currency management with hedges, in the base currency.',
  source: 'Ankrim & Hensel, Financial Analysts J. 50 (1994); Bacon (2008), chapter 6',
  input: z.strictObject({
    ...segmentColumns,
    portfolioReturns: column.describe('in the base currency, unhedged, simple'),
    benchmarkReturns: column.describe('in the base currency, unhedged, simple'),
    portfolioHedgeWeights: column.describe('forwards by currency, share of the portfolio: bought +, sold -'),
    benchmarkHedgeWeights: column,
    spotStart: rates.describe('base currency per unit of the currency of the segment'),
    spotEnd: rates,
    forward: rates.describe('at the start for the end of the period'),
  }),
  output: z.strictObject({
    portfolioReturn: number.describe('with hedges'),
    benchmarkReturn: number.describe('with hedges'),
    excessReturn: number,
    allocation: column,
    selection: column,
    interaction: column,
    currencyManagement: column,
    forwardPremium: column,
    totals: z.strictObject({
      allocation: number,
      selection: number,
      interaction: number,
      currencyManagement: number,
      forwardPremium: number,
    }),
    residual,
    cautions,
  }),
  example: {
    portfolioWeights: [0.4, 0.3, 0.3],
    benchmarkWeights: [0.4, 0.2, 0.4],
    portfolioHedgeWeights: [0.2, -0.15, -0.05],
    benchmarkHedgeWeights: [0.3, -0.1, -0.2],
    portfolioReturns: [0.2, 0.045, 0.272],
    benchmarkReturns: [0.1, 0.056, 0.296],
    spotStart: [1, 1, 1],
    spotEnd: [1, 1.1, 1.2],
    forward: [1, 1.01, 1.02],
  },
  compute: (segments) => {
    const result = ankrimHensel(segments)
    return {
      ...result,
      allocation: [...result.allocation],
      selection: [...result.selection],
      interaction: [...result.interaction],
      currencyManagement: [...result.currencyManagement],
      forwardPremium: [...result.forwardPremium],
      cautions: [...result.cautions],
    }
  },
})

/** Market and currency decisions apart. */
export const karnoskySingerOperation = defineOperation({
  name: 'attribution/karnosky-singer',
  title: 'Currency attribution of Karnosky and Singer',
  description:
    'Market allocation and selection by local return premiums over cash, and currency allocation by cash plus currency return, independent of each other.',
  source: 'Karnosky & Singer, Global Asset Management and Performance Attribution (1994)',
  input: z.strictObject({
    portfolioWeights: column,
    benchmarkWeights: column,
    portfolioCurrencyWeights: column.describe('exposure after hedges: asset weight plus forwards'),
    benchmarkCurrencyWeights: column,
    portfolioLocalReturns: column.describe('of the period; continuous returns add exactly'),
    benchmarkLocalReturns: column,
    cashReturns: column.describe('of cash in each currency over the period'),
    currencyReturns: column.describe('of each currency in the base currency'),
    actualPortfolioReturn: number.optional().describe('as accounted in the base currency'),
    actualBenchmarkReturn: number.optional(),
  }),
  output: z.strictObject({
    portfolioReturn: number,
    benchmarkReturn: number,
    excessReturn: number,
    marketAllocation: column,
    marketSelection: column,
    marketInteraction: column,
    currencyAllocation: column,
    totals: z.strictObject({
      marketAllocation: number,
      marketSelection: number,
      marketInteraction: number,
      currencyAllocation: number,
    }),
    residual,
    cautions,
  }),
  example: {
    portfolioWeights: [0.5, 0.3, 0.2],
    benchmarkWeights: [0.6, 0.25, 0.15],
    portfolioCurrencyWeights: [0.7, 0.2, 0.1],
    benchmarkCurrencyWeights: [0.6, 0.25, 0.15],
    portfolioLocalReturns: [0.052, 0.031, -0.012],
    benchmarkLocalReturns: [0.047, 0.036, -0.008],
    cashReturns: [0.011, 0.004, 0.001],
    currencyReturns: [0, 0.021, -0.034],
  },
  compute: ({ actualPortfolioReturn, actualBenchmarkReturn, ...columns }) => {
    const result = karnoskySinger({
      ...columns,
      ...(actualPortfolioReturn === undefined ? {} : { actualPortfolioReturn }),
      ...(actualBenchmarkReturn === undefined ? {} : { actualBenchmarkReturn }),
    })
    return {
      ...result,
      marketAllocation: [...result.marketAllocation],
      marketSelection: [...result.marketSelection],
      marketInteraction: [...result.marketInteraction],
      currencyAllocation: [...result.currencyAllocation],
      cautions: [...result.cautions],
    }
  },
})
