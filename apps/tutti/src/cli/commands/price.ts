import { type ErrorCode, type Problem, problemText, TuttiError } from '@tutti/analytics/errors'
import { Option, type Command } from 'commander'
import { exitStatus, jsonOfText } from '../../errors/index.ts'
import { fileText } from '../input-text.ts'
import { processTerminal, type Terminal } from '../terminal.ts'
import { plainTable, printable, wrapped } from '../text/index.ts'

interface PriceOptions {
  readonly market?: string
  readonly currency?: string
  readonly format: 'text' | 'json' | 'csv'
}

interface PriceResult {
  readonly outcomes: readonly Outcome[]
  readonly priced: number
  readonly failed: number
  readonly totals: readonly Total<string | null>[]
  readonly reportingTotal: Total<string> | null
  readonly reportingError: { readonly code: ErrorCode; readonly message: string } | null
}

interface Total<Currency> {
  readonly currency: Currency
  readonly presentValue: number
  readonly positions: number
}

interface Outcome {
  readonly id: string
  readonly line?: number
  readonly operation: string
  readonly quantity?: number
  readonly currency?: string
  readonly unitValue?: number
  readonly presentValue?: number
  readonly error?: { readonly code: ErrorCode; readonly message: string; readonly problems: readonly Problem[] }
}

/** `tutti price FILE` */
export function addPrice(program: Command): void {
  program
    .command('price')
    .description('price a CSV of mixed positions in one call, with an outcome for each line')
    .helpGroup('Analytics:')
    .argument('<file>', 'CSV: columns id, operation, quantity, currency, and the inputs of the operations by path')
    .option('--market <file>', 'JSON with named market data; a cell @name stands for an entry of it')
    .option(
      '--currency <code>',
      'report the total in this currency, with fxRates of the market file, quoted in its fxBase',
    )
    .addOption(new Option('--format <format>', 'of the output').choices(['text', 'json', 'csv']).default('text'))
    .addHelpText('after', '\nExit status 1: some positions could not be priced; each says why.')
    .action(async (file: string, { market: marketFile, currency, format }: PriceOptions) => {
      const { operation } = await import('@tutti/operations')
      const market = marketFile === undefined ? {} : marketOf(marketFile)
      const { fxRates = {}, fxBase: base } = market
      const reporting =
        currency === undefined ? {} : { reporting: { currency, ...(base === undefined ? {} : { base }), fxRates } }
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
      if (result.failed > 0 && format !== 'text') {
        terminal.err(`${result.failed} of ${result.outcomes.length} positions failed; each says why\n`)
      }
      if (result.reportingError !== null && format !== 'text') terminal.err(`${result.reportingError.message}\n`)
      if (result.failed > 0 || result.reportingError !== null) process.exitCode = exitStatus.checkFailed
    })
}

function marketOf(file: string): Record<string, unknown> {
  const market = jsonOfText(fileText(file), file, { file })
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
          : { status: 'error' as const, error },
    })),
  )
}

const amount = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'negative',
})
const quantityFormat = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 })
const unitFormat = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 4, maximumFractionDigits: 4 })
const smallUnitFormat = new Intl.NumberFormat('en-GB', { minimumSignificantDigits: 4, maximumSignificantDigits: 4 })

const unitText = (value: number): string =>
  (value === 0 || Math.abs(value) >= 0.1 ? unitFormat : smallUnitFormat).format(value)

function pricedText(result: PriceResult, terminal: Terminal): string {
  const { outcomes, priced } = result
  const parts = [
    positionsTable(outcomes, terminal),
    terminal.paint.bold(`${priced} of ${outcomes.length} positions priced`),
  ]
  if (priced > 0) parts.push(totalsTable(result, terminal))
  if (result.reportingError !== null) {
    const { message, code } = result.reportingError
    parts.push(wrapped(printable(`No total in the currency asked for: ${message} (${code})`), terminal.width))
  }
  if (priced < outcomes.length) parts.push(failuresText(outcomes, terminal))
  return parts.join('\n\n')
}

/** A row for each position; where they do not fit into a line, the operations are left out and long names go on below. */
function positionsTable(outcomes: readonly Outcome[], { paint, width }: Terminal): string {
  const right = 'right' as const
  const columns = [
    { title: 'Position', cells: outcomes.map(({ id }) => printable(id)) },
    { title: 'Priced by', cells: outcomes.map(({ operation }) => printable(operation)) },
    {
      title: 'Quantity',
      align: right,
      cells: outcomes.map(({ quantity }) => (quantity === undefined ? '' : quantityFormat.format(quantity))),
    },
    {
      title: 'Unit value',
      align: right,
      cells: outcomes.map(({ unitValue }) => (unitValue === undefined ? '' : unitText(unitValue))),
    },
    {
      title: 'Present value',
      align: right,
      cells: outcomes.map(({ presentValue }) => (presentValue === undefined ? 'failed' : amount.format(presentValue))),
    },
    { title: '', cells: outcomes.map(({ currency }) => currency ?? '') },
  ]
  const widths = columns.map(({ title, cells }) => Math.max(title.length, ...cells.map((cell) => cell.length)) + 2)
  const over = widths.reduce((sum, each) => sum + each, -1) - width
  const shown = over > 0 ? columns.filter(({ title }) => title !== 'Priced by') : columns
  const left = Math.max(0, over - widths[1])
  const fitted = shown.map(({ title, align }, i) => ({
    title,
    ...(align === undefined ? {} : { align }),
    ...(i === 0 && left > 0 ? { most: Math.max(12, widths[0] - 2 - left) } : {}),
  }))
  const rows = outcomes.map((_, line) => shown.map(({ cells }) => cells[line]))
  return plainTable(fitted, rows, paint)
}

function totalsTable({ totals, reportingTotal }: PriceResult, { paint }: Terminal): string {
  const rows = totals.map(({ currency, positions, presentValue }) => [
    currency ?? 'no currency',
    String(positions),
    amount.format(presentValue),
  ])
  if (reportingTotal !== null) {
    const { currency, positions, presentValue } = reportingTotal
    rows.push([`priced, in ${currency}`, String(positions), amount.format(presentValue)])
  }
  const columns = [
    { title: 'Total' },
    { title: 'Positions', align: 'right' as const },
    { title: 'Present value', align: 'right' as const },
  ]
  return plainTable(columns, rows, paint)
}

function failuresText(outcomes: readonly Outcome[], { paint, width }: Terminal): string {
  const lines = outcomes.flatMap(({ id, line, error }) => {
    if (error === undefined) return []
    const place = line === undefined || id === `line ${line}` ? id : `${id}, line ${line}`
    const first = wrapped(printable(`${place}: ${error.message} (${error.code})`), width, ' ', 3)
    const others = error.problems.length < 2 ? [] : error.problems.map((problem) => problemText(problem))
    return [first, ...others.map((text) => wrapped(printable(text), width, '   - ', 5))]
  })
  return [paint.bold('Not priced'), ...lines].join('\n')
}
