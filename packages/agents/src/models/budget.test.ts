import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standardGovernance } from '@tutti/workflows/governance'
import { budgetError, budgetMeter } from './budget-meter.ts'
import { budgetText } from './budget-text.ts'
import { offlinePlan } from './model-choice.ts'
import { costUsd, priceOf } from './model-prices.ts'
import type { BudgetMeter } from './model-usage.ts'

test('each budget stops the next call once it is reached, and says what was spent of what', () => {
  const budget = { tokens: 1000, usd: 0.5, seconds: 60 }
  const used = (usage: { readonly inputTokens: number; readonly outputTokens: number }, usd: number | null) => {
    const meter = budgetMeter(budget)
    assert.equal(refusal(meter), undefined)
    meter.add(usage, usd)
    return meter
  }
  const refusal = ({ usedUp }: BudgetMeter) => {
    const found = usedUp()
    if (found === undefined) return undefined
    const error = budgetError(found)
    assert.deepEqual([error.code, error.details.field], ['conflict', 'budget'])
    return error.message
  }
  assert.equal(refusal(used({ inputTokens: 900, outputTokens: 99 }, 0.49)), undefined)
  assert.match(refusal(used({ inputTokens: 900, outputTokens: 100 }, 0)) ?? '', /tokens .* 1000 tokens of 1000 tokens/)
  assert.match(refusal(used({ inputTokens: 1, outputTokens: 1 }, 0.5)) ?? '', /money .* 0\.5 USD of 0\.5 USD/)
  // a call without a known price takes tokens and time, and leaves the account of money open
  const unpriced = used({ inputTokens: 1, outputTokens: 1 }, null)
  assert.equal(refusal(unpriced), undefined)
  assert.deepEqual(unpriced.spent(), { modelCalls: 1, inputTokens: 1, outputTokens: 1, usd: null })
  unpriced.waited(45_000)
  assert.equal(refusal(unpriced), undefined)
  unpriced.waited(15_000)
  assert.match(refusal(unpriced) ?? '', /seconds .* 60\.0 s of 60 s/)
})

test('prices are those of the table, of the choice, or unknown; never guessed from a name that is alike', () => {
  assert.deepEqual(priceOf({ kind: 'anthropic', modelId: 'claude-sonnet-4-5-20250929' }), { input: 3, output: 15 })
  assert.deepEqual(priceOf({ kind: 'bedrock', modelId: 'amazon.nova-pro-v1:0', region: 'us-east-1' }), {
    input: 0.8,
    output: 3.2,
  })
  assert.deepEqual(priceOf({ kind: 'openai', modelId: 'gpt-4o-2024-11-20' }), { input: 2.5, output: 10 })
  assert.deepEqual(priceOf({ kind: 'ollama', modelId: 'llama3' }), { input: 0, output: 0 })
  assert.deepEqual(priceOf({ kind: 'openai', modelId: 'x', price: { input: 1, output: 2 } }), { input: 1, output: 2 })
  for (const choice of [
    { kind: 'bedrock', modelId: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0' },
    { kind: 'bedrock', modelId: 'amazon.nova-pro-v1:0', region: 'eu-west-1' },
    { kind: 'openai', modelId: 'gpt-4o-realtime' },
    { kind: 'openai', modelId: 'gpt-4o', baseUrl: 'https://example.com/v1' },
    { kind: 'openai', modelId: 'constructor' },
    { kind: 'ollama', modelId: 'gpt-oss:120b-cloud' },
  ] as const) {
    assert.equal(priceOf(choice), null, choice.modelId)
  }
  assert.equal(costUsd({ input: 3, output: 15 }, { inputTokens: 1_000_000, outputTokens: 200_000 }), 6)
  assert.equal(costUsd(null, { inputTokens: 1, outputTokens: 1 }), null)
})

test('the budget is shown before a run, with what cannot be enforced', () => {
  const governance = standardGovernance()
  assert.deepEqual(budgetText(offlinePlan, governance), [
    'Model of the lead: offline',
    'Model of the others: offline',
    'No language model is asked: nothing is sent, nothing is spent.',
  ])
  const plan = {
    lead: { kind: 'anthropic', modelId: 'claude-opus-4-6' },
    others: { kind: 'openai', modelId: 'house-model', baseUrl: 'https://example.com/v1' },
    bySpecialist: { reviewer: { kind: 'offline', modelId: 'offline' } },
  } as const
  const lines = budgetText(plan, governance)
  assert.equal(lines[0], 'Model of the lead: anthropic:claude-opus-4-6 (5 USD in and 25 USD out for a million tokens)')
  assert.equal(lines[1], 'Model of the others: openai:house-model@https://example.com/v1 (price not known)')
  assert.equal(lines[2], 'Model of reviewer: offline')
  assert.match(lines[3], /500,000 tokens, 10 USD, 3600 s/)
  assert.match(lines[4], /600 s, 40 steps, 3 drafts/)
  assert.match(
    lines[5],
    /price of openai:house-model@https:\/\/example\.com\/v1 is not known: the budget of money cannot be enforced/,
  )
})
