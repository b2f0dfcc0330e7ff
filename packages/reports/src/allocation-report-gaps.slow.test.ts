import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AllocationResult } from '@tutti/workflows/asset-allocation'
import { valueAtPointer } from '@tutti/workflows/figures'
import { resultWithAgents } from './agents/agents-reading.ts'
import { madeUpRecord } from './agents/made-up-record.fixture.ts'
import { allocationReport } from './allocation-report.ts'
import { simulatedResult } from './testing/index.ts'
import { sectionOf, unescaped, words } from './testing/page-text.ts'

const context = { runKey: 'k', codeVersion: 'v', producedBy: 'a test', telemetry: null }
const standard = simulatedResult()
const hostile = '<img src=x onerror=alert(1)> {{/study/seed | count}} 7'
const record = madeUpRecord({
  missing: ['allocation-analyst', 'market-historian', 'reviewer'].map((specialist) => ({
    specialist,
    role: 'A specialist',
    status: 'failed' as const,
    because: hostile,
  })),
})
const gaps: AllocationResult = {
  ...standard,
  allocation: [],
  rivals: [],
  costCurve: [],
  history: null,
  luck: { ...standard.luck, historical: null },
  review: {
    checks: [],
    failed: [{ id: 'review', label: 'The whole review', message: 'The reviewer came to no result.' }],
    agreed: false,
    figures: 0,
  },
}
const viewedWeights = Object.fromEntries(standard.study.regimes.map(({ id }, i) => [id, i === 0 ? 0.6 : 0.1]))
const [, trial] = standard.search.trials
const changed: AllocationResult = {
  ...standard,
  study: { ...standard.study, viewedWeights },
  search: {
    ...standard.search,
    trials: [...standard.search.trials, { ...trial, id: 777, generation: standard.search.generations.length }],
  },
}
const estimate = (value: number, standardError: number) => ({ value, standardError })
type Steering = NonNullable<AllocationResult['search']['steering']>
const proposal = (id: string) => ({ id, by: 'strategy-searcher', kind: 'search-region', terms: {}, reason: '' })
const steered: Steering = {
  proposals: [
    {
      generation: 2,
      proposal: proposal('strategy-searcher-1'),
      trials: 4,
      best: { configuration: trial.configuration, score: estimate(0.512, 0.01) },
      refused: null,
    },
    { generation: 3, proposal: proposal('strategy-searcher-2'), trials: 0, best: null, refused: hostile },
  ],
  trials: 40,
  steeredTrials: 8,
  steeredBest: estimate(0.512, 0.01),
  samplerBest: estimate(0.5, 0.011),
  difference: estimate(0.012, 0.002),
  tied: false,
  stands: 'steered',
}
const withSteering = (steering: Steering): AllocationResult => ({
  ...standard,
  search: { ...standard.search, steering },
})

const page = (result: AllocationResult, agents: typeof record | null = null): string =>
  allocationReport(result, { ...context, agents })

test('what failed specialists leave missing is said in words, on page one and where it would stand', () => {
  const html = page(gaps, record)
  const summary = words(sectionOf(html, 'summary'))
  assert.match(
    summary,
    /Some specialists gave no result The allocation analyst: .* The market historian: .* The reviewer:/,
  )
  assert.match(summary, /The history was not examined in this run/)
  assert.match(words(sectionOf(html, 'allocation')), /n\/a: the specialist that follows the equity weight/)
  assert.match(words(sectionOf(html, 'history')), /n\/a: the market historian gave no result/)
  assert.match(words(sectionOf(html, 'luck')), /n\/a, since the market historian gave no result/)
  assert.match(words(sectionOf(html, 'best-strategy')), /At other trading costs: n\/a/)
  assert.match(words(sectionOf(html, 'regimes')), /The simple rivals are missing/)
  assert.match(words(sectionOf(html, 'risk-return')), /No rivals are shown/)
  const review = words(sectionOf(html, 'review'))
  assert.match(review, /The whole review, since The reviewer came to no result/)
  assert.doesNotMatch(review, /agree/)
})

test('a history that was not given is not blamed on a specialist', () => {
  const html = page({ ...gaps, review: standard.review })
  assert.match(words(sectionOf(html, 'history')), /the study was given no history/)
  assert.doesNotMatch(words(sectionOf(html, 'summary')), /gave no result/)
})

test('an accepted view is said on page one, with both weights of every regime where the regimes are', () => {
  const html = page(changed)
  assert.match(words(sectionOf(html, 'summary')), /A view on the regimes was accepted/)
  const row = /<tr[^>]*><th scope="row">The same by the accepted view<\/th>([\s\S]*?)<\/tr>/.exec(html)![1]
  const shown = [...row.matchAll(/<data value="([^"]*)" data-pointer="\/study\/viewedWeights\//g)].map(([, value]) =>
    Number(value),
  )
  assert.deepEqual(shown, Object.values(viewedWeights))
  assert.doesNotMatch(page(standard), /accepted view/)
})

test('a rule that was proposed is no trial of the search, and is marked in the table of trials', () => {
  const html = page(changed)
  const search = words(sectionOf(html, 'search'))
  assert.match(search, /evaluated 100 configurations in/)
  assert.match(search, /Beside these a rule was proposed and evaluated on the same paths as further trials: 777\./)
  assert.match(words(sectionOf(html, 'risk-return')), / 777, proposed /)
  assert.doesNotMatch(words(sectionOf(page(standard), 'search')), /proposed/)
})

test('what steering bought is said for every outcome', () => {
  const search = (steering: Steering): string => words(sectionOf(page(withSteering(steering)), 'search'))
  const better = search(steered)
  assert.match(
    better,
    /Best score of the steered search 0\.512 ± 0\.010, of the sampler alone 0\.500 ± 0\.011; difference 0\.012 ± 0\.002/,
  )
  assert.match(better, /beyond Monte Carlo error\. The study goes on with the steered search/)
  assert.match(better, /strategy-searcher-1 2 search-region 4 0\.512 ± 0\.010 evaluated/)
  assert.match(better, /strategy-searcher-2 3 search-region 0 n\/a &lt;img/)
  const tied = search({ ...steered, tied: true })
  assert.match(tied, /within Monte Carlo error of nothing\. The study goes on with the steered search/)
  const worse = search({ ...steered, difference: estimate(-0.012, 0.002), stands: 'sampler' })
  assert.match(worse, /The study goes on with the sampler’s search, as if nobody had steered/)
  assert.doesNotMatch(search({ ...steered, proposals: [] }), /strategy-searcher/)
})

for (const [name, result, agents] of [
  ['gaps', gaps, record],
  ['a view and a proposed rule', changed, null],
  ['steering', withSteering(steered), madeUpRecord()],
] as const) {
  test(`every pointer leads to what the page shows, hostile words are inert, and the bytes are the same again (${name})`, () => {
    const root = resultWithAgents(result, agents)
    const html = page(result, agents)
    for (const [, value, pointer] of html.matchAll(/<data value="([^"]*)" data-pointer="([^"]*)"/g))
      assert.ok(valueAtPointer(root, unescaped(pointer)) === Number(value), pointer)
    for (const [, pointers] of html.matchAll(/data-pointer="([^"]*)"/g))
      for (const pointer of unescaped(pointers).split(/ (?=\/)/))
        assert.notEqual(valueAtPointer(root, pointer), undefined, pointer)
    assert.doesNotMatch(html, /<img/)
    assert.equal(page(structuredClone(result), agents), html)
  })
}
