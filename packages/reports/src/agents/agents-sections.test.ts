import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AgentsRecord, ApprovalRecord } from '@tutti/workflows/agents-record'
import { valueAtPointer } from '@tutti/workflows/figures'
import { workflowReport } from '../workflow-report.ts'
import { resultWithAgents } from './agents-reading.ts'
import { madeUpRecord, madeUpResult } from './made-up-record.fixture.ts'
import { unescaped, words } from '../testing/page-text.ts'

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

const network = [
  { name: 'treasurer', role: 'Treasurer', responsibility: 'What is owed, and when.', needs: ['bank', 'bonds'] },
  { name: 'bonds', role: 'Bond dealer', responsibility: 'Bonds.', needs: [] },
  { name: 'bank', role: 'Treasurer', responsibility: 'Money at the bank.', needs: [] },
]
const pageOf = (record: AgentsRecord, result: object = madeUpResult): string =>
  workflowReport(facts, { ...result, specialists: network }, { ...context, agents: record })
const head = (html: string): string => words(/<header[\s\S]*?<\/header>/.exec(html)![0])
const said = (by: string, given: Partial<ApprovalRecord> = {}): ApprovalRecord => ({
  ...madeUpRecord().approval.records[0],
  by,
  ...given,
})

test('the head says where the approval stands and by whom, and each printed sheet repeats it', () => {
  const approval = madeUpRecord().approval
  assert.match(head(page()), /Waits for approval/)
  const approved = pageOf(
    madeUpRecord({
      approval: {
        ...approval,
        status: 'approved',
        records: [said('Guest', { resultHash: 'old' }), said('Chair'), said('Secretary')],
      },
    }),
  )
  assert.match(head(approved), /Approved by Chair and Secretary/)
  assert.doesNotMatch(head(approved), /Guest/)
  const rejected = pageOf(
    madeUpRecord({
      approval: {
        ...approval,
        status: 'rejected',
        records: [said('Chair', { verdict: 'rejected', reason: '<b>too dear</b>' })],
      },
    }),
  )
  assert.match(head(rejected), /Rejected by Chair/)
  assert.match(section(rejected, 'approval'), /on <span[^>]*>2025-01-02<\/span>: <span[^>]*>&lt;b&gt;too dear&lt;/)
  assert.match(rejected, /@top-left\{content:"[^"]*Rejected/)
  const free = pageOf(madeUpRecord({ approval: { ...approval, status: 'not-required' } }))
  assert.doesNotMatch(head(free), /approv/i)
})

test('the head says which model wrote the words of whom', () => {
  assert.match(
    head(page()),
    /written by large-1 \(bedrock\) for Treasurer \(treasurer\); from scripts, without a language model for Treasurer \(bank\)/,
  )
  const offline = madeUpRecord({ briefs: madeUpRecord().briefs.slice(1) })
  assert.match(head(pageOf(offline)), /were written from scripts, without a language model\. Every figure is computed/)
  assert.match(head(pageOf(madeUpRecord({ briefs: [] }))), /Waits for approval\s*$/)
})

test('two specialists of one role are told apart by their names, with what each answers for', () => {
  const briefs = words(section(pageOf(madeUpRecord()), 'briefs'))
  assert.match(briefs, /Treasurer \(treasurer\) What is owed, and when\. Written by large-1/)
  assert.match(briefs, /Treasurer \(bank\) Money at the bank\./)
  assert.match(briefs, /after 1 call of a tool\./)
})

test('the network says who waits for whom, in the order in which they can start', () => {
  const table = /<div class="table" id="network">[\s\S]*?<\/table>/.exec(pageOf(madeUpRecord()))![0]
  const rows = [...table.matchAll(/<tr>(<th scope="row">[\s\S]*?)<\/tr>/g)].map(([, row]) => words(row).trim())
  assert.match(rows[0], /^first Bond dealer nobody ✗ no result/)
  assert.match(rows[1], /^beside it Treasurer \(bank\) nobody its script, in place of a model 1 1 draft$/)
  assert.match(rows[2], /^then Treasurer \(treasurer\) Treasurer \(bank\), Bond dealer large-1 1 none$/)
  const circle = network.map((each) => ({ ...each, needs: ['treasurer'] }))
  assert.match(
    workflowReport(facts, { ...madeUpResult, specialists: circle }, { ...context, agents: madeUpRecord() }),
    /id="network"/,
  )
})

