import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import {
  betaLn,
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareSurvival,
  gammaLn,
  integral,
  noncentralChiSquareCdf,
  noncentralChiSquareQuantile,
  normalCdf,
  regularizedBeta,
  regularizedGammaP,
  regularizedGammaQ,
  studentTCdf,
  studentTPdf,
  studentTQuantile,
} from './index.ts'

// Reference values: scipy 1.17.1 (special, stats), the noncentral ones also mpmath 1.3.0.

test('gamma and beta functions agree with scipy', () => {
  const gammas = [
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247],
    [3.7, 1.428072326665388],
    [25, 54.78472939811232],
    [1e4, 82099.71749644238],
  ] as const
  for (const [x, expected] of gammas) assertClose(gammaLn(x), expected, 1e-14, 1e-14)
  assertClose(regularizedGammaP(0.5, 0.2), 0.47291074313446196, 0, 1e-13)
  assertClose(regularizedGammaQ(30, 60), 6.876264968732136e-6, 0, 1e-12)
  assertClose(regularizedBeta(0.3, 2.5, 0.7), 0.029814024845250465, 0, 1e-13)
  assertClose(regularizedBeta(0.9, 40, 3), 0.19510765482693676, 0, 1e-12)
})

test('gamma and beta functions keep their identities', () => {
  for (const x of [0.3, 1, 2.5, 9]) assertClose(gammaLn(x + 1), gammaLn(x) + Math.log(x), 1e-14, 1e-14)
  for (const [a, x] of [
    [0.4, 3],
    [7, 2],
    [200, 210],
  ] as const) {
    assertClose(regularizedGammaP(a, x) + regularizedGammaQ(a, x), 1, 1e-15, 0)
    assertClose(
      regularizedGammaP(a, x) - regularizedGammaP(a + 1, x),
      Math.exp(a * Math.log(x) - x - gammaLn(a + 1)),
      1e-13,
      0,
    )
  }
  for (const [a, b] of [
    [1, 7],
    [14.9, 0.5],
    [15, 0.5],
    [1e6, 1],
    [30, 40],
    [3e5, 3e5],
  ] as const) {
    assertClose(betaLn(a + 1, b), betaLn(a, b) + Math.log(a) - Math.log(a + b), 1e-13, 1e-14)
    assert.equal(betaLn(a, b), betaLn(b, a))
  }
  assertClose(betaLn(1e9, 1), -Math.log(1e9), 1e-13, 0)
  assertClose(regularizedGammaP(0.5, 2), 2 * normalCdf(2) - 1, 1e-14, 0)
  assertClose(regularizedBeta(0.2, 3, 5) + regularizedBeta(0.8, 5, 3), 1, 1e-14, 0)
})

test("Student's t agrees with scipy, far tails included", () => {
  assertClose(studentTCdf(-2.5, 7.3), 0.019825117332800235, 0, 1e-13)
  assertClose(studentTCdf(-30, 3), 4.067640213581979e-5, 0, 1e-13)
  assertClose(studentTCdf(1, 1), 0.75, 1e-15, 0)
  assertClose(studentTQuantile(0.01, 4.5), -3.5270508906260925, 0, 1e-12)
  assertClose(studentTQuantile(0.975, 10), 2.228138851986274, 0, 1e-12)
  assertClose(studentTQuantile(1e-6, 3), -103.29946778041935, 0, 1e-11)
})

test("Student's t is the integral of its density, inverts, and tends to the normal", () => {
  assertClose(studentTCdf(1.3, 4), 0.5 + integral((t) => studentTPdf(t, 4), 0, 1.3).value, 1e-13, 0)
  for (const p of [0.001, 0.2, 0.5, 0.7]) assertClose(studentTCdf(studentTQuantile(p, 2.7), 2.7), p, 0, 1e-12)
  assertClose(studentTCdf(-1.5, 1e9), normalCdf(-1.5), 2e-10, 0)
})

test('chi-square and noncentral chi-square agree with scipy', () => {
  assertClose(chiSquareCdf(3.2, 4), 0.475069053213895967, 0, 1e-14)
  assertClose(chiSquareSurvival(60, 10), 3.6243009520614924e-9, 0, 1e-12)
  assertClose(chiSquareQuantile(0.95, 10), 18.307038053275146, 0, 1e-12)
  assertClose(noncentralChiSquareCdf(5, 3, 4), 0.39933418953700141, 0, 1e-13)
  assertClose(noncentralChiSquareCdf(0.3, 0.5, 1.2), 0.39143957811784313, 0, 1e-13)
  assertClose(noncentralChiSquareCdf(400, 2.5, 350), 0.894884446856584, 0, 1e-12)
  assertClose(noncentralChiSquareQuantile(0.05, 0.7, 2.5), 0.0097240716251975248, 0, 1e-11)
  assertClose(noncentralChiSquareQuantile(0.99, 3, 40), 77.17321488365218, 0, 1e-11)
})

test('a noncentral chi-square with one degree of freedom is the square of a shifted normal', () => {
  for (const [x, shift] of [
    [1, 0.5],
    [9, 4],
    [0.01, 2],
  ] as const) {
    const root = Math.sqrt(x)
    assertClose(noncentralChiSquareCdf(x, 1, shift ** 2), normalCdf(root - shift) - normalCdf(-root - shift), 1e-13, 0)
  }
  assert.equal(noncentralChiSquareCdf(2, 3, 0), chiSquareCdf(2, 3))
})

test('arguments outside their range are refused by name', () => {
  assert.throws(() => gammaLn(0), { code: 'invalid-input' })
  assert.throws(() => regularizedGammaP(1, -1), { code: 'invalid-input' })
  assert.throws(() => regularizedBeta(1.2, 1, 1), { code: 'invalid-input' })
  assert.throws(() => studentTCdf(0, 0), {
    code: 'invalid-input',
    details: { field: 'degreesOfFreedom', got: '0', expected: 'a number > 0' },
  })
  assert.throws(() => studentTQuantile(0, 5), { code: 'invalid-input' })
  assert.throws(() => noncentralChiSquareCdf(1, 1, -1), { code: 'invalid-input' })
  assert.throws(() => chiSquareQuantile(1, 5), { code: 'invalid-input' })
})
