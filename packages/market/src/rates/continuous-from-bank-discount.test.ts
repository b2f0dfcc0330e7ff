import assert from 'node:assert/strict'
import { test } from 'node:test'
import { continuousFromBankDiscount } from './continuous-from-bank-discount.ts'

test("Hull's 91-day bill quoted at 8 earns 2.064 % over its life", () => {
  // Hull, Options, Futures, and Other Derivatives: interest 100 · 0.08 · 91/360 = 2.0222 on a price of 97.9778.
  const growth = Math.exp((continuousFromBankDiscount(0.08, 91) * 91) / 365) - 1
  assert.ok(Math.abs(growth - 0.02064) < 5e-6, String(growth))
})

test('the yield reprices the bill and exceeds the discount rate', () => {
  for (const [discount, days] of [
    [0.0133, 91],
    [0.1714, 91],
    [0.15, 364],
    [-0.0002, 91],
  ]) {
    const rate = continuousFromBankDiscount(discount, days)
    assert.ok(Math.abs(Math.exp((-rate * days) / 365) - (1 - (discount * days) / 360)) < 1e-15)
    if (discount > 0) assert.ok(rate > discount)
  }
  assert.equal(Math.abs(continuousFromBankDiscount(0, 91)), 0)
})

test('impossible quotes are refused', () => {
  assert.throws(() => continuousFromBankDiscount(NaN, 91), { code: 'invalid-input' })
  assert.throws(() => continuousFromBankDiscount(0.05, 0), { code: 'invalid-input' })
  assert.throws(() => continuousFromBankDiscount(5.1, 91), { code: 'invalid-input', message: /leaves no price/ })
})
