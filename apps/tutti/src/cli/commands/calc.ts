import type { Operation } from '@tutti/operations'
import type { Command } from 'commander'
import { Option } from 'commander'
import type { TuttiError } from '@tutti/analytics/errors'
import { exitStatus, jsonOfText } from '../../errors/index.ts'
import { processTerminal } from '../terminal.ts'
import { inputText } from '../input-text.ts'

interface CalcOptions {
  readonly input?: string
  readonly inputFormat?: 'json' | 'csv'
  readonly format: 'json' | 'csv'
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
    .addHelpText(
      'after',
      `
A list in JSON or a CSV is many cases: a row or an item each, and an outcome for each. The header of a CSV names the
fields by their path (curve.kind); a cell may hold a list or an object in JSON. Exit status 1 where some of many fail.

Example: tutti operations NAME prints an input that runs.`,
    )
    .action(async (name: string, { input, inputFormat, format }: CalcOptions) => {
      const { operation } = await import('@tutti/operations')
      const { caseOutcome, casesOfCsv, csvOfOutcomes, csvOfResult } = await import('@tutti/operations/tabular')
      const found = operation(name)
      const { text, place, kind } = await inputText(input, inputFormat)
      const terminal = processTerminal()
      const single = kind === 'json' ? jsonOfText(text, place, { field: '--input' }) : undefined
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
