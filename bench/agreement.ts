import { type ColumnName, resultColumns, type ResultTable } from './result-table.ts'

/**
 * Limits on the distance between two contenders, in standard errors. With the 24 and 16 seeds used here chance alone
 * passes each of them about once in a hundred comparisons or less.
 */
export const agreementLimits = {
  /** Mean over the configurations of a regime, any column, over seeds. */
  regimeMean: 5,
  /** One configuration in one regime, any column, over seeds. */
  cell: 7,
  /** Root mean square over all cells of a column; far from one by chance too, since configurations share paths. */
  rms: 2,
  /** One seed against one: Sharpe z by the reported errors, mean over a regime, and largest of all cells. */
  sharpeRegimeMean: 4,
  sharpeCell: 5.5,
} as const

/** Largest distances found for a column, in standard errors of the difference, and that error for a regime mean. */
export interface ColumnAgreement {
  readonly column: ColumnName
  readonly regimeMean: number
  readonly cell: number
  readonly rms: number
  /** Largest standard error of a regime mean's difference relative to the mean: what the test can see. */
  readonly resolution: number
}

export interface Agreement {
  readonly ourSeeds: number
  readonly theirSeeds: number
  readonly sharpeRegimeMean: number
  readonly sharpeCell: number
  readonly columns: readonly ColumnAgreement[]
  /** What breaks a limit; empty when the two agree. */
  readonly breaches: readonly string[]
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length
}

function squaresAround(values: readonly number[]): number {
  const centre = mean(values)
  return values.reduce((sum, x) => sum + (x - centre) ** 2, 0)
}

/** Difference of the means of two samples and its standard error, with the pooled variance of both (Student). */
function difference(ours: readonly number[], theirs: readonly number[]): { gap: number; error: number } {
  const variance = (squaresAround(ours) + squaresAround(theirs)) / (ours.length + theirs.length - 2)
  return { gap: mean(ours) - mean(theirs), error: Math.sqrt(variance * (1 / ours.length + 1 / theirs.length)) }
}

/** Distance in standard errors; values equal in all seeds (a cost of nothing) have none. */
function distance(ours: readonly number[], theirs: readonly number[]): number {
  const { gap, error } = difference(ours, theirs)
  if (error > 0) return gap / error
  return gap === 0 ? 0 : Infinity
}

function regimeMeans(table: ResultTable, column: ColumnName): number[] {
  const { regimes, configurations, columns } = table
  return Array.from({ length: regimes }, (_, g) =>
    mean(Array.from(columns[column].subarray(g * configurations, (g + 1) * configurations))),
  )
}

function columnAgreement(
  column: ColumnName,
  ours: readonly ResultTable[],
  theirs: readonly ResultTable[],
): ColumnAgreement {
  const { regimes, configurations } = ours[0]
  const ourMeans = ours.map((table) => regimeMeans(table, column))
  const theirMeans = theirs.map((table) => regimeMeans(table, column))
  let regimeMean = 0
  let resolution = 0
  for (let g = 0; g < regimes; g++) {
    const a = ourMeans.map((means) => means[g])
    const b = theirMeans.map((means) => means[g])
    regimeMean = Math.max(regimeMean, Math.abs(distance(a, b)))
    resolution = Math.max(resolution, difference(a, b).error / Math.abs(mean(b)))
  }
  let cell = 0
  let squares = 0
  for (let i = 0; i < regimes * configurations; i++) {
    const t = distance(
      ours.map((table) => table.columns[column][i]),
      theirs.map((table) => table.columns[column][i]),
    )
    cell = Math.max(cell, Math.abs(t))
    squares += t * t
  }
  return { column, regimeMean, cell, rms: Math.sqrt(squares / (regimes * configurations)), resolution }
}

/**
 * Compares two contenders over independent seeds: every column, cell by cell and in the mean of each regime, and the
 * Sharpe ratios of the first seeds by the standard errors that both report.
 */
export function agreement(ours: readonly ResultTable[], theirs: readonly ResultTable[]): Agreement {
  const limits = agreementLimits
  const columns = resultColumns.map((column) => columnAgreement(column, ours, theirs))
  const { regimes, configurations } = ours[0]
  const [a, b] = [ours[0].columns, theirs[0].columns]
  const z = Array.from(a.sharpe, (x, i) => (x - b.sharpe[i]) / Math.hypot(a.sharpe_se[i], b.sharpe_se[i]))
  const sharpeRegimeMean = Math.max(
    ...Array.from({ length: regimes }, (_, g) => Math.abs(mean(z.slice(g * configurations, (g + 1) * configurations)))),
  )
  const sharpeCell = Math.max(...z.map(Math.abs))
  const breaches: string[] = []
  const check = (what: string, value: number, limit: number): void => {
    // written so that NaN is a breach
    if (!(value <= limit)) breaches.push(`${what} is off by ${value.toFixed(2)} standard errors, limit ${limit}`)
  }
  check('Sharpe of a regime (first seeds)', sharpeRegimeMean, limits.sharpeRegimeMean)
  check('Sharpe of a cell (first seeds)', sharpeCell, limits.sharpeCell)
  for (const row of columns) {
    check(`${row.column} of a regime`, row.regimeMean, limits.regimeMean)
    check(`${row.column} of a cell`, row.cell, limits.cell)
    check(`${row.column}, root mean square over cells,`, row.rms, limits.rms)
  }
  return { ourSeeds: ours.length, theirSeeds: theirs.length, sharpeRegimeMean, sharpeCell, columns, breaches }
}
