import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulatedResult } from '@tutti/reports/testing'
import type { RunRecord } from '@tutti/runtime'
import { allocationText } from './allocation-text.ts'
import { percentEstimate, ratioEstimate } from './estimate-text.ts'
import { bytesText, countText, percentText, plainTable, printable, rateText, secondsText, wrapped } from './index.ts'

const same = (text: string): string => text
const plain = { bold: same, faint: same, good: same, caution: same, bad: same }

test('numbers have their units and separators', () => {
  assert.equal(countText(1234), '1,234')
  assert.equal(countText(252_600_000), '253 M')
  assert.equal(countText(1.26e10), '12.6 bn')
  assert.equal(rateText(20_123_456), '20.1 M/s')
  assert.equal(rateText(950), '950/s')
  assert.equal(secondsText(3.24), '3.2 s')
  assert.equal(secondsText(125.4), '2 min 05 s')
  assert.equal(percentText(0.0431, 2), '4.31 %')
  assert.equal(bytesText(812), '812 B')
  assert.equal(bytesText(1_400_000), '1.4 MB')
  assert.equal(percentEstimate({ value: 0.0431, standardError: 0.0005 }), '4.31 ± 0.05 %')
  assert.equal(percentEstimate({ value: 0.0431, standardError: null }), '4.31 %')
  assert.equal(ratioEstimate({ value: 0.314, standardError: 0.012 }), '0.31 ± 0.01')
})

test('text is broken at spaces, never between a number and its unit', () => {
  assert.equal(wrapped('one two three four five', 24, '  · '), '  · one two three four\n    five')
  assert.equal(wrapped('a figure of about 12.5 % or so', 21, ''), 'a figure of about\n12.5 % or so')
})

test('control characters of a file do not reach the terminal', () => {
  assert.equal(printable('a\u001b[2Jb\r\n\tc\u0007 é'), 'a?[2Jb?\n\tc? é')
})

test('a table aligns its columns and breaks long cells', () => {
  const table = plainTable(
    [
      { title: 'Name', most: 10 },
      { title: 'n', align: 'right' },
    ],
    [
      ['short', '1'],
      ['a rather long name', '22'],
    ],
    plain,
  )
  assert.deepEqual(table.split('\n'), [' Name         n', ' short        1', ' a rather    22', ' long name'])
})

test('the tables of a study fit 80 and 120 columns, in every state of its decision', () => {
  const run = { id: '20261121-094838-2530' } as RunRecord
  const machine = { platform: 'linux x64', processor: 'x', cores: 2, memoryGb: 8, node: 'v24', workers: 2 }
  const telemetry = {
    seconds: 6.2,
    pathSteps: 123_000_000,
    revaluations: 0,
    pathStepsPerSecond: 20_000_000,
    workers: 2,
    machine,
    peakMemoryMb: 410,
    stepsReused: 0,
    steps: 15,
  }
  const variants = [
    {},
    { feasible: false },
    { withheld: true },
    { history: false, regimes: 'one' },
    { regimes: 'hostile' },
  ] as const
  for (const variant of variants) {
    for (const width of [80, 120]) {
      const text = allocationText({ run, result: simulatedResult(variant), telemetry }, width, plain)
      for (const line of text.split('\n')) assert.ok(line.length <= width, `${line.length} columns: ${line}`)
      assert.match(text, /123 M path-steps at 20\.0 M\/s on 2 workers · 6\.2 s in all · peak memory 410 MB/)
    }
  }
})
