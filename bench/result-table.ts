import { csvRows } from './standard-job.ts'

/** The peers' result columns; all are means over paths but `sharpe_se`, the tail measures and `mdd95`. */
export const resultColumns = [
  'annret',
  'vol',
  'sharpe',
  'sharpe_se',
  'mdd',
  'mdd95',
  'var95',
  'cvar95',
  'turnover',
  'cost',
] as const
export type ColumnName = (typeof resultColumns)[number]

/** Results of one run: value [regime * configurations + configuration] of each column. */
export interface ResultTable {
  readonly regimes: number
  readonly configurations: number
  readonly columns: Readonly<Record<ColumnName, Float64Array>>
}

/** A peer's output file. Throws when a row is missing, out of order, or not finite. */
export function readResultTable(file: string, regimes: number, configurations: number): ResultTable {
  const rows = csvRows(file)
  if (rows.length !== regimes * configurations) {
    throw new Error(`${file}: expected ${regimes * configurations} rows, got ${rows.length}`)
  }
  rows.forEach((row, n) => {
    if (row.regime !== Math.floor(n / configurations) || row.cfg !== n % configurations) {
      throw new Error(`${file}:${n + 2}: rows must come by regime and configuration`)
    }
    for (const column of resultColumns) {
      if (!Number.isFinite(row[column])) throw new Error(`${file}:${n + 2}: ${column} is ${row[column]}`)
    }
  })
  const columns = Object.fromEntries(
    resultColumns.map((column) => [column, Float64Array.from(rows, (row) => row[column])]),
  ) as Record<ColumnName, Float64Array>
  return { regimes, configurations, columns }
}
