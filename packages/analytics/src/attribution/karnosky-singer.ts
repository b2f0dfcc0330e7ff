import { requireSample } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'
import { requireColumn, weightedSum } from './require-columns.ts'

/** Markets and their currencies over one period; returns and rates of the period, continuous ones add exactly. */
export interface CurrencyMarkets {
  readonly portfolioWeights: readonly number[]
  readonly benchmarkWeights: readonly number[]
  /** Exposure to each currency after hedges: the asset weight plus forwards. */
  readonly portfolioCurrencyWeights: readonly number[]
  readonly benchmarkCurrencyWeights: readonly number[]
  readonly portfolioLocalReturns: readonly number[]
  readonly benchmarkLocalReturns: readonly number[]
  /** Cash (eurodeposit) return in each currency over the period. */
  readonly cashReturns: readonly number[]
  /** Return of holding each currency, in the base currency. */
  readonly currencyReturns: readonly number[]
  /** Returns in the base currency as they were accounted; the difference to the model is the residual. */
  readonly actualPortfolioReturn?: number
  readonly actualBenchmarkReturn?: number
}

/** Market and currency decisions, independent of each other. */
export interface KarnoskySinger {
  readonly portfolioReturn: number
  readonly benchmarkReturn: number
  readonly excessReturn: number
  /** (w - W)(premium - benchmark's premium). */
  readonly marketAllocation: readonly number[]
  /** W (portfolio premium - benchmark premium). */
  readonly marketSelection: readonly number[]
  readonly marketInteraction: readonly number[]
  /** (x - X)(cash + currency return, less the benchmark's average of it). */
  readonly currencyAllocation: readonly number[]
  readonly totals: {
    readonly marketAllocation: number
    readonly marketSelection: number
    readonly marketInteraction: number
    readonly currencyAllocation: number
  }
  /** Excess return (the accounted one where given) less all effects. */
  readonly residual: number
  readonly cautions: readonly AttributionCaution[]
}

/**
 * Separates market from currency decisions: a market is judged by its local return premium over cash, a currency by its
 * cash return plus its own return, which is what hedging trades. Brinson-Fachler on each.
 *
 * Source: Karnosky & Singer, Global Asset Management and Performance Attribution (1994), Research Foundation of the ICFA.
 */
export function karnoskySinger(markets: CurrencyMarkets): KarnoskySinger {
  const { portfolioWeights: w, benchmarkWeights: v } = markets
  const { portfolioCurrencyWeights: x, benchmarkCurrencyWeights: y } = markets
  const n = requireSample(w, 1, 'portfolioWeights').length
  const { actualPortfolioReturn, actualBenchmarkReturn, ...columns } = markets
  for (const [field, column] of Object.entries(columns)) requireColumn(column, n, field)
  const own = markets.portfolioLocalReturns.map((r, i) => r - markets.cashReturns[i])
  const theirs = markets.benchmarkLocalReturns.map((b, i) => b - markets.cashReturns[i])
  const currency = markets.cashReturns.map((c, i) => c + markets.currencyReturns[i])
  const premium = weightedSum(v, theirs)
  const currencyMean = weightedSum(y, currency)
  const marketAllocation = w.map((weight, i) => (weight - v[i]) * (theirs[i] - premium))
  const marketSelection = v.map((weight, i) => weight * (own[i] - theirs[i]))
  const marketInteraction = w.map((weight, i) => (weight - v[i]) * (own[i] - theirs[i]))
  const currencyAllocation = x.map((weight, i) => (weight - y[i]) * (currency[i] - currencyMean))
  const totals = {
    marketAllocation: compensatedSum(marketAllocation),
    marketSelection: compensatedSum(marketSelection),
    marketInteraction: compensatedSum(marketInteraction),
    currencyAllocation: compensatedSum(currencyAllocation),
  }
  const portfolioReturn = actualPortfolioReturn ?? weightedSum(w, own) + weightedSum(x, currency)
  const benchmarkReturn = actualBenchmarkReturn ?? premium + currencyMean
  const excessReturn = portfolioReturn - benchmarkReturn
  const residual = compensatedSum([excessReturn, ...Object.values(totals).map((total) => -total)])
  const openWeights = compensatedSum(w) - compensatedSum(v)
  const openCurrency = compensatedSum(x) - compensatedSum(y)
  const cautions: AttributionCaution[] = []
  if (Math.abs(openWeights) > 1e-9) {
    cautions.push(
      caution('unassigned-weight', `the weights of portfolio and benchmark differ by ${openWeights} in sum`),
    )
  }
  if (Math.abs(openCurrency) > 1e-9) {
    cautions.push(
      caution('hedges-not-funded', `the currency weights of portfolio and benchmark differ by ${openCurrency} in sum`),
    )
  }
  return {
    portfolioReturn,
    benchmarkReturn,
    excessReturn,
    marketAllocation,
    marketSelection,
    marketInteraction,
    currencyAllocation,
    totals,
    residual,
    cautions,
  }
}
