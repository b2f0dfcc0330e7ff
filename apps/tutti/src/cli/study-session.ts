import { isAbsolute, relative } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import type { RunStore } from '@tutti/runtime'
import type { OpenRunService } from '../compose.ts'
import { exitStatus } from '../errors/index.ts'
import { keptAgents, keptApprovals, keptDecision, keptResult, keptTelemetry } from '../runs/artifacts.ts'
import { approvedBy } from '../runs/approval-rules.ts'
import { requireReportPlace, writeReport, writtenFiles } from '../runs/report-file.ts'
import type { RunEvent, RunSummary } from '../runs/run-service.ts'
import { viewOf } from '../runs/workflow-view.ts'
import { interruption, signalStatus } from './interruption.ts'
import { eventDisplay, lineDisplay, liveDisplay, type ProgressDisplay, silentDisplay } from './progress/index.ts'
import type { SessionOptions } from './session-options.ts'
import { commandLine, type Terminal } from './terminal.ts'
import { approvalText } from './text/approval-text.ts'
import { shortBriefsText } from './text/briefs-text.ts'
import { filesText } from './text/files-text.ts'
import { printable, wrapped } from './text/index.ts'

/** How a run is shown whose report has its place. */
type ShowOptions = Omit<SessionOptions, 'report'> & {
  /** Whether a person approves it here, who has looked at its figures. */
  readonly isApproval?: boolean
}

/** Starts or goes on with a run of a service. */
export type BeginRun = (
  onEvent: (event: RunEvent) => void,
  signal: AbortSignal,
) => Promise<{ readonly run: string; readonly ended: Promise<RunSummary> }>

/**
 * Carries a run out under the eyes of the user: budget, progress, Ctrl-C, its report at `place`, tables, what the agents said. Returns
 * true when it finished or waits for a person, false when it was interrupted; sets the exit status. Throws before anything begins
 * where no report can be written to `place`.
 */
export async function carryOut(
  opened: OpenRunService,
  begin: BeginRun,
  place: string,
  options: ShowOptions,
  terminal: Terminal,
): Promise<boolean> {
  requireReportPlace(place)
  const summary = await watchedRun(begin, options, terminal)
  if (summary === undefined) return false
  await showRun(opened, summary, place, options, terminal)
  return true
}

async function watchedRun(
  begin: BeginRun,
  { workers, quiet }: ShowOptions,
  terminal: Terminal,
): Promise<RunSummary | undefined> {
  // what begins a run may take a while and print warnings: the display starts with the run
  let display = silentDisplay
  let follow: ((event: RunEvent) => void) | undefined
  const stop = interruption(() => display.end())
  let run: string | undefined
  const without: string[] = []
  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'run-started') {
      run = event.run
      if (!quiet) terminal.err(startText(event, workers, terminal.width))
    }
    if (follow === undefined) {
      display = displayFor(quiet, terminal)
      follow = eventDisplay(display)
    }
    follow(event)
    if (event.kind === 'node-ended' && event.status === 'failed')
      without.push(`${event.specialist} failed: ${event.because}`)
  }
  try {
    const started = await begin(onEvent, stop.signal)
    run = started.run
    const summary = await started.ended
    display.end()
    for (const line of without) terminal.err(`${wrapped(printable(line), terminal.width)}\n`)
    return summary
  } catch (error) {
    display.end()
    if (run === undefined) throw error
    const next = commandLine(`runs resume ${run}`)
    const signal = stop.received()
    if (signal === undefined) {
      if (!isHeldElsewhere(error)) terminal.err(`run ${run} did not finish; ${adviceAfter(error, next)}\n`)
      throw error
    }
    terminal.err(`interrupted; continue with: ${next}\n`)
    process.exitCode = signalStatus(signal)
    return undefined
  } finally {
    display.end()
    stop.end()
  }
}

/** What stands before a run: odd things about its files, what it covers, what it may take. */
function startText(
  { run, warnings, notes }: Extract<RunEvent, { kind: 'run-started' }>,
  workers: number,
  width: number,
): string {
  const [scope = '', ...more] = notes
  const threads = `${workers} ${workers === 1 ? 'worker' : 'workers'}`
  const first = `Run ${run}: ${scope === '' ? '' : `${scope}, `}${threads}`
  const odd = warnings.flatMap((block) => printable(block).split('\n'))
  return [
    ...odd.map((line) => wrapped(line, width, /^ */.exec(line)?.[0])),
    ...[first, ...more].map(printable),
    '',
  ].join('\n')
}

async function showRun(
  { service, store }: OpenRunService,
  summary: RunSummary,
  place: string,
  options: ShowOptions,
  terminal: Terminal,
): Promise<void> {
  const runner = await service.runner(summary.workflow)
  const view = viewOf(runner)
  const shown = shownRun(store(), summary.id)
  const { run, result, telemetry, agents } = shown
  const reportFile = shortPath(place)
  writeReport(reportFile, service.artifact(run.id, 'report.html').toString(), run.id)
  const beside = view.files(run, result, summary.approval)
  const files = writtenFiles(reportFile, beside, run.id)
  if (options.json) {
    const { id, key, status } = run
    const { approval } = summary
    terminal.out(
      `${JSON.stringify({ run: id, key, status, approval, report: reportFile, files, telemetry, result, agents })}\n`,
    )
  } else {
    const { width, paint } = terminal
    const briefs = agents === null ? '' : `${shortBriefsText(agents, run.id, width, paint)}\n`
    const approved =
      summary.approval === 'waiting' ? approvedBy(keptApprovals(store(), run.id), summary.resultHash) : []
    const isFirst = options.isApproval === true && approved.length > 0
    const figures = isFirst ? '' : `${view.text(shown, width, paint)}${briefs}`
    terminal.out(
      `${figures}Report: ${reportFile}\n${filesText(files, beside)}${approvalText(summary, approved, paint)}`,
    )
  }
  if (view.isWithheld(result)) process.exitCode = exitStatus.checkFailed
}

/** What to do about a run that did not finish: one keeps to its inputs, so that no mended file would be taken by it. */
function adviceAfter(error: unknown, next: string): string {
  const isOfInputs = error instanceof TuttiError && (error.code === 'invalid-input' || error.code === 'missing-data')
  return isOfInputs
    ? 'a run keeps to its inputs: once the files are mended, start a new run'
    : `once the cause is mended, continue with: ${next}`
}

/** Whether a run is being written by another process, which will finish it. */
function isHeldElsewhere(error: unknown): boolean {
  return error instanceof TuttiError && error.code === 'conflict' && error.details.field === 'run'
}

/** A path as it is short to read: from this folder where it lies in it. */
function shortPath(path: string): string {
  const within = relative('', path)
  return isAbsolute(within) || within.startsWith('..') ? path : within
}

/** A run with all that it has kept for showing. */
export function shownRun(store: RunStore, id: string) {
  const run = store.run(id)
  const decision = keptDecision(store, run.id)
  return {
    run,
    result: keptResult(store, run.id),
    telemetry: keptTelemetry(store, run.id) ?? null,
    agents: keptAgents(store, run.id),
    mandate: decision?.mandate ?? run.workflow,
    // a run that was stopped before its decision was kept does not say yet whether a person has to approve it
    approval: decision?.approval ?? (run.status === 'completed' ? 'not-required' : 'waiting'),
  } as const
}

function displayFor(quiet: boolean, terminal: Terminal): ProgressDisplay {
  if (quiet) return silentDisplay
  return process.stderr.isTTY ? liveDisplay(process.stderr) : lineDisplay(terminal.err)
}
