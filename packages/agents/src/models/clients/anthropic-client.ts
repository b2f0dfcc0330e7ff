import Anthropic from '@anthropic-ai/sdk'
import { Model } from '@strands-agents/sdk'
import type { BaseModelConfig, Message, ModelStreamEvent, StreamOptions } from '@strands-agents/sdk'
import { AnthropicModel } from '@strands-agents/sdk/models/anthropic'
import { withReadableEvents } from './readable-events.ts'

interface AnthropicConfig extends BaseModelConfig {
  readonly modelId: string
  readonly maxTokens: number
}

/**
 * A model of the Anthropic Messages API whose calls can be cancelled: that of Strands 1.19 passes no signal on, so each call gets a
 * client of its own whose requests end with the call's signal.
 */
export class AnthropicCallModel extends Model {
  readonly #apiKey: string
  readonly #baseURL: string
  #config: AnthropicConfig

  constructor(config: AnthropicConfig, apiKey: string, baseUrl: string | undefined) {
    super()
    this.#config = config
    this.#apiKey = apiKey
    this.#baseURL = baseUrl ?? 'https://api.anthropic.com'
  }

  override updateConfig(config: BaseModelConfig): void {
    this.#config = { ...this.#config, ...config }
  }

  override getConfig(): BaseModelConfig {
    return this.#config
  }

  override stream(messages: Message[], options: StreamOptions = {}): AsyncIterable<ModelStreamEvent> {
    const client = new Anthropic({
      apiKey: this.#apiKey,
      authToken: null,
      baseURL: this.#baseURL,
      maxRetries: 0,
      logLevel: 'off',
      fetch: async (url, init) => {
        const signals = [init?.signal, options.cancelSignal].filter((signal) => signal instanceof AbortSignal)
        return withReadableEvents(await fetch(url, { ...(init as RequestInit), signal: AbortSignal.any(signals) }))
      },
    })
    return new AnthropicModel({ ...this.#config, client }).stream(messages, options)
  }
}
