import type { Operation } from '@tutti/operations'
import type { Command } from 'commander'
import { Option } from 'commander'
import { TuttiError } from '@tutti/analytics/errors'
import { exitStatus, jsonOfText } from '../../errors/index.ts'
import { processTerminal } from '../terminal.ts'
import { fileText, inputText } from '../input-text.ts'

interface CalcOptions {
  readonly input?: string
  readonly inputFormat?: 'json' | 'csv'
  readonly format: 'json' | 'csv'
  readonly table: readonly string[]
  readonly columns: readonly string[]
}

/** `tutti calc NAME` */
export function addCalc(program: Command): void {
  program
    .command('calc')
    .description('compute one operation, for one case or many')
    .helpGroup('Analytics:')
    .argument('<name>', 'an operation, as area/name; tutti operations lists them')
    .option('--input <input>', 'JSON text, a .json or .csv file, or - for standard input (default: standard input)')
    .addOption(
      new Option('--input-format <format>', 'of standard input or a file without such an ending').choices([
        'json',
        'csv',
      ]),
    )
    .addOption(new Option('--format <format>', 'of the output').choices(['json', 'csv']).default('json'))
    .option(
      '--table <field=file>',
      'a field from a CSV, its rows as lists of numbers or as objects; repeatable',
      collected,
      [],
    )
    .option('--columns <field=file>', 'the same with a list for each column', collected, [])
    .addHelpText(
      'after',
      `
A list in JSON or a CSV is many cases: a row or an item each, and an outcome for each. The header of a CSV names the
fields by their path (curve.kind); a cell may hold a list or an object in JSON. Exit status 1 where some of many fail.

--table returns=returns.csv takes a field of one case from a file (a first column of dates is left out), the others from --input.

Example: tutti operations NAME prints an input that runs.`,
    )
    .action(async (name: string, { input, inputFormat, format, table, columns }: CalcOptions) => {
      const { operationNamed } = await import('@tutti/operations/by-area')
      const { caseOutcome, casesOfCsv, csvOfOutcomes, csvOfResult } = await import('@tutti/operations/tabular')
      const found = await operationNamed(name)
      const hasTables = table.length + columns.length > 0
      const { text, place, kind } = await inputText(hasTables ? (input ?? '{}') : input, inputFormat)
      const terminal = processTerminal()
      const given = kind === 'json' ? jsonOfText(text, place, { field: '--input' }) : undefined
      const single = hasTables ? await withTables(found, given, table, columns) : given
      if (kind === 'json' && !Array.isArray(single)) {
        const output = found.run(single)
        terminal.out(format === 'csv' ? csvOfResult(output) : `${JSON.stringify(output, undefined, 2)}\n`)
        return
      }
      const cases =
        kind === 'csv'
          ? casesOfCsv(text).map(({ line, input: row, fault }) => ({ lead: { line }, input: row as unknown, fault }))
          : (single as unknown[]).map((item, index) => ({ lead: { index }, input: item, fault: undefined }))
      const rows = cases.map((item) => ({ lead: item.lead, outcome: caseOutcome(() => computed(found, item)) }))
      const textRows = () => rows.map((row) => ({ ...row, lead: textOf(row.lead) }))
      const json = () =>
        JSON.stringify(
          rows.map(({ lead, outcome }) => ({ ...lead, ...outcome })),
          undefined,
          2,
        )
      terminal.out(format === 'csv' ? csvOfOutcomes(textRows()) : `${json()}\n`)
      const failed = rows.filter(({ outcome }) => outcome.status === 'error').length
      if (failed > 0) {
        terminal.err(`${failed} of ${rows.length} cases failed; each says why\n`)
        process.exitCode = exitStatus.checkFailed
      }
    })
}

const collected = (value: string, before: readonly string[]): readonly string[] => [...before, value]

/** The input with fields from tables. Throws `invalid-input` where there is more than one case, or no file is named. */
async function withTables(
  operation: Operation,
  input: unknown,
  byRow: readonly string[],
  byColumn: readonly string[],
): Promise<unknown> {
  const { inputSchema } = await import('@tutti/operations/description')
  const { tableField } = await import('@tutti/operations/tabular')
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new TuttiError('invalid-input', '--table goes with one case: give the other fields as an object in --input', {
      field: '--input',
      expected: 'a JSON object',
    })
  }
  const result = structuredClone(input) as Record<string, unknown>
  const schema = inputSchema(operation)
  for (const [option, isByColumn] of [
    ...byRow.map((o) => [o, false] as const),
    ...byColumn.map((o) => [o, true] as const),
  ]) {
    const [field, ...rest] = option.split('=')
    if (field === '' || rest.length === 0) {
      throw new TuttiError(
        'invalid-input',
        `--table ${option} names no field or no file: FIELD=FILE is wanted, such as returns=returns.csv`,
        {
          field: '--table',
          got: option,
          expected: 'FIELD=FILE, such as returns=returns.csv',
        },
      )
    }
    const value = tableField(fileText(rest.join('=')), field, schema, isByColumn)
    const path = field.split('.')
    let at = result
    for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Record<string, unknown>
    at[path[path.length - 1]] = value
  }
  return result
}

/** The output for one case; throws the fault of a row that cannot be read. */
function computed(
  operation: Operation,
  { input, fault }: { readonly input: unknown; readonly fault: TuttiError | undefined },
) {
  if (fault !== undefined) throw fault
  return operation.run(input)
}

const textOf = (lead: object): Record<string, string> =>
  Object.fromEntries(Object.entries(lead).map(([key, value]) => [key, String(value)]))
