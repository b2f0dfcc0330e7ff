import { parse } from 'csv-parse/sync'
import type { Problem } from '@tutti/analytics/errors'
import { dateFault, dayOfIso, isoOfDay, monthEndDay } from '../days/index.ts'
import { tableHeader } from './table-header.ts'
import type { TableColumns } from './table-header.ts'
import { numberCell } from './number-cell.ts'
import type { ProblemList } from './problem-list.ts'
import { readLines } from './read-lines.ts'

/** The dated rows of a file: parallel arrays; a value is NaN where its cell is empty or faulty. */
export interface Table {
  readonly dates: readonly string[]
  readonly days: readonly number[]
  /** 1-based line of each row, the header counted. */
  readonly lines: readonly number[]
  readonly columns: ReadonlyMap<string, readonly number[]>
  /** Rows with a faulty cell: observed, but with a value that could not be read. */
  readonly faultyRows: ReadonlySet<number>
  /** Data rows in the file, faulty ones too. */
  readonly rows: number
  /** True when the last row has no line end, so that it may be cut short. */
  readonly openEnd: boolean
}

interface Reading {
  readonly dates: string[]
  readonly days: number[]
  readonly lines: number[]
  readonly faultyRows: Set<number>
  readonly dateIndex: number
  readonly width: number
  readonly cells: readonly { name: string; index: number; exponent: 0 | -2; values: number[] }[]
  rows: number
  /** Whether the last field of the row before was empty, as it is in a file whose last column ends early. */
  emptyEndBefore: boolean
}

/** More rows than there are days from 1600 to 2999: such a file repeats dates, and would fill the memory. */
const mostRows = 600_000

/**
 * Reads a CSV table with a header, a date column and the wanted number columns from `bytes`. Every fault of every cell is
 * added to `problems` with its line and column; the table is complete only when none was.
 */
export async function readTable(
  bytes: AsyncIterable<Uint8Array>,
  wanted: TableColumns,
  problems: ProblemList,
  maxLineBytes?: number,
): Promise<Table> {
  let reading: Reading | undefined
  let delimiter = ','
  let blankLine: number | undefined
  let openEnd = false
  for await (const batch of readLines(bytes, problems, maxLineBytes)) {
    if (problems.full) break
    if (reading !== undefined && reading.rows > mostRows) {
      problems.add({
        line: batch.firstLine,
        message: 'the file has too many rows; reading stopped here',
        got: `more than ${mostRows} rows`,
        expected: 'each date once',
      })
      break
    }
    openEnd = !batch.terminated
    const text = batch.text.split('\n')
    let first = 0
    if (reading === undefined) {
      const header = tableHeader(text[0], wanted, problems)
      if (header === undefined) return emptyTable
      delimiter = header.delimiter
      reading = {
        dates: [],
        days: [],
        lines: [],
        faultyRows: new Set(),
        dateIndex: header.dateIndex,
        width: header.width,
        cells: [...wanted.values].map(([name, exponent]) => ({
          name,
          index: header.indexOf(name),
          exponent,
          values: [],
        })),
        rows: 0,
        emptyEndBefore: false,
      }
      first = 1
    }
    const records = recordsOf(text, first, delimiter)
    for (let i = first; i < text.length; i++) {
      const line = batch.firstLine + i
      if (text[i].trim() === '') {
        blankLine ??= line
        continue
      }
      if (blankLine !== undefined) problems.add({ line: blankLine, message: 'a blank line between rows' })
      blankLine = undefined
      reading.rows++
      const record = records[i - first]
      const last = !batch.terminated && i === text.length - 1
      if (typeof record === 'string')
        problems.add({ line, message: record, expected: 'quotes closed on the same line' })
      else readRow(record, line, last, reading, wanted, problems)
    }
  }
  if (problems.count === 0 && (reading === undefined || reading.rows === 0)) {
    problems.add({
      line: 1,
      message: reading === undefined ? 'the file is empty' : 'the file has a header and no rows',
      expected: `a header with ${[wanted.dateColumn, ...wanted.values.keys()].join(', ')} and at least one row`,
    })
  }
  if (reading === undefined) return emptyTable
  return {
    dates: reading.dates,
    days: reading.days,
    lines: reading.lines,
    columns: new Map(reading.cells.map((cell) => [cell.name, cell.values])),
    faultyRows: reading.faultyRows,
    rows: reading.rows,
    openEnd,
  }
}

