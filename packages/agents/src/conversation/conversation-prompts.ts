import type { Specialist } from '@tutti/workflows/specialists'
import type { Citables } from '../briefs/index.ts'
import { type AgentDesk, ancestorsOf, proposalsInOrder } from '../graph/agent-desk.ts'
import { missingSpecialists } from '../graph/missing-specialists.ts'
import { systemPrompt, taskPrompt } from '../prompts/index.ts'
import type { Toolbox } from '../tools/index.ts'

/** What a specialist is told of itself, and of what this conversation allows. */
export function systemOf<Case>(
  desk: AgentDesk<Case>,
  specialist: Specialist<Case>,
  { operations, kinds, revise, proposalsLeft }: Pick<Toolbox, 'operations' | 'kinds' | 'revise' | 'proposalsLeft'>,
): string {
  const { workflow, governance } = desk
  return systemPrompt({
    specialist,
    workflow: workflow.title,
    lead: specialist.name === workflow.lead,
    kinds,
    mostProposals: proposalsLeft(),
    revisers: revise?.specialists ?? [],
    mostDrafts: governance.agents.maximum_drafts,
    operations: operations.map(({ name }) => name),
  })
}

/** What a specialist is asked when it writes its brief. */
export function briefTaskOf<Case>(desk: AgentDesk<Case>, specialist: Specialist<Case>, citables: Citables): string {
  const { facts, options, briefs } = desk
  // what others did side by side depends on the clock: only those that were waited for may be spoken of
  const before = ancestorsOf(desk, specialist)
  return taskPrompt({
    specialist,
    facts,
    missing: missingSpecialists(desk).filter((one) => before.has(one.specialist)),
    recalled: options.recalled,
    briefs: specialist.needs.flatMap((need) => briefs.get(need) ?? []),
    proposals: proposalsInOrder(desk).filter(
      ({ proposal }) => before.has(proposal.by) || proposal.by === specialist.name,
    ),
    citables,
  })
}

/** What a model is told that ends its turn without a brief. */
export const handInPrompt =
  'You ended your turn and no brief was handed in. Hand it in with submit_brief, every figure a slot; other words are not taken as a brief.'
