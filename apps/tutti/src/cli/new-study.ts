import { TuttiError } from '@tutti/analytics/errors'
import type { RunRecord } from '@tutti/runtime'
import { marketRequirements } from '@tutti/workflows/asset-allocation'
import {
  allocationRunner,
  type Budget,
  budgetOf,
  createAllocationRun,
  mandateSource,
  type MandateOverrides,
} from '../allocation/index.ts'
import { codeVersion, machine, openStore } from '../compose.ts'
import { marketSnapshot } from '../runs/index.ts'
import type { SessionOptions } from './session-options.ts'
import { carryOut } from './study-session.ts'
import type { Terminal } from './terminal.ts'
import { countText } from './text/index.ts'
import { warningsText } from './text/warnings-text.ts'

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
  const snapshot = directory === null ? null : await marketSnapshot(directory, marketRequirements(source.mandate), asOf)
  const market = directory === null || snapshot === null ? null : { directory, snapshot }
  const store = openStore()
  try {
    const version = codeVersion()
    const here = machine(workers)
    const run = createAllocationRun(store, version, { mandate: source, market, seed, machine: here })
    if (!request.quiet) {
      terminal.err(warningsText(snapshot?.warnings ?? []))
      terminal.err(budgetText(budget, run, workers))
    }
    const inputs = { mandate: source.mandate, snapshot }
    const session = { runner: allocationRunner, store, run, inputs, codeVersion: version, machine: here }
    return await carryOut(session, request, terminal)
  } finally {
    store.close()
  }
}

/** What a run may take, said before it starts. */
function budgetText(budget: Budget, run: RunRecord, workers: number): string {
  const { configurations, generations, regimes, paths, years, searchPathSteps, timeLimitSeconds } = budget
  const limit = timeLimitSeconds === null ? '' : `, at most ${timeLimitSeconds} s`
  return (
    `Run ${run.id}: ${regimes} regimes × ${countText(paths)} paths × ${years} years, ${workers} ${workers === 1 ? 'worker' : 'workers'}\n` +
    `Budget of the search: at most ${configurations} configurations in ${generations} generations, ` +
    `${countText(searchPathSteps)} path-steps${limit}\n`
  )
}
