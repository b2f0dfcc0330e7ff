import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { portableExp, portableLog, portableNormalCdf, portableNormalQuantile } from './portable.ts'

// Reference pairs [x, f(x)]: mpmath at 60 digits on the exact double argument, rounded to the nearest double.

const exponentials: readonly (readonly [number, number])[] = [
  [-745.1, 5e-324],
  [-744.5, 5e-324],
  [-708.5, 2.006132305331306e-308],
  [-100.25, 2.897198083210148e-44],
  [-3.7, 0.024723526470339388],
  [-0.35, 0.7046880897187134],
  [-0.34, 0.7117703227626097],
  [-1e-9, 0.999999999],
  [1e-300, 1.0],
  [0.1, 1.1051709180756477],
  [0.3466, 1.4142509118505286],
  [0.5, 1.6487212707001282],
  [1.0, 2.718281828459045],
  [2.302585, 9.999999070059587],
  [10.5, 36315.502674246636],
  [88.7, 3.325986980250579e38],
  [350.123, 1.1389033946182324e152],
  [700.5, 1.6721859620674984e304],
  [709.7, 1.6549840276802644e308],
]

const logarithms: readonly (readonly [number, number])[] = [
  [5e-324, -744.4400719213812],
  [3e-310, -712.7027665394861],
  [1e-300, -690.7755278982137],
  [1e-10, -23.025850929940457],
  [0.1, -2.3025850929940455],
  [0.5, -0.6931471805599453],
  [0.7071067811865475, -0.34657359027997275],
  [0.74, -0.3011050927839216],
  [0.76, -0.2744368457017603],
  [0.999999, -1.000000500029089e-6],
  [1.0000001, 9.999999505838704e-8],
  [1.2, 0.1823215567939546],
  [1.332, 0.28668157211819745],
  [1.334, 0.288181947493432],
  [1.4142135623730951, 0.3465735902799727],
  [2.0, 0.6931471805599453],
  [10.0, 2.302585092994046],
  [12345.678, 9.421061321291832],
  [1e100, 230.25850929940458],
  [1.7e308, 709.7268368932282],
]

const probabilities: readonly (readonly [number, number])[] = [
  [-38.0, 2.88542835e-316],
  [-37.5, 4.605353009581955e-308],
  [-30.0, 4.906713927148187e-198],
  [-20.0, 2.7536241186062337e-89],
  [-10.0, 7.619853024160525e-24],
  [-8.0, 6.220960574271784e-16],
  [-7.0710678, 7.687299629545445e-13],
  [-6.0, 9.86587645037698e-10],
  [-5.0, 2.866515718791939e-7],
  [-3.0, 0.0013498980316300946],
  [-2.0, 0.02275013194817921],
  [-1.0, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [-0.001, 0.49960105778608893],
  [0.0, 0.5],
  [0.25, 0.5987063256829237],
  [1.0, 0.8413447460685429],
  [2.5, 0.9937903346742238],
  [5.0, 0.9999997133484281],
  [8.0, 0.9999999999999993],
]

const quantiles: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-20, -9.262340089798407],
  [1.3887943864964021e-11, -6.657904643501103],
  [1e-10, -6.361340902404057],
  [1e-5, -4.264890793922825],
  [0.001, -3.0902323061678136],
  [0.0749, -1.4402382675279637],
  [0.0751, -1.43882539275254],
  [0.25, -0.6744897501960817],
  [0.4, -0.2533471031357997],
  [0.500001, 2.5066282747057052e-6],
  [0.7, 0.5244005127080407],
  [0.9, 1.2815515655446006],
  [0.9249, 1.4388253927525403],
  [0.9251, 1.440238267527964],
  [0.99, 2.3263478740408408],
  [0.999999, 4.753424308817087],
  [0.9999999999, 6.361340889697422],
]

test('exp agrees with 60-digit arithmetic to 4e-16, denormals to their last place', () => {
  for (const [x, y] of exponentials) assertClose(portableExp(x), y, 5e-324, 4e-16, `exp(${x})`)
})

test('exp stays within three units in the last place of Math.exp over its range', () => {
  for (let i = 0; i <= 40_000; i++) {
    const x = -708 + (1417 * i) / 40_000
    assertClose(portableExp(x), Math.exp(x), 0, 6.7e-16, `exp(${x})`)
  }
})

