import type { MarketSnapshot } from '@tutti/market'
import type { RunRecord, RunStore } from '@tutti/runtime'
import type { Mandate } from '@tutti/workflows/asset-allocation'
import { type Budget, executeAllocationRun, type FinishedRun, writeReport } from '../allocation/index.ts'
import { type Machine, openExecutor } from '../compose.ts'
import { exitStatus } from '../errors/index.ts'
import { interruption, signalStatus } from './interruption.ts'
import { lineDisplay, liveDisplay, type ProgressDisplay, silentDisplay } from './progress/index.ts'
import type { SessionOptions } from './session-options.ts'
import { commandLine, type Terminal } from './terminal.ts'
import { allocationText } from './text/allocation-text.ts'
import { countText } from './text/index.ts'

/** A run with all that carrying it out needs. */
export interface StudySession {
  readonly store: RunStore
  readonly run: RunRecord
  readonly inputs: { readonly mandate: Mandate; readonly snapshot: MarketSnapshot | null }
  readonly codeVersion: string
  readonly machine: Machine
}

/**
 * Carries a run out under the eyes of the user: progress, Ctrl-C, report, tables. Returns true when it finished, false when
 * it was interrupted; sets the exit status.
 */
export async function carryOut(session: StudySession, options: SessionOptions, terminal: Terminal): Promise<boolean> {
  const finished = await watchedRun(session, options, terminal)
  if (finished === undefined) return false
  const { run, result, telemetry, report } = finished
  writeReport(options.report, report, run.id)
  if (options.json) {
    const { id, key, status } = run
    terminal.out(`${JSON.stringify({ run: id, key, status, report: options.report, telemetry, result })}\n`)
  } else {
    terminal.out(`${allocationText(finished, terminal.width, terminal.paint)}Report: ${options.report}\n`)
  }
  if (result.decision.status === 'withheld') process.exitCode = exitStatus.checkFailed
  return true
}

async function watchedRun(
  session: StudySession,
  { workers, quiet }: SessionOptions,
  terminal: Terminal,
): Promise<FinishedRun | undefined> {
  const { store, run, inputs, codeVersion, machine } = session
  const display = displayFor(quiet, terminal)
  const stop = interruption(() => display.end())
  const executor = openExecutor(workers)
  try {
    return await executeAllocationRun(
      run,
      inputs,
      { store, executor, display, signal: stop.signal, codeVersion },
      machine,
    )
  } catch (error) {
    display.end()
    const next = commandLine(`runs resume ${run.id}`)
    const signal = stop.received()
    if (signal === undefined) {
      terminal.err(`run ${run.id} did not finish; once the cause is mended, continue with: ${next}\n`)
      throw error
    }
    terminal.err(`interrupted; continue with: ${next}\n`)
    process.exitCode = signalStatus(signal)
    return undefined
  } finally {
    display.end()
    await executor.close()
    stop.end()
  }
}

function displayFor(quiet: boolean, terminal: Terminal): ProgressDisplay {
  if (quiet) return silentDisplay
  return process.stderr.isTTY ? liveDisplay(process.stderr) : lineDisplay(terminal.err)
}

/** What a run may take, said before it starts. */
export function budgetText(budget: Budget, run: RunRecord, workers: number): string {
  const { configurations, generations, regimes, paths, years, searchPathSteps, timeLimitSeconds } = budget
  const limit = timeLimitSeconds === null ? '' : `, at most ${timeLimitSeconds} s`
  return (
    `Run ${run.id}: ${regimes} regimes × ${countText(paths)} paths × ${years} years, ${workers} ${workers === 1 ? 'worker' : 'workers'}\n` +
    `Budget of the search: at most ${configurations} configurations in ${generations} generations, ` +
    `${countText(searchPathSteps)} path-steps${limit}\n`
  )
}
