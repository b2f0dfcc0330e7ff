import type { ProblemList } from '../loaders/problem-list.ts'
import { readLines } from '../loaders/read-lines.ts'
import { recordsOf } from '../loaders/read-table.ts'
import { headerFields } from '../loaders/table-header.ts'
import { type CellRow, type CellTable, mostRows } from './cell-table.ts'

/** The cells of a CSV text with a header; faults of its form are added to `problems`. */
export async function csvCells(
  bytes: AsyncIterable<Uint8Array>,
  problems: ProblemList,
): Promise<CellTable | undefined> {
  let columns: readonly string[] | undefined
  let blankLine: number | undefined
  const rows: CellRow[] = []
  let openEnd = false
  for await (const batch of readLines(bytes, problems)) {
    openEnd = !batch.terminated
    const text = batch.text.split('\n')
    let first = 0
    if (columns === undefined) {
      columns = csvHeader(text[0], problems)
      if (columns === undefined) return undefined
      first = 1
    }
    const records = recordsOf(text, first, ',')
    for (let i = first; i < text.length; i++) {
      const line = batch.firstLine + i
      if (text[i].trim() === '') {
        blankLine ??= line
        continue
      }
      if (blankLine !== undefined) problems.add({ line: blankLine, message: 'a blank line between rows' })
      blankLine = undefined
      const record = records[i - first]
      const cutOff = !batch.terminated && i === text.length - 1
      const row = csvRow(record, line, columns, cutOff, problems)
      if (row !== undefined) rows.push(row)
      if (rows.length > mostRows) {
        problems.add({ line, message: 'the file has too many rows', expected: `at most ${mostRows} rows` })
        return undefined
      }
    }
  }
  if (columns === undefined && problems.count === 0) {
    problems.add({ line: 1, message: 'the file is empty', expected: 'a header and at least one row' })
  }
  return columns === undefined ? undefined : { columns, rows, numbersAreText: true, openEnd }
}

function csvHeader(line: string, problems: ProblemList): readonly string[] | undefined {
  if (!line.includes(',') && /[;\t|]/.test(line)) {
    problems.add({ line: 1, message: 'wrong delimiter', got: line.slice(0, 80), expected: 'commas' })
    return undefined
  }
  if (line.trim() === '') {
    problems.add({
      line: 1,
      message: 'the header is missing',
      got: 'a blank line',
      expected: 'the names of the columns',
    })
    return undefined
  }
  const columns = headerFields(line, ',')
  if (columns === undefined) problems.add({ line: 1, message: 'the quotes of the header are not closed' })
  return columns
}

function csvRow(
  record: readonly string[] | string,
  line: number,
  columns: readonly string[],
  cutOff: boolean,
  problems: ProblemList,
): CellRow | undefined {
  if (typeof record === 'string') {
    problems.add({ line, message: record, expected: 'quotes closed on the same line' })
    return undefined
  }
  if (record.length !== columns.length) {
    const message =
      cutOff && record.length < columns.length
        ? 'the file is cut off in the middle of its last line'
        : `the row has ${record.length > columns.length ? 'more' : 'fewer'} fields than the header`
    problems.add({
      line,
      message,
      got: `${record.length} fields`,
      expected: `${columns.length} fields; text with a comma stands in double quotes`,
    })
    return undefined
  }
  return {
    line,
    cells: new Map(columns.map((column, i) => [column, record[i].trim() === '' ? null : record[i].trim()])),
  }
}