test('exp ends as it should: zero, infinity, NaN, one at zero', () => {
  assert.equal(portableExp(0), 1)
  assert.equal(portableExp(-746), 0)
  assert.equal(portableExp(-Infinity), 0)
  assert.equal(portableExp(709.79), Infinity)
  assert.equal(portableExp(Infinity), Infinity)
  assert.ok(Number.isNaN(portableExp(NaN)))
  assert.ok(portableExp(-745.13) > 0)
  assert.ok(portableExp(709.78) < Infinity)
})

test('log agrees with 60-digit arithmetic to two units in the last place, denormals included', () => {
  for (const [x, y] of logarithms) assertClose(portableLog(x), y, 0, 4.5e-16, `ln(${x})`)
})

test('log stays within three units in the last place of Math.log over all magnitudes', () => {
  for (let i = 0; i <= 40_000; i++) {
    const x = 2 ** (-1020 + (2040 * i) / 40_000)
    assertClose(portableLog(x), Math.log(x), 0, 6.7e-16, `ln(${x})`)
  }
  for (let i = 1; i < 20_000; i++) assertClose(portableLog(i / 10_000), Math.log(i / 10_000), 0, 6.7e-16)
})

test('log ends as it should: -Infinity at zero, NaN below, infinity', () => {
  assert.equal(portableLog(0), -Infinity)
  assert.equal(portableLog(1), 0)
  assert.equal(portableLog(Infinity), Infinity)
  assert.ok(Number.isNaN(portableLog(-1)))
  assert.ok(Number.isNaN(portableLog(-Infinity)))
  assert.ok(Number.isNaN(portableLog(NaN)))
})

test('exp and log undo each other', () => {
  for (let x = -700; x <= 700; x += 0.37) assertClose(portableLog(portableExp(x)), x, 4.5e-16, 4.5e-16)
})

test('the normal distribution function agrees with 60-digit arithmetic to 1e-15, its far tail to eight digits', () => {
  for (const [x, p] of probabilities) {
    assertClose(portableNormalCdf(x), p, 1e-15, 0, `Phi(${x})`)
    if (x < 0 && x > -37) assertClose(portableNormalCdf(x), p, 0, 1e-8, `tail Phi(${x})`)
  }
})

test('the normal distribution function is symmetric, rises and has no visible step where its formulas meet', () => {
  for (let x = 0; x < 9; x += 0.0137) assertClose(portableNormalCdf(x) + portableNormalCdf(-x), 1, 2e-16, 0)
  let before = 0
  for (let x = -12; x <= 8; x += 1 / 512) {
    const p = portableNormalCdf(x)
    assert.ok(p >= before, `falls at ${x}`)
    before = p
  }
  const seam = 7.07106781186547
  assertClose(portableNormalCdf(-seam - 1e-13), portableNormalCdf(-seam + 1e-13), 1e-19, 0)
  assert.equal(portableNormalCdf(-40), 0)
  assert.equal(portableNormalCdf(40), 1)
  assert.ok(Number.isNaN(portableNormalCdf(NaN)))
})

test('the normal quantile agrees with 60-digit arithmetic to 1e-15', () => {
  for (const [p, x] of quantiles) {
    // near p = 1/2 the quantile is the difference p - 1/2, which is exact; near 1 the spacing of p is the limit
    assertClose(portableNormalQuantile(p), x, p > 0.99 ? 3e-16 / (1 - p) : 0, 1e-15, `quantile(${p})`)
  }
})

test('the quantile inverts the distribution function and is odd', () => {
  for (let i = 1; i < 2000; i++) {
    const p = i / 2000
    assertClose(portableNormalCdf(portableNormalQuantile(p)), p, 1e-15, 1e-14)
    assertClose(portableNormalQuantile(1 - p), -portableNormalQuantile(p), 1e-13, 0)
  }
  assert.equal(portableNormalQuantile(0.5), 0)
  assert.equal(portableNormalQuantile(0), -Infinity)
  assert.equal(portableNormalQuantile(1), Infinity)
  assert.ok(Number.isNaN(portableNormalQuantile(NaN)))
})
