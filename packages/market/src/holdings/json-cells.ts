import type { ProblemList } from '../loaders/problem-list.ts'
import { boundedBytes, type Cell, type CellRow, type CellTable, mostBytes, mostRows } from './cell-table.ts'

/** The cells of a JSON array of objects, whose keys are the columns; faults of its form are added to `problems`. */
export async function jsonCells(
  bytes: AsyncIterable<Uint8Array>,
  problems: ProblemList,
): Promise<CellTable | undefined> {
  const content = await boundedBytes(bytes)
  if (content === undefined) {
    problems.add({ message: 'the file is too large', expected: `at most ${mostBytes} bytes` })
    return undefined
  }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    problems.add({ line: 1, message: `the file is no JSON in UTF-8: ${message}`, expected: 'an array of objects' })
    return undefined
  }
  if (!Array.isArray(value) || value.length > mostRows) {
    const got = Array.isArray(value) ? `${value.length} rows` : value === null ? 'null' : typeof value
    problems.add({
      line: 1,
      message: 'the file holds no array of objects',
      got,
      expected: `at most ${mostRows} objects`,
    })
    return undefined
  }
  const columns = new Set<string>()
  const rows: CellRow[] = []
  value.forEach((each: unknown, i) => {
    const line = i + 1
    if (typeof each !== 'object' || each === null || Array.isArray(each)) {
      problems.add({
        line,
        message: 'a row is an object',
        got: JSON.stringify(each).slice(0, 80),
        expected: '{ "id": … }',
      })
      return
    }
    const cells = new Map<string, Cell>()
    for (const [key, cell] of Object.entries(each)) {
      columns.add(key)
      if (typeof cell === 'object' && cell !== null) {
        problems.add({
          line,
          field: key,
          message: 'a cell is text or a number',
          got: JSON.stringify(cell).slice(0, 80),
        })
      } else cells.set(key, textCell(cell as Cell))
    }
    rows.push({ line, cells })
  })
  return { columns: [...columns], rows, numbersAreText: false, openEnd: false }
}

/** Text without spaces around it; null where nothing is left. */
function textCell(cell: Cell): Cell {
  return typeof cell === 'string' ? cell.trim() || null : cell
}
