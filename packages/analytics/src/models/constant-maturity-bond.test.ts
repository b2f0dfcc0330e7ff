import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { constantMaturityBondReturn, parBondSensitivities, type ConstantMaturityBondInputs } from './index.ts'

const base: ConstantMaturityBondInputs = {
  yieldStart: 0.04,
  yieldEnd: 0.043,
  maturityYears: 10,
  frequency: 2,
  dtYears: 1 / 12,
  slopePerYear: 0.002,
  credit: { spreadStart: 0.01, spreadEnd: 0.012, expectedLossAnnual: 0.003 },
}

/** Value on the horizon, per unit of face, of a bond bought `dt` ago: every flow discounted on its own. */
function horizonValue(coupon: number, rate: number, maturity: number, frequency: number, dt: number): number {
  let value = 0
  for (let k = 1; k <= maturity * frequency; k++) {
    const amount = coupon / frequency + (k === maturity * frequency ? 1 : 0)
    value += amount / (1 + rate / frequency) ** (k - frequency * dt)
  }
  return value
}

test('duration and convexity of a par bond agree with 40-digit derivatives', () => {
  // mpmath 1.3.0: derivatives of the price of a 5 % semi-annual ten-year bond at 5 %.
  const { modifiedDuration, convexity } = parBondSensitivities({ yield: 0.05, maturityYears: 10, frequency: 2 })
  assertClose(modifiedDuration, 7.7945811428234047, 1e-13, 0)
  assertClose(convexity, 73.628731426563599, 1e-12, 0)
})

test('the return agrees with a 40-digit repricing of the cash flows, roll, spread and expected loss included', () => {
  // mpmath 1.3.0: a 5 % bond repriced a month later at 4.3 % - 0.2 %/12 + 1.2 %, less 0.3 %/12.
  assertClose(constantMaturityBondReturn(base).total, -0.032726156742430006, 1e-15, 0)
})

test('the parts sum to the total exactly', () => {
  const { total, ...parts } = constantMaturityBondReturn(base)
  assertClose(
    Object.values(parts).reduce((sum, part) => sum + part, 0),
    total,
    1e-17,
    0,
  )
})

test('repricing flow by flow gives the same total over yields, maturities and frequencies, negative yields too', () => {
  for (const [yieldStart, yieldEnd, maturityYears, frequency, dtYears] of [
    [0.05, 0.05, 30, 2, 0.5],
    [0.02, 0, 7, 1, 0.25],
    [-0.005, -0.008, 10, 1, 1 / 12],
    [0, 0.01, 2, 4, 1 / 252],
    [0.15, 0.12, 5, 2, 0.1],
  ] as const) {
    const { total } = constantMaturityBondReturn({ yieldStart, yieldEnd, maturityYears, frequency, dtYears })
    assertClose(total, horizonValue(yieldStart, yieldEnd, maturityYears, frequency, dtYears) - 1, 1e-14, 0)
  }
})

test('at an unchanged yield the return is the yield, whatever the maturity', () => {
  for (const maturityYears of [1, 10, 30]) {
    const bond = constantMaturityBondReturn({
      yieldStart: 0.05,
      yieldEnd: 0.05,
      maturityYears,
      frequency: 2,
      dtYears: 0.5,
    })
    assertClose(bond.total, 0.025, 1e-15, 0)
    assertClose(bond.carry, 0.025, 1e-15, 0)
    assertClose(bond.residual, 0, 1e-15, 0)
  }
})

test('the residual is of third order in the change of yield', () => {
  const residual = (change: number): number =>
    constantMaturityBondReturn({
      yieldStart: 0.04,
      yieldEnd: 0.04 + change,
      maturityYears: 10,
      frequency: 2,
      dtYears: 1 / 12,
    }).residual
  assertClose(residual(0.002) / residual(0.001), 8, 0.05, 0)
  assert.ok(Math.abs(residual(0.001)) < 2e-7)
})

test('carry and price change split between the riskless rate and the spread', () => {
  const bond = constantMaturityBondReturn(base)
  const riskless = constantMaturityBondReturn({
    ...base,
    credit: { spreadStart: 0, spreadEnd: 0, expectedLossAnnual: 0 },
  })
  assertClose(bond.carry, riskless.carry, 1e-16, 0)
  assert.equal(riskless.spreadCarry, 0)
  assert.equal(riskless.defaultLoss, 0)
  assertClose(bond.spreadCarry, 1.025 ** (1 / 6) - 1.02 ** (1 / 6), 1e-15, 0)
  assertClose(bond.spreadDuration / bond.duration, 0.002 / 0.003, 1e-12, 0)
  assertClose(bond.roll / bond.duration, -0.002 / 12 / 0.003, 1e-12, 0)
  assertClose(bond.defaultLoss, -0.003 / 12, 1e-18, 0)
  assert.ok(bond.roll > 0 && bond.convexity > 0)
})

test('inputs out of range are refused', () => {
  assert.throws(() => constantMaturityBondReturn({ ...base, dtYears: 0.6 }), { code: 'invalid-input' })
  assert.throws(() => constantMaturityBondReturn({ ...base, dtYears: 0 }), { code: 'invalid-input' })
  assert.throws(() => constantMaturityBondReturn({ ...base, maturityYears: 10.3 }), { code: 'invalid-input' })
  assert.throws(() => constantMaturityBondReturn({ ...base, yieldEnd: -3 }), { code: 'invalid-input' })
  assert.throws(() => constantMaturityBondReturn({ ...base, yieldStart: NaN }), { code: 'invalid-input' })
  assert.throws(() => parBondSensitivities({ yield: 0.05, maturityYears: 10, frequency: 0 }), { code: 'invalid-input' })
  assert.throws(
    () => constantMaturityBondReturn({ ...base, credit: { spreadStart: 0, spreadEnd: 0, expectedLossAnnual: -0.1 } }),
    { code: 'invalid-input' },
  )
})
