import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { type DatedCurve, flatCurve, linearZeroCurve } from '../curves/index.ts'
import { calendar, dayOf } from '../time/index.ts'
import {
  assetSwap,
  bondCurveValue,
  bondHolding,
  curveSensitivity,
  curveStressChanges,
  type FixedRateBond,
  valueAtZSpread,
  yieldSpread,
  zSpread,
} from './index.ts'

const icma = { frequency: 2, dayCount: 'ACT/ACT ICMA' } as const
const tenors = [0.5, 1, 2, 3, 5, 7, 10, 20, 30]
const zeros = [0.053, 0.0502, 0.0461, 0.0438, 0.042, 0.0418, 0.0421, 0.0442, 0.0431]
const curve = linearZeroCurve(tenors, zeros)
const flows = Array.from({ length: 20 }, (_, k) => ({ timeYears: 0.4 + k / 2, amount: k === 19 ? 103 : 3 }))

test("prices off a curve that starts before settlement agree with QuantLib's cached values", () => {
  // lballabio/QuantLib test-suite/bonds.cpp, testCached and testCachedFixed.
  const flat: DatedCurve = { referenceDay: dayOf('2004-11-22'), dayCount: 'ACT/360', curve: flatCurve(0.03) }
  const plain = (start: string, end: string, couponRates: number[], nextToLast?: string): FixedRateBond => ({
    ...icma,
    accrualStart: dayOf(start),
    maturity: dayOf(end),
    couponRates,
    endOfMonth: start === '2004-10-31',
    paymentConvention: 'modified following',
    ...(nextToLast === undefined ? {} : { nextToLastCoupon: dayOf(nextToLast) }),
  })
  const steps = [0.02875, 0.03, 0.03125, 0.0325]
  const us = { calendar: calendar('US government bond') }
  const cases: [FixedRateBond, string, number][] = [
    [plain('2004-10-31', '2006-10-31', [0.025]), '2004-11-23', 98.943393],
    [plain('2004-11-15', '2009-11-15', [0.035]), '2004-11-23', 101.986794],
    [{ ...plain('2004-11-30', '2008-11-30', [0.02875]), ...us }, '2004-11-30', 99.2981],
    [{ ...plain('2004-11-30', '2008-11-30', steps), ...us }, '2004-11-30', 100.334149],
    [{ ...plain('2004-11-30', '2009-03-30', steps, '2008-11-30'), ...us }, '2004-11-30', 100.382794],
  ]
  for (const [bond, settlement, price] of cases) {
    const value = bondCurveValue(bond, dayOf(settlement), flat)
    assertClose(value.cleanPrice, price, 1e-6, 0)
    assertClose(
      value.lines.reduce((sum, line) => sum + line.presentValue, 0),
      value.presentValue,
      1e-12,
      0,
    )
  }
})

test('a bond at its z-spread off a curve costs its price, and the spread of its own model price is 0', () => {
  const dated: DatedCurve = { referenceDay: dayOf('2024-03-13'), dayCount: 'ACT/365F', curve }
  const bond: FixedRateBond = {
    ...icma,
    accrualStart: dayOf('2023-11-15'),
    maturity: dayOf('2033-11-15'),
    couponRates: [0.06],
  }
  const settlement = dayOf('2024-03-15')
  const times = bondHolding(bond, settlement).flows.map((flow) => ({
    timeYears: (flow.payDay - dated.referenceDay) / 365,
    amount: flow.interest + flow.principal,
  }))
  const settlementYears = 2 / 365
  const model = bondCurveValue(bond, settlement, dated)
  assertClose(zSpread(times, curve, model.dirtyPrice, { settlementYears }), 0, 1e-14, 0)
  const spread = zSpread(times, curve, 105, { settlementYears })
  assertClose(bondCurveValue(bond, settlement, dated, spread).dirtyPrice, 105, 1e-10, 0)
})

test('price to z-spread to price comes back in every compounding, from ruin to riches', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 400, noNaN: true }),
      fc.constantFrom(
        'continuous' as const,
        'simple' as const,
        { timesPerYear: 1 },
        { timesPerYear: 2 },
        { timesPerYear: 12 },
      ),
      (price, compounding) => {
        const spread = zSpread(flows, curve, price, { compounding })
        assertClose(valueAtZSpread(flows, curve, spread, { compounding }), price, 0, 1e-10)
      },
    ),
    { seed: 41, numRuns: 200 },
  )
})

