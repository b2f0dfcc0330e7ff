import { TuttiError } from '@tutti/analytics/errors'
import type { ChangeEffect, ChangeKind, Proposal } from '@tutti/workflows/changes'
import type { ApprovalRecord } from '@tutti/workflows/agents-record'
import type { Workflow } from '@tutti/workflows/workflow'
import { effectFigures } from './effect-figures.ts'
import type { ApprovalRequest } from './run-service.ts'

/** A change that a person asks for, of a kind that the workflow knows. */
export interface RequestedEdit<Case> {
  readonly kind: ChangeKind<Case>
  readonly proposal: Proposal
}

/**
 * The change of an edit, its terms parsed. Throws `invalid-input` for a kind that the workflow does not know or whose changes no
 * analysis takes in, and with every problem of the terms.
 */
export function requestedEdit<Case>(
  { name, changes }: Pick<Workflow<never, Case, never>, 'name' | 'changes'>,
  { by, reason, change }: ApprovalRequest,
  approvals: readonly ApprovalRecord[],
): RequestedEdit<Case> {
  const taken = changes.filter(({ takenBy }) => takenBy !== null)
  const kind = taken.find((known) => known.kind === change?.kind)
  if (kind === undefined || change === null) {
    const kinds = taken.map((known) => known.kind)
    const shows = changes.some((known) => known.kind === change?.kind) ? ', which only shows something' : ''
    const permitted = kinds.length === 0 ? 'it takes no edits' : `an edit is one of ${kinds.join(', ')}`
    throw new TuttiError(
      'invalid-input',
      `a decision of ${name} cannot be edited by ${JSON.stringify(change?.kind)}${shows}; ${permitted}`,
      {
        field: 'change.kind',
        got: change?.kind,
        expected: kinds.join(' | ') || 'nothing: this workflow takes no edits',
      },
    )
  }
  const parsed = kind.terms.safeParse(change.terms)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      field: ['change', 'terms', ...path].join('.'),
      message,
    }))
    throw new TuttiError(
      'invalid-input',
      `the terms of ${kind.kind} have ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}`,
      {
        field: problems[0]?.field,
        problems,
        expected: kind.description,
      },
    )
  }
  const number = approvals.filter(({ edit }) => edit !== null).length + 1
  const proposal = { id: `person-${number}`, by, reason: reason ?? '', kind: kind.kind, terms: parsed.data }
  return { kind, proposal }
}

/** Throws `invalid-input` with the reasons, and the figures before and after, unless an edit stays within the mandate. */
export function requireWithinMandate({ proposal }: RequestedEdit<never>, effect: ChangeEffect): void {
  if (effect.verdict !== 'outside-mandate') return
  const reasons = [...new Set(effect.reasons.map((reason) => reason.replace(/\.$/, '')))]
  throw new TuttiError('invalid-input', `the edit ${proposal.kind} is outside the mandate: ${reasons.join('; ')}`, {
    field: 'change',
    problems: effectFigures(effect).map((message) => ({ message })),
  })
}
