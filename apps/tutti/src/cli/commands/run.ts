import type { Command } from 'commander'
import { addHedgingRun } from './run-hedging.ts'
import { addSessionOptions, type SessionOptions } from '../session-options.ts'
import { integerOption, positiveOption } from '../number-option.ts'
import { processTerminal } from '../terminal.ts'

interface RunOptions extends SessionOptions {
  readonly mandate?: string
  readonly market?: string
  readonly asOf?: string
  readonly seed: number
  readonly paths?: number
  readonly iterations?: number
  readonly timeLimit?: number
}

const examples = `
Examples:
  tutti run asset-allocation --mandate mandate.yaml
  tutti run asset-allocation --mandate mandate.yaml --market data \\
      --as-of 2024-12-31 --seed 7
  tutti run asset-allocation --paths 200 --iterations 20      a quick look

Without --mandate the standard mandate applies; without --market there is no
walk through history. --paths, --iterations and --time-limit replace what the
mandate says; a first generation that does not fit into fewer iterations
shrinks with them.
Exit status 1: the tests of the paths failed, so the headline is withheld.`

/** `tutti run WORKFLOW` */
export function addRun(program: Command): void {
  const run = program.command('run').description('run a workflow').helpGroup('Studies:')
  addAllocationRun(run)
  addHedgingRun(run)
}

function addAllocationRun(run: Command): void {
  const study = run
    .command('asset-allocation')
    .description('dynamic asset allocation: search, robustness, evidence, decision')
    .option('--mandate <file>', 'objectives and limits (YAML)')
    .option('--market <dir>', 'folder with market data')
    .option('--as-of <date>', 'leave out market data after this date')
    .option('--seed <n>', 'seed of all random streams', integerOption(0, Number.MAX_SAFE_INTEGER), 1)
    .option('--paths <n>', 'paths for each regime', integerOption(1, 1e6))
    .option('--iterations <n>', 'most configurations that the search evaluates', integerOption(1, 5000))
    .option(
      '--time-limit <s>',
      'stop the search after the generation in which so many seconds passed',
      positiveOption(1e6),
    )
  addSessionOptions(study)
    .addHelpText('after', examples)
    .action(async (options: RunOptions) => {
      const { mandate = null, market = null, asOf = null, paths, iterations, timeLimit } = options
      const overrides = { paths, iterations, timeLimitSeconds: timeLimit }
      const { newStudy } = await import('../new-study.ts')
      await newStudy({ ...options, mandate, market, asOf, overrides }, processTerminal())
    })
}
