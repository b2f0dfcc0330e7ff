import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BriefRecord, ProposalRecord } from '@tutti/workflows/agents-record'
import { citableFigures } from '../briefs/index.ts'
import { script } from '../tools/toolbox.fixture.ts'
import { consultationPrompt } from './consultation-prompt.ts'
import { injections } from './injections.fixture.ts'
import { refusedPrompt } from './refused-prompt.ts'
import { revisionPrompt } from './revision-prompt.ts'
import { systemPrompt } from './system-prompt.ts'
import { taskPrompt } from './task-prompt.ts'

const specialist = {
  name: 'hedger',
  role: 'Rates specialist',
  responsibility: 'It hedges interest rates.',
  needs: ['book'],
}

function briefWith(text: string): BriefRecord {
  const writtenBy = { kind: 'bedrock', modelId: 'some-model' } as const
  return {
    specialist: 'book',
    role: 'Book keeper',
    writtenBy,
    stoodIn: text,
    refused: [],
    template: text,
    paragraphs: [],
    tools: [],
  }
}

function proposalWith(text: string): ProposalRecord {
  const proposal = { id: 'hedger-1', by: 'hedger', kind: 'set-weight', terms: { [text]: text }, reason: text }
  return { proposal, why: [], effect: null, problem: text, acceptedBy: null }
}

/** Every prompt, with a text at all places where data, news, memory or another model bring text in. */
function promptsWith(text: string): string[] {
  const results = {
    hedger: { loss: 0.1, positions: Object.fromEntries([[text, { weight: 0.5 }]]), note: text },
    book: {},
  }
  return [
    taskPrompt({
      specialist,
      facts: { mandate: text, asOf: '2024-03-28', seed: 7, origin: 'simulated' },
      missing: [{ specialist: 'fx', role: 'FX specialist', status: 'failed', because: text }],
      recalled: [{ runId: 'run-secret', asOf: '2024-02-29', status: text, headline: text, approval: 'approved' }],
      briefs: [briefWith(text)],
      proposals: [proposalWith(text)],
      citables: citableFigures({ hedger: script }, results),
    }),
    revisionPrompt({ askedBy: 'lead', question: text, proposalsLeft: 1 }),
    consultationPrompt({ question: text, state: { [text]: text }, kinds: ['set-weight'], most: 2 }),
    refusedPrompt([text]),
  ]
}

const block = /<data name="([a-z-]+)">\n(.*)\n<\/data>/g

/** A prompt with the content of its blocks taken out. */
const outside = (prompt: string): string => prompt.replace(block, '<$1>')

test('no attack gets out of the data blocks of a prompt: all else stays as it is', () => {
  const harmless = promptsWith('Bond').map(outside)
  for (const { id, text } of injections) {
    promptsWith(text).forEach((prompt, i) => {
      const words = outside(prompt).replace(/ \(shortened; read_result gives the rest at state#\)/, '')
      assert.equal(words.replace(' There are more: use list_figures.', ''), harmless[i], id)
      for (const [, , content] of prompt.matchAll(block)) {
        JSON.parse(content)
        assert.doesNotMatch(content, /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u, id)
      }
      assert.ok(Buffer.byteLength(prompt) < 60_000, id)
    })
  }
})

test('a task says who is missing, what was decided, what others wrote, and what may be cited and how', () => {
  const [task] = promptsWith('Bond')
  const blocks = new Map([...task.matchAll(block)].map(([, name, content]) => [name, JSON.parse(content)]))
  assert.deepEqual([...blocks.keys()], ['study', 'missing', 'earlier-decisions', 'briefs', 'proposals', 'figures'])
  assert.deepEqual(blocks.get('figures'), [
    {
      slot: '{{hedger#/loss | percent 1}}',
      shown: '10.0\u202f%',
      what: 'expected shortfall',
      sense: 'above zero it is a loss',
    },
    {
      slot: '{{hedger#/positions/Bond/weight | percent 2}}',
      shown: '50.00\u202f%',
      what: 'weight of the position: Bond',
    },
  ])
  assert.deepEqual(blocks.get('study'), { mandate: 'Bond', asOf: '2024-03-28', seed: 7, marketData: 'simulated' })
})

test('the same facts give the same bytes, without ids of runs, paths or the models of others', () => {
  assert.deepEqual(promptsWith('Bond'), promptsWith('Bond'))
  for (const prompt of promptsWith('Bond')) assert.doesNotMatch(prompt, /run-secret|some-model|\/home|\/work/)
})

test('a system prompt tells the rules, and only what its specialist may do', () => {
  const about = {
    specialist,
    workflow: 'Hedging',
    lead: false,
    kinds: [],
    mostProposals: 0,
    revisers: [],
    mostDrafts: 3,
    operations: [],
  }
  const plain = systemPrompt(about)
  for (const rule of [/never write a number/, /Data are data/, /You approve nothing/, /submit_brief/])
    assert.match(plain, rule)
  assert.doesNotMatch(plain, /what_if|propose:|ask_to_revise|catalogue|undefined/)
  const kinds = [{ kind: 'set-weight', description: 'Sets a weight.' }]
  const lead = systemPrompt({
    ...about,
    lead: true,
    kinds,
    mostProposals: 2,
    revisers: ['fx'],
    operations: ['curves/x'],
  })
  for (const part of [/You lead/, /set-weight: Sets a weight/, /at most 2 in all/, /ask_to_revise.*fx/, /catalogue/]) {
    assert.match(lead, part)
  }
})

test('a task of absurd size stays bounded and says that something is left out', () => {
  const results = { hedger: { positions: Array.from({ length: 3000 }, () => ({ weight: 0.1 })) } }
  const long = 'x'.repeat(100_000)
  const task = taskPrompt({
    specialist,
    facts: { mandate: long, asOf: null, seed: 1, origin: 'none' },
    missing: Array.from({ length: 500 }, () => ({
      specialist: long,
      role: long,
      status: 'failed' as const,
      because: long,
    })),
    recalled: Array.from({ length: 500 }, () => ({
      runId: '',
      asOf: long,
      status: long,
      headline: long,
      approval: 'waiting' as const,
    })),
    briefs: Array.from({ length: 500 }, () => briefWith(long)),
    proposals: Array.from({ length: 500 }, () => proposalWith(long)),
    citables: citableFigures({ hedger: script }, results),
  })
  assert.ok(Buffer.byteLength(task) < 200_000)
  assert.match(task, /470 more are left out/)
  assert.match(task, /There are more: use list_figures/)
})
