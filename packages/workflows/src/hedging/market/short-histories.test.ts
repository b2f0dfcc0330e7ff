import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FactorPast } from './factor-changes.ts'
import { shortHistories } from './short-histories.ts'

/** Daily dates of `years` years with two factors, the second of which begins after a share of them. */
function madeUp(years: number, missing: number): FactorPast {
  const count = Math.round(years * 365.25) + 1
  const days = Int32Array.from({ length: count }, (_, i) => 10_000 + i)
  const levels = Float64Array.from({ length: 2 * count }, (_, i) =>
    i % 2 === 1 && i / 2 < missing * count ? NaN : Math.sin(i),
  )
  const dates = Array.from(days, (day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
  return {
    factors: [{ group: 'currency', currency: 'EUR' }, { group: 'credit', bucket: 'USD-BBB' }],
    history: { dates, days, levels, sources: ['fx:EURUSD', 'spread:BBB'] },
  } // prettier-ignore
}
const scenarios = { history_years: 10, change_days: 5 } as Parameters<typeof shortHistories>[0]['scenarios']

test('a history that reaches back far enough has no note', () => {
  assert.deepEqual(shortHistories({ scenarios }, madeUp(10.2, 0)), [])
})

test('a history shorter than the mandate asks for is told with the number of its changes', () => {
  // 731.5 days: 146 changes of five days fit
  const notes = shortHistories({ scenarios }, madeUp(2, 0))
  assert.equal(notes.length, 1)
  assert.match(
    notes[0],
    /^The history reaches back 2\.0 years, to 1997-05-19, and scenarios\.history_years is 10: .* 146 changes of 5 business days/,
  )
})

test('a series that begins later is told with the number of its changes', () => {
  const notes = shortHistories({ scenarios }, madeUp(10.2, 0.5))
  assert.equal(notes.length, 1)
  const [, all, own] = /^Of the (\d+) changes of the history some series have fewer: spread:BBB (\d+)\.$/.exec(
    notes[0],
  )!
  assert.equal(Number(all), 730)
  assert.ok(Math.abs(Number(own) - 372) <= 1, own)
})
