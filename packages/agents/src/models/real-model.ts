import { TuttiError } from '@tutti/analytics/errors'
import type { Model } from '@strands-agents/sdk'
import type { ModelChoice } from './model-choice.ts'
import type { Environment } from './environment.ts'
import { requireKey, requireRegion } from './require-credentials.ts'
import { checkedBaseUrl } from './parsed-model-choice.ts'

/** Most tokens of one answer where the choice does not say. */
const standardMaxTokens = 8192

/**
 * Makes the model of a choice. The client of its provider is loaded only now, so that a run without language models loads none. Keys
 * come from `environment` alone. The clients do not ask again by themselves: `retryStrategy` does. Throws `unauthorised` or
 * `invalid-input`, naming the variable to set.
 *
 * | kind | variables |
 * | --- | --- |
 * | bedrock | `AWS_REGION` (or the region of the choice); `AWS_BEARER_TOKEN_BEDROCK`, or `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` (and `AWS_SESSION_TOKEN`), or the profile, container or instance role that the AWS SDK finds |
 * | anthropic | `ANTHROPIC_API_KEY`; `ANTHROPIC_BASE_URL` is not read: the address is part of the choice |
 * | openai | `OPENAI_API_KEY` |
 * | ollama | `OLLAMA_HOST` for its address; no key |
 */
export async function modelOf(choice: ModelChoice, environment: Environment = process.env): Promise<Model> {
  const { kind, modelId } = choice
  const config = {
    modelId,
    maxTokens: choice.maxTokens ?? standardMaxTokens,
    ...(choice.temperature === undefined ? {} : { temperature: choice.temperature }),
  }
  if (kind === 'offline') {
    throw new TuttiError('invalid-input', 'the offline model is made from a script of turns, not from a choice alone', {
      field: 'model',
      got: 'offline',
      expected: 'bedrock, anthropic, openai or ollama',
    })
  }
  if (choice.baseUrl !== undefined) checkedBaseUrl(choice.baseUrl, kind, 'base_url')
  if (kind === 'bedrock') {
    const region = requireRegion(choice, environment)
    const { bedrockModel } = await import('./clients/bedrock-client.ts')
    return bedrockModel(config, region, choice.baseUrl, environment)
  }
  if (kind === 'anthropic') {
    const apiKey = requireKey(environment, 'ANTHROPIC_API_KEY', 'Anthropic')
    const { AnthropicCallModel } = await import('./clients/anthropic-client.ts')
    return new AnthropicCallModel(config, apiKey, choice.baseUrl)
  }
  const { chatModel, ollamaModel } = await import('./clients/chat-client.ts')
  if (kind === 'ollama') return ollamaModel(config, `${choice.baseUrl ?? ollamaAddress(environment)}/v1`)
  return chatModel(
    config,
    requireKey(environment, 'OPENAI_API_KEY', 'OpenAI'),
    choice.baseUrl ?? 'https://api.openai.com/v1',
  )
}

/** `OLLAMA_HOST` as Ollama itself reads it: `host`, `host:port` or an address. */
function ollamaAddress(environment: Environment): string {
  const host = environment['OLLAMA_HOST']?.trim() ?? ''
  if (host === '') return 'http://127.0.0.1:11434'
  const address = /^https?:\/\//.test(host) ? host : `http://${host}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined) {
    throw new TuttiError('invalid-input', 'OLLAMA_HOST is no address', {
      field: 'OLLAMA_HOST',
      expected: 'such as 127.0.0.1:11434',
    })
  }
  // 0.0.0.0 is where a server listens, not where one calls.
  const name = url.hostname === '0.0.0.0' ? '127.0.0.1' : url.hostname
  const port =
    url.port === '' && url.protocol === 'http:' && !/:80(\/|$)/.test(address)
      ? ':11434'
      : url.port === ''
        ? ''
        : `:${url.port}`
  return `${url.protocol}//${name}${port}`
}
