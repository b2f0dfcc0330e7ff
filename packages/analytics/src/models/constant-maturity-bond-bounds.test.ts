import assert from 'node:assert/strict'
import test from 'node:test'
import { constantMaturityBondReturn, parBondSensitivities } from './constant-maturity-bond.ts'

test('a bond of more than 4,000 coupon periods is refused at once', () => {
  const inputs = { yieldStart: 0.04, yieldEnd: 0.04, frequency: 2, dtYears: 0.1 }
  for (const maturityYears of [1e12, 1e300, 2000.5]) {
    assert.throws(() => constantMaturityBondReturn({ ...inputs, maturityYears }), {
      code: 'invalid-input',
      message: /at most 4000 coupon periods/,
    })
  }
  assert.ok(Math.abs(constantMaturityBondReturn({ ...inputs, maturityYears: 2000 }).residual) < 1e-12)
})

test('the sensitivities of the longest bond approach those of a perpetuity', () => {
  const { modifiedDuration, convexity } = parBondSensitivities({ yield: 0.04, maturityYears: 4000, frequency: 1 })
  assert.ok(Math.abs(modifiedDuration - 1 / 0.04) < 1e-9)
  assert.ok(Math.abs(convexity - 2 / 0.04 ** 2) < 1e-6)
})
