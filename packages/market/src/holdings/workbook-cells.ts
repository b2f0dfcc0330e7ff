import { TuttiError } from '@tutti/analytics/errors'
import type { ProblemList } from '../loaders/problem-list.ts'
import { boundedBytes, type Cell, shownCell, type CellRow, type CellTable, mostBytes, mostRows } from './cell-table.ts'
import { workbookParts } from './workbook-parts.ts'

/** What a sheet's XML says that its values do not: cells with errors or without a result, and cells that are merged. */
interface SheetFaults {
  readonly errors: readonly { readonly line: number; readonly column: number; readonly got: string }[]
  readonly merged: readonly string[]
}

/**
 * The cells of a workbook's sheet with the given name, or of its only sheet; the first row is the header. A formula counts
 * by the result that was saved with it. Faults of its form are added to `problems`, with row and column.
 */
export async function workbookCells(
  bytes: AsyncIterable<Uint8Array>,
  sheetName: string,
  problems: ProblemList,
): Promise<CellTable | undefined> {
  const content = await boundedBytes(bytes)
  if (content === undefined) {
    problems.add({ message: 'the file is too large', expected: `at most ${mostBytes} bytes` })
    return undefined
  }
  const expected = 'a workbook (.xlsx) with the header in the first row'
  let sheet: { readonly name: string; readonly rows: readonly (readonly unknown[])[] } | undefined
  let faults: SheetFaults
  try {
    const parts = workbookParts(content)
    const { default: readWorkbook } = await import('read-excel-file/node')
    const sheets = (await readWorkbook(content)).map((each) => ({ name: each.sheet, rows: each.data }))
    sheet = sheets.length === 1 ? sheets[0] : sheets.find(({ name }) => name.toLowerCase() === sheetName)
    if (sheet === undefined) {
      const got = sheets.map(({ name }) => name).join(', ')
      problems.add({
        message: `no sheet is called ${sheetName}`,
        got,
        expected: `one sheet, or one called ${sheetName}`,
      })
      return undefined
    }
    faults = sheetFaults(parts, sheet.name)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    problems.add({
      message: error instanceof TuttiError ? message : `the workbook cannot be read: ${message}`,
      expected,
    })
    return undefined
  }
  if (sheet.rows.length === 0) problems.add({ line: 1, message: 'the sheet is empty', expected })
  if (sheet.rows.length > mostRows)
    problems.add({ message: 'the sheet has too many rows', expected: `at most ${mostRows}` })
  if (sheet.rows.length === 0 || sheet.rows.length > mostRows) return undefined
  const columns = sheet.rows[0].map((name) => shownCell(cellOf(name)))
  for (const { line, column, got } of faults.errors) {
    const field = columns[column] === '' ? undefined : columns[column]
    problems.add({ line, field, message: 'the cell has no value but an error or an uncalculated formula', got })
  }
  for (const range of faults.merged) {
    const line = Number(/\d+/.exec(range)?.[0] ?? 1)
    problems.add({ line, message: 'cells are merged', got: range, expected: 'one value in each cell' })
  }
  const rows = sheet.rows.slice(1).flatMap((row, i): CellRow[] => {
    if (row.every((value) => value === null)) return []
    row.forEach((value, k) => {
      if (value !== null && (columns[k] ?? '') === '') {
        problems.add({
          line: i + 2,
          message: `a value in column ${k + 1}, which has no name`,
          got: shownCell(cellOf(value)).slice(0, 80),
        })
      }
    })
    return [{ line: i + 2, cells: new Map(columns.map((column, k) => [column, cellOf(row[k])])) }]
  })
  const named = columns.filter((column) => column !== '')
  return { columns: named, rows, numbersAreText: false, openEnd: false }
}

function cellOf(value: unknown): Cell {
  if (value instanceof Date) return { day: value.toISOString().slice(0, 10) }
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** Reads the sheet's own XML, since errors reach the values as empty cells. */
function sheetFaults(part: (path: string) => string | undefined, sheetName: string): SheetFaults {
  const attribute = (tag: string, name: string): string | undefined =>
    new RegExp(`\\s(?:\\w+:)?${name}="([^"]*)"`).exec(tag)?.[1]
  const sheetTag = (part('xl/workbook.xml')?.match(/<(?:\w+:)?sheet\s[^>]*>/g) ?? []).find(
    (tag) => plainText(attribute(tag, 'name') ?? '') === sheetName,
  )
  const relation = (part('xl/_rels/workbook.xml.rels')?.match(/<(?:\w+:)?Relationship\s[^>]*>/g) ?? []).find(
    (tag) => sheetTag !== undefined && attribute(tag, 'Id') === attribute(sheetTag, 'id'),
  )
  const target = relation === undefined ? undefined : attribute(relation, 'Target')
  const xml = target === undefined ? undefined : part(target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  if (xml === undefined) throw new TuttiError('invalid-input', `the workbook has no part for its sheet ${sheetName}`)
  const errors = []
  for (const [, tag, body] of xml.matchAll(/<(?:\w+:)?c\s([^>]*[^/])>(.*?)<\/(?:\w+:)?c>/gs)) {
    const error = /(?:^|\s)t="e"/.test(tag)
    const value = /<(?:\w+:)?v>([^<]*)</.exec(body)?.[1]
    const uncalculated = value === undefined && /<(?:\w+:)?f[\s>/]/.test(body)
    if (!error && !uncalculated) continue
    const [, letters = 'A', row = '1'] = /(?:^|\s)r="([A-Z]+)(\d+)"/.exec(tag) ?? []
    const column = letters.split('').reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1
    errors.push({ line: Number(row), column, got: error ? (value ?? 'an error') : 'a formula without a saved result' })
  }
  const merged = (xml.match(/<(?:\w+:)?mergeCell\s[^>]*>/g) ?? []).map((tag) => attribute(tag, 'ref') ?? '')
  return { errors, merged }
}

const plainText = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