const emptyTable: Table = {
  dates: [],
  days: [],
  lines: [],
  columns: new Map(),
  faultyRows: new Set(),
  rows: 0,
  openEnd: false,
}

/** The fields of each line from `first` on, or in their place what is wrong with a line's quotes. */
export function recordsOf(text: readonly string[], first: number, delimiter: string): (string[] | string)[] {
  const options = { delimiter, record_delimiter: '\n', relax_column_count: true, skip_empty_lines: false } as const
  const wantedLines = text.slice(first)
  try {
    const records: string[][] = parse(wantedLines.join('\n'), options)
    if (records.length === wantedLines.length) return records
  } catch {
    // A quote is open somewhere; the line-by-line pass below finds where.
  }
  return wantedLines.map((line) => {
    if (line === '') return ['']
    try {
      return parse(line, options)[0]
    } catch {
      return 'quotes are not closed or stand inside a field'
    }
  })
}

function readRow(
  record: readonly string[],
  line: number,
  last: boolean,
  reading: Reading,
  wanted: TableColumns,
  problems: ProblemList,
): void {
  const faults: Omit<Problem, 'file'>[] = []
  const whole = record.length === reading.width
  const emptyEnd = record[record.length - 1] === ''
  const dateText = reading.dateIndex < 0 ? undefined : record[reading.dateIndex]?.trim()
  const day = dateText === undefined ? undefined : dayOf(dateText, wanted.dates)
  if (dateText !== undefined && day === undefined) {
    const expected = wanted.dates === 'day' ? 'a date YYYY-MM-DD' : 'a month YYYY-MM'
    faults.push({ field: wanted.dateColumn, message: dateFault(dateText, wanted.dates), got: dateText, expected })
  }
  const values = reading.cells.map((cell) => {
    const text = whole && cell.index >= 0 ? record[cell.index].trim() : ''
    if (text === '') return NaN
    const value = numberCell(text, cell.exponent)
    if (typeof value === 'number') return value
    faults.push({ field: cell.name, message: value.message, got: text, expected: value.expected })
    return NaN
  })
  if (last && (faults.length > 0 || record.length < reading.width || (emptyEnd && !reading.emptyEndBefore))) {
    problems.add({
      line,
      message: 'the file is cut off in the middle of its last line',
      got: `${record.length} of ${reading.width} fields and no line end: "${record.join(',').slice(-60)}"`,
      expected: 'a complete last row that ends with a line end',
    })
    return
  }
  reading.emptyEndBefore = emptyEnd
  for (const fault of faults) problems.add({ line, ...fault })
  if (!whole) problems.add(wrongWidth(record, line, reading.width))
  if (day === undefined || dateText === undefined) return
  if (faults.length > 0 || !whole) reading.faultyRows.add(reading.days.length)
  reading.days.push(day)
  reading.dates.push(wanted.dates === 'day' ? dateText : isoOfDay(day))
  reading.lines.push(line)
  for (let k = 0; k < values.length; k++) reading.cells[k].values.push(values[k])
}

function dayOf(text: string, dates: 'day' | 'month'): number | undefined {
  return dates === 'day' ? dayOfIso(text) : monthEndDay(text)
}

function wrongWidth(record: readonly string[], line: number, width: number): Omit<Problem, 'file'> {
  const why = record.length > width ? ' (a decimal comma, or thousands separators?)' : ''
  return {
    line,
    message: `the row has ${record.length > width ? 'more' : 'fewer'} fields than the header${why}`,
    got: `${record.length} fields`,
    expected: `${width} fields`,
  }
}
