import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inProcessContext, type InProcessOptions } from '../testing/in-process-context.ts'
import { tinyMandate } from '../testing/small-mandate.ts'
import { sensitivityPaths, sensitivityRecord } from './sensitivity.ts'
import { parameterNames } from './search/search-space.ts'
import { studyOf } from './study.ts'

const recorded = (space: Readonly<Record<string, unknown>> = {}, options: InProcessOptions = {}) =>
  sensitivityRecord(inProcessContext(options), studyOf(tinyMandate({ search_space: space }), 1), {})

const record = await recorded()
const total = (of: typeof record, name: string) => of.total[of.parameters.indexOf(name)].value

test('indices of five parameters come with errors, second order for every pair', () => {
  assert.deepEqual(record.parameters, parameterNames)
  assert.equal(record.evaluations, 64 * 12)
  for (const indices of [
    record.firstOrder,
    record.total,
    ...record.furtherOutputs.flatMap((o) => [o.firstOrder, o.total]),
  ]) {
    assert.equal(indices.length, 5)
    for (const { value, standardError } of indices) {
      assert.ok(Number.isFinite(value))
      assert.ok(standardError! >= 0)
    }
  }
  record.secondOrder.forEach((row, i) =>
    row.forEach((value, j) => assert.equal(value === null, j <= i, `pair ${i}, ${j}`)),
  )
})

test('first-order indices are at most the total ones, up to their errors', () => {
  record.firstOrder.forEach((first, i) => {
    const allowance = 3 * Math.hypot(first.standardError!, record.total[i].standardError!)
    assert.ok(first.value <= record.total[i].value + allowance, parameterNames[i])
  })
})

test('every parameter has an effect on some output: the total index is clearly above zero', () => {
  const outputs = [record, ...record.furtherOutputs]
  for (const name of ['targetVolatility', 'weightFunction', 'windowMonths', 'riskAversion', 'costBp'] as const) {
    const i = parameterNames.indexOf(name)
    assert.ok(
      outputs.some(({ total }) => total[i].value > 2 * total[i].standardError! && total[i].value > 0),
      name,
    )
  }
  // cost moves the Sharpe ratio, and nothing that is not a return
  for (const output of ['average turnover'])
    assert.equal(record.furtherOutputs.find((o) => o.output === output)!.total[4].value, 0)
})

test('a parameter that is fixed has no index at all, whatever else is fixed', async () => {
  const fixed = await recorded({ target_volatility: [0.1, 0.1], transaction_cost_bps: [10, 10] })
  for (const name of ['targetVolatility', 'costBp']) {
    const i = fixed.parameters.indexOf(name)
    assert.equal(Math.abs(fixed.firstOrder[i].value), 0)
    assert.equal(fixed.total[i].value, 0)
  }
  assert.ok(total(fixed, 'weightFunction') > 0)
  assert.deepEqual(new Set(fixed.mainEffects[0].labels), new Set(['10 %']))
})

test('cells are labelled with the values in them and hold their averages', () => {
  const effect = (name: string) => record.mainEffects.find((e) => e.parameter === name)!
  assert.deepEqual(effect('targetVolatility').labels, ['5–8 %', '8–11 %', '11–14 %', '14–17 %', '17–20 %'])
  assert.deepEqual(effect('windowMonths').labels, ['2 months', '3 months', '4 months', '5 months', '6 months'])
  assert.deepEqual(effect('weightFunction').labels, [
    'inverse volatility',
    'inverse volatility squared',
    'linear decay',
    'sigmoid',
  ])
  assert.deepEqual(effect('costBp').labels, ['0–4 bp', '4–8 bp', '8–12 bp', '12–16 bp', '16–20 bp'])
  assert.deepEqual(effect('riskAversion').labels, ['0.5–1.4', '1.4–2.3', '2.3–3.2', '3.2–4.1', '4.1–5'])
  for (const { labels, means } of record.mainEffects) {
    assert.equal(means.length, labels.length)
    for (const mean of means) assert.ok(mean !== null && Number.isFinite(mean))
  }
})

test('heatmaps are rows of y by columns of x, and average to the main effects', () => {
  for (const { x, y, xLabels, yLabels, values } of record.heatmaps) {
    assert.equal(values.length, yLabels.length)
    for (const row of values) assert.equal(row.length, xLabels.length)
    assert.notEqual(x, y)
    // means of cells lie around the main effect of their column
    const means = record.mainEffects.find((e) => e.parameter === x)!.means
    means.forEach((mean, column) => {
      const cells = values.map((row) => row[column]).filter((cell) => cell !== null)
      assert.ok(Math.min(...cells) <= mean! + 1e-12 && Math.max(...cells) >= mean! - 1e-12, `${x} against ${y}`)
    })
  }
})

test('the whole record has the same bits in whatever order shards run', async () => {
  assert.equal(JSON.stringify(await recorded({}, { order: 'reversed' })), JSON.stringify(record))
})

test('pseudo-random sensitivity needs few paths, Sobol sampling all of its points', () => {
  assert.equal(sensitivityPaths(studyOf(tinyMandate({ simulation: { paths: 1000 } }), 1)), 250)
  assert.equal(sensitivityPaths(studyOf(tinyMandate(), 1)), 200)
  const sobol = tinyMandate({ simulation: { sampling: 'sobol', paths: 1024, randomisations: 8 } })
  assert.equal(sensitivityPaths(studyOf(sobol, 1)), 1024)
})
