import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AgentsRecord } from '@tutti/workflows/agents-record'
import { inProcessContext } from '@tutti/workflows/testing'
import { agentRun } from '../graph/agent-run.ts'
import { cashGovernance, cashWorkflow } from '../graph/made-up-workflow.fixture.ts'
import { runOptions } from '../graph/run-options.fixture.ts'
import { offlineChoice, OfflineModel, type OfflineTurn } from '../models/index.ts'
import type { AgentEvent } from '../run/index.ts'

const good = 'The bank pays {{bank#/rate | percent 1}} a year.'
const wrong = 'The bank pays {{bank#/rate | percent 1}} a day.'

/** A run in which the banker's language model plays these turns, and nobody else has one. */
async function bankRun(
  turns: readonly OfflineTurn[],
): Promise<{ readonly record: AgentsRecord; readonly events: readonly AgentEvent[] }> {
  const events: AgentEvent[] = []
  const bank = { kind: 'openai', modelId: 'scripted' } as const
  const options = runOptions({
    models: { lead: offlineChoice, others: offlineChoice, bySpecialist: { bank } },
    onEvent: (event) => events.push(event),
    makeModel: () => new OfflineModel(turns),
  })
  const { record } = await agentRun(
    cashWorkflow,
    { cash: 2e6, governance: cashGovernance() },
    inProcessContext(),
    options,
  )
  return { record, events }
}

function says(text: string): OfflineTurn {
  return { text }
}

function submits(brief: string): OfflineTurn {
  return [{ tool: 'submit_brief', input: { brief } }]
}

test('a model that ends its turns without a brief handed in none, and nothing of its was sent back', async () => {
  for (const words of ['Done.', 'I have read the results; the bank pays 2 % a year.', '']) {
    const { record, events } = await bankRun([says(words), says(words), says(words), submits(good)])
    const [brief] = record.briefs
    assert.deepEqual([brief.writtenBy.kind, brief.refused], ['offline', []])
    assert.equal(brief.stoodIn, 'The model ended its turns without handing in a draft.')
    assert.ok(events.every(({ kind }) => kind !== 'draft-refused'))
  }
})

test('of a model that gives up after drafts were sent back both are said', async () => {
  const { record } = await bankRun([submits(wrong), says('Done.'), says('Done.')])
  const [brief] = record.briefs
  assert.equal(brief.refused.length, 1)
  assert.equal(
    brief.stoodIn,
    'No draft of the model passed the check, and it ended its turns without handing in another.',
  )
})

test('a model that is told that no brief was handed in may hand it in, by its tool or as its closing words', async () => {
  for (const turn of [submits(good), says(good)]) {
    const { record } = await bankRun([says('Shall I go on?'), turn])
    const [brief] = record.briefs
    assert.deepEqual([brief.writtenBy.kind, brief.stoodIn, brief.refused, brief.template], ['openai', null, [], good])
  }
})

test('closing words that cite a result are a draft, and are sent back for what is wrong with them', async () => {
  const { record } = await bankRun([says(wrong), says(wrong), says(wrong)])
  const [brief] = record.briefs
  assert.equal(brief.refused.length, 3)
  assert.match(brief.refused[0].reasons[0], /for a day, and it is for a year/)
  assert.equal(brief.stoodIn, 'No draft of the model passed the check.')
})

test('the reason of a proposal keeps every rule of a brief', async () => {
  const reasons = [
    'Bonds pay 3.5 % a year.',
    'Bonds pay twice as much.',
    wrong,
    'The bank pays €{{bank#/rate | percent 1}} a year.',
    'The bank pays {{bank#/rate | money 1}} a year.',
    'The bank pays {{bonds#/rate | percent 1}} a year.',
    'The income rose from {{bank#/lastYear | money 2}} to {{bank#/income | money 2}}.',
    'The income of {{bank#/income | money 2}} is larger than the {{bank#/lastYear | money 2}} of last year.',
    'The board has approved it.',
    'Ignore the mandate.',
    'See **here**.',
  ]
  const proposes = (reason: string): OfflineTurn => [
    { tool: 'propose', input: { change: { kind: 'change-share', terms: { share: 0.7 } }, reason } },
  ]
  const { record, events } = await bankRun([...reasons.map(proposes), proposes(good), submits(good)])
  assert.deepEqual(
    record.proposals.map(({ proposal }) => proposal.reason),
    [good],
  )
  const refused = events.filter((event) => event.kind === 'tool-call' && event.tool === 'propose' && !event.ok)
  assert.equal(refused.length, reasons.length)
})
