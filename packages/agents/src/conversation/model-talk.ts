import type { AgentStreamEvent } from '@strands-agents/sdk'
import type { Specialist } from '@tutti/workflows/specialists'
import type { AgentDesk } from '../graph/agent-desk.ts'
import { retryStrategy } from '../models/index.ts'
import { specialistTools, type Toolbox } from '../tools/index.ts'
import { systemOf } from './conversation-prompts.ts'
import { specialistModel } from './specialist-model.ts'
import { type Talk, talk } from './talk.ts'

/** A conversation of a specialist's language model. */
export interface ModelTalk<Case> extends Pick<Talk, 'next'> {
  readonly specialist: Specialist<Case>
  /** Unique in the run. */
  readonly conversation: string
  readonly toolbox: Toolbox
}

/** Holds it within the mandate's limits of time and turns. Errors: those of `talk`. */
export function modelTalk<Case>(
  desk: AgentDesk<Case>,
  { specialist, conversation, toolbox, next }: ModelTalk<Case>,
): AsyncGenerator<AgentStreamEvent, void, undefined> {
  const { node_time_limit_seconds: seconds, maximum_steps: turns } = desk.governance.agents
  const signal = AbortSignal.any([desk.context.signal, AbortSignal.timeout(seconds * 1000)])
  return talk({
    name: conversation,
    specialist,
    system: systemOf(desk, specialist, toolbox),
    model: specialistModel(desk, specialist, conversation, signal),
    retries: retryStrategy({ seed: conversation }),
    tools: specialistTools(toolbox),
    turns,
    calls: turns,
    signal,
    next,
  })
}
