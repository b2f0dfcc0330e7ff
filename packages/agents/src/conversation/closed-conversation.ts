import type { Specialist, SpecialistResults } from '@tutti/workflows/specialists'
import type { Citables } from '../briefs/index.ts'
import type { AgentDesk } from '../graph/agent-desk.ts'
import { retryStrategy } from '../models/index.ts'
import { specialistTools } from '../tools/index.ts'
import { systemOf } from './conversation-prompts.ts'
import type { Drafts } from './drafts.ts'
import type { ProposalMaker } from './proposal-maker.ts'
import { specialistModel } from './specialist-model.ts'
import { talk } from './talk.ts'
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
  const { node_time_limit_seconds: seconds, maximum_steps: turns } = desk.governance.agents
  const signal = AbortSignal.any([desk.context.signal, AbortSignal.timeout(seconds * 1000)])
  const toolbox = toolboxOf(desk, {
    specialist,
    results,
    citables,
    maker,
    revise: null,
    submit: drafts?.submit ?? null,
    onCall: (tool, ok) => desk.options.onEvent({ kind: 'tool-call', specialist: specialist.name, tool, ok }),
  })
  let asked = false
  const conversed = talk({
    name: conversation,
    role: specialist.role,
    responsibility: specialist.responsibility,
    system: systemOf(desk, specialist, toolbox),
    model: specialistModel(desk, specialist, conversation, signal),
    retries: retryStrategy({ seed: conversation }),
    tools: specialistTools(toolbox),
    turns,
    calls: turns,
    signal,
    next: () => {
      if (asked) return undefined
      asked = true
      return task
    },
  })
  for await (const event of conversed) void event
}
