import { TuttiError } from '@tutti/analytics/errors'
import { CsvError, parse } from 'csv-parse/sync'

/** A row of a CSV as an input: nested by the paths in the header, with the line that it stands on. */
export interface CsvCase {
  /** 1-based, the header being line 1. */
  readonly line: number
  readonly input: Readonly<Record<string, unknown>>
  /** Why the row cannot be read; its input is then empty. */
  readonly fault?: TuttiError
}

/** Which columns keep their text whatever it looks like. */
export interface CsvOptions {
  readonly textColumns?: readonly string[]
}

/**
 * The rows of a CSV with a header as inputs. A header is a path (`curve.rateContinuous`); a cell is a number, `true`,
 * `false`, a list or object in JSON, or else text; an empty cell leaves its field out. The delimiter is a comma or, where
 * the header has no comma, a semicolon or a tab. A row of another width than the header carries its fault and leaves the others
 * alone. Errors: `invalid-input` with the line for quotes that do not close, and headers that are empty, repeated or at odds with each other.
 */
export function casesOfCsv(text: string, { textColumns = [] }: CsvOptions = {}): CsvCase[] {
  const records = recordsOf(text)
  if (records.length === 0) {
    throw new TuttiError('invalid-input', 'the table is empty', { line: 1, expected: 'a header and at least one row' })
  }
  const header = records[0].record.map((name) => name.trim())
  requireHeader(header)
  if (records.length === 1) {
    throw new TuttiError('invalid-input', 'the table has a header and no rows', {
      line: 2,
      expected: 'at least one row',
    })
  }
  return records.slice(1).map(({ record, line }) => {
    if (record.length !== header.length) {
      const fault = new TuttiError(
        'invalid-input',
        `line ${line} has ${record.length} cells where the header has ${header.length}`,
        {
          line,
          got: `${record.length} cells`,
          expected: `${header.length}; put text with a comma and JSON in double quotes`,
        },
      )
      return { line, input: {}, fault }
    }
    const input: Record<string, unknown> = {}
    header.forEach((path, i) => {
      const cell = record[i].trim()
      if (cell !== '') place(input, path.split('.'), textColumns.includes(path) ? cell : cellValue(cell))
    })
    return { line, input }
  })
}

/** A record of a CSV with the line that it ends on. */
export interface CsvRecord {
  readonly record: readonly string[]
  readonly line: number
}

/** The records of a CSV, the header among them. */
export function recordsOf(text: string): CsvRecord[] {
  const [first = ''] = text.split('\n', 1)
  const delimiter = [',', ';', '\t'].find((mark) => first.includes(mark)) ?? ','
  try {
    const options = { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true, info: true } as const
    const rows = parse(text, options) as unknown as readonly { record: string[]; info: { lines: number } }[]
    return rows.map(({ record, info }) => ({ record, line: info.lines }))
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const { lines } = cause as CsvError & { readonly lines?: number }
    throw new TuttiError('invalid-input', `the table cannot be read: ${cause.message}`, {
      line: lines,
      expected: 'CSV: cells with commas or quotes in double quotes, a quote inside doubled',
      cause,
    })
  }
}

function requireHeader(header: readonly string[]): void {
  header.forEach((name, i) => {
    const wrong = (message: string, expected: string) =>
      new TuttiError('invalid-input', message, { line: 1, field: name, expected })
    if (name.split('.').some((part) => part === '' || part === '__proto__')) {
      throw wrong(`column ${i + 1} of the header has no usable name`, 'a name such as strike or curve.kind')
    }
    if (header.indexOf(name) !== i) throw wrong(`the column ${name} stands twice`, 'each column once')
    if (header.some((other) => other.startsWith(`${name}.`))) {
      throw wrong(`the column ${name} is also the beginning of another`, `either ${name} or its parts`)
    }
  })
}

function place(target: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[key] = value
  else place((target[key] ??= {}) as Record<string, unknown>, rest, value)
}

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/** What a cell says; text that only looks like JSON stays text, and the schema then tells what was expected. */
function cellValue(cell: string): unknown {
  if (numberPattern.test(cell)) return Number(cell)
  if (cell === 'true' || cell === 'false') return cell === 'true'
  if (!/^[[{]/.test(cell)) return cell
  try {
    return JSON.parse(cell) as unknown
  } catch {
    return cell
  }
}
