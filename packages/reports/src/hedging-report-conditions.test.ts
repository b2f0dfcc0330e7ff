import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueAtPointer } from '@tutti/workflows/figures'
import type { HedgingResult } from '@tutti/workflows/hedging'
import { hedgingReport } from './hedging-report.ts'
import { smallHedgingResult } from './testing/small-hedging-study.ts'
import { sectionOf, unescaped, words } from './testing/page-text.ts'

const context = { runKey: 'k', codeVersion: 'v', producedBy: 'a test', telemetry: null }
const standard = await smallHedgingResult()
const page = (result: HedgingResult): string => hedgingReport(result, context)

const hostile = '<img src=x onerror=alert(1)> {{/study/seed | count}} 7'
const proposals = [
  { id: 'fx-hedger-1', by: 'fx-hedger', kind: 'change-hedge', terms: { instrument: hostile, ratio: 0.5 }, reason: '' },
  { id: 'chair-1', by: hostile, kind: 'choose-package', terms: {}, reason: '' },
]
const missing = { ...standard, review: null, missing: ['credit-analyst', 'reviewer'] }

/** The chosen package as one that came of both proposals, preferred to one of a lower score. */
function proposed(): HedgingResult {
  const { selection, decision } = standard
  const id = 'fx-hedger-1+chair-1'
  const { whyNot } = selection.selection
  const lower = Math.max(
    0,
    whyNot.findIndex(({ reason }) => reason !== 'infeasible'),
  )
  const rival = whyNot[lower].package
  return {
    ...standard,
    decision: { ...decision, package: id },
    selection: {
      ...selection,
      packages: selection.packages.map((row) => {
        if (row.id === decision.package) return { ...row, id, strategies: null, feasible: true }
        return row.id === rival ? { ...row, feasible: true, score: selection.chosenFigures.score - 1 } : row
      }),
      selection: {
        ...selection.selection,
        chosen: id,
        feasible: true,
        infeasibility: null,
        front: selection.selection.front.map((each) => (each === decision.package ? id : each)),
        whyNot: whyNot.map((each, i) => ({
          ...each,
          ...(i === lower ? { reason: 'not preferred', dominated: null, tied: false } : {}),
          dominated: each.dominated?.by === decision.package ? { ...each.dominated, by: id } : each.dominated,
        })),
      },
      conditions: { missing: ['credit-analyst'], proposals },
    },
  }
}

test('specialists without a result are named on page one and where their domain is', () => {
  const html = page(missing)
  const summary = words(sectionOf(html, 'summary'))
  assert.match(summary, /Some specialists gave no result Credit analyst: packages were compared without new hedges/)
  assert.match(summary, /Independent reviewer: no figure of the decision was confirmed by another method/)
  const strategies = words(sectionOf(html, 'strategies'))
  assert.equal([...strategies.matchAll(/There is no result of/g)].length, 1)
  assert.match(strategies, /Credit spreads ! No result of its specialist There is no result of credit-analyst/)
  assert.match(words(sectionOf(html, 'review')), /The reviewer recomputed nothing/)
  assert.doesNotMatch(words(sectionOf(page(standard), 'summary')), /gave no result/)
})

test('one role of two specialists is told apart where the report lists who did what', () => {
  const method = words(sectionOf(page(standard), 'method'))
  assert.match(method, /Portfolio manager \(portfolio-manager\)/)
  assert.match(method, /Portfolio manager \(hedge-selection\)/)
  assert.match(method, /FX hedger Currency/)
})

test('a package that came of proposals is not called the optimiser’s', () => {
  const html = page(proposed())
  const summary = words(sectionOf(html, 'summary'))
  assert.match(summary, /Package fx-hedger-1\+chair-1: proposed by fx-hedger and &lt;img/)
  assert.doesNotMatch(summary, /optimiser’s own/)
  assert.match(
    summary,
    /by choice of those who accepted it, from the \d+ within all limits .*, though another of these has a lower sum/,
  )
  assert.match(words(sectionOf(html, 'packages')), /packages that came of accepted proposals stand beside these/)
})

test('what the choice was made under stands with the packages; a plain one has nothing of it', () => {
  const packages = words(sectionOf(page(proposed()), 'packages'))
  assert.match(packages, /domains of specialists without a result: credit-analyst\./)
  assert.match(
    packages,
    /fx-hedger-1 fx-hedger change-hedge instrument &lt;img src=x onerror=alert\(1\)&gt;.*; ratio 0\.5/,
  )
  assert.match(packages, /choose-package none/)
  assert.doesNotMatch(words(sectionOf(page(standard), 'packages')), /besides the mandate/)
})

test('a rival of a lower score that somebody did not prefer is called so', () => {
  const why = words(sectionOf(page(proposed()), 'why-not'))
  assert.match(why, /≈ not preferred/)
  assert.match(why, /not preferred, though its score is lower/)
  assert.match(why, /somebody who may preferred the chosen one/)
  assert.doesNotMatch(words(sectionOf(page(standard), 'why-not')), /not preferred/)
})

for (const [name, result] of [
  ['missing', missing],
  ['proposed', proposed()],
] as const) {
  test(`every pointer leads to what the page shows, hostile words are inert, and the bytes are the same again (${name})`, () => {
    const html = page(result)
    for (const [, value, pointer] of html.matchAll(/<data value="([^"]*)" data-pointer="([^"]*)"/g))
      assert.ok(valueAtPointer(result, unescaped(pointer)) === Number(value), pointer)
    for (const [, pointers] of html.matchAll(/data-pointer="([^"]*)"/g))
      for (const pointer of unescaped(pointers).split(/ (?=\/)/))
        assert.notEqual(valueAtPointer(result, pointer), undefined, pointer)
    assert.doesNotMatch(html, /<img/)
    assert.equal(page(structuredClone(result)), html)
  })
}
