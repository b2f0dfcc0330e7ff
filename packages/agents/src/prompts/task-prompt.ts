import type { BriefRecord, MissingSpecialist, ProposalRecord, RecalledDecision } from '@tutti/workflows/agents-record'
import type { Specialist } from '@tutti/workflows/specialists'
import type { WorkflowFacts } from '@tutti/workflows/workflow'
import type { Citables } from '../briefs/index.ts'
import { inertText } from '../tools/inert-text.ts'
import { recalledView } from '../tools/recalled-view.ts'
import { dataBlock } from './data-block.ts'
import { figureMenu } from './figure-menu.ts'
import { briefView, proposalView } from './record-views.ts'

/** What a specialist's brief is to be written from. */
export interface TaskPromptFacts {
  readonly specialist: Pick<Specialist<never>, 'name' | 'role' | 'needs'>
  readonly facts: WorkflowFacts
  /** Specialists of whom there is no result, as far as they matter to this one. */
  readonly missing: readonly MissingSpecialist[]
  readonly recalled: readonly RecalledDecision[]
  /** Briefs of those it needs. */
  readonly briefs: readonly BriefRecord[]
  /** Proposals that were weighed so far. */
  readonly proposals: readonly ProposalRecord[]
  readonly citables: Citables
}

/** Entries of a list that a prompt shows; the rest is counted. */
const most = { missing: 30, recalled: 10, briefs: 12, proposals: 30, figures: 60 }

/**
 * What a specialist is asked: to write its brief, from what stands in the data blocks below. The same facts give the same bytes;
 * at most some 50 kB whatever the data are.
 */
export function taskPrompt({ specialist, facts, ...about }: TaskPromptFacts): string {
  const { missing, recalled, briefs, proposals, citables } = about
  const menu = figureMenu(citables, [specialist.name, ...specialist.needs], most.figures)
  const blocks = [
    'Write your brief.',
    section('The study.', 'study', {
      mandate: inertText(facts.mandate, 200),
      asOf: facts.asOf === null ? null : inertText(facts.asOf, 30),
      seed: facts.seed,
      marketData: facts.origin,
    }),
    ...listSection(
      'No result came from these; name them where it matters.',
      'missing',
      missing,
      most.missing,
      (one) => ({
        specialist: inertText(one.specialist, 60),
        role: inertText(one.role, 100),
        status: one.status,
        because: inertText(one.because, 400),
      }),
    ),
    ...listSection('Earlier decisions under this mandate.', 'earlier-decisions', recalled, most.recalled, recalledView),
    ...listSection('What those before you wrote; their slots may be cited.', 'briefs', briefs, most.briefs, briefView),
    ...listSection(
      'Changes that were proposed and what they came to.',
      'proposals',
      proposals,
      most.proposals,
      proposalView,
    ),
    section(
      `Figures that you may cite: copy the slot, it is shown as given.${menu.more ? ' There are more: use list_figures.' : ''}`,
      'figures',
      menu.figures,
    ),
    'Look up what you need, then hand your brief in with submit_brief.',
  ]
  return blocks.join('\n\n')
}

function section(words: string, name: string, value: unknown): string {
  return `${words}\n${dataBlock(name, value)}`
}

/** The first entries of a list under words of ours; nothing at all for an empty list. */
function listSection<Entry>(
  words: string,
  name: string,
  entries: readonly Entry[],
  shown: number,
  view: (entry: Entry) => unknown,
): string[] {
  if (entries.length === 0) return []
  const rest = entries.length - shown
  return [section(rest > 0 ? `${words} (${rest} more are left out.)` : words, name, entries.slice(0, shown).map(view))]
}
