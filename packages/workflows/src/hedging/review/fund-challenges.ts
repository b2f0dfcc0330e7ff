import type { Instrument } from '@tutti/analytics/revaluation'
import type { Challenge } from '../../review/index.ts'
import type { PortfolioManagerResult } from '../analyses/portfolio-manager.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { repricedFund } from './repriced-fund.ts'

/** Rounding of sums over a fund, share of what is summed. */
export const rounding = 1e-9
/** What central differences of a basis point miss of a derivative, share of what is summed. */
const differenceError = 1e-5
/** Step of an exchange rate itself, share of it. */
const currencyStep = 1e-4
/** What both differences miss of the derivative of an option, share of its value by currency. */
const optionError = 1e-5
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
      'what is held and owed in the currency added up at its value by its own pricer; contracts in place priced at a rate a ten-thousandth higher and lower, instead of the derivatives of the book',
    unit: 'money',
    at: (results) => `portfolio-manager#/exposures/currencies/${largestCurrency(managerOf(results))}/net`,
    recompute: async (study, results) => {
      const manager = managerOf(results)
      const place = largestCurrency(manager)
      if (place < 0) return null
      const { currency } = manager.exposures.currencies[place]
      const held = heldIn(study, currency)
      const contracts = contractsIn(study, currency)
      return {
        figure: { value: held.value + contracts.value, standardError: null },
        allowed: rounding * (held.gross + contracts.gross) + (contracts.linear ? 0 : optionError * contracts.size),
        why: contracts.linear ? 'rounding of the sums' : 'what differences miss of the options in place',
      }
    },
  },
]

/** Holdings and payments in a currency, at their values. */
function heldIn(study: HedgingCase, currency: string) {
  const { assets, liabilities, gross } = repricedFund(
    study,
    [],
    null,
    ({ instrument }) => isPhysical(instrument) && instrument.currency === currency,
  )
  return { value: assets + liabilities, gross }
}

/** Contracts in place: what their values change by for the exchange rate itself, which for what is linear in it is exact. */
function contractsIn(study: HedgingCase, currency: string) {
  const moved = (step: number) =>
    repricedFund(
      study,
      [],
      study.market.factors.map((factor) =>
        factor.group === 'currency' && factor.currency === currency ? Math.log1p(step) : 0,
      ),
      ({ instrument }) => !isPhysical(instrument),
    )
  const [up, down] = [moved(currencyStep), moved(-currencyStep)]
  const value = (up.assets + up.liabilities - down.assets - down.liabilities) / (2 * currencyStep)
  return {
    value,
    size: Math.abs(value),
    gross: up.gross + Math.abs(value),
    linear: study.book.lines.every(({ instrument: { kind } }) => kind !== 'fx option' && kind !== 'equity option'),
  }
}

type Held = Extract<Instrument, { kind: 'cash' | 'equity' | 'fixed flows' | 'inflation-linked flows' }>

/** Whether an instrument is worth so much of its own currency, so that its value is its exposure. */
function isPhysical(instrument: Instrument): instrument is Held {
  return ['cash', 'equity', 'fixed flows', 'inflation-linked flows'].includes(instrument.kind)
}

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
