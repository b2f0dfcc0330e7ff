import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineDisplay } from './line-display.ts'
import { liveLines } from './live-display.ts'
import { newProgressState, stepWords } from './progress-display.ts'

test('a step is named in words', () => {
  assert.equal(stepWords('search/generation-2'), 'Search: generation 2')
  assert.equal(stepWords('allocation-through-time'), 'Allocation through time')
})

test('the live lines fit the terminal and show step, share, configurations, speed and time', () => {
  const state = {
    step: 'search/generation-2',
    shardsDone: 50,
    shardsTotal: 100,
    countedStep: 'search',
    counted: 60,
    countedTotal: 100,
    pathSteps: 51_000_000,
    atWork: [] as readonly string[],
  }
  for (const width of [60, 80, 120]) {
    const [first, second] = liveLines(state, 2.5, width, (text) => text)
    assert.ok(first.length < width && second.length < width)
    assert.match(first, /^ {2}Search: generation 2 +█+░+ +50 %$/)
  }
  const [, facts] = liveLines(state, 2.5, 120, (text) => text)
  assert.equal(facts, '  60 of at most 100 configurations · 51 M path-steps, 20.4 M/s · 2.5 s')
  const working = { ...state, atWork: ['Currency hedger', 'Credit analyst'] }
  assert.match(liveLines(working, 2.5, 120, (text) => text)[1], /2\.5 s · Currency hedger, Credit analyst$/)
  const oneself = { ...state, step: 'credit-analyst', atWork: ['Credit analyst'] }
  assert.match(liveLines(oneself, 2.5, 120, (text) => text)[1], /2\.5 s$/)
  const reviewing = { ...state, countedStep: 'reviewer', counted: 19, countedTotal: 20 }
  assert.match(liveLines(reviewing, 2.5, 120, (text) => text)[1], /^ {2}Reviewer 19 of 20 · /)
  assert.match(liveLines(newProgressState(), 0, 80, (text) => text)[0], /^ {2}Starting +░+ +0 %$/)
})

test('plain lines come every two seconds, and half a second into a new step', () => {
  const lines: string[] = []
  let now = 0
  const display = lineDisplay(
    (line) => void lines.push(line),
    () => now,
  )
  for (now = 0; now <= 6000; now += 100) {
    display.phase(now < 3000 ? 'search/generation-0' : 'fresh-paths')
    display.shards(now / 100, 60, 1000 * now)
    if (now === 2500) display.progress('search', 40, 100)
  }
  assert.deepEqual(lines, [
    '     0.5 s  Search: generation 0 · 6 % · 400,000 path-steps\n',
    '     2.5 s  Search: generation 0 · 40 % · 2,400,000 path-steps\n',
    '     3.0 s  Fresh paths · 40 of at most 100 configurations · 2,900,000 path-steps\n',
    '     5.0 s  Fresh paths · 81 % · 40 of at most 100 configurations · 4,900,000 path-steps\n',
  ])
})
