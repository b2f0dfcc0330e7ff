/** The report on a study whose execution trader gave no result: it says so where a reader looks for the plan. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HedgingResult } from '@tutti/workflows/hedging'
import { hedgingReport } from './hedging-report.ts'
import { smallHedgingResult } from './testing/small-hedging-study.ts'

const context = { runKey: 'k', codeVersion: 'v', producedBy: 'a test', telemetry: null }
const unplanned = await smallHedgingResult({ untradable: true })
const page = (result: HedgingResult): string => hedgingReport(result, context)
const sectionOf = (html: string, id: string): string =>
  new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)![0]
const words = (html: string): string =>
  html
    .replace(/<\/?(?:span|data|small)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\u202f]+/g, ' ')

test('page one says that there is no plan, in the headline, among who is missing, among the reasons and the questions', () => {
  assert.equal(unplanned.execution, null)
  assert.ok(unplanned.selection.chosen.trades.length > 0)
  const summary = words(sectionOf(page(unplanned), 'summary'))
  assert.match(summary, /with a reservation.*there is no execution plan, since execution-trader/)
  assert.match(
    summary,
    /Some specialists gave no result Execution trader: there is no execution plan, and there are no files of orders\. A plan must be made before dealing\./,
  )
  assert.match(summary, /on which days it is dealt is not worked out/)
  assert.match(summary, /What to ask .*There is no execution plan: who makes one/)
})

test('the section on execution says what must be done before dealing and within which limits, and shows no table of a plan', () => {
  const section = sectionOf(page(unplanned), 'execution')
  const { max_daily_volume_percent: volume, window_days: days } = unplanned.study.mandate.execution
  assert.match(words(section), /Before dealing a plan must be made, and its conditions checked/)
  assert.match(words(section), /There are no files of orders beside this report/)
  assert.ok(words(section).includes(`${volume} % of a day’s volume`), words(section))
  assert.ok(words(section).includes(`${days} days of dealing`), words(section))
  assert.doesNotMatch(section, /<table/)
  assert.doesNotMatch(section, /FIX/)
  assert.match(section, /data-pointer="\/selection\/chosenFigures\/executionCost"/)
})

test('the section on the review names what could not be recomputed for want of a plan', () => {
  const review = words(sectionOf(page(unplanned), 'review'))
  assert.match(review, /Not recomputed: cost of crossing spreads in the plan, since there is no execution plan/)
  assert.match(review, /Not recomputed: what is dealt in the plan/)
})

test('where nothing is traded the lack of a plan asks for nothing', async () => {
  const idle = await smallHedgingResult({ allowed: false })
  const html = page({ ...idle, execution: null, missing: ['execution-trader'] })
  assert.match(
    words(sectionOf(html, 'summary')),
    /Execution trader: there is no execution plan; nothing is traded either/,
  )
  assert.doesNotMatch(words(sectionOf(html, 'summary')), /before dealing|who makes one/)
  assert.match(words(sectionOf(html, 'execution')), /There is no execution plan, and nothing to deal/)
})
