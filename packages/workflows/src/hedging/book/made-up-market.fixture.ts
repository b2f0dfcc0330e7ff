import { linearZeroCurve } from '@tutti/analytics/curves'
import { baseValues, compiledBook, type ValuationMarket } from '@tutti/analytics/revaluation'
import type { FundHoldings, Holding, HoldingKind, HoldingOf } from '@tutti/market'
import type { FundBook } from './fund-book.ts'

export const asOf = '2025-12-31'

/** A made-up market: curves flat but for the dollar's, which rises from 3.5 to 4.5 % between 1 and 30 years. `shift` moves the dollar's. */
export function madeUpMarket(shift = 0): ValuationMarket {
  const flat = (rate: number) => linearZeroCurve([1], [rate])
  return {
    baseCurrency: 'USD',
    curves: { USD: linearZeroCurve([1, 30], [0.035 + shift, 0.045 + shift]), EUR: flat(0.025), JPY: flat(0.01) },
    breakEvens: { USD: flat(0.024), EUR: flat(0.02) },
    fx: { USD: 1, EUR: 1.15, JPY: 0.0065 },
    basis: { EUR: 0, JPY: 0 },
    equities: { 'SIM-US': { level: 2900, currency: 'USD', dividendYield: 0.013 } },
    spreads: { 'USD-BBB': 0.012, 'USD-BBB-ENERGY': 0.015, 'EUR-A': 0.008, 'USD-IG': 0.006 },
    volatilities: { 'equity:SIM-US': 0.18, 'fx:EUR': 0.08, 'rate:USD': 0.009 },
  }
}
export const buckets = [{ name: 'USD-BBB' }, { name: 'USD-BBB-ENERGY' }, { name: 'EUR-A' }, { name: 'USD-IG' }]

/** A holding of a kind with fields that no test looks at filled in. */
export function holding<K extends HoldingKind>(
  kind: K,
  fields: Omit<HoldingOf<K>, 'id' | 'kind' | 'name' | 'issuer' | 'rating' | 'sector' | 'line'> & Partial<HoldingOf<K>>,
): Holding {
  const plain = { id: kind, name: kind, issuer: null, rating: null, sector: null, line: 2 }
  return { ...plain, ...fields, kind } as unknown as Holding
}

/** A fund that holds this and owes one payment. */
export function fundOf(holdings: readonly Holding[]): FundHoldings {
  const flow = { date: '2045-06-30', currency: 'USD', amount: 1e6, indexation: 'fixed', group: null, line: 2 } as const
  const source = { file: 'portfolio.csv', sha256: '', bytes: 0, rows: holdings.length }
  return { holdings, liabilities: { flows: [flow], members: [] }, sources: [source, source], warnings: [] }
}

/** What each line is worth, dollars. */
export function valuesOf({ lines }: FundBook, market: ValuationMarket): number[] {
  const instruments = lines.map(({ instrument }) => instrument)
  const units = baseValues(compiledBook(instruments, market, []))
  return lines.map(({ quantity }, i) => quantity * units[i])
}

/** Equal but for rounding. */
export function nearlyEqual(got: number, expected: number, relative = 1e-12): boolean {
  return Math.abs(got - expected) <= relative * Math.max(Math.abs(expected), Math.abs(got))
}
