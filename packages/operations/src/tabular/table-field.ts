import { TuttiError } from '@tutti/analytics/errors'
import { casesOfCsv, recordsOf } from './cases-of-csv.ts'

/** A JSON Schema as plain data, such as `inputSchema` gives. */
type JsonSchema = Readonly<Record<string, unknown>>

/** How a table becomes a value: its rows or its columns as lists of numbers, or its rows as objects. */
type TableShape = 'numbers' | 'lists' | 'objects'

/**
 * The value of an input field from a CSV with a header: objects by header where the field is a list of objects, else numbers. A
 * leading column of dates or names is left out of numbers; an empty cell is null. `byColumn` gives a list for each column
 * instead of one for each row. A field that takes plain numbers takes a table of one column.
 *
 * Throws `invalid-input` for a field that takes no table, rows of another width than the header, and cells that are no numbers.
 */
export function tableField(text: string, field: string, schema: JsonSchema, byColumn: boolean): unknown {
  const shape = shapeOf(fieldSchema(schema, field), schema)
  if (shape === undefined) {
    throw new TuttiError('invalid-input', `${field} takes no table`, {
      field,
      got: 'a table',
      expected:
        'a field that is a list of numbers, of lists of numbers or of objects; tutti operations NAME shows them',
    })
  }
  if (shape === 'objects') {
    const cases = casesOfCsv(text)
    const fault = cases.find((each) => each.fault !== undefined)?.fault
    if (fault !== undefined) throw fault
    return cases.map(({ input }) => input)
  }
  const rows = numericRows(text, field)
  if (shape === 'lists') return byColumn ? rows[0].map((_, i) => rows.map((row) => row[i])) : rows
  if (rows[0].length === 1) return rows.map(([value]) => value)
  throw new TuttiError('invalid-input', `${field} takes one column of numbers, the table has ${rows[0].length}`, {
    field,
    got: `${rows[0].length} columns`,
    expected: 'one column, besides a first one of dates or names',
  })
}

/** The rows below the header as numbers, null for an empty cell; a first column that holds no number at all is left out. */
function numericRows(text: string, field: string): (number | null)[][] {
  const [header, ...records] = recordsOf(text)
  if (header === undefined || records.length === 0) {
    throw new TuttiError('invalid-input', `the table for ${field} has no rows`, {
      field,
      expected: 'a header and rows',
    })
  }
  const width = header.record.length
  const valueOf = (cell: string): number => (cell.trim() === '' ? NaN : Number(cell))
  const skip = width > 1 && records.every(({ record }) => !Number.isFinite(valueOf(record[0] ?? ''))) ? 1 : 0
  return records.map(({ record, line }) => {
    if (record.length !== width) {
      throw new TuttiError('invalid-input', `line ${line} has ${record.length} cells where the header has ${width}`, {
        field,
        line,
        got: `${record.length} cells`,
        expected: `${width} cells`,
      })
    }
    return record.slice(skip).map((cell, i) => {
      if (cell.trim() === '') return null
      const value = valueOf(cell)
      if (Number.isFinite(value)) return value
      const name = header.record[i + skip]
      throw new TuttiError('invalid-input', `line ${line} of the table for ${field} has no number under ${name}`, {
        field,
        line,
        got: cell,
        expected: 'numbers, but for a first column of dates or names',
      })
    })
  })
}

const resolved = (schema: JsonSchema | undefined, root: JsonSchema): JsonSchema | undefined => {
  const reference = schema?.['$ref']
  if (typeof reference !== 'string') return schema
  return reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<JsonSchema | undefined>((at, key) => at?.[key] as JsonSchema | undefined, root)
}

/** The schema of a field by its path: `economy.spreads`. */
function fieldSchema(root: JsonSchema, path: string): JsonSchema | undefined {
  return path.split('.').reduce<JsonSchema | undefined>((at, key) => {
    const here = resolved(at, root)
    const forms = [here, ...((here?.anyOf ?? here?.oneOf ?? []) as JsonSchema[])]
    for (const form of forms) {
      const found = (resolved(form, root)?.properties as Record<string, JsonSchema> | undefined)?.[key]
      if (found !== undefined) return found
    }
    return undefined
  }, root)
}

function shapeOf(schema: JsonSchema | undefined, root: JsonSchema): TableShape | undefined {
  const here = resolved(schema, root)
  if (here === undefined) return undefined
  for (const form of (here.anyOf ?? here.oneOf ?? []) as JsonSchema[]) {
    const found = shapeOf(form, root)
    if (found !== undefined) return found
  }
  if (here.type !== 'array') return undefined
  const items = resolved(here.items as JsonSchema | undefined, root)
  const kinds = [items, ...((items?.anyOf ?? items?.oneOf ?? []) as JsonSchema[])].map(
    (each) => resolved(each, root)?.type,
  )
  if (kinds.includes('array')) return 'lists'
  if (kinds.includes('object')) return 'objects'
  return kinds.includes('number') || kinds.includes('integer') ? 'numbers' : undefined
}
