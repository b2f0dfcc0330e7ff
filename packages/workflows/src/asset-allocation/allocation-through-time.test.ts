import assert from 'node:assert/strict'
import { test } from 'node:test'
import { someRule } from '../testing/hand-made-evaluation.ts'
import { inProcessContext, type InProcessOptions } from '../testing/in-process-context.ts'
import { smallMandate } from '../testing/small-mandate.ts'
import { allocationThroughTime } from './allocation-through-time.ts'
import { studyOf } from './study.ts'

const levels = ['p05', 'p25', 'p50', 'p75', 'p95'] as const

async function traced(operational: Readonly<Record<string, unknown>> = {}, options: InProcessOptions = {}) {
  const mandate = smallMandate({ simulation: { paths: 200, years: 2 }, operational_constraints: operational })
  return allocationThroughTime(inProcessContext(options), studyOf(mandate, 3), {}, someRule)
}

test('weights are traced for every regime and month, in ordered quantiles within the limits', async () => {
  const rows = await traced({ minimum_allocation: 0.15, maximum_allocation: 0.6 })
  assert.deepEqual(
    rows.map((row) => row.regime),
    ['base', 'bull', 'bear', 'high-vol', 'low-vol'],
  )
  for (const row of rows) {
    assert.deepEqual(
      row.months,
      Array.from({ length: 24 }, (_, i) => i + 1),
    )
    for (const series of [row.mean, row.example, ...levels.map((level) => row[level])]) {
      assert.equal(series.length, 24)
      for (const weight of series) assert.ok(weight >= 0.15 - 1e-12 && weight <= 0.6 + 1e-12, String(weight))
    }
    for (let m = 0; m < 24; m++)
      for (let i = 1; i < levels.length; i++) assert.ok(row[levels[i]][m] >= row[levels[i - 1]][m])
  }
})

test('a volatile regime holds less equity than a calm one', async () => {
  const rows = await traced()
  const median = (regime: string) => rows.find((row) => row.regime === regime)!.p50[23]
  assert.ok(median('high-vol') < median('base') && median('base') < median('low-vol'))
})

test('equal limits leave a constant weight', async () => {
  for (const row of await traced({ minimum_allocation: 0.4, maximum_allocation: 0.4 }))
    for (const level of levels) assert.ok(row[level].every((weight) => weight === 0.4))
})

test('between rebalancing dates the weight drifts with the market', async () => {
  const [base] = await traced({ rebalancing_frequency: 'annual', minimum_allocation: 0.4, maximum_allocation: 0.4 })
  assert.equal(base.p05[0], 0.4)
  assert.ok(base.p05[6] < 0.4 && base.p95[6] > 0.4)
  assert.equal(base.p95[12], 0.4)
})

test('the trace has the same bits in whatever order its shards run', async () => {
  assert.deepEqual(await traced({}, { order: 'reversed' }), await traced())
})
