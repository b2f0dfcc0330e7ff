import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallHedgingResult } from '@tutti/reports/testing'
import type { RunRecord } from '@tutti/runtime'
import { hedgingText } from './hedging-text.ts'
import { limitPair, limitValue } from './hedging-limit.ts'

const same = (text: string): string => text
const plain = { bold: same, faint: same, good: same, caution: same, bad: same }
const run = { id: '20261121-094838-2530' } as RunRecord
const telemetry = {
  seconds: 6.2,
  pathSteps: 0,
  revaluations: 3_210_000,
  pathStepsPerSecond: null,
  workers: 2,
  machine: { platform: 'linux x64', processor: 'x', cores: 2, memoryGb: 8, node: 'v24', workers: 2 },
  peakMemoryMb: 410,
  stepsReused: 0,
  steps: 15,
}

const standard = await smallHedgingResult()
const infeasible = await smallHedgingResult({
  limits: { total_cost_bp: 0, credit: { minimum_protection: 1 }, rates: { maximum_duration_gap_years: 0 } },
})
const none = await smallHedgingResult({
  allowed: false,
  limits: {
    currency: { minimum_effectiveness: 0 },
    rates: { maximum_duration_gap_years: 50, minimum_effectiveness: 0 },
    credit: { minimum_protection: 0 },
  },
})
/** A result whose words hold control characters, as a file of a run could. */
const hostile = {
  ...standard,
  study: { ...standard.study, name: 'A \u001b[2Jfund' },
  selection: {
    ...standard.selection,
    afterHedge: {
      ...standard.selection.afterHedge,
      trades: standard.selection.afterHedge.trades.map((trade) => ({ ...trade, label: 'a \u0007 trade' })),
    },
    drawdowns: {
      ...standard.selection.drawdowns,
      rows: standard.selection.drawdowns.rows.map((row) => ({ ...row, window: 'a \u001b window' })),
    },
  },
}

test('a study of hedging fits 80 and 120 columns, in every state of its decision, and is short', () => {
  for (const result of [standard, infeasible, none, hostile]) {
    for (const width of [80, 120]) {
      const lines = hedgingText({ run, result, telemetry }, width, plain).split('\n')
      for (const line of lines) assert.ok(line.length <= width, `${line.length} columns: ${line}`)
      assert.ok(lines.length <= 100, `${lines.length} lines`)
    }
  }
})

test('the text has the decision, the trades, the figures, the rivals and what is saved', () => {
  const text = hedgingText({ run, result: standard, telemetry }, 120, plain)
  assert.match(text, /simulated fund and market/)
  assert.match(text, /✔ RECOMMENDED/)
  for (const { label } of standard.selection.afterHedge.trades) assert.ok(text.includes(label), label)
  const risk = (standard.selection.chosenFigures.fundedStatusAtRisk.value / 1e6).toFixed(0)
  assert.match(text, new RegExp(`Funded status at risk, m .* ${risk} ± `))
  assert.match(text, /Nearest rivals/)
  assert.match(text, /Savings {5}[-\d.]+ ± [\d.]+ m USD a year/)
  assert.match(text, /Before all history not covered/)
  assert.match(text, /nothing is sent/)
  assert.match(text, /3,210,000 full revaluations · .* on 2 workers · 6\.2 s in all · peak memory 410 MB/)
})

test('a mandate that cannot be met is called a compromise with its smallest relaxation', () => {
  const text = hedgingText({ run, result: infeasible, telemetry: null }, 80, plain)
  assert.match(text, /! BEST COMPROMISE/)
  assert.match(text, /Smallest relaxation that lets a package through:/)
  assert.match(text, /✘ broken/)
  assert.doesNotMatch(text, /in all/)
})

test('without trades the text says that nothing is traded or dealt', () => {
  const text = hedgingText({ run, result: none, telemetry: null }, 80, plain)
  assert.match(text, /✔ NO HEDGE/)
  assert.match(text, /Nothing is traded/)
  assert.match(text, /nothing to deal/)
})

test('control characters of a mandate do not reach the terminal', () => {
  const text = hedgingText({ run, result: hostile, telemetry: null }, 80, plain)
  // oxlint-disable-next-line no-control-regex
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f]/)
})

test('limits are written in their own units, without minus zero', () => {
  assert.equal(limitValue(0.9236, 'share'), '92.4 %')
  assert.equal(limitValue(0.15, 'percent'), '0.15 %')
  assert.equal(limitValue(-1e-13, 'years'), '0.00 y')
  assert.equal(limitValue(24.96, 'bp'), '25.0 bp')
  assert.equal(limitValue(1.2e9, 'money'), '1200 m')
})

test('two figures of a limit are written with the decimals that tell them apart', () => {
  assert.deepEqual(limitPair(25.003, 25, 'bp'), ['25.003 bp', '25.000 bp'])
  assert.deepEqual(limitPair(0, 0.0004, 'percent'), ['0.0000 %', '0.0004 %'])
  assert.deepEqual(limitPair(0.92, 0.92, 'share'), ['92.0 %', '92.0 %'])
})

test('a broken limit that rounds to its bound is told from it', () => {
  const [first, ...others] = standard.decision.limits
  const broken = { ...first, unit: 'bp', kind: 'at most', met: false, value: 25.003, limit: 25, slack: -0.003 } as const
  const result = { ...standard, decision: { ...standard.decision, limits: [broken, ...others] } }
  assert.match(hedgingText({ run, result, telemetry: null }, 120, plain), /25\.003 bp\s+≤ 25\.000 bp\s+-0\.003 bp/)
})

test('limits of counterparties that are exceeded are said in words and marked', () => {
  const { counterparties } = standard.selection
  const selection = { ...standard.selection, counterparties: { ...counterparties, status: 'limits exceeded' as const } }
  const text = hedgingText({ run, result: { ...standard, selection }, telemetry: null }, 120, plain)
  assert.match(text, /✘ limits of counterparties exceeded/)
  assert.doesNotMatch(text, /counterparties limits exceeded/)
  assert.match(
    hedgingText({ run, result: standard, telemetry: null }, 120, plain),
    /every counterparty within its limit/,
  )
})

test('rivals that meet the mandate stand before those that break limits, which are named in words', () => {
  const text = hedgingText({ run, result: standard, telemetry: null }, 120, plain)
  const lines = text.slice(text.indexOf('Nearest rivals')).split('\n\n')[0].split('\n')
  const broken = lines.filter((line) => / ± /.test(line)).map((line) => line.includes('breaks'))
  assert.ok(broken.includes(true))
  assert.ok(!broken.slice(broken.indexOf(true)).includes(false))
  assert.doesNotMatch(text, /breaks:? [a-z]+-[a-z]+/)
  assert.doesNotMatch(text, /stress-effectiveness-/)
})

test('a single package is one package without rivals, and nothing is said of dealing', () => {
  const text = hedgingText({ run, result: none, telemetry: null }, 120, plain)
  assert.match(text, /1 package × /)
  assert.match(text, /Only one package was compared/)
  assert.doesNotMatch(text, /can be dealt/)
})

test('both amounts of collateral stand among the key figures', () => {
  const text = hedgingText({ run, result: standard, telemetry: null }, 80, plain)
  assert.match(text, /Collateral need, \d+ % of scenarios, m/)
  assert.match(text, /Margin called by \d+ bp either way, m/)
})
