import { asOf, breakEvenYears, currencies, curveYears } from './market-figures.ts'
import type { SimulatedMarket } from './simulated-market.ts'

type Columns = Readonly<Record<string, readonly number[]>>

/** One CSV: its columns with their ids, how many decimals it shows, and its entry in market.yaml. */
interface MarketFile {
  readonly file: string
  readonly remark: string
  readonly columns: Columns
  readonly decimals: number
  readonly entry: readonly string[]
}

function curveFiles(market: SimulatedMarket): MarketFile[] {
  const list = (years: readonly number[]): string => years.map((each) => `sim_${each}Y: ${each}`).join(', ')
  const entry = (id: string, years: readonly number[]): string[] => [
    'layout: curve',
    `id: ${id}`,
    'compounding: continuous',
    'unit: percent',
    `columns: { ${list(years)} }`,
  ]
  return currencies.flatMap((currency, k) => [
    {
      file: `simulated-zero-curve-${currency.toLowerCase()}.csv`,
      remark: 'zero rates',
      columns: market.zero[k],
      decimals: 3,
      entry: entry(`zero-curve:${currency}-SIMULATED`, curveYears),
    },
    {
      file: `simulated-break-even-${currency.toLowerCase()}.csv`,
      remark: 'zero-coupon break-even inflation',
      columns: market.breakEven[k],
      decimals: 3,
      entry: entry(`zero-curve:${currency}-BREAKEVEN`, breakEvenYears),
    },
  ])
}

function seriesFile(
  file: string,
  remark: string,
  columns: Columns,
  [unit, decimals]: readonly [string, number],
  idOf: (column: string) => string,
): MarketFile {
  const ids = Object.keys(columns).map((column) => `${column}: ${idOf(column)}`)
  return {
    file,
    remark,
    columns,
    decimals,
    entry: ['layout: series', `unit: ${unit}`, `columns: { ${ids.join(', ')} }`, `convention: simulated, ${remark}`],
  }
}

/** Columns under names that say they are simulated; names that do so already stay. */
function labelled(columns: Columns): Columns {
  const name = (column: string): string => (column.startsWith('SIM') ? column : `SIM-${column}`)
  return Object.fromEntries(Object.entries(columns).map(([column, values]) => [name(column), values]))
}

function marketFileList(market: SimulatedMarket): MarketFile[] {
  const rateVolatility = Object.fromEntries(
    Object.entries(market.rateVolatility).map(([currency, values]) => [`SIM-RATE-${currency}`, values]),
  )
  return [
    ...curveFiles(market),
    seriesFile(
      'simulated-exchange-rates.csv',
      'exchange rates, EURUSD being dollars for one euro',
      labelled(market.fx),
      ['fx', 4],
      (column) => `fx:${column.replace('SIM-', '')}`,
    ),
    seriesFile(
      'simulated-equity-indices.csv',
      'price indices in their own currency',
      labelled(market.equity),
      ['index', 2],
      (column) => `equity-index:${column}`,
    ),
    seriesFile(
      'simulated-credit-spreads.csv',
      'spreads over zero rates, continuously compounded',
      labelled(market.spreads),
      ['percent', 4],
      (column) => `spread:${column}`,
    ),
    seriesFile(
      'simulated-equity-volatilities.csv',
      'implied lognormal volatility of the index, a year',
      labelled(market.equityVolatility),
      ['vol-decimal', 4],
      (column) => `vol-index:${column}`,
    ),
    seriesFile(
      'simulated-fx-volatilities.csv',
      'implied lognormal volatility of the exchange rate, a year',
      labelled(market.fxVolatility),
      ['vol-decimal', 4],
      (column) => `vol-index:${column}`,
    ),
    seriesFile(
      'simulated-rate-volatilities.csv',
      'implied normal volatility of swap rates, a year (0.0088 is 88 bp)',
      rateVolatility,
      ['vol-decimal', 5],
      (column) => `vol-index:${column}`,
    ),
  ]
}

/** The simulated market as texts by file name, market.yaml last. */
export function marketFiles(market: SimulatedMarket): Map<string, string> {
  const files = marketFileList(market)
  const texts = new Map<string, string>()
  for (const { file, columns, decimals } of files) {
    const names = Object.keys(columns)
    const lines = market.dates.map((date, i) =>
      [date, ...names.map((name) => columns[name][i].toFixed(decimals))].join(','),
    )
    texts.set(file, `${[['date', ...names].join(','), ...lines].join('\n')}\n`)
  }
  const entries = files.map(({ file, remark, entry }) =>
    [`  - file: ${file} # SIMULATED ${remark}`, ...entry.map((line) => `    ${line}`)].join('\n'),
  )
  const yaml = [
    '# SIMULATED market: drawn by ../generate-example.ts. No figure in it was ever observed.',
    `asOf: ${asOf}`,
    'origin: simulated',
    'files:',
    ...entries,
  ]
  return texts.set('market.yaml', `${yaml.join('\n')}\n`)
}
