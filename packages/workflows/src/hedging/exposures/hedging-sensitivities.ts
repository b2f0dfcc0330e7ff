import { bookSensitivities, compiledBook, type RiskFactor } from '@tutti/analytics/revaluation'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { lineValues } from './line-values.ts'

/** First derivatives to the risk factors, base currency for a unit of each factor (extrapolated central differences); in memory only. */
export interface HedgingSensitivities {
  readonly factors: readonly RiskFactor[]
  /** By line of the book, for its quantity. */
  readonly lines: readonly Float64Array[]
  /** Sums over the lines of a side; that of liabilities has their sign. */
  readonly assets: Float64Array
  readonly liabilities: Float64Array
  /** assets + liabilities. */
  readonly surplus: Float64Array
  /** By hedge instrument of the universe, for one unit. */
  readonly units: readonly Float64Array[]
  /** What lines are worth, base currency, liabilities negative. */
  readonly values: Float64Array
  readonly assetsValue: number
  /** Positive. */
  readonly liabilitiesValue: number
}

/** Sensitivities of every line of the book and of every unit of the universe, on one market. */
export function hedgingSensitivities(
  { valuation, factors }: Pick<HedgingMarket, 'valuation' | 'factors'>,
  book: FundBook,
  universe: readonly HedgeInstrument[],
): HedgingSensitivities {
  const width = factors.length
  const instruments = [
    ...book.lines.map(({ instrument }) => instrument),
    ...universe.flatMap(({ legs }) => legs.map(({ instrument }) => instrument)),
  ]
  const all = bookSensitivities(compiledBook(instruments, valuation, factors), factors)
  const row = (i: number, weight: number): Float64Array =>
    all.slice(i * width, (i + 1) * width).map((value) => weight * value)
  const lines = book.lines.map(({ quantity }, i) => row(i, quantity))
  let next = lines.length
  const units = universe.map(({ legs }) =>
    summed(
      legs.map(({ weight }) => row(next++, weight)),
      width,
    ),
  )
  const side = (wanted: 'asset' | 'liability'): Float64Array =>
    summed(
      lines.filter((_, i) => book.lines[i].side === wanted),
      width,
    )
  const assets = side('asset')
  const liabilities = side('liability')
  const values = lineValues(book, valuation)
  const worth = (wanted: 'asset' | 'liability'): number =>
    values.reduce((sum, value, i) => (book.lines[i].side === wanted ? sum + value : sum), 0)
  return {
    factors,
    lines,
    assets,
    liabilities,
    surplus: summed([assets, liabilities], width),
    units,
    values,
    assetsValue: worth('asset'),
    liabilitiesValue: -worth('liability'),
  }
}

function summed(rows: readonly Float64Array[], width: number): Float64Array {
  const total = new Float64Array(width)
  for (const row of rows) for (let k = 0; k < width; k++) total[k] += row[k]
  return total
}
