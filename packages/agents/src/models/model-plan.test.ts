import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { choiceOf, offlinePlan } from './model-choice.ts'
import { modelPlan } from './model-plan.ts'
import { modelText, parsedModelChoice } from './parsed-model-choice.ts'

function refusal(act: () => unknown): TuttiError {
  try {
    act()
  } catch (error) {
    assert.ok(error instanceof TuttiError, String(error))
    assert.equal(error.code, 'invalid-input')
    return error
  }
  return assert.fail('nothing was refused')
}

test('a text names a model with its region or address, and is written back the same', () => {
  const cases = [
    ['offline', { kind: 'offline', modelId: 'offline' }],
    [
      'bedrock:anthropic.claude-sonnet-4-5-20250929-v1:0@us-east-1',
      { kind: 'bedrock', modelId: 'anthropic.claude-sonnet-4-5-20250929-v1:0', region: 'us-east-1' },
    ],
    ['bedrock:amazon.nova-pro-v1:0', { kind: 'bedrock', modelId: 'amazon.nova-pro-v1:0' }],
    ['anthropic:claude-opus-4-6', { kind: 'anthropic', modelId: 'claude-opus-4-6' }],
    ['openai:gpt-5', { kind: 'openai', modelId: 'gpt-5' }],
    [
      'openai:org/model@https://example.com/v1',
      { kind: 'openai', modelId: 'org/model', baseUrl: 'https://example.com/v1' },
    ],
    ['ollama:llama3', { kind: 'ollama', modelId: 'llama3' }],
    [
      'ollama:qwen3:8b@http://gpu.example:11434',
      { kind: 'ollama', modelId: 'qwen3:8b', baseUrl: 'http://gpu.example:11434' },
    ],
  ] as const
  for (const [text, choice] of cases) {
    assert.deepEqual(parsedModelChoice(text), choice)
    assert.equal(modelText(parsedModelChoice(text)), text)
  }
})

test('a text that names no model is refused with the forms that are known', () => {
  for (const text of [
    '',
    'gpt-5',
    'openai',
    'openai:',
    'bedrok:x',
    'offline:x',
    'openai:a b',
    'bedrock:x@moon',
    'anthropic:x@us-east-1',
  ]) {
    assert.match(refusal(() => parsedModelChoice(text)).message, /expected offline, bedrock:MODEL/)
  }
  for (const text of [
    'openai:x@http://example.com',
    'openai:x@https://me:word@example.com',
    'anthropic:x@https://e.com/?k=v',
  ]) {
    assert.match(refusal(() => parsedModelChoice(text)).message, /https|no user name|looks like a key/)
  }
  const key = refusal(() => parsedModelChoice('sk-ant-0123456789abcdef'))
  assert.doesNotMatch(key.message + JSON.stringify(key.details), /0123456789/)
})

test('a file gives the lead, the others and single specialists their models', () => {
  const plan = modelPlan(
    `lead:
  model: bedrock:global.anthropic.claude-opus-4-6-v1
  region: eu-central-1
  temperature: 0.2
  max_tokens: 4000
others: anthropic:claude-haiku-4-5
specialists:
  reviewer: { model: openai:house, base_url: "https://models.example/v1/", price: { input: 0.5, output: 1.5 } }
  quant: offline
`,
    'models.yaml',
    ['allocator', 'reviewer', 'quant'],
  )
  assert.deepEqual(plan, {
    lead: {
      kind: 'bedrock',
      modelId: 'global.anthropic.claude-opus-4-6-v1',
      region: 'eu-central-1',
      temperature: 0.2,
      maxTokens: 4000,
    },
    others: { kind: 'anthropic', modelId: 'claude-haiku-4-5' },
    bySpecialist: {
      reviewer: {
        kind: 'openai',
        modelId: 'house',
        baseUrl: 'https://models.example/v1',
        price: { input: 0.5, output: 1.5 },
      },
      quant: { kind: 'offline', modelId: 'offline' },
    },
  })
  assert.equal(choiceOf(plan, 'allocator', 'allocator').kind, 'bedrock')
  assert.equal(choiceOf(plan, 'other', 'allocator').kind, 'anthropic')
  assert.equal(choiceOf(plan, 'quant', 'allocator').kind, 'offline')
  assert.deepEqual(modelPlan('# nothing\n', 'models.yaml'), offlinePlan)
  assert.equal(modelPlan('others: openai:gpt-5', 'models.yaml').lead.modelId, 'gpt-5')
})

test('what is wrong in a file is said with its place and the key that was probably meant', () => {
  assert.match(refusal(() => modelPlan('lad: offline', 'm.yaml')).message, /line 1.*did you mean lead\?/)
  assert.match(
    refusal(() => modelPlan('lead: { model: openai:gpt-5, temprature: 1 }', 'm.yaml')).message,
    /did you mean temperature\?/,
  )
  assert.match(
    refusal(() => modelPlan('lead: { model: openai:gpt-5, temperature: 7 }', 'm.yaml')).message,
    /lead\.temperature/,
  )
  assert.match(refusal(() => modelPlan('lead: gpt-5', 'm.yaml')).message, /^m\.yaml: lead names no kind of model/)
  assert.match(
    refusal(() => modelPlan('specialists: { nobody: offline }', 'm.yaml', ['quant'])).message,
    /specialists\.nobody.*one of quant/,
  )
})

test('a key in a file is refused and its value never shown', () => {
  const value = 'hunter2-hunter2'
  for (const text of [
    `lead: { model: openai:gpt-5, api_key: ${value} }`,
    `lead: { model: openai:gpt-5, apiKey: ${value} }`,
    `lead: { model: openai:gpt-5, secret: ${value} }`,
    `aws_session_token: ${value}`,
    `specialists: { quant: { model: offline, headers: { Authorization: ${value} } } }`,
    `specialists: { secret: ${value} }`,
    `lead: openai:sk-${value}`,
    `lead: { model: openai:gpt-5, base_url: "https://me:${value}@models.example" }`,
    `lead: { model: openai:gpt-5, remark: sk-${value} }`,
    `lead: [ sk-${value}`,
  ]) {
    const { message, details, stack } = refusal(() => modelPlan(text, 'm.yaml'))
    assert.match(message, /keys never stand in a file of models/)
    assert.equal((message + JSON.stringify(details) + stack).includes(value), false)
  }
})

test('the file that the page on models shows is one', () => {
  const page = readFileSync(new URL('../../../../docs/models.md', import.meta.url), 'utf8')
  const [, text] = /```yaml\n(.*?)```/s.exec(page) ?? []
  const plan = modelPlan(text, 'models.yaml', ['reviewer'])
  assert.equal(modelText(plan.lead), 'bedrock:global.anthropic.claude-opus-4-6-v1@eu-central-1')
  assert.equal(modelText(plan.others), 'ollama:llama3')
  assert.deepEqual(plan.bySpecialist['reviewer'].price, { input: 0.5, output: 1.5 })
})
