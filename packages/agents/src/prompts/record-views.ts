import type { BriefRecord, ProposalRecord } from '@tutti/workflows/agents-record'
import type { ChangeMeasure } from '@tutti/workflows/changes'
import { inertLines, inertText } from '../tools/inert-text.ts'
import { boundedView } from '../tools/bounded-view.ts'

/** A brief as another specialist sees it: its template, whose slots it may cite. */
export function briefView({ specialist, role, writtenBy, stoodIn, template }: BriefRecord) {
  return {
    specialist: inertText(specialist, 60),
    role: inertText(role, 100),
    writtenBy: writtenBy.kind === 'offline' ? 'the offline script' : 'a language model',
    ...(stoodIn === null ? {} : { stoodIn: inertText(stoodIn, 200) }),
    text: inertLines(template, 3000),
  }
}

/** A proposal with what it came to. */
export function proposalView({ proposal, effect, problem, acceptedBy }: ProposalRecord) {
  return {
    id: inertText(proposal.id, 80),
    by: inertText(proposal.by, 80),
    kind: inertText(proposal.kind, 60),
    terms: boundedView(proposal.terms, { bytes: 1000, depth: 4 }).value,
    reason: inertText(proposal.reason, 400),
    verdict: effect?.verdict ?? null,
    because: (effect?.reasons ?? []).slice(0, 5).map((reason) => inertText(reason, 200)),
    measure: effect === null || effect.measure === null ? null : measureView(effect.measure),
    problem: problem === null ? null : inertText(problem, 300),
    acceptedBy: acceptedBy === null ? null : inertText(acceptedBy, 100),
  }
}

function measureView({ name, unit, better, difference }: ChangeMeasure) {
  return { name: inertText(name, 100), unit, better, difference }
}
