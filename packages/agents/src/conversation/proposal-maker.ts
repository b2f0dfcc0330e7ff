import { type Problem, TuttiError } from '@tutti/analytics/errors'
import type { ChangeEffect, Proposal } from '@tutti/workflows/changes'
import type { Specialist } from '@tutti/workflows/specialists'
import { type Citables, checkedBrief } from '../briefs/index.ts'
import type { OfferedKind } from '../tools/index.ts'
import { type AgentDesk, kindsOf, resultsBefore } from '../graph/agent-desk.ts'

/** Makes the proposals of one specialist in one conversation, and answers its "what if". */
export interface ProposalMaker {
  /** Kinds that may be asked about in this conversation. */
  readonly kinds: readonly OfferedKind[]
  readonly propose: (kind: string, terms: unknown, reason: string) => Promise<{ readonly id: string }>
  readonly whatIf: (kind: string, terms: unknown) => Promise<ChangeEffect>
  /** How many it may still make in this conversation. */
  readonly left: () => number
  readonly made: () => readonly Proposal[]
}

/**
 * A proposal must be of a kind that the specialist may propose, with terms that its schema takes; figures in its reason are slots.
 * `own` is the specialist's analysis as the conversation knows it; `most` bounds this conversation by itself. What the mandate allows
 * a specialist counts over all its conversations of the run. A consultation has an allowance of its own, since its analysis bounds
 * how often it asks and what comes of the answers. Throws `invalid-input` with what is wrong, `conflict` when no proposal is left.
 */
export function proposalMaker<Case>(
  desk: AgentDesk<Case>,
  specialist: Specialist<Case>,
  citables: Citables,
  about: {
    readonly own: unknown
    readonly most?: number
    readonly kinds?: readonly string[]
    readonly isConsultation?: boolean
  },
): ProposalMaker {
  const { name } = specialist
  const kinds = kindsOf(desk, specialist).filter(({ kind }) => about.kinds?.includes(kind) ?? true)
  const made: Proposal[] = []
  const ofTheRun = (): number => [...desk.proposals.values()].filter(({ proposal }) => proposal.by === name).length
  const answers = [...desk.consultations.values()].flat().filter(({ by }) => by === name).length
  const allowed = desk.governance.agents.proposals_per_specialist
  const left = (): number =>
    Math.min(
      (about.most ?? Infinity) - made.length,
      allowed - (about.isConsultation === true ? made.length : ofTheRun() - answers),
    )
  const termsOf = (kind: string, terms: unknown) => {
    const known = kinds.find((one) => one.kind === kind)
    if (known === undefined) {
      throw new TuttiError('invalid-input', `${name} may not change ${kind}`, {
        field: 'kind',
        got: kind,
        expected: kinds.map((one) => one.kind).join(' | '),
      })
    }
    const parsed = known.terms.safeParse(terms)
    if (parsed.success) return { known, terms: parsed.data }
    const problems = parsed.error.issues.map(({ path, message }): Problem => ({
      field: ['terms', ...path].join('.'),
      message,
    }))
    throw new TuttiError('invalid-input', `the terms of ${kind} cannot be taken`, { problems })
  }
  return {
    kinds,
    async propose(kind, terms, reason) {
      const { terms: parsed } = termsOf(kind, terms)
      if (left() <= 0) throw new TuttiError('conflict', 'no proposal is left', { field: 'kind' })
      const checked = checkedBrief(reason, citables)
      if (!checked.ok) {
        const problems = checked.reasons.map((message): Problem => ({ field: 'reason', message }))
        throw new TuttiError('invalid-input', 'the reason is sent back', { problems })
      }
      const id = `${name}-${1 + ofTheRun()}`
      const proposal: Proposal = { id, by: name, kind, terms: parsed, reason: checked.template }
      made.push(proposal)
      desk.proposals.set(id, {
        proposal,
        why: checked.paragraphs.flat(),
        effect: null,
        problem: null,
        acceptedBy: null,
      })
      return { id }
    },
    async whatIf(kind, terms) {
      const { known, terms: parsed } = termsOf(kind, terms)
      return known.effect(desk.study, { ...resultsBefore(desk, specialist), [name]: about.own }, parsed, desk.context)
    },
    left,
    made: () => made,
  }
}
