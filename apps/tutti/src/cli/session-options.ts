import type { Command } from 'commander'
import { defaultWorkers } from '../compose.ts'
import { integerOption } from './number-option.ts'

/** How a study is run and shown; leaves no trace in its result. */
export interface SessionOptions {
  readonly workers: number
  /** Where the report goes; that of the workflow when absent. */
  readonly report?: string
  readonly json: boolean
  readonly quiet: boolean
}

/** Adds the options of `SessionOptions` to a command. */
export function addSessionOptions(command: Command): Command {
  return command
    .option('--workers <n>', 'threads; results do not depend on it', integerOption(1, 256), defaultWorkers())
    .option('--report <file>', 'where the report goes (default: reports/WORKFLOW.html)')
    .option('--json', 'print run, telemetry and result as JSON', false)
    .option('--quiet', 'no budget and no progress', false)
}
