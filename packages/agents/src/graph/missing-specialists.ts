import type { MissingSpecialist } from '@tutti/workflows/agents-record'
import { reasonOf } from '@tutti/workflows/specialists'
import type { AgentDesk } from './agent-desk.ts'

/** Specialists that came to their end without a result so far, in the order of the list. */
export function missingSpecialists<Case>({ workflow, outcomes }: AgentDesk<Case>): MissingSpecialist[] {
  return workflow.specialists.flatMap(({ name, role }): MissingSpecialist[] => {
    const outcome = outcomes.get(name)
    if (outcome === undefined || outcome.status === 'done') return []
    return [{ specialist: name, role, status: outcome.status, because: reasonOf(outcome) ?? '' }]
  })
}
