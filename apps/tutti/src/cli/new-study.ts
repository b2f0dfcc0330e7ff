import { type Problem, problemText, TuttiError } from '@tutti/analytics/errors'
import {
  budgetOf,
  createAllocationRun,
  mandateSource,
  type MandateOverrides,
  marketSnapshot,
} from '../allocation/index.ts'
import { codeVersion, machine, openStore } from '../compose.ts'
import type { SessionOptions } from './session-options.ts'
import { budgetText, carryOut } from './study-session.ts'
import type { Terminal } from './terminal.ts'
import { printable } from './text/index.ts'

/** What a new study is asked for. */
export interface NewStudy extends SessionOptions {
  readonly mandate: string | null
  readonly market: string | null
  readonly asOf: string | null
  readonly seed: number
  readonly overrides: MandateOverrides
}

/** Starts a study and carries it out. Everything that can be wrong with its inputs is said before a run is recorded. */
export async function newStudy(request: NewStudy, terminal: Terminal): Promise<boolean> {
  const { market: directory, asOf, seed, workers } = request
  if (asOf !== null && directory === null) {
    throw new TuttiError('invalid-input', '--as-of dates the market data, but there is no --market', {
      field: '--as-of',
    })
  }
  const source = mandateSource(request.mandate, request.overrides)
  const budget = budgetOf(source.mandate, seed)
  const snapshot = directory === null ? null : await marketSnapshot(directory, source.mandate, asOf)
  const market = directory === null || snapshot === null ? null : { directory, snapshot }
  const store = openStore()
  try {
    const version = codeVersion()
    const here = machine(workers)
    const run = createAllocationRun(store, version, { mandate: source, market, seed, machine: here })
    if (!request.quiet) {
      if (snapshot !== null && snapshot.warnings.length > 0) terminal.err(warningsText(snapshot.warnings))
      terminal.err(budgetText(budget, run, workers))
    }
    const inputs = { mandate: source.mandate, snapshot }
    return await carryOut({ store, run, inputs, codeVersion: version, machine: here }, request, terminal)
  } finally {
    store.close()
  }
}

/** Warnings shown before a run; the report has them all. */
const shownWarnings = 5

function warningsText(warnings: readonly Problem[]): string {
  const shown = warnings.slice(0, shownWarnings).map((warning) => `  ${printable(problemText(warning))}`)
  const more = warnings.length > shownWarnings ? [`  and ${warnings.length - shownWarnings} more, in the report`] : []
  return [
    `Market data: ${warnings.length === 1 ? 'one warning' : `${warnings.length} warnings`}`,
    ...shown,
    ...more,
    '',
  ].join('\n')
}
