import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve } from '../curves/index.ts'
import { blackScholesPrice } from '../models/index.ts'
import { creditAdjustment, fxForwardCreditAdjustment, swapCreditAdjustment } from './index.ts'

const swap = {
  curve: flatCurve(0.03),
  notional: 1_000_000,
  side: 'payer',
  maturityYears: 10,
  fixedRate: null,
  normalVolAnnual: 0.0085,
  counterpartyHazard: 0.02,
  ownHazard: 0.01,
  recovery: 0.4,
} as const
const forward = {
  spot: 1.1,
  strike: 1.12,
  maturityYears: 2,
  domesticRateContinuous: 0.03,
  foreignRateContinuous: 0.01,
  volAnnual: 0.1,
  hazard: 0.02,
  recovery: 0.4,
  notionalForeign: 1e6,
  side: 'long foreign',
} as const

test('the swap adjustments agree with closed forms in scipy', () => {
  // scipy 1.10.1 closed form: CVA = (1-R) sum (S_{i-1}-S_i) swaption(t_i)
  const result = swapCreditAdjustment(swap)
  assertClose(result.parRate, 0.030454533953516858, 1e-15, 0)
  assertAllClose(
    result.discountedPositiveExposure,
    [
      25568.22487605625, 31642.59359549889, 33386.22030559519, 32535.975514823236, 29849.98458746052,
      25761.062701442403, 20552.754502076215, 14427.09560096687, 7536.364613203233, 0,
    ],
    1e-6,
    0,
  )
  assertClose(result.credit.adjustment, 2463.604590507146, 1e-7, 0)
  assertClose(result.debit.adjustment, 1278.4625488586316, 1e-7, 0)
})

test('the adjustment of a given profile is the sum of its buckets', () => {
  const result = creditAdjustment({
    timesYears: [1, 2, 3],
    expectedExposure: [500_000, 800_000, 300_000],
    discountFactors: [0.97, 0.94, 0.91],
    survival: [0.98, 0.955, 0.925],
    recovery: 0.4,
  })
  assertClose(result.adjustment, 22_014, 1e-9, 0)
})

test('positive less negative exposure of a swap is the forward value of what remains', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.02, max: 0.12, noNaN: true }),
      fc.double({ min: -0.05, max: 0.15, noNaN: true }),
      fc.double({ min: 0, max: 0.03, noNaN: true }),
      fc.integer({ min: 1, max: 60 }),
      (rate, fixedRate, normalVolAnnual, maturityYears) => {
        const curve = flatCurve(rate)
        const result = swapCreditAdjustment({ ...swap, curve, fixedRate, normalVolAnnual, maturityYears })
        for (let t = 1; t <= maturityYears; t++) {
          let value = curve.discountFactor(t) - curve.discountFactor(maturityYears)
          for (let u = t + 1; u <= maturityYears; u++) value -= fixedRate * curve.discountFactor(u)
          assertClose(
            result.discountedPositiveExposure[t - 1] - result.discountedNegativeExposure[t - 1],
            swap.notional * value,
            1e-6,
            1e-12,
          )
        }
        assert.ok(result.credit.adjustment >= 0 && result.debit.adjustment >= 0)
      },
    ),
    { seed: 14, numRuns: 60 },
  )
})

test('the receiver has the exposures of the payer, the other way round', () => {
  const payer = swapCreditAdjustment(swap)
  const receiver = swapCreditAdjustment({ ...swap, side: 'receiver' })
  assertAllClose(receiver.discountedPositiveExposure, payer.discountedNegativeExposure, 1e-9, 0)
})

test('the exposure of an FX forward is an option on the spot with the strike brought to that date', () => {
  for (const side of ['long foreign', 'short foreign'] as const) {
    const { discountedPositiveExposure } = fxForwardCreditAdjustment({ ...forward, side }, [0.5, 2])
    for (const [i, t] of [0.5, 2].entries()) {
      const option = blackScholesPrice({
        type: side === 'long foreign' ? 'call' : 'put',
        spot: forward.spot,
        strike: forward.strike * Math.exp(-0.02 * (forward.maturityYears - t)),
        maturityYears: t,
        rateContinuous: 0.03,
        dividendYieldContinuous: 0.01,
        volAnnual: forward.volAnnual,
      })
      assertClose(
        discountedPositiveExposure[i],
        1e6 * Math.exp(-0.01 * (forward.maturityYears - t)) * option,
        1e-6,
        1e-12,
      )
    }
  }
})

test('many small buckets tend to the adjustment of an FX forward in continuous time', () => {
  const count = 4000
  const timesYears = Array.from({ length: count }, (_, i) => ((i + 1) * forward.maturityYears) / count)
  const { adjustment } = fxForwardCreditAdjustment(forward)
  const middle = timesYears.map((t) => t - forward.maturityYears / count / 2)
  const buckets = creditAdjustment({
    timesYears,
    expectedExposure: fxForwardCreditAdjustment(forward, middle).discountedPositiveExposure,
    discountFactors: timesYears.map(() => 1),
    survival: timesYears.map((t) => Math.exp(-forward.hazard * t)),
    recovery: forward.recovery,
  })
  assertClose(buckets.adjustment, adjustment, 0, 1e-5)
})

test('without volatility the FX forward loses its intrinsic value times the default probability', () => {
  const inMoney = { ...forward, strike: 1, volAnnual: 0 }
  const value = 1e6 * (1.1 * Math.exp(-0.02) - Math.exp(-0.06))
  assertClose(fxForwardCreditAdjustment(inMoney).adjustment, 0.6 * value * -Math.expm1(-0.04), 1e-9 * value, 0)
  assert.equal(fxForwardCreditAdjustment({ ...forward, volAnnual: 0, strike: 2 }).adjustment, 0)
  assert.equal(fxForwardCreditAdjustment({ ...forward, hazard: 0 }).adjustment, 0)
})

test('bad profiles, swaps and forwards are refused', () => {
  const profile = {
    timesYears: [1, 2],
    expectedExposure: [1, 1],
    discountFactors: [1, 1],
    survival: [0.9, 0.8],
    recovery: 0.4,
  }
  for (const change of [
    { timesYears: [2, 1] },
    { timesYears: [1, 1] },
    { timesYears: [] },
    { survival: [0.8, 0.9] },
    { expectedExposure: [1, NaN] },
    { expectedExposure: [-1, 1] },
    { recovery: 1.2 },
    { discountFactors: [1] },
  ]) {
    assert.throws(() => creditAdjustment({ ...profile, ...change }), { code: 'invalid-input' })
  }
  for (const change of [
    { maturityYears: 2.5 },
    { notional: 0 },
    { normalVolAnnual: -1 },
    { counterpartyHazard: NaN },
  ]) {
    assert.throws(() => swapCreditAdjustment({ ...swap, ...change }), { code: 'invalid-input' })
  }
  for (const change of [{ spot: 0 }, { maturityYears: 0 }, { volAnnual: NaN }, { recovery: -1 }]) {
    assert.throws(() => fxForwardCreditAdjustment({ ...forward, ...change }), { code: 'invalid-input' })
  }
  assert.throws(() => fxForwardCreditAdjustment(forward, [3]), { code: 'invalid-input' })
})
