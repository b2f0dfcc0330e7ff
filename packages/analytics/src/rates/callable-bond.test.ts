import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve, linearZeroCurve } from '../curves/index.ts'
import { hullWhiteFlowSwaption } from '../models/index.ts'
import { type CallableBond, callableBondRisk, callableBondValue, type LatticeSetting } from './index.ts'

const curve = flatCurve(0.04)
const setting: LatticeSetting = { model: { kind: 'hull-white', a: 0.05, sigma: 0.01, curve }, steps: 200 }
const bondOf = (years: number, rate: number, options: CallableBond['options'] = []): CallableBond => ({
  coupons: Array.from({ length: years }, (_, i) => ({ startYears: i, payYears: i + 1, amount: 100 * rate })),
  redemption: { timeYears: years, amount: 100 },
  options,
})
const yearly = (from: number, until: number, holder: 'issuer' | 'investor', cleanPrice = 100) =>
  Array.from({ length: until - from + 1 }, (_, i) => ({ holder, fromYears: from + i, cleanPrice }))

test('a callable bond has the price, spread and durations of the lattice of QuantLib', () => {
  // QuantLib 1.44: CallableFixedRateBond 5 % annual 2026-06-15 to 2036-06-15, callable at 100 each year from 2029, flat
  // 4 % ACT/365F, HullWhite(0.05, 0.01), TreeCallableFixedRateBondEngine with 1000 steps; effective figures by 25 bp.
  const times = [0, 1, 2.0027397260273974, 3.0027397260273974, 4.002739726027397, 5.002739726027397]
  times.push(6.005479452054795, 7.005479452054795, 8.005479452054795, 9.005479452054795, 10.008219178082191)
  const bond: CallableBond = {
    coupons: times.slice(1).map((payYears, i) => ({ startYears: times[i], payYears, amount: 5 })),
    redemption: { timeYears: times[10], amount: 100 },
    options: times.slice(3, 10).map((fromYears) => ({ holder: 'issuer', fromYears, cleanPrice: 100 })),
  }
  const fine = { ...setting, steps: 300 }
  assertClose(callableBondValue(bond, fine).cleanPrice, 100.71057916280716, 4e-3, 0)
  const risk = callableBondRisk(bond, fine, 100)
  assertClose(risk.spread, 0.0015307095656493935, 1e-5, 0)
  const atZero = callableBondRisk(bond, fine, callableBondValue(bond, fine).cleanPrice)
  assertClose(atZero.spread, 0, 1e-9, 0)
  assertClose(atZero.effectiveDuration, 4.5415534661109955, 5e-3, 0)
})

test('without options the lattice gives the value on the curve, for both models', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 0.1, noNaN: true }), { minLength: 4, maxLength: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.03, noNaN: true }),
      fc.constantFrom('hull-white' as const, 'black-karasinski' as const),
      (rates, a, sigma, kind) => {
        // Increasing rates keep forwards positive, which the lognormal rate needs.
        const rising = linearZeroCurve(
          [1, 3, 7, 12],
          rates.toSorted((x, y) => x - y),
        )
        const model = { kind, a, sigma: kind === 'hull-white' ? sigma : 10 * sigma, curve: rising }
        const value = callableBondValue(bondOf(10, 0.05), { model, steps: 40 }, 0.003)
        assertClose(value.presentValue, value.straightPresentValue, 1e-10, 1e-11)
      },
    ),
    { seed: 20260318, numRuns: 40 },
  )
})

test('one call date is the straight bond less the option on its remaining flows', () => {
  // Second method: Jamshidian's closed form for the option on the coupon bond.
  const [call, years, rate] = [4, 10, 0.05]
  const value = callableBondValue(bondOf(years, rate, yearly(call, call, 'issuer')), { ...setting, steps: 500 })
  const payYears = Array.from({ length: years - call }, (_, i) => call + 1 + i)
  const option =
    100 *
    hullWhiteFlowSwaption(setting.model, {
      side: 'receiver',
      expiryYears: call,
      startYears: call,
      payYears,
      amounts: payYears.map((t) => rate + (t === years ? 1 : 0)),
    })
  assertClose(value.optionValue, option, 1e-2, 0)
})

