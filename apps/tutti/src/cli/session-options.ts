import type { Command } from 'commander'
import { defaultWorkers } from '../compose.ts'
import { integerOption } from './number-option.ts'

/** How a study is run and shown; leaves no trace in its result. */
export interface SessionOptions {
  readonly workers: number
  /** Where the report goes; when absent, where the run had it, else where those of its workflow go. */
  readonly report?: string
  readonly json: boolean
  readonly quiet: boolean
}

/** Adds the options of `SessionOptions` to a command. */
export function addSessionOptions(command: Command): Command {
  return command
    .option('--workers <n>', 'threads; results do not depend on it', integerOption(1, 256), defaultWorkers())
    .option('--report <file>', 'where the report goes, also when the run goes on (default: reports/WORKFLOW.html)')
    .option('--json', 'print run, telemetry and result as JSON', false)
    .option('--quiet', 'no budget and no progress', false)
}
