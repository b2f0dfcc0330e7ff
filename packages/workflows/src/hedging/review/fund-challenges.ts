import type { Challenge } from '../../review/index.ts'
import type { PortfolioManagerResult } from '../analyses/portfolio-manager.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { repricedFund } from './repriced-fund.ts'

/** Rounding of sums over a fund, share of what is summed. */
export const rounding = 1e-9
/** What central differences miss of a derivative, share of what is summed. */
const differenceError = 1e-5
/** Step of an exchange rate, in its logarithm: that of the claimed differences. */
const currencyStep = 0.01
const bp = 1e-4

const managerOf = (results: Readonly<Record<string, unknown>>) => results['portfolio-manager'] as PortfolioManagerResult

/** The fund before new hedges: values, sensitivity to rates, currency exposure. */
export const fundChallenges: readonly Challenge<HedgingCase>[] = [
  ...(['assets', 'liabilities'] as const).map((side): Challenge<HedgingCase> => ({
    id: side,
    label: `value of the ${side}`,
    method:
      'each holding and each payment discounted by the pricer of its own kind, instead of the book compiled for revaluation',
    unit: 'money',
    at: () => `portfolio-manager#/exposures/${side}`,
    recompute: async (study) => {
      const fund = repricedFund(study, [], null)
      return {
        figure: { value: Math.abs(fund[side]), standardError: null },
        allowed: rounding * fund.gross,
        why: 'rounding of the sums',
      }
    },
  })),
  {
    id: 'rate-sensitivity',
    label: 'gain of the surplus for yields a basis point lower, on the curve with the largest',
    method:
      'the whole curve moved in parallel and every line priced anew by its own pricer, instead of the sum of derivatives by key rate',
    unit: 'money',
    at: (results) => `portfolio-manager#/exposures/rates/${largestLadder(managerOf(results))}/parallel/net`,
    recompute: async (study, results) => {
      const manager = managerOf(results)
      const place = largestLadder(manager)
      if (place < 0) return null
      const { currency } = manager.exposures.rates[place]
      const { factors } = study.market
      const moved = (size: number) =>
        repricedFund(
          study,
          [],
          factors.map((factor) => (factor.group === 'rates' && factor.currency === currency ? size : 0)),
        )
      const [down, up] = [moved(-bp), moved(bp)]
      const change = down.assets + down.liabilities - up.assets - up.liabilities
      const { assets, liabilities } = manager.exposures.rates[place].parallel
      return {
        figure: { value: change / 2, standardError: null },
        allowed: differenceError * (Math.abs(assets) + Math.abs(liabilities)) + 10 * rounding * down.gross * bp,
        why: 'what central differences of a basis point miss',
      }
    },
  },
  {
    id: 'currency-exposure',
    label: 'currency exposure net of liabilities, in the foreign currency with the largest',
    method:
      'the exchange rate moved a hundredth either way and every line priced anew by its own pricer, instead of the derivatives of the book',
    unit: 'money',
    at: (results) => `portfolio-manager#/exposures/currencies/${largestCurrency(managerOf(results))}/net`,
    recompute: async (study, results) => {
      const manager = managerOf(results)
      const place = largestCurrency(manager)
      if (place < 0) return null
      const { currency, assets, liabilities, derivatives } = manager.exposures.currencies[place]
      const moved = (size: number) =>
        repricedFund(
          study,
          [],
          study.market.factors.map((factor) =>
            factor.group === 'currency' && factor.currency === currency ? size : 0,
          ),
        )
      const [up, down] = [moved(currencyStep), moved(-currencyStep)]
      const change = up.assets + up.liabilities - down.assets - down.liabilities
      return {
        figure: { value: change / (2 * currencyStep), standardError: null },
        allowed: differenceError * (Math.abs(assets) + Math.abs(liabilities) + Math.abs(derivatives)),
        why: 'what differences of a hundredth miss, where values are read as they stand',
      }
    },
  },
]

/** Place of the curve with the largest net sensitivity; -1 without any. */
function largestLadder({ exposures: { rates } }: PortfolioManagerResult): number {
  return largest(rates.map(({ parallel: { net } }) => net))
}

/** Place of the foreign currency with the largest net exposure; -1 without any. The base currency is the last. */
function largestCurrency({ exposures: { currencies } }: PortfolioManagerResult): number {
  return largest(currencies.slice(0, -1).map(({ net }) => net))
}

function largest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (Math.abs(value) > Math.abs(values[best] ?? 0) ? i : best), -1)
}
