import { Model } from '@strands-agents/sdk'
import type { BaseModelConfig, Message, ModelStreamEvent } from '@strands-agents/sdk'

/** What the offline model does when it is its turn: calls tools, all at once, or says something and ends. */
export type OfflineTurn =
  readonly { readonly tool: string; readonly input: Readonly<Record<string, unknown>> }[] | { readonly text: string }

/**
 * A model that plays a list of turns and needs no key. It keeps no state: which turn comes next is read from the number of its
 * own messages in the conversation, so that a conversation that was cut goes on where it stood. After the last turn it ends with
 * an empty text. Ids of tool uses are `offline-TURN-CALL`, both from 1; it takes no tokens.
 */
export class OfflineModel extends Model {
  readonly #turns: readonly OfflineTurn[]
  #config: BaseModelConfig = { modelId: 'offline', contextWindowLimit: 1_000_000 }

  constructor(turns: readonly OfflineTurn[]) {
    super()
    this.#turns = turns
  }

  override updateConfig(config: BaseModelConfig): void {
    this.#config = { ...this.#config, ...config }
  }

  override getConfig(): BaseModelConfig {
    return this.#config
  }

  override async *stream(messages: Message[]): AsyncIterable<ModelStreamEvent> {
    const taken = messages.filter(({ role }) => role === 'assistant').length
    const turn = this.#turns[taken] ?? { text: '' }
    yield { type: 'modelMessageStartEvent', role: 'assistant' }
    if ('text' in turn) {
      yield { type: 'modelContentBlockStartEvent' }
      yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'textDelta', text: turn.text } }
      yield { type: 'modelContentBlockStopEvent' }
    } else {
      for (const [i, { tool, input }] of turn.entries()) {
        const toolUseId = `offline-${taken + 1}-${i + 1}`
        yield { type: 'modelContentBlockStartEvent', start: { type: 'toolUseStart', name: tool, toolUseId } }
        const delta = { type: 'toolUseInputDelta', input: JSON.stringify(input) } as const
        yield { type: 'modelContentBlockDeltaEvent', delta }
        yield { type: 'modelContentBlockStopEvent' }
      }
    }
    const usage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 }
    yield { type: 'modelMetadataEvent', usage }
    yield { type: 'modelMessageStopEvent', stopReason: 'text' in turn || turn.length === 0 ? 'endTurn' : 'toolUse' }
  }
}