const hostile = '</section><script>alert(1)</script> {{/income | count}} 9'
const [first, second] = madeUpRecord().proposals
const rich = madeUpRecord({
  briefs: [
    {
      ...madeUpRecord().briefs[1],
      refused: [{ reasons: [hostile, 'a wrong unit'] }],
      tools: [
        { tool: 'what_if', ok: false },
        { tool: 'what_if', ok: true },
        { tool: hostile, ok: false },
      ],
    },
  ],
  proposals: [
    {
      ...first,
      proposal: {
        ...first.proposal,
        terms: { share: 0.7, inner: { list: ['a', 'b'], [hostile]: hostile, none: null, yes: true } },
      },
      effect: {
        ...first.effect!,
        reasons: [hostile, 'It pays more.'],
        figures: [
          { name: 'loss', unit: 'percent', before: null, after: { value: 0.12, standardError: 0.01 } },
          {
            name: hostile,
            unit: 'money',
            before: { value: 2e6, standardError: null },
            after: { value: 3e6, standardError: null },
          },
        ],
      },
    },
    { ...second, proposal: { ...second.proposal, by: 'Chair' }, acceptedBy: 'Chair' },
  ],
})

test('a proposal has its change, its reasons and its further figures in a closed part, and a person is called one', () => {
  const html = pageOf(rich)
  const [one, two] = [...section(html, 'proposals').matchAll(/<details class="detail"[\s\S]*?<\/details>/g)].map(
    ([part]) => words(part),
  )
  assert.match(
    one,
    /Change share 0\.7; inner list a, b; inner &lt;\/section&gt;&lt;script&gt;.*; inner none none; inner yes yes/,
  )
  assert.match(one, /It pays more\./)
  assert.match(one, /loss n\/a 12\.00 % ± 1\.00/)
  assert.match(one, /2\.00 m 3\.00 m/)
  assert.doesNotMatch(one, /a person/)
  assert.match(two, /Proposed by Chair, a person/)
  assert.match(two, /the share is above the whole/)
})

test('drafts that were sent back have their reasons, and tools are counted', () => {
  const briefs = words(section(pageOf(rich), 'briefs'))
  assert.match(briefs, /Drafts that were sent back, each with the reasons:[\s\S]*a wrong unit/)
  assert.match(briefs, /what_if: 2 calls, 1 of them refused or failed/)
})

test('hostile words in terms, reasons, tools and names of figures are inert text, and every pointer leads somewhere', () => {
  const html = pageOf(rich)
  assert.equal([...html.matchAll(/<script/g)].length, 1)
  assert.match(html, /&lt;\/section&gt;&lt;script&gt;alert\(1\)/)
  const root = { ...resultWithAgents({ ...madeUpResult, specialists: network }, rich), facts }
  const pointers = [...html.matchAll(/data-pointer="([^"]*)"/g)].map(([, pointer]) => unescaped(pointer))
  assert.ok(pointers.length > 40)
  for (const pointer of pointers) assert.notEqual(valueAtPointer(root, pointer), undefined, pointer)
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
  assert.equal(new Set(ids).size, ids.length)
  assert.equal(pageOf(rich), html)
})

test('a reviewer without any check, or without a result, is no agreement and no disagreement', () => {
  const none = {
    checks: [],
    failed: [{ id: 'review', label: 'The whole review', message: 'It failed.' }],
    agreed: false,
  }
  const failed = words(section(pageOf(madeUpRecord(), { ...madeUpResult, review: none }), 'review'))
  assert.match(failed, /No figure of the decision was confirmed by another method/)
  assert.match(failed, /The whole review, since It failed\./)
  assert.doesNotMatch(failed, /agree/)
  const missing = words(section(pageOf(madeUpRecord(), { ...madeUpResult, review: null }), 'review'))
  assert.match(missing, /The reviewer recomputed nothing/)
})

test('a distance too small to be shown is not shown as nothing', () => {
  const [check] = madeUpResult.review.checks
  const review = { ...madeUpResult.review, checks: [{ ...check, allowed: 0.01 }] }
  assert.match(words(section(pageOf(madeUpRecord(), { ...madeUpResult, review }), 'review')), /less than is shown/)
})
