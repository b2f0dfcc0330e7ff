import { TuttiError } from '@tutti/analytics/errors'
import type { RunRecord } from '@tutti/runtime'
import type { WorkflowRunner } from './runs/index.ts'

/** The workflows that can be run, each loaded when it is wanted. */
const runners: Readonly<Record<string, () => Promise<WorkflowRunner<never, never>>>> = {
  'asset-allocation': async () => (await import('./allocation/allocation-runner.ts')).allocationRunner as never,
  hedging: async () => (await import('./hedging/hedging-runner.ts')).hedgingRunner as never,
}

/** What a run of some workflow was started from and found: known to its own runner alone. */
export type AnyRunner = WorkflowRunner<unknown, unknown>

/** The runner of a run's workflow. Throws `unsupported` for a workflow that is not there. */
export async function runnerOf({ id, workflow }: Pick<RunRecord, 'id' | 'workflow'>): Promise<AnyRunner> {
  if (Object.hasOwn(runners, workflow)) return (await runners[workflow]()) as unknown as AnyRunner
  throw new TuttiError('unsupported', `run ${id} is of workflow ${workflow}, which is not known here`, {
    field: 'workflow',
    got: workflow,
    expected: Object.keys(runners).join(' | '),
  })
}
