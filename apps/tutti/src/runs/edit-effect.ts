import type { ApprovalRecord } from '@tutti/workflows/agents-record'
import type { ChangeEffect } from '@tutti/workflows/changes'
import type { SpecialistResults } from '@tutti/workflows/specialists'
import type { RequestedEdit } from './requested-edit.ts'
import { runContext } from './run-context.ts'
import { foundBy, type RunSession } from './run-session.ts'

/**
 * What an edit comes to when it is recomputed on the results as they stand. Those are found in the store, by going through the run
 * once more as it was.
 */
export async function editEffect(
  session: RunSession,
  { kind, proposal }: RequestedEdit<unknown>,
  approvals: readonly ApprovalRecord[],
): Promise<ChangeEffect> {
  const { runner, run } = session
  const { context } = runContext(run.id, session)
  const seen: { study: unknown; results: SpecialistResults }[] = []
  const workflow: typeof runner.workflow = {
    ...runner.workflow,
    result: (study, results) => {
      seen.push({ study, results })
      return runner.workflow.result(study, results)
    },
  }
  const quiet = { ...session, runner: { ...runner, workflow }, onEvent: () => undefined }
  await foundBy(quiet, context, approvals)
  const { study, results } = seen[0]
  return kind.effect(study, results, proposal.terms, context)
}
