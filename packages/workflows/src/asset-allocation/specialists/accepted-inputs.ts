import type { Proposal } from '../../changes/index.ts'
import type { WorkflowContext } from '../../workflow-context.ts'
import type { AllocationCase } from '../allocation-case.ts'

/** Inputs of a specialist's steps: those of the case, and what was accepted for it, if anything was. */
export interface AcceptedInputs {
  readonly inputs: unknown
  readonly accepted: readonly Proposal[]
}

/** What the steps of a specialist depend on. Without accepted proposals it is what a plain run has, to the byte. */
export function acceptedInputs({ inputs }: AllocationCase, { proposals = [] }: WorkflowContext): AcceptedInputs {
  if (proposals.length === 0) return { inputs, accepted: [] }
  const accepted = proposals.map(({ id, by, kind, terms, reason }) => ({ id, by, reason, kind, terms }))
  const changes = accepted.map(({ kind, terms }) => ({ kind, terms }))
  return { inputs: { ...inputs, proposals: changes }, accepted }
}
