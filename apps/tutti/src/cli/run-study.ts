import { resolve } from 'node:path'
import { openRunService } from '../compose.ts'
import { standardReport } from '../runs/report-file.ts'
import type { RunRequest } from '../runs/run-service.ts'
import { type ModelOptions, modelPlanOf } from './model-options.ts'
import type { SessionOptions } from './session-options.ts'
import { carryOut } from './study-session.ts'
import type { Terminal } from './terminal.ts'

/** What a new run is asked for on the command line. */
export type StudyRequest = Omit<RunRequest, 'models' | 'replay' | 'startedBy' | 'report'>

/** Starts a run and carries it out. Everything that can be wrong with its inputs is said before anything is recorded. */
export async function runStudy(
  request: StudyRequest,
  options: SessionOptions & ModelOptions,
  terminal: Terminal,
): Promise<boolean> {
  const opened = await openRunService(options.workers)
  const { service } = opened
  try {
    const models = await modelPlanOf(options, () => service.runner(request.workflow))
    const startedBy = { account: opened.account, person: options.by ?? null }
    const report = options.report === undefined ? {} : { report: options.report && resolve(options.report) }
    const asked = { ...request, models, replay: options.replay ?? null, startedBy, ...report }
    const place = options.report ?? standardReport(request.workflow)
    return await carryOut(opened, (onEvent, signal) => service.start(asked, onEvent, signal), place, options, terminal)
  } finally {
    await opened.close()
  }
}
