import { TuttiError } from '@tutti/analytics/errors'
import { Option, type Command } from 'commander'
import { exitStatus } from '../../errors/index.ts'
import { fileText } from '../input-text.ts'
import { processTerminal, type Terminal } from '../terminal.ts'
import { plainTable } from '../text/index.ts'

interface PriceOptions {
  readonly market?: string
  readonly currency?: string
  readonly format: 'text' | 'json' | 'csv'
}

interface PriceResult {
  readonly outcomes: readonly Outcome[]
  readonly priced: number
  readonly failed: number
  readonly totals: readonly {
    readonly currency: string | null
    readonly presentValue: number
    readonly positions: number
  }[]
  readonly reportingTotal: { readonly currency: string; readonly presentValue: number } | null
}

interface Outcome {
  readonly id: string
  readonly line?: number
  readonly operation: string
  readonly quantity: number
  readonly currency?: string
  readonly unitValue?: number
  readonly presentValue?: number
  readonly error?: { readonly code: string; readonly message: string }
}

/** `tutti price FILE` */
export function addPrice(program: Command): void {
  program
    .command('price')
    .description('price a CSV of mixed positions in one call, with an outcome for each line')
    .helpGroup('Analytics:')
    .argument('<file>', 'CSV: columns id, operation, quantity, currency, and the inputs of the operations by path')
    .option('--market <file>', 'JSON with named market data; a cell @name stands for an entry of it')
    .option('--currency <code>', 'report the total in this currency, with the rates under fxRates of the market file')
    .addOption(new Option('--format <format>', 'of the output').choices(['text', 'json', 'csv']).default('text'))
    .addHelpText('after', '\nExit status 1: some positions could not be priced; each says why.')
    .action(async (file: string, { market: marketFile, currency, format }: PriceOptions) => {
      const { operation } = await import('@tutti/operations')
      const market = marketFile === undefined ? {} : marketOf(marketFile)
      const { fxRates = {} } = market
      const reporting = currency === undefined ? {} : { reporting: { currency, fxRates } }
      const input = {
        market,
        positionsCsv: fileText(file),
        ...reporting,
        detail: format === 'json' ? 'full' : 'values',
      }
      const result = operation('portfolio/price').run(input) as PriceResult
      const terminal = processTerminal()
      if (format === 'json') terminal.out(`${JSON.stringify(result, undefined, 2)}\n`)
      else if (format === 'csv') terminal.out(await outcomesCsv(result))
      else terminal.out(`${pricedText(result, terminal)}\n`)
      if (result.failed > 0) process.exitCode = exitStatus.checkFailed
    })
}

function marketOf(file: string): Record<string, unknown> {
  let market: unknown
  try {
    market = JSON.parse(fileText(file))
  } catch (cause) {
    if (cause instanceof TuttiError) throw cause
    throw new TuttiError('invalid-input', `${file} is not valid JSON: ${(cause as Error).message}`, { file, cause })
  }
  if (typeof market === 'object' && market !== null && !Array.isArray(market)) return market as Record<string, unknown>
  throw new TuttiError('invalid-input', `${file} holds no market`, { file, expected: 'an object of named entries' })
}

async function outcomesCsv({ outcomes }: PriceResult): Promise<string> {
  const { csvOfOutcomes, flatRecord } = await import('@tutti/operations/tabular')
  return csvOfOutcomes(
    outcomes.map(({ unitValue, presentValue, error, ...lead }) => ({
      lead: flatRecord({ ...lead, status: undefined }),
      outcome:
        error === undefined
          ? { status: 'ok' as const, result: { unitValue, presentValue } }
          : { status: 'error' as const, error: { ...error, code: error.code as 'invalid-input', problems: [] } },
    })),
  )
}

const amount = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

function pricedText(result: PriceResult, { paint, width }: Terminal): string {
  const rows = result.outcomes.map(({ id, operation, quantity, currency, unitValue, presentValue }) => [
    id,
    operation,
    String(quantity),
    unitValue === undefined ? '' : unitValue.toPrecision(10).replace(/\.?0+$/, ''),
    presentValue === undefined ? 'failed' : amount.format(presentValue),
    currency ?? '',
  ])
  const columns = [
    { title: 'Position' },
    { title: 'Priced by', most: Math.max(20, width - 70) },
    { title: 'Quantity', align: 'right' as const },
    { title: 'Unit value', align: 'right' as const },
    { title: 'Present value', align: 'right' as const },
    { title: '' },
  ]
  const failures = result.outcomes.flatMap(({ id, line, error }) =>
    error === undefined ? [] : [`${id}${line === undefined ? '' : ` (line ${line})`}: ${error.code}: ${error.message}`],
  )
  const totals = [...result.totals, ...(result.reportingTotal === null ? [] : [result.reportingTotal])].map(
    (total, i) => {
      const name = i < result.totals.length ? `total ${total.currency ?? '(no currency)'}` : `all in ${total.currency}`
      return `${name}: ${amount.format(total.presentValue)}`
    },
  )
  const head = `${result.priced} of ${result.outcomes.length} positions priced`
  return [plainTable(columns, rows, paint), '', paint.bold(head), ...totals, ...failures].join('\n')
}
