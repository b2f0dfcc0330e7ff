import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FunctionTool } from '@strands-agents/sdk'
import { type Injection, injectionPlaces } from '../prompts/injection.fixture.ts'
import { injections } from '../prompts/injections.fixture.ts'
import { byteLength } from './bounded-view.ts'
import { inertText } from './inert-text.ts'
import { specialistTools } from './specialist-tools.ts'
import { toolAnswers } from './tool-answers.fixture.ts'
import { toolboxFor } from './toolbox.fixture.ts'

const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

/** A result with a text wherever data bring text in. */
function resultWith(text: string) {
  return {
    loss: 0.1,
    positions: [{ name: text, weight: 0.5 }],
    note: text,
    counterparties: Object.fromEntries([[text, { id: text, exposure: 1 }]]),
    index: { name: text },
    news: [{ headline: text, body: text }],
  }
}

function toolsAround(text: string): {
  tools: FunctionTool[]
  done: ReturnType<typeof toolboxFor>['done']
  result: unknown
} {
  const result = resultWith(text)
  const { toolbox, done } = toolboxFor(result, {
    recalled: [{ runId: 'run-1', asOf: '2024-03-28', status: text, headline: text, approval: 'approved' }],
    compute: async () => ({ text }),
  })
  return { tools: specialistTools(toolbox), done, result }
}

/** Strings of an answer, keys among them. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => [key, ...stringsIn(item)])
}

/** The answer with every string in it blanked and keys that come from data named alike: its mere shape. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.values(value).map(shapeOf)
}

const looks = [
  { tool: 'read_result', input: { at: 'hedger#', depth: 8 } },
  { tool: 'recall', input: {} },
  { tool: 'list_figures', input: {} },
  { tool: 'models_black-scholes', input: {} },
  { tool: 'read_result', input: { at: 'hedger#/note' } },
]

/** Slots of a listing and how they read. */
function slotsOf(listing: unknown): unknown {
  const { figures } = listing as { figures: { slot: string; shown: string }[] }
  return figures.map(({ slot, shown }) => [slot, shown])
}

test('there are at least sixty different attacks, at every place where data bring text in', () => {
  assert.ok(injections.length >= 60)
  assert.equal(new Set(injections.map(({ id }) => id)).size, injections.length)
  assert.equal(new Set(injections.map(({ text }) => text)).size, injections.length)
  assert.deepEqual(new Set(injections.map(({ place }) => place)), new Set(injectionPlaces))
  for (const { id, calls, brief } of injections) assert.ok(calls.length > 0 || brief !== null, id)
})

test('an attack leaves every tool as an inert string in JSON of the same shape as harmless text, with the same slots', async () => {
  const harmless = await toolAnswers(toolsAround('Bond').tools, looks)
  for (const { id, text } of injections) {
    const answers = await toolAnswers(toolsAround(text).tools, looks)
    answers.forEach(({ status, value }, i) => {
      assert.equal(status, 'success', id)
      assert.ok(byteLength(value) <= 12_000, id)
      for (const one of stringsIn(value)) assert.doesNotMatch(one, unseen, id)
      if (text.length < 300) assert.deepEqual(shapeOf(value), shapeOf(harmless[i].value), id)
    })
    assert.equal((answers[4].value as { value: unknown }).value, inertText(text, 4000), id)
    assert.deepEqual(slotsOf(answers[2].value), slotsOf(harmless[2].value), id)
  }
})

test('what an obeying model calls comes back as an error and changes nothing', async () => {
  const obeyed = async ({ id, text, calls }: Injection): Promise<void> => {
    const { tools, done, result } = toolsAround(text)
    const before = JSON.stringify(result)
    const answers = await toolAnswers(tools, calls)
    assert.equal(answers.length, calls.length, id)
    answers.forEach(({ status, value }, i) => {
      assert.equal(status, 'error', `${id}: ${JSON.stringify(calls[i])}`)
      assert.ok(byteLength(value) <= 12_000, id)
      assert.doesNotMatch(String(value), unseen, id)
    })
    assert.equal(JSON.stringify(result), before, id)
    assert.deepEqual({ ...done, calls: [] }, { calls: [], drafts: [], proposals: [], computed: [], asked: 0 }, id)
    assert.ok(
      done.calls.every(([, ok]) => !ok),
      id,
    )
  }
  for (const attack of injections) await obeyed(attack)
})
