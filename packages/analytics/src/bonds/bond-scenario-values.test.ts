import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { linearZeroCurve } from '../curves/index.ts'
import { uniformStream } from '../random/index.ts'
import { dayOf } from '../time/index.ts'
import {
  bondCurveValue,
  bondScenarioValues,
  bondScenarioValuesByFlow,
  type FixedRateBond,
  flowTable,
  type FlowTable,
} from './index.ts'

/** Bonds with half-yearly payments up to a century, and rates from -2 % to 15 % at key times that fall between days. */
function randomCase(seed: number, bonds: number, count: number, withSpreads: boolean) {
  const uniform = uniformStream(seed, 0, 0)
  const starts = [0]
  const days: number[] = []
  const amounts: number[] = []
  for (let b = 0; b < bonds; b++) {
    const maturity = Math.floor(uniform() * (b % 10 === 0 ? 36_525 : 11_000))
    for (let day = maturity; day >= 0; day -= 182) {
      days.push(day)
      amounts.push(day === maturity ? 100 + 5 * uniform() : 5 * uniform())
    }
    starts.push(days.length)
  }
  const keyTimesYears = Float64Array.of(0.25, 0.5, 1, 2, 3, 5, 7.3, 10, 20, 30)
  const table: FlowTable = {
    flowDays: Int32Array.from(days),
    flowAmounts: Float64Array.from(amounts),
    bondStarts: Int32Array.from(starts),
    bondSpreads: withSpreads ? Float64Array.from({ length: bonds }, () => 0.05 * uniform() - 0.01) : undefined,
  }
  const zeroRates = Float64Array.from({ length: count * keyTimesYears.length }, () => 0.17 * uniform() - 0.02)
  return { table, scenarios: { keyTimesYears, zeroRates } }
}

test('the recurrence gives what discounting payment by payment gives', () => {
  for (const [seed, count, withSpreads] of [
    [1, 1, false],
    [2, 7, true],
    [3, 40, false],
  ] as const) {
    const { table, scenarios } = randomCase(seed, 30, count, withSpreads)
    const fast = bondScenarioValues(table, scenarios)
    assert.equal(fast.length, 30 * count)
    assertAllClose(fast, bondScenarioValuesByFlow(table, scenarios), 0, 1e-12)
  }
})

test('a bond is worth the same to the last bit whatever else is in the portfolio and however scenarios are cut', () => {
  const { table, scenarios } = randomCase(4, 20, 9, true)
  const all = bondScenarioValues(table, scenarios)
  const [from, to] = [table.bondStarts[7], table.bondStarts[8]]
  const alone: FlowTable = {
    flowDays: table.flowDays.slice(from, to),
    flowAmounts: table.flowAmounts.slice(from, to),
    bondStarts: Int32Array.of(0, to - from),
    bondSpreads: table.bondSpreads?.slice(7, 8),
  }
  assert.deepEqual(bondScenarioValues(alone, scenarios), all.slice(7 * 9, 8 * 9))
  const keys = scenarios.keyTimesYears.length
  const tail = bondScenarioValues(table, { ...scenarios, zeroRates: scenarios.zeroRates.slice(2 * keys) })
  assert.deepEqual(tail.slice(0, 7), all.slice(2, 9))
})

test('positions become a table that is valued as each bond is off the same curve', () => {
  const bond: FixedRateBond = {
    accrualStart: dayOf('2020-03-31'),
    maturity: dayOf('2045-03-31'),
    couponRates: [0.0375],
    frequency: 2,
    dayCount: 'ACT/ACT ICMA',
    endOfMonth: true,
  }
  const curveDay = dayOf('2025-01-15')
  const matured = { ...bond, maturity: dayOf('2024-03-31') }
  const positions = [
    { bond, face: 2_000_000, spreadContinuous: 0.011 },
    { bond: matured, face: 100 },
    { bond, face: -0.01 },
  ]
  const times = [1, 5, 10, 30]
  const rates = [0.041, 0.039, 0.043, 0.046]
  const values = bondScenarioValues(flowTable(positions, curveDay, curveDay), {
    keyTimesYears: Float64Array.from(times),
    zeroRates: Float64Array.from(rates),
  })
  const curve = { referenceDay: curveDay, dayCount: 'ACT/365F', curve: linearZeroCurve(times, rates) } as const
  assertClose(values[0], 20_000 * bondCurveValue(bond, curveDay, curve, 0.011).presentValue, 0, 1e-12)
  assert.equal(values[1], 0)
  assertClose(values[2], -0.0001 * bondCurveValue(bond, curveDay, curve).presentValue, 0, 1e-12)
  assert.throws(() => flowTable(positions, curveDay - 1, curveDay), { code: 'invalid-input' })
})

test('tables and scenarios that do not fit together are refused', () => {
  const table: FlowTable = {
    flowDays: Int32Array.of(10, 20),
    flowAmounts: Float64Array.of(1, 2),
    bondStarts: Int32Array.of(0, 1, 2),
  }
  const scenarios = { keyTimesYears: Float64Array.of(1, 2), zeroRates: Float64Array.of(0.01, 0.02) }
  assert.equal(bondScenarioValues(table, scenarios).length, 2)
  for (const wrong of [
    { flowDays: Int32Array.of(10) },
    { flowDays: Int32Array.of(-1, 20) },
    { flowAmounts: Float64Array.of(1, NaN) },
    { bondStarts: Int32Array.of(0, 2, 1) },
    { bondStarts: Int32Array.of(0) },
    { bondStarts: Int32Array.of(0, 2, 1, 2) },
    { bondSpreads: Float64Array.of(0.01) },
    { bondSpreads: Float64Array.of(0.01, NaN) },
  ]) {
    assert.throws(() => bondScenarioValues({ ...table, ...wrong }, scenarios), { code: 'invalid-input' })
  }
  for (const wrong of [
    { keyTimesYears: Float64Array.of(2, 1) },
    { keyTimesYears: Float64Array.of(-1, 1) },
    { zeroRates: Float64Array.of(0.01, 0.02, 0.03) },
    { zeroRates: Float64Array.of(0.01, Infinity) },
    { zeroRates: Float64Array.of() },
  ]) {
    assert.throws(() => bondScenarioValues(table, { ...scenarios, ...wrong }), { code: 'invalid-input' })
  }
})
