import { TuttiError } from '@tutti/analytics/errors'
import type { MissingSpecialist } from '@tutti/workflows/agents-record'
import type { AgentDesk } from './agent-desk.ts'

/** Specialists that came to their end without a result so far, in the order of the list. */
export function missingSpecialists<Case>({ workflow, outcomes }: AgentDesk<Case>): MissingSpecialist[] {
  return workflow.specialists.flatMap(({ name, role }): MissingSpecialist[] => {
    const outcome = outcomes.get(name)
    if (outcome === undefined || outcome.status === 'done') return []
    const because = outcome.status === 'not-run' ? outcome.missing.join(', ') : messageOf(outcome.error)
    return [{ specialist: name, role, status: outcome.status, because }]
  })
}

function messageOf(error: unknown): string {
  if (error instanceof TuttiError) return `${error.code}: ${error.message}`
  return error instanceof Error ? error.message : String(error)
}
