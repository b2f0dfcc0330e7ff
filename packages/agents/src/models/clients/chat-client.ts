import { OpenAIModel } from '@strands-agents/sdk/models/openai'

interface ChatConfig {
  readonly modelId: string
  readonly maxTokens: number
  readonly temperature?: number
}

/** A model of OpenAI, or of a server that speaks its chat completions. */
export function chatModel(config: ChatConfig, apiKey: string, baseURL: string): OpenAIModel {
  return new OpenAIModel({ api: 'chat', ...config, apiKey, clientConfig: clientConfig(baseURL) })
}

/**
 * A model of Ollama. It takes a key but ignores it, and knows the limit of tokens as `max_tokens` alone
 * (docs.ollama.com/api/openai-compatibility).
 */
export function ollamaModel({ maxTokens, ...config }: ChatConfig, baseURL: string): OpenAIModel {
  const params = { max_tokens: maxTokens }
  return new OpenAIModel({ api: 'chat', ...config, params, apiKey: 'ollama', clientConfig: clientConfig(baseURL) })
}

function clientConfig(baseURL: string) {
  // organization and project would come from the environment if they were not null
  return { baseURL, maxRetries: 0, logLevel: 'off', organization: null, project: null } as const
}
