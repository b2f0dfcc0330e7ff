import { join } from 'node:path'
import type { Command } from 'commander'
import { TuttiError } from '@tutti/analytics/errors'
import { projectRoot } from '../../compose.ts'
import { integerOption } from '../number-option.ts'
import { addSessionOptions, type SessionOptions } from '../session-options.ts'
import { processTerminal } from '../terminal.ts'

interface HedgingOptions extends SessionOptions {
  readonly portfolio?: string
  readonly liabilities?: string
  readonly mandate?: string
  readonly market?: string
  readonly asOf?: string
  readonly seed: number
  readonly scenarios?: number
}

const examples = `
Examples:
  tutti run hedging                          the simulated example fund
  tutti run hedging --portfolio portfolio.xlsx --liabilities flows.csv \\
      --mandate mandate.yaml --market data --as-of 2025-12-31

The fund's own files belong together: give all four of --portfolio,
--liabilities, --mandate and --market, or none for the example in
examples/04-hedging. docs/hedging-files.md says what they hold. Beside the
report lie the orders, as CSV and as FIX messages; nothing is ever sent.`

/** `tutti run hedging` */
export function addHedgingRun(run: Command): void {
  const study = run
    .command('hedging')
    .description('multi-asset hedging: exposures, packages, stress, accounting, execution')
    .option('--portfolio <file>', 'what the fund holds (.csv, .xlsx, .json)')
    .option('--liabilities <file>', 'what it owes (.csv, .xlsx, .json)')
    .option('--mandate <file>', 'objectives and limits (YAML)')
    .option('--market <dir>', 'folder with market data')
    .option('--as-of <date>', 'leave out market data after this date')
    .option('--seed <n>', 'seed of all random streams', integerOption(0, Number.MAX_SAFE_INTEGER), 1)
    .option('--scenarios <n>', 'joint scenarios, in place of those of the mandate', integerOption(200, 50_000))
  addSessionOptions(study)
    .addHelpText('after', examples)
    .action(async (options: HedgingOptions) => {
      const { newHedgingStudy } = await import('../new-hedging-study.ts')
      const { asOf = null, scenarios = null } = options
      await newHedgingStudy({ ...options, ...filesOf(options), asOf, scenarios }, processTerminal())
    })
}

const fileOptions = ['portfolio', 'liabilities', 'mandate', 'market'] as const
type Files = Record<(typeof fileOptions)[number], string>

function filesOf(options: HedgingOptions): Files & { readonly isExample: boolean } {
  const given = fileOptions.filter((name) => options[name] !== undefined)
  if (given.length === 0) {
    const folder = join(projectRoot, 'examples', '04-hedging')
    return {
      portfolio: join(folder, 'portfolio.csv'),
      liabilities: join(folder, 'liabilities.csv'),
      mandate: join(folder, 'mandate.yaml'),
      market: join(folder, 'market'),
      isExample: true,
    }
  }
  const missing = fileOptions.filter((name) => options[name] === undefined).map((name) => `--${name}`)
  if (missing.length > 0) {
    throw new TuttiError(
      'invalid-input',
      `${given.map((name) => `--${name}`).join(', ')} came without ${missing.join(', ')}: a fund needs all four files, the example none`,
      { field: missing[0], expected: fileOptions.map((name) => `--${name}`).join(' ') },
    )
  }
  return { ...(options as Files), isExample: false }
}
