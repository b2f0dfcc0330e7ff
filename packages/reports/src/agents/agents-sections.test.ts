import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueAtPointer } from '@tutti/workflows/figures'
import { workflowReport } from '../workflow-report.ts'
import { resultWithAgents } from './agents-reading.ts'
import { madeUpRecord, madeUpResult } from './made-up-record.fixture.ts'

const facts = {
  title: 'Cash between a bank and bonds',
  mandate: 'Cash of a <made-up> firm {{/income | count}}',
  decision: { status: 'recommended', headline: 'Cash is parted.', reasons: ['It earns more.'] },
}
const context = { runKey: 'key', codeVersion: '1', producedBy: 'a test', telemetry: null }

const page = (record = madeUpRecord()): string => workflowReport(facts, madeUpResult, { ...context, agents: record })
const sections = (html: string): string[] => [...html.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id)
const section = (html: string, id: string): string =>
  new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)?.[0] ?? ''

test('a report says where the approval stands before all else, then who said what, proposals, review and memory', () => {
  assert.deepEqual(sections(page()), ['approval', 'decision', 'briefs', 'proposals', 'review', 'recalled'])
  assert.match(section(page(), 'approval'), /waits for approval/)
  const approved = madeUpRecord({ approval: { ...madeUpRecord().approval, status: 'approved' } })
  assert.match(section(page(approved), 'approval'), /was approved/)
  const free = madeUpRecord({
    approval: { ...madeUpRecord().approval, status: 'not-required' },
    proposals: [],
    recalled: [],
  })
  assert.deepEqual(sections(page(free)), ['decision', 'briefs', 'review'])
  const plain = workflowReport(facts, madeUpResult, context)
  assert.deepEqual(sections(plain), ['decision', 'review'])
})

test('every figure of the page is the value at its pointer, and a brief’s says which result it cites', () => {
  const root = { ...resultWithAgents(madeUpResult, madeUpRecord()), facts }
  const figures = [...page().matchAll(/<data value="([^"]+)" data-pointer="([^"]+)"/g)]
  assert.ok(figures.length >= 10)
  for (const [, value, pointer] of figures) assert.equal(Number(value), valueAtPointer(root, pointer), pointer)
  assert.match(section(page(), 'briefs'), /cited from treasurer#\/income/)
  assert.match(section(page(), 'briefs'), /0\.0410\u202f±\u202f0\.0003\u202fm/)
})

test('words of models are text: no markup, no slot, no figure of theirs is taken', () => {
  const briefs = section(page(), 'briefs')
  assert.match(briefs, /&lt;b&gt;\{\{\/income \| count\}\}&lt;\/b&gt; 7 is no slot/)
  assert.ok(!briefs.includes('<b>'))
  assert.match(page(), /Cash of a &lt;made-up&gt; firm \{\{\/income \| count\}\}/)
})

test('what stood in, what was sent back, who is missing and what models cost is said', () => {
  const briefs = section(page(), 'briefs')
  assert.match(briefs, /Written by <span[^>]*>large-1<\/span>/)
  assert.match(briefs, /stands in for the language model that was asked: <span[^>]*>The model failed: HTTP 503\./)
  assert.match(briefs, /sent back: <span[^>]*>1<\/span>/)
  assert.match(briefs, />Bond dealer<\/span> failed/)
  assert.match(briefs, /USD by list prices/)
  const unknown = madeUpRecord({ spent: { ...madeUpRecord().spent, usd: null } })
  assert.match(section(page(unknown), 'briefs'), /not known: the price of a model/)
  const offline = madeUpRecord({ models: [{ specialist: 'bank', model: { kind: 'offline', modelId: 'offline' } }] })
  assert.match(section(page(offline), 'briefs'), /No language model took part/)
})

test('a disagreement of the reviewer stands out, and what could not be recomputed is named', () => {
  const review = section(page(), 'review')
  assert.match(review, /does not agree everywhere/)
  assert.match(review, /no price of bonds/)
  assert.match(section(page(), 'proposals'), /the share is above the whole/)
})

test('the same record gives the same bytes', () => assert.equal(page(), page()))
