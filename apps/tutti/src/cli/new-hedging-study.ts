import { codeVersion, machine, openStore } from '../compose.ts'
import {
  hedgingInputs,
  hedgingMandateOf,
  hedgingRunner,
  type HedgingFiles,
  createHedgingRun,
} from '../hedging/index.ts'
import type { SessionOptions } from './session-options.ts'
import { carryOut } from './study-session.ts'
import type { Terminal } from './terminal.ts'
import { countText } from './text/index.ts'
import { warningsText } from './text/warnings-text.ts'

/** What a new study of hedging is asked for. */
export interface NewHedgingStudy extends SessionOptions, HedgingFiles {
  /** Whether the files are those of the simulated example. */
  readonly isExample: boolean
  readonly asOf: string | null
  readonly seed: number
  readonly scenarios: number | null
}

/** Starts a study and carries it out. Everything that can be wrong with its files is said before a run is recorded. */
export async function newHedgingStudy(request: NewHedgingStudy, terminal: Terminal): Promise<boolean> {
  const { asOf, seed, scenarios, workers } = request
  const { text, mandate: given } = hedgingMandateOf(request.mandate)
  const mandate = scenarios === null ? given : { ...given, scenarios: { ...given.scenarios, count: scenarios } }
  const inputs = await hedgingInputs(mandate, request, asOf)
  const store = openStore()
  try {
    const version = codeVersion()
    const here = machine(workers)
    const overrides = { scenarios }
    const run = createHedgingRun(store, version, {
      files: request,
      inputs,
      mandateText: text,
      overrides,
      seed,
      machine: here,
    })
    if (!request.quiet) {
      const { holdings, snapshot } = inputs
      const { flows, members } = holdings.liabilities
      terminal.err(warningsText(snapshot.warnings) + warningsText(holdings.warnings, 'The fund’s files'))
      if (request.isExample) terminal.err('The example fund: simulated, not a real one\n')
      terminal.err(
        `Run ${run.id}: ${countText(holdings.holdings.length)} holdings, ` +
          `${countText(flows.length + members.length)} rows of liabilities, as of ${snapshot.asOf}, ` +
          `${countText(mandate.scenarios.count)} scenarios, ${workers} ${workers === 1 ? 'worker' : 'workers'}\n`,
      )
    }
    const session = { runner: hedgingRunner, store, run, inputs, codeVersion: version, machine: here }
    return await carryOut(session, request, terminal)
  } finally {
    store.close()
  }
}
