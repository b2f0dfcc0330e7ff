import type { ModelKind } from '@tutti/workflows/agents-record'

/** Values of `gen_ai.provider.name` in the semantic conventions of OpenTelemetry; `ollama` and `offline` have none there. */
export const providerName: Readonly<Record<ModelKind, string>> = {
  offline: 'offline',
  bedrock: 'aws.bedrock',
  anthropic: 'anthropic',
  openai: 'openai',
  ollama: 'ollama',
}
