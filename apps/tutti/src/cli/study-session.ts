import type { RunRecord, RunStore } from '@tutti/runtime'
import { type Machine, openExecutor } from '../compose.ts'
import { exitStatus } from '../errors/index.ts'
import { executedRun, type FinishedRun, writeReport, type WorkflowRunner, writtenFiles } from '../runs/index.ts'
import { interruption, signalStatus } from './interruption.ts'
import { lineDisplay, liveDisplay, type ProgressDisplay, silentDisplay } from './progress/index.ts'
import type { SessionOptions } from './session-options.ts'
import { commandLine, type Terminal } from './terminal.ts'

/** A run with all that carrying it out needs. */
export interface StudySession<Inputs, Result> {
  readonly runner: WorkflowRunner<Inputs, Result>
  readonly store: RunStore
  readonly run: RunRecord
  readonly inputs: Inputs
  readonly codeVersion: string
  readonly machine: Machine
}

/**
 * Carries a run out under the eyes of the user: progress, Ctrl-C, report, tables. Returns true when it finished, false when
 * it was interrupted; sets the exit status.
 */
export async function carryOut<Inputs, Result>(
  session: StudySession<Inputs, Result>,
  options: SessionOptions,
  terminal: Terminal,
): Promise<boolean> {
  const finished = await watchedRun(session, options, terminal)
  if (finished === undefined) return false
  const { runner } = session
  const { run, result, telemetry, report } = finished
  const reportFile = options.report ?? runner.defaultReport
  writeReport(reportFile, report, run.id)
  const files = writtenFiles(reportFile, finished.files, run.id)
  if (options.json) {
    const { id, key, status } = run
    terminal.out(`${JSON.stringify({ run: id, key, status, report: reportFile, files, telemetry, result })}\n`)
  } else {
    const beside = files.length === 0 ? '' : `Files:  ${files.join('\n        ')}\n`
    terminal.out(`${runner.text(finished, terminal.width, terminal.paint)}Report: ${reportFile}\n${beside}`)
  }
  if (runner.isWithheld(result)) process.exitCode = exitStatus.checkFailed
  return true
}

async function watchedRun<Inputs, Result>(
  session: StudySession<Inputs, Result>,
  { workers, quiet }: SessionOptions,
  terminal: Terminal,
): Promise<FinishedRun<Result> | undefined> {
  const { runner, store, run, inputs, codeVersion, machine } = session
  const display = displayFor(quiet, terminal)
  const stop = interruption(() => display.end())
  const executor = openExecutor(workers)
  try {
    const surroundings = { store, executor, display, signal: stop.signal, codeVersion }
    return await executedRun(runner, run, inputs, surroundings, machine)
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
