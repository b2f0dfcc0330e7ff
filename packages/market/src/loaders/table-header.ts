import { parse } from 'csv-parse/sync'
import type { ProblemList } from './problem-list.ts'

/** Which columns of a table to read, each with the power of ten its numbers are multiplied by. */
export interface TableColumns {
  readonly dateColumn: string
  readonly dates: 'day' | 'month'
  readonly values: ReadonlyMap<string, 0 | -2>
}

/** Where the wanted columns stand. An index is -1 when the column is absent. */
export interface TableHeader {
  readonly delimiter: string
  readonly width: number
  readonly dateIndex: number
  indexOf(column: string): number
}

const delimiterNames: readonly (readonly [character: string, name: string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
]

/** The column names of a header line split at `delimiter`, or undefined when its quotes are broken. */
export function headerFields(line: string, delimiter: string): string[] | undefined {
  try {
    const records: string[][] = parse(line, { delimiter, record_delimiter: '\n', relax_column_count: true })
    return (records[0] ?? []).map((name) => name.trim())
  } catch {
    return undefined
  }
}

/**
 * Finds the wanted columns in the header line. A wrong delimiter and missing, renamed or repeated columns are added to
 * `problems`; reading goes on with what can be made out, so that the rows' faults are found in the same pass.
 */
export function tableHeader(line: string, wanted: TableColumns, problems: ProblemList): TableHeader | undefined {
  if (line.includes('\r')) {
    problems.add({ line: 1, message: 'the lines end with CR alone', expected: 'lines that end with LF or CRLF' })
    return undefined
  }
  const other = line.includes(',') ? undefined : delimiterNames.find(([character]) => line.includes(character))
  if (other !== undefined) {
    problems.add({ line: 1, message: 'wrong delimiter', got: `fields separated by ${other[1]}`, expected: 'commas' })
  }
  const delimiter = other?.[0] ?? ','
  const names = line.trim() === '' ? [] : headerFields(line, delimiter)
  if (names === undefined) {
    problems.add({ line: 1, message: 'the quotes of the header are not closed', got: line.slice(0, 80) })
    return undefined
  }
  if (names.length === 0) {
    problems.add({ line: 1, message: 'the header is missing', got: 'a blank line', expected: expectedHeader(wanted) })
    return undefined
  }
  const indexOf = (column: string): number => {
    const exact = names.indexOf(column)
    return exact >= 0 ? exact : names.findIndex((name) => folded(name) === folded(column))
  }
  const columns = [wanted.dateColumn, ...wanted.values.keys()]
  if (columns.every((column) => indexOf(column) < 0)) {
    problems.add({
      line: 1,
      message: 'the header is missing or has none of the columns needed',
      got: line.slice(0, 120),
      expected: expectedHeader(wanted),
    })
    return undefined
  }
  for (const column of columns) {
    const count = names.filter((name) => name === column).length
    if (count === 1) continue
    const index = indexOf(column)
    problems.add({
      line: 1,
      field: column,
      message: count > 1 ? 'the column stands twice' : index < 0 ? 'the column is missing' : 'the column is renamed',
      got: index < 0 ? `columns ${names.join(', ').slice(0, 200)}` : names[index],
      expected: `one column named ${column}`,
    })
  }
  return { delimiter, width: names.length, dateIndex: indexOf(wanted.dateColumn), indexOf }
}

function expectedHeader(wanted: TableColumns): string {
  return `a header with ${[wanted.dateColumn, ...wanted.values.keys()].join(', ').slice(0, 200)}`
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}