test('key-rate durations add up to the duration, which is the analytic one', () => {
  const result = curveSensitivity(flows, curve, tenors)
  const sum = result.keyRateDurationsYears.reduce((total, part) => total + part, 0)
  assertClose(sum, result.effectiveDurationYears, 2e-6, 0)
  // Second method: durations and convexity in the zero rate are moments of the payment times.
  const weights = flows.map(({ timeYears, amount }) => (amount * curve.discountFactor(timeYears)) / result.value)
  const moment = (power: number) =>
    flows.reduce((total, { timeYears }, i) => total + weights[i] * timeYears ** power, 0)
  assertClose(result.macaulayYears, moment(1), 1e-13, 0)
  // A central difference of width h adds its next order, h^2 / 6 and h^2 / 12 of the moment two higher.
  assertClose(result.effectiveDurationYears, moment(1) + (1e-8 / 6) * moment(3), 1e-9, 0)
  assertClose(result.effectiveConvexityYearsSquared, moment(2) + (1e-8 / 12) * moment(4), 1e-5, 0)
  assertAllClose(
    result.keyRateDv01,
    result.keyRateDurationsYears.map((duration) => duration * result.value * 1e-4),
    1e-15,
    0,
  )
})

test('a parallel stress is the shift of every rate, and opposite stresses differ by convexity', () => {
  const { value, changes } = curveStressChanges(flows, curve, tenors, [
    tenors.map(() => 0.01),
    tenors.map(() => -0.01),
    tenors.map(() => 0),
  ])
  const moved = linearZeroCurve(
    tenors,
    zeros.map((rate) => rate + 0.01),
  )
  const direct = flows.reduce((sum, { timeYears, amount }) => sum + amount * moved.discountFactor(timeYears), 0)
  assertClose(value + changes[0], direct, 1e-12, 0)
  assert.ok(changes[0] + changes[1] > 0)
  assert.equal(changes[2], 0)
})

test('an asset swap of a bond at its model price has no spread; the proceeds spread is the par spread over the price', () => {
  const fixed = [1, 2, 3, 4, 5].map((timeYears) => ({ timeYears, amount: timeYears === 5 ? 104.5 : 4.5 }))
  const floating = [1, 2, 3, 4, 5].map((timeYears) => ({ timeYears, accrualYears: 1 }))
  // numpy 1.24.2: the par asset swap case of the reference values.
  const swap = assetSwap(fixed, floating, curve, 97.2)
  assertClose(swap.parSwapRate, 0.04312028952100298, 1e-15, 0)
  assertClose(swap.parSpread, 0.008253879896806123, 1e-15, 0)
  assertClose(swap.proceedsSpread, (swap.parSpread * 100) / 97.2, 1e-16, 0)
  assertClose(assetSwap(fixed, floating, curve, swap.modelPrice).parSpread, 0, 1e-17, 0)
  // A par bond of the curve pays the par swap rate.
  const par = fixed.map(({ timeYears, amount }) => ({ timeYears, amount: amount - 4.5 + 100 * swap.parSwapRate }))
  assertClose(assetSwap(par, floating, curve, 100).modelPrice, 100, 1e-12, 0)
})

test('a yield spread is taken over the benchmark interpolated at the maturity', () => {
  assertClose(yieldSpread(0.05, 6, [5, 10], [0.04, 0.045]), 0.05 - 0.041, 1e-16, 0)
  assertClose(yieldSpread(0.05, 40, [5, 10], [0.04, 0.045]), 0.005, 1e-16, 0)
})

test('payments that make no sense are refused', () => {
  assert.throws(() => curveSensitivity([], curve, tenors), { code: 'invalid-input' })
  assert.throws(() => curveSensitivity([{ timeYears: NaN, amount: 1 }], curve, tenors), { code: 'invalid-input' })
  assert.throws(() => curveSensitivity([{ timeYears: 1, amount: NaN }], curve, tenors), { code: 'invalid-input' })
  assert.throws(() => curveSensitivity(flows, curve, [2, 1]), { code: 'invalid-input' })
  assert.throws(() => curveSensitivity(flows, curve, tenors, { settlementYears: 1 }), { code: 'invalid-input' })
  const nothing = [
    { timeYears: 1, amount: 1 },
    { timeYears: 1, amount: -1 },
  ]
  assert.throws(() => curveSensitivity(nothing, curve, tenors), { code: 'not-applicable' })
  for (const price of [0, -1, NaN]) assert.throws(() => zSpread(flows, curve, price), { code: 'invalid-input' })
  assert.throws(() => zSpread([{ timeYears: 1, amount: 0 }], curve, 1), { code: 'invalid-input' })
  assert.throws(() => assetSwap(flows, [], curve, 100), { code: 'invalid-input' })
  const late: DatedCurve = { referenceDay: dayOf('2025-01-01'), dayCount: 'ACT/365F', curve }
  const bond: FixedRateBond = {
    ...icma,
    accrualStart: dayOf('2023-11-15'),
    maturity: dayOf('2033-11-15'),
    couponRates: [0.06],
  }
  assert.throws(() => bondCurveValue(bond, dayOf('2024-03-15'), late), { code: 'invalid-input' })
})
