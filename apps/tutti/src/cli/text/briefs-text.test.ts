import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AgentsRecord } from '@tutti/workflows/agents-record'
import { briefsText, shortBriefsText } from './briefs-text.ts'
import { commandLine } from './command-text.ts'
import type { Paint } from './paint.ts'

const same = (text: string): string => text
const paint: Paint = { bold: same, faint: same, good: same, caution: same, bad: same }

const record: AgentsRecord = {
  schema: 'agents/1',
  workflow: 'made-up',
  lead: 'chair',
  models: [{ specialist: 'chair', model: { kind: 'ollama', modelId: 'small' } }],
  budget: { tokens: 10_000, usd: 2, seconds: 60, steps: 40 },
  spent: { modelCalls: 2, inputTokens: 1200, outputTokens: 34, usd: 0.5 },
  briefs: [
    {
      specialist: 'chair',
      role: 'Chair',
      writtenBy: { kind: 'ollama', modelId: 'small' },
      stoodIn: null,
      refused: [{ reasons: ['A figure was typed in.'] }],
      template: 'The fund holds {{chair#/weight | percent 1}}.',
      paragraphs: [
        [
          { kind: 'words', text: 'The fund\u001b[2J holds ', source: null },
          {
            kind: 'figure',
            figure: { source: 'chair#/weight', value: 0.15, standardError: 0.01, unit: 'percent', digits: 1 },
          },
          { kind: 'words', text: `. ${'It may hold more. '.repeat(30)}`, source: null },
        ],
      ],
      tools: [{ tool: 'read_result', ok: true }],
    },
  ],
  missing: [{ specialist: 'risk-analyst', role: 'Risk analyst', status: 'failed', because: 'no data' }],
  proposals: [
    {
      proposal: { id: 'chair-1', by: 'chair', reason: 'more', kind: 'set-weight', terms: { weight: 0.2 } },
      effect: { verdict: 'outside-mandate', reasons: ['The weight is above the cap'], measure: null, figures: [] },
      problem: null,
      why: [{ kind: 'words', text: 'Income is high.', source: null }],
      acceptedBy: null,
    },
  ],
  revisions: [],
  recalled: [],
  approval: {
    status: 'rejected',
    required: true,
    fourEyes: false,
    approvers: [],
    records: [
      {
        by: 'First trustee',
        account: 'first',
        at: '2026-01-10T12:00:00.000Z',
        verdict: 'rejected',
        reason: 'Too little',
        edit: null,
        resultHash: 'a'.repeat(64),
      },
    ],
  },
}

test('after a run the lead is heard in short, with who wrote, what was spent, what is missing and where the rest is', () => {
  const text = shortBriefsText(record, '2026-x', 80, paint)
  assert.match(text, /1 brief by ollama:small · 1 proposal, 0 accepted/)
  assert.match(text, /nothing from Risk analyst/)
  assert.match(text.replace(/\s+/g, ' '), /1,234 of 10,000 tokens, 0\.50 of 2 USD/)
  assert.match(text, /Chair: The fund\?\[2J holds 15\.0\u202f±\u202f1\.0\u202f%/)
  assert.ok(text.includes(`…\n  In full: ${commandLine('runs briefs 2026-x')}`), text)
  for (const line of text.split('\n')) assert.ok(line.length <= 80, line)
})

test('a model that failed is said in a line for each different reason', () => {
  const [chair] = record.briefs
  const briefs = [null, 'no answer', 'no answer', 'refused'].map((stoodIn) => ({ ...chair, stoodIn }))
  const lines = shortBriefsText({ ...record, briefs }, '2026-x', 80, paint).split('\n')
  assert.deepEqual(
    lines.filter((line) => line.includes('stands in')),
    [
      '  The offline brief stands in for 2 of 4 specialists: no answer',
      '  The offline brief stands in for 1 of 4 specialists: refused',
    ],
  )
})

test('in full every brief, proposal and person stands with what it came to', () => {
  const text = briefsText(record, 100, paint)
  assert.match(text, /Chair \(lead\) {2}chair · ollama:small · 1 call of tools · 1 draft sent back/)
  assert.match(text, /Risk analyst: failed no data/)
  assert.match(
    text,
    /chair-1: set-weight \{"weight":0\.2\}: outside mandate\. Income is high\.\s+The weight is above the\s+cap/,
  )
  assert.match(text, /2026-01-10 12:00 UTC First trustee \(account first\) rejected: Too little/)
  assert.match(text, /Approval: rejected/)
  assert.ok(!text.includes('\u001b'))
})