test('calls take from the investor and puts give, more options take or give more, lines add up', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.005, max: 0.12, noNaN: true }),
      fc.double({ min: 0.0, max: 0.03, noNaN: true }),
      fc.integer({ min: 1, max: 8 }),
      (coupon, sigma, from) => {
        const on = { model: { ...setting.model, sigma }, steps: 60 }
        const value = (options: CallableBond['options']) => callableBondValue(bondOf(10, coupon, options), on)
        const straight = value([]).presentValue
        const once = value(yearly(from, from, 'issuer')).presentValue
        const often = value(yearly(from, 9, 'issuer'))
        const always = value([{ holder: 'issuer', fromYears: from, untilYears: 10, cleanPrice: 100 }]).presentValue
        const put = value(yearly(from, 9, 'investor'))
        const tiny = 1e-9
        assert.ok(once <= straight + tiny && often.presentValue <= once + tiny && always <= often.presentValue + tiny)
        assert.ok(put.presentValue >= straight - tiny && put.optionValue <= tiny && often.optionValue >= -tiny)
        const sum = often.lines.reduce((total, line) => total + line.presentValue, 0)
        assertClose(sum, often.presentValue, 1e-10, 0)
      },
    ),
    { seed: 20260319, numRuns: 30 },
  )
})

test('the option-adjusted spread gives back the price, and without options the durations of the bond', () => {
  const bond = bondOf(10, 0.05, yearly(3, 9, 'issuer'))
  for (const price of [60, 95, 99.5]) {
    const risk = callableBondRisk(bond, setting, price)
    assertClose(risk.cleanPrice, price, 1e-8, 0)
    assertClose(callableBondValue(bond, setting, risk.spread).cleanPrice, price, 1e-8, 0)
  }
  const straight = callableBondRisk(bondOf(10, 0.05), setting, 100, 1)
  const flows = straight.lines.filter((line) => line.timeYears > 0)
  const moment = (power: number): number =>
    flows.reduce((sum, line) => sum + line.timeYears ** power * line.presentValue, 0) / straight.presentValue
  assertClose(straight.effectiveDuration, moment(1), 1e-5, 0)
  assertClose(straight.effectiveConvexity, moment(2), 1e-2, 0)
  assert.ok(callableBondRisk(bond, setting, 99).effectiveDuration < straight.effectiveDuration)
})

test('interest accrued since the last coupon is part of the price', () => {
  const bond: CallableBond = {
    coupons: [
      { startYears: -0.25, payYears: 0.25, amount: 3 },
      { startYears: 0.25, payYears: 0.75, amount: 3 },
    ],
    redemption: { timeYears: 0.75, amount: 100 },
    options: [],
  }
  const value = callableBondValue(bond, setting)
  assertClose(value.accrued, 1.5, 1e-15, 0)
  assertClose(value.presentValue, value.cleanPrice + 1.5, 1e-12, 0)
})

test('prices out of reach and options out of their time are refused', () => {
  assert.throws(() => callableBondRisk(bondOf(10, 0.05, yearly(3, 9, 'issuer')), setting, 1e9), {
    code: 'not-converged',
  })
  const code = 'invalid-input'
  assert.throws(() => callableBondRisk(bondOf(10, 0.05), setting, NaN), { code })
  assert.throws(() => callableBondValue(bondOf(5, 0.05, yearly(5, 5, 'issuer')), setting), { code })
  assert.throws(() => callableBondValue({ ...bondOf(5, 0.05), redemption: { timeYears: 4, amount: 100 } }, setting), {
    code,
  })
  assert.throws(() => callableBondValue(bondOf(5, 0.05), { ...setting, steps: 0 }), { code })
  const negative = {
    ...setting,
    model: { ...setting.model, kind: 'black-karasinski' as const, curve: flatCurve(-0.01) },
  }
  assert.throws(() => callableBondValue(bondOf(5, 0.05), negative), { code })
})
