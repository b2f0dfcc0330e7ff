import type { ApprovalRecord } from '@tutti/workflows/agents-record'
import type { Workflow } from '@tutti/workflows/workflow'

/**
 * A workflow whose analyses take in what persons changed, for a run without agents: each edit goes to the specialist whose analysis
 * takes its kind in.
 */
export function editedWorkflow<Input, Case, Result>(
  workflow: Workflow<Input, Case, Result>,
  approvals: readonly ApprovalRecord[],
): Workflow<Input, Case, Result> {
  const edits = approvals.flatMap(({ edit }) => edit ?? [])
  if (edits.length === 0) return workflow
  const takenBy = (kind: string): string | null =>
    workflow.changes.find((change) => change.kind === kind)?.takenBy ?? null
  return {
    ...workflow,
    specialists: workflow.specialists.map((specialist) => {
      const proposals = edits.filter(({ kind }) => takenBy(kind) === specialist.name)
      return {
        ...specialist,
        analyse: (study, results, context) => specialist.analyse(study, results, { ...context, proposals }),
      }
    }),
  }
}
