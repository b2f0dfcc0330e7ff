/** Hedging whose execution trader fails, from the command line: a decision without orders that says so. */
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { smallHedgingResult } from '@tutti/reports/testing'
import type { RunRecord } from '@tutti/runtime'
import type { HedgingResult } from '@tutti/workflows/hedging'
import { hedgingText } from '../cli/text/hedging-text.ts'
import { cli, inStore } from '../testing/cli-process.ts'
import { hedgingRunner } from './hedging-runner.ts'
import { fundRun } from './made-up-fund.fixture.ts'
import { untradableFund } from './untradable-fund.fixture.ts'

test('from the command line a run without a plan ends well, says so, and leaves no orders, not even older ones', async (t) => {
  const own = untradableFund(t)
  mkdirSync(join(own, 'reports'))
  writeFileSync(join(own, 'reports', 'hedging-orders.csv'), 'of another run')
  const { status, out, err } = await cli(own, fundRun)
  assert.equal(status, 0, err)
  assert.deepEqual(readdirSync(join(own, 'reports')), ['hedging.html'])
  assert.match(
    out,
    /Execution\s+✘ no execution plan, as the execution trader gave no result; no\s+files of orders are written/,
  )
  assert.match(out, /nothing from Execution trader/)
  assert.match(out, /Report: reports\/hedging\.html\n$/)
  const said = /execution-trader failed: invalid-input: /
  assert.match(err, said)
  const plain = await cli(own, [...fundRun, '--plain'])
  assert.match(plain.err, said)
  const kept = inStore(own, (store) => store.audit(store.runs()[1].id))
  const [entry] = kept.filter(({ kind }) => kind === 'specialist-without-result')
  const { specialist, status: end, because } = entry.detail as Record<string, string>
  assert.deepEqual([specialist, end], ['execution-trader', 'failed'])
  assert.match(because, /^invalid-input: /)
  for (const line of out.split('\n')) assert.ok(line.length <= 80, `a line of ${line.length} columns: ${line}`)
})

test('files and text of a result without a plan name none', async () => {
  const result: HedgingResult = await smallHedgingResult({ untradable: true })
  const run = { id: 'run-1', key: 'a'.repeat(64) } as RunRecord
  assert.deepEqual(hedgingRunner.files!(run, result), [
    { name: 'orders.csv', content: null },
    { name: 'orders.fix', content: null },
  ])
  const same = (text: string): string => text
  const paint = { bold: same, faint: same, good: same, caution: same, bad: same }
  for (const width of [80, 120]) {
    const text = hedgingText({ run, result, telemetry: null }, width, paint)
    assert.match(text, /✘ no execution plan/)
    for (const line of text.split('\n')) assert.ok(line.length <= width, line)
  }
  const idle = await smallHedgingResult({ allowed: false })
  const text = hedgingText({ run, result: { ...idle, execution: null }, telemetry: null }, 120, paint)
  assert.match(text, /no plan, as the execution trader gave no result; nothing to deal/)
})
