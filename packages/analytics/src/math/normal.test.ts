import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bivariateNormalCdf,
  integral,
  logNormalCdf,
  millsRatio,
  normalCdf,
  normalPdf,
  normalQuantile,
} from './index.ts'
import { assertClose } from '../../../../fixtures/assert-close.ts'

// Reference values: mpmath 1.2.1 at 40 digits on the exact double argument.
const reference = [
  { x: -38, cdf: 2.88542835e-316, pdf: 1.097221052e-314, logCdf: -726.5572160188201 },
  { x: -20, cdf: 2.7536241186062337e-89, pdf: 5.520948362159764e-88, logCdf: -203.91715537109727 },
  { x: -8.5, cdf: 9.479534822203318e-18, pdf: 8.16623563166955e-17, logCdf: -39.19739642821767 },
  { x: -1, cdf: 0.15865525393145705, pdf: 0.24197072451914334, logCdf: -1.8410216450092636 },
  { x: 0, cdf: 0.5, pdf: 0.3989422804014327, logCdf: -0.6931471805599453 },
  { x: 1.96, cdf: 0.9750021048517795, pdf: 0.05844094433345146, logCdf: -0.025315649164282115 },
  { x: 8, cdf: 0.9999999999999993, pdf: 5.052271083536892e-15, logCdf: -6.220960574271786e-16 },
]

test('the normal distribution function, its logarithm and density agree with 40-digit arithmetic, denormals included', () => {
  for (const { x, cdf, pdf, logCdf } of reference) {
    assertClose(normalCdf(x), cdf, 0, 1e-13)
    assertClose(normalPdf(x), pdf, 0, 1e-13)
    assertClose(logNormalCdf(x), logCdf, 0, 1e-13)
  }
})

test('arguments up to the largest number give the limits and never NaN', () => {
  for (const x of [45, 1e10, 1e160, 1e307, Number.MAX_VALUE]) {
    assert.equal(normalCdf(x), 1)
    assert.equal(normalCdf(-x), 0)
    assert.equal(normalPdf(x), 0)
    assert.ok(logNormalCdf(-x) < -1000)
    assertClose(millsRatio(x) * x, 1, 0, 1e-3)
  }
  assert.ok(Number.isNaN(normalCdf(NaN)) && Number.isNaN(normalPdf(NaN)))
})

test('the normal quantile agrees with 60-digit arithmetic from 1e-300 to 1 - 1e-12', () => {
  const p = [1e-300, 1e-100, 1e-16, 1e-6, 0.02425, 0.1, 0.499999, 0.5, 0.975, 0.999999999999]
  const x = [
    -37.0470962993612, -21.273453560965326, -8.222082216130435, -4.753424308822899, -1.972961051311885,
    -1.2815515655446004, -2.5066282745665593e-6, 0, 1.9599639845400538, 7.0344869100478356,
  ]
  p.forEach((probability, i) => assertClose(normalQuantile(probability), x[i], 1e-16, 1e-14))
})

test('quantile and distribution function invert each other over the whole range', () => {
  for (let exponent = -300; exponent <= -1; exponent += 7) {
    const probability = 10 ** exponent
    assertClose(normalCdf(normalQuantile(probability)), probability, 0, 2e-12)
  }
})

test('the distribution function is the integral of the density', () => {
  for (const x of [-3, -0.4, 0.7, 2.5]) {
    assertClose(normalCdf(x), 0.5 + integral(normalPdf, 0, x).value, 1e-14, 0)
  }
})

test('probabilities of the two tails add to one and the Mills ratio is their quotient by the density', () => {
  for (const x of [0.05, 0.5, 1, 3, 6]) {
    assertClose(normalCdf(x) + normalCdf(-x), 1, 1e-15, 0)
    assertClose(millsRatio(x), normalCdf(-x) / normalPdf(x), 0, 1e-13)
  }
  assertClose(millsRatio(1e6), 1e-6, 0, 1e-11)
})

test('limits at infinity, not-a-number passed on, quantile outside [0, 1] refused', () => {
  assert.equal(normalCdf(-Infinity), 0)
  assert.equal(normalCdf(Infinity), 1)
  assert.equal(logNormalCdf(-Infinity), -Infinity)
  assert.ok(Number.isNaN(normalCdf(NaN)))
  assert.equal(normalQuantile(0), -Infinity)
  assert.equal(normalQuantile(1), Infinity)
  for (const bad of [-0.1, 1.1, NaN]) assert.throws(() => normalQuantile(bad), { code: 'invalid-input' })
})

test('the bivariate normal distribution function agrees with 30-digit quadrature', () => {
  // mpmath 1.2.1 quadrature, cross-checked with QuantLib 1.29 (Genz).
  const cases = [
    [0, 0, 0.5, 0.3333333333333333],
    [1, -1, 0.3, 0.14833820905742245],
    [-2, 1.5, -0.7, 0.009503119358238846],
    [0.5, 0.5, 0.99, 0.6715868683585722],
    [-1, -1, -0.95, 2.449195138492117e-12],
    [3, -3, 0.2, 0.0013497672811870077],
    [-0.5, 2, 0, 0.30151826900900425],
  ] as const
  for (const [x, y, rho, expected] of cases) assertClose(bivariateNormalCdf(x, y, rho), expected, 1e-14, 0)
})

test('the bivariate distribution function is the integral of conditional probabilities, near-perfect correlation included', () => {
  for (const rho of [-0.999, -0.93, -0.5, 0.1, 0.7, 0.92, 0.93, 0.9999]) {
    for (const [x, y] of [
      [0.3, -0.4],
      [-1.2, -1.3],
      [1.5, 0.2],
    ] as const) {
      const conditional = (z: number): number => normalPdf(z) * normalCdf((y - rho * z) / Math.sqrt(1 - rho * rho))
      const quadrature = integral(conditional, -9, x, { absoluteTolerance: 1e-13 }).value
      assertClose(bivariateNormalCdf(x, y, rho), quadrature, 1e-12, 0)
    }
  }
})

test('the bivariate distribution function has its limits: perfect correlation, infinite bounds, Sheppard at the origin', () => {
  assertClose(bivariateNormalCdf(0.3, 1, 1), normalCdf(0.3), 1e-15, 0)
  assertClose(bivariateNormalCdf(0.3, 1, -1), normalCdf(0.3) + normalCdf(1) - 1, 1e-15, 0)
  assert.equal(bivariateNormalCdf(0.3, -2, -1), 0)
  assert.equal(bivariateNormalCdf(Infinity, 1, 0.3), normalCdf(1))
  assert.equal(bivariateNormalCdf(-Infinity, 1, 0.3), 0)
  for (const rho of [-0.99, -0.2, 0.6, 0.97]) {
    assertClose(bivariateNormalCdf(0, 0, rho), 0.25 + Math.asin(rho) / (2 * Math.PI), 1e-15, 0)
  }
  assert.throws(() => bivariateNormalCdf(0, 0, 1.01), { code: 'invalid-input' })
})
