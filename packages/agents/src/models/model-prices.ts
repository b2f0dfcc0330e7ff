import type { ModelChoice } from './model-choice.ts'
import type { ModelUsage } from './model-usage.ts'

/** USD for a million tokens. */
export interface ModelPrice {
  readonly input: number
  readonly output: number
}

/**
 * List prices that the providers publish, standard tier, text, USD for a million tokens in and out, without discounts of caches or
 * batches. A model that is not listed has no known price: nothing is guessed from its name. Collected on
 * 2026-11-21 from copies that may be older; prices change, and the `price` of a choice goes before this table.
 *
 * - `anthropic`: platform.claude.com/docs/en/docs/about-claude/pricing, table of all models.
 * - `bedrock`: aws.amazon.com/bedrock/pricing, on demand, Amazon Nova in us-east-1, by listings of that page. Claude is not listed: what it costs there depends on
 *   the region of its inference profile.
 * - `openai`: developers.openai.com/api/docs/pricing, standard tier, by listings of that page from 2026.
 */
const listPrices: Readonly<Record<'anthropic' | 'bedrock' | 'openai', Readonly<Record<string, ModelPrice>>>> = {
  anthropic: {
    'claude-opus-4-6': { input: 5, output: 25 },
    'claude-opus-4-5': { input: 5, output: 25 },
    'claude-opus-4-1': { input: 15, output: 75 },
    'claude-sonnet-4-6': { input: 3, output: 15 },
    'claude-sonnet-4-5': { input: 3, output: 15 },
    'claude-sonnet-4': { input: 3, output: 15 },
    'claude-haiku-4-5': { input: 1, output: 5 },
  },
  bedrock: {
    'amazon.nova-micro': { input: 0.035, output: 0.14 },
    'amazon.nova-lite': { input: 0.06, output: 0.24 },
    'amazon.nova-pro': { input: 0.8, output: 3.2 },
  },
  openai: {
    'gpt-5': { input: 1.25, output: 10 },
    'gpt-5-mini': { input: 0.25, output: 2 },
    'gpt-4.1': { input: 2, output: 8 },
    'gpt-4o': { input: 2.5, output: 10 },
    'gpt-4o-mini': { input: 0.15, output: 0.6 },
  },
}

/**
 * What a model costs: the price of the choice itself if it has one; 0 for the offline model and for Ollama on one's own machine;
 * else the list price. Null when it is not known, as for every server at an address of one's own.
 */
export function priceOf(choice: ModelChoice): ModelPrice | null {
  if (choice.price !== undefined) return choice.price
  if (choice.kind === 'offline') return { input: 0, output: 0 }
  // Models whose tag ends in `cloud` are run by Ollama for a fee.
  if (choice.kind === 'ollama') return /[:-]cloud$/.test(choice.modelId) ? null : { input: 0, output: 0 }
  if (choice.baseUrl !== undefined) return null
  if (choice.kind === 'bedrock' && choice.modelId.startsWith('amazon.') && choice.region !== 'us-east-1') return null
  const listed = listPrices[choice.kind]
  const name = withoutRelease(choice.modelId)
  return Object.hasOwn(listed, name) ? listed[name] : null
}

/** USD of a call; null where the price is not known. */
export function costUsd(price: ModelPrice | null, usage: ModelUsage): number | null {
  return price === null ? null : (usage.inputTokens * price.input + usage.outputTokens * price.output) / 1e6
}

/** A model id without the date and version of its release: `claude-sonnet-4-5-20250929-v1:0` → `claude-sonnet-4-5`. */
function withoutRelease(modelId: string): string {
  return modelId.replace(/(?:-v\d+(?::\d+)?)?$/, '').replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2})$/, '')
}
