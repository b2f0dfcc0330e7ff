import { TuttiError } from '@tutti/analytics/errors'
import type { RunRecord } from '@tutti/runtime'
import { allocationTerms } from './allocation/allocation-terms.ts'
import { hedgingTerms } from './hedging/hedging-terms.ts'
import type { AnyRunner, WorkflowEntry } from './runs/workflow-runner.ts'

/** The workflows that can be run, each loaded when it is wanted. */
export const workflowEntries: readonly WorkflowEntry[] = [
  {
    terms: allocationTerms,
    load: async () => (await import('./allocation/allocation-runner.ts')).allocationRunner as unknown as AnyRunner,
  },
  {
    terms: hedgingTerms,
    load: async () => (await import('./hedging/hedging-runner.ts')).hedgingRunner as unknown as AnyRunner,
  },
]

/** The runner of a run's workflow. Throws `unsupported` for a workflow that is not there. */
export async function runnerOf({ id, workflow }: Pick<RunRecord, 'id' | 'workflow'>): Promise<AnyRunner> {
  const found = workflowEntries.find(({ terms }) => terms.name === workflow)
  if (found !== undefined) return found.load()
  throw new TuttiError('unsupported', `run ${id} is of workflow ${workflow}, which is not known here`, {
    field: 'workflow',
    got: workflow,
    expected: workflowEntries.map(({ terms }) => terms.name).join(' | '),
  })
}
