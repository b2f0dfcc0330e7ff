import {
  Agent,
  BeforeToolCallEvent,
  type AgentStreamEvent,
  type FunctionTool,
  type Model,
  NullConversationManager,
  type RetryStrategy,
} from '@strands-agents/sdk'
import type { Specialist } from '@tutti/workflows/specialists'

/** A conversation of an agent with its model and tools. */
export interface Talk {
  /** Unique in the run: `fx-hedger`, `fx-hedger/revision-1`. */
  readonly name: string
  readonly specialist: Pick<Specialist<never>, 'role' | 'responsibility'>
  readonly system: string
  readonly model: Model
  readonly retries: RetryStrategy | null
  readonly tools: FunctionTool[]
  /** Turns of the model in the whole conversation. */
  readonly turns: number
  /** Calls of tools that are carried out in it, those that hand in the brief not counted; any number where left out. */
  readonly calls?: number
  readonly signal: AbortSignal
  /** Tasks one after the other: what the model is asked next, given its closing text (null at the beginning); undefined ends the conversation. */
  readonly next: (closing: string | null) => string | undefined
}

/** Holds a conversation and streams its events. Errors: those of the model after its retries, and of an abort. */
export async function* talk(about: Talk): AsyncGenerator<AgentStreamEvent, void, undefined> {
  const { name, specialist, system, model, retries, tools, turns, signal, next, calls = Infinity } = about
  const agent = new Agent({
    id: name,
    name: specialist.role,
    description: specialist.responsibility,
    model,
    tools,
    systemPrompt: system,
    printer: false,
    retryStrategy: retries,
    conversationManager: new NullConversationManager(),
    toolExecutor: 'sequential',
  })
  let callsLeft = calls
  agent.addHook(BeforeToolCallEvent, (event) => {
    if (callsLeft-- <= 0 && event.toolUse.name !== 'submit_brief')
      event.cancel = 'no further call is carried out in this conversation; hand in the brief'
  })
  let left = turns
  let closing: string | null = null
  for (let task = next(null); task !== undefined && left > 0; task = next(closing)) {
    const stream = agent.stream(task, { limits: { turns: left }, cancelSignal: signal })
    let event = await stream.next()
    while (event.done !== true) {
      if (event.value.type === 'afterModelCallEvent') left--
      yield event.value
      event = await stream.next()
    }
    signal.throwIfAborted()
    closing = event.value.lastMessage.content
      .flatMap((block) => (block.type === 'textBlock' ? [block.text] : []))
      .join('')
  }
}
