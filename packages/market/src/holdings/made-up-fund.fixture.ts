import type { HoldingChecks } from './load-holdings.ts'

/** What the made-up funds of the tests are read against. */
export const checks: HoldingChecks = {
  asOf: '2025-12-31',
  currencies: ['USD', 'EUR', 'JPY'],
  counterparties: ['dealer-a', 'dealer-b'],
  indices: ['SIM-US'],
  creditIndices: ['USD-IG'],
}

/** One row of each kind of holding, as objects by column; numbers as a person writes them. */
export const portfolioRows: readonly Readonly<Record<string, string | number>>[] = [
  { id: 'c1', kind: 'cash', currency: 'EUR', marketValue: -250.5, counterparty: 'dealer-a' },
  {
    id: 'b1',
    name: 'Bond, with a "comma"',
    kind: 'bond',
    currency: 'USD',
    issuer: 'A company',
    rating: 'BBB+',
    sector: 'energy',
    nominal: 1000000,
    couponPercent: 15.84,
    frequency: 2,
    maturity: '2034-08-15',
    cleanPrice: 97.35,
  },
  { id: 'l1', kind: 'inflation-linked-bond', currency: 'USD', nominal: 5e6, couponPercent: 0.125, frequency: 2, maturity: '2030-07-15', indexRatio: 1.23456 },
  { id: 'f1', kind: 'bond-fund', currency: 'EUR', rating: 'Baa1', marketValue: 1e6, durationYears: 4.5 },
  { id: 'f2', kind: 'inflation-linked-bond-fund', currency: 'USD', sector: 'government', marketValue: 1e6, durationYears: 8 },
  { id: 'e1', kind: 'equity', currency: 'USD', quantity: 1200, price: 31.5, index: 'SIM-US', beta: 1.1 },
  { id: 'e2', kind: 'equity-fund', currency: 'USD', marketValue: 4e6, index: 'SIM-US' },
  { id: 's1', kind: 'swap', currency: 'USD', side: 'receive-fixed', nominal: 1e7, fixedRatePercent: 2.5, fixingPercent: 4.1, frequency: 2, floatingFrequency: 4, start: '2020-03-16', maturity: '2040-03-16', counterparty: 'dealer-a' },
  { id: 's2', kind: 'inflation-swap', currency: 'USD', side: 'receive-inflation', nominal: 1e7, fixedRatePercent: 2.4, indexRatio: 1.1, start: '2022-03-16', maturity: '2042-03-16', counterparty: 'dealer-b' },
  { id: 'x1', kind: 'cross-currency-swap', currency: 'USD', nominal: 1.1e6, counterCurrency: 'EUR', counterNominal: 1e6, spreadBp: -12.5, frequency: 4, maturity: '2028-01-15', counterparty: 'dealer-a' },
  { id: 'w1', kind: 'fx-forward', currency: 'USD', nominal: 1.1e6, counterCurrency: 'EUR', counterNominal: 1e6, maturity: '2026-03-16', counterparty: 'dealer-a' },
  { id: 'o1', kind: 'fx-option', currency: 'EUR', side: 'long', option: 'put', nominal: 1e6, counterCurrency: 'USD', strike: 1.05, expiry: '2026-06-16', counterparty: 'dealer-b' },
  { id: 'o2', kind: 'equity-option', currency: 'USD', side: 'short', option: 'call', quantity: 100, index: 'SIM-US', strike: 3200, expiry: '2026-12-18', counterparty: 'dealer-b' },
  { id: 'o3', kind: 'swaption', currency: 'USD', side: 'long', option: 'receiver', nominal: 1e7, fixedRatePercent: 3.75, frequency: 2, expiry: '2027-06-15', maturity: '2047-06-15', counterparty: 'dealer-b' },
  { id: 'u1', kind: 'bond-future', currency: 'USD', side: 'short', quantity: 20, nominal: 100000, couponPercent: 4.25, frequency: 2, expiry: '2026-03-20', maturity: '2035-11-15' },
  { id: 'd1', kind: 'cds', currency: 'USD', side: 'buy-protection', issuer: 'A company', rating: 'BBB', nominal: 1e6, couponPercent: 1, spreadBp: 115, recoveryPercent: 35, maturity: '2030-12-20', counterparty: 'dealer-a' },
  { id: 'd2', kind: 'index-cds', currency: 'USD', side: 'sell-protection', nominal: 1e6, couponPercent: 1, index: 'USD-IG', maturity: '2030-12-20', counterparty: 'dealer-a' },
  { id: 't1', kind: 'total-return-swap', currency: 'USD', side: 'receive-total-return', rating: 'BB', nominal: 1e6, durationYears: 3.5, maturity: '2026-09-20', counterparty: 'dealer-a' },
] // prettier-ignore

/** Payments by column. */
export const liabilityRows: readonly Readonly<Record<string, string | number>>[] = [
  { date: '2030-06-30', currency: 'USD', amount: 100000.25, indexation: 'fixed', group: 'deferred' },
  { date: '2031-06-30', currency: 'EUR', amount: 250000, indexation: 'inflation-linked', group: 'active' },
]

const quoted = (cell: string | number): string =>
  /[",]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell)

/** The columns that some row has. */
export const columnsOf = (rows: readonly Readonly<Record<string, unknown>>[]): string[] => [
  ...new Set(rows.flatMap((row) => Object.keys(row))),
]

/** Rows as CSV. */
export function csvOf(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const columns = columnsOf(rows)
  const lines = rows.map((row) => columns.map((column) => quoted(row[column] ?? '')).join(','))
  return `${[columns.join(','), ...lines].join('\n')}\n`
}
