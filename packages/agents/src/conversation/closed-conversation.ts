import type { Specialist, SpecialistResults } from '@tutti/workflows/specialists'
import type { Citables } from '../briefs/index.ts'
import type { AgentDesk } from '../graph/agent-desk.ts'
import type { Drafts } from './drafts.ts'
import { modelTalk } from './model-talk.ts'
import type { ProposalMaker } from './proposal-maker.ts'
import { toolboxOf } from './toolbox-of.ts'

/** A question to a specialist's agent inside another's work: answered by proposals, without a brief. */
export interface ClosedQuestion<Case> {
  readonly specialist: Specialist<Case>
  /** Unique in the run. */
  readonly conversation: string
  readonly task: string
  readonly results: SpecialistResults
  readonly citables: Citables
  readonly maker: ProposalMaker
  /** Takes an answer in words; null where only proposals count. */
  readonly drafts: Drafts | null
}

/** Asks and waits for the agent to end its turn. Errors: those of the model. */
export async function closedConversation<Case>(desk: AgentDesk<Case>, question: ClosedQuestion<Case>): Promise<void> {
  const { specialist, conversation, task, results, citables, maker, drafts } = question
  const toolbox = await toolboxOf(desk, {
    specialist,
    results,
    citables,
    maker,
    revise: null,
    submit: drafts?.submit ?? null,
  })
  const next = (closing: string | null) => (closing === null ? task : undefined)
  for await (const event of modelTalk(desk, { specialist, conversation, toolbox, next })) void event
}
