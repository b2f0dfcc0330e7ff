import type { ProblemList } from '../loaders/problem-list.ts'
import type { CellTable } from './cell-table.ts'

/** Adds columns that are unknown or stand twice, and those of `required` that are missing. */
export function checkColumns(
  table: CellTable,
  known: readonly string[],
  required: readonly string[],
  problems: ProblemList,
): void {
  for (const [i, column] of table.columns.entries()) {
    if (table.columns.indexOf(column) !== i) {
      problems.add({
        line: 1,
        field: column,
        message: 'the column stands twice',
        expected: `one column named ${column}`,
      })
    } else if (!known.includes(column)) {
      const plain = folded(column)
      const near = known.find((name) => folded(name) === plain || folded(name).startsWith(plain))
      const hint = near === undefined ? `one of ${known.join(', ')}` : `${near}?`
      problems.add({
        line: 1,
        field: column || '(no name)',
        message: 'the column is unknown',
        got: column,
        expected: hint,
      })
    }
  }
  for (const column of required) {
    if (!table.columns.includes(column)) {
      const got = table.columns.join(', ').slice(0, 200)
      problems.add({
        line: 1,
        field: column,
        message: 'the column is missing',
        got,
        expected: `a column named ${column}`,
      })
    }
  }
  if (table.rows.length === 0 && problems.count === 0) {
    problems.add({ line: 1, message: 'the file has no rows', expected: 'at least one row' })
  }
}

const folded = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
