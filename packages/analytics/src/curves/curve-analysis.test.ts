import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import {
  breakevenInflation,
  curveCarry,
  curveComponents,
  type FittedBond,
  flatCurve,
  forwardRateAs,
  inflationCurve,
  keyRateShiftedCurve,
  linearZeroCurve,
  logLinearDiscountCurve,
  nelsonSiegelFit,
  nelsonSiegelSvenssonCurve,
  parRate,
  rateDifferential,
  realCurve,
  smoothingSplineBondFit,
  svenssonBondFit,
  zeroRateAs,
} from './index.ts'

const svensson = { beta0: 0.0412, beta1: -0.0231, beta2: -0.0154, beta3: 0.0287, tau1: 1.37, tau2: 12.9 }
const curve = nelsonSiegelSvenssonCurve(svensson)

const couponBond = (years: number, coupon: number): FittedBond => {
  const timesYears = Array.from({ length: 2 * years }, (_, i) => (i + 1) / 2)
  const amounts = timesYears.map((time) => coupon / 2 + (time === years ? 100 : 0))
  const price = timesYears.reduce((sum, time, i) => sum + amounts[i] * curve.discountFactor(time), 0)
  return { id: `${years}Y`, price, timesYears, amounts }
}
const bonds = [1, 2, 3, 4, 5, 7, 9, 12, 15, 20, 25, 30].map((years, i) => couponBond(years, 2 + (i % 4)))

test('a parametric fit finds the Svensson curve that priced the bonds', () => {
  const fit = svenssonBondFit(bonds, 2)
  assert.ok(fit.errors.rootMeanSquareYield < 1e-8, String(fit.errors.rootMeanSquareYield))
  for (const t of [0.5, 3, 11, 28]) assertClose(fit.curve.zeroRate(t), curve.zeroRate(t), 1e-6, 0)
  // One hump has fewer parameters and cannot do better.
  assert.ok(svenssonBondFit(bonds, 1).errors.rootMeanSquareYield > fit.errors.rootMeanSquareYield)
})

test('a heavier bond is fitted more closely', () => {
  const moved = bonds.map((bond, i) => (i === 6 ? { ...bond, price: bond.price * 1.01 } : bond))
  const errorOf = (weight: number): number => {
    const weighted = moved.map((bond, i) => (i === 6 ? { ...bond, weight } : bond))
    return Math.abs(svenssonBondFit(weighted, 1).errors.bonds[6].yieldError)
  }
  assert.ok(errorOf(100) < errorOf(1) && errorOf(1) < errorOf(0.01))
})

test('the spline fit meets as many bonds as knots, and smoothness trades error for roughness down to a line', () => {
  const few = bonds.slice(0, 6)
  const exact = smoothingSplineBondFit(few, [1, 2, 3, 4, 5, 7], 0)
  assert.ok(exact.errors.rootMeanSquareYield < 1e-9)
  const knots = [1, 3, 6, 10, 20, 30]
  const fits = [0, 1e-3, 1, 1e9].map((smoothness) => smoothingSplineBondFit(bonds, knots, smoothness))
  for (let i = 1; i < fits.length; i++) {
    assert.ok(fits[i].roughness <= fits[i - 1].roughness * (1 + 1e-6))
    assert.ok(fits[i].errors.rootMeanSquareYield >= fits[i - 1].errors.rootMeanSquareYield * (1 - 1e-6))
  }
  const line = fits[3]
  const slope = (line.zeroRates[5] - line.zeroRates[0]) / 29
  line.zeroRates.forEach((rate, i) => assertClose(rate, line.zeroRates[0] + slope * (knots[i] - 1), 1e-6, 0))
})

test('bonds that cannot be fitted are refused by name', () => {
  const refused = (name: string, wrong: readonly FittedBond[], knots?: number[]) =>
    assert.throws(
      () => (knots === undefined ? svenssonBondFit(wrong, 1) : smoothingSplineBondFit(wrong, knots, 0)),
      (error: Error & { code?: string }) => error.code === 'invalid-input' && error.message.includes(name),
    )
  refused('bonds', bonds.slice(0, 3))
  refused('bonds', [])
  refused('5Y', [...bonds.slice(0, 4), { ...bonds[4], amounts: [1] }])
  refused('5Y', [...bonds.slice(0, 4), { ...bonds[4], price: -1 }])
  refused('5Y', [...bonds.slice(0, 4), { ...bonds[4], amounts: bonds[4].amounts.map(() => 0) }])
  refused('knots', bonds.slice(0, 2), [1, 2, 3])
})

test('Nelson-Siegel factors of a curve with the same decay are its parameters', () => {
  const maturities = [3, 12, 36, 60, 120, 240]
  const factors = { beta0: 0.05, beta1: -0.02, beta2: 0.01, beta3: 0, tau1: 1 / 0.0609, tau2: 1 }
  const yields = maturities.map(nelsonSiegelSvenssonCurve(factors).zeroRate)
  const fit = nelsonSiegelFit(maturities, yields, 0.0609)
  assertAllClose([fit.level, fit.slope, fit.curvature], [0.05, -0.02, 0.01], 1e-13, 0)
  assertClose(fit.residualSumOfSquares, 0, 1e-28, 0)
  assert.throws(() => nelsonSiegelFit([3, 3, 3], [1, 1, 1], 0.06), { code: 'invalid-input' })
  assert.throws(() => nelsonSiegelFit([3, 6], [1, 1], 0.06), { code: 'invalid-input' })
  assert.throws(() => nelsonSiegelFit([3, 6, 9], [1, 1], 0.06), { code: 'invalid-input' })
  assert.throws(() => nelsonSiegelFit([3, 6, 9], [1, 1, 1], 0), { code: 'invalid-input' })
})

test('zero, forward and par rates agree with their definitions under any compounding', () => {
  const points = logLinearDiscountCurve([1, 2, 3], [0.97, 0.93, 0.89])
  assertClose(zeroRateAs(points, 2, { timesPerYear: 1 }), 0.93 ** -0.5 - 1, 1e-15, 0)
  assertClose(zeroRateAs(points, 2, 'simple'), (1 / 0.93 - 1) / 2, 1e-15, 0)
  assertClose(forwardRateAs(points, 1, 3, 'continuous'), Math.log(0.97 / 0.89) / 2, 1e-15, 0)
  assertClose(parRate(points, 3, 1), 0.11 / (0.97 + 0.93 + 0.89), 1e-15, 0)
  assertClose(parRate(points, 3, 1, 1), 0.08 / (0.93 + 0.89), 1e-15, 0)
  // A first period of half a year.
  assertClose(
    parRate(points, 1.5, 1),
    (1 - points.discountFactor(1.5)) / (0.5 * points.discountFactor(0.5) + points.discountFactor(1.5)),
    1e-15,
    0,
  )
  assertClose(parRate(flatCurve(Math.log(1.05)), 10, 1), 0.05, 1e-14, 0)
  assertClose(rateDifferential(flatCurve(0.03), flatCurve(0.01), 5, 'continuous'), 0.02, 1e-15, 0)
  for (const run of [
    () => zeroRateAs(points, 0, 'simple'),
    () => forwardRateAs(points, 2, 2, 'simple'),
    () => parRate(points, 1, 0),
    () => parRate(points, 1, 1, 1),
  ]) {
    assert.throws(run, { code: 'invalid-input' })
  }
})

test('key-rate shifts add up to a parallel shift', () => {
  const keys = [1, 5, 10, 30]
  const base = linearZeroCurve([1, 30], [0.02, 0.04])
  const value = (shifts: number[]): number => {
    const moved = keyRateShiftedCurve(base, keys, shifts)
    return [0.5, 3, 8, 17, 40].reduce((sum, t) => sum + 100 * moved.discountFactor(t), 0)
  }
  const bump = 1e-6
  const still = value([0, 0, 0, 0])
  const each = keys.map((_, k) => (value(keys.map((__, i) => (i === k ? bump : 0))) - still) / bump)
  const parallel = (value(keys.map(() => bump)) - still) / bump
  assertClose(
    each.reduce((sum, change) => sum + change, 0),
    parallel,
    1e-2,
    0,
  )
  const moved = keyRateShiftedCurve(base, keys, [0.01, 0.02, 0, -0.01])
  assertClose(moved.zeroRate(3) - base.zeroRate(3), 0.015, 1e-15, 0)
  assertClose(moved.zeroRate(60) - base.zeroRate(60), -0.01, 1e-15, 0)
  assertClose(moved.discountFactor(3), Math.exp(-3 * moved.zeroRate(3)), 1e-15, 0)
  assert.throws(() => keyRateShiftedCurve(base, keys, [0.01]), { code: 'invalid-input' })
})

test('components have unit loadings whose largest is positive, and variances that add up to the total', () => {
  const rows = fc.array(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 4, maxLength: 4 }), {
    minLength: 5,
    maxLength: 30,
  })
  fc.assert(
    fc.property(rows, (changes) => {
      const spread = changes.some((row) => row.some((value, j) => Math.abs(value - changes[0][j]) > 1e-6))
      fc.pre(spread)
      const { variances, explainedRatios, loadings, scores } = curveComponents(changes)
      const total = [0, 1, 2, 3].reduce((sum, j) => {
        const mean = changes.reduce((all, row) => all + row[j], 0) / changes.length
        return sum + changes.reduce((all, row) => all + (row[j] - mean) ** 2, 0) / (changes.length - 1)
      }, 0)
      assertClose(
        variances.reduce((sum, value) => sum + value, 0),
        total,
        1e-9,
        1e-9,
      )
      assertClose(
        explainedRatios.reduce((sum, value) => sum + value, 0),
        1,
        1e-9,
        0,
      )
      loadings.forEach((vector, k) => {
        assertClose(Math.hypot(...vector), 1, 1e-12, 0)
        const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
        assert.ok(largest > 0)
        const own = scores.reduce((sum, row) => sum + row[k] ** 2, 0) / (changes.length - 1)
        assertClose(own, variances[k], 1e-8, 1e-8)
      })
    }),
    { seed: 41, numRuns: 50 },
  )
})

test('a parallel move is one component with equal loadings', () => {
  const { explainedRatios, loadings } = curveComponents([1, -2, 3, 0.5].map((move) => [move, move, move]))
  assertClose(explainedRatios[0], 1, 1e-15, 0)
  assertAllClose(loadings[0], [1 / Math.sqrt(3), 1 / Math.sqrt(3), 1 / Math.sqrt(3)], 1e-12, 0)
  assert.throws(() => curveComponents([[1, 2]]), { code: 'invalid-input' })
  assert.throws(() => curveComponents([[1, 2], [1]]), { code: 'invalid-input' })
  assert.throws(
    () =>
      curveComponents([
        [1, 2],
        [1, 2],
      ]),
    { code: 'invalid-input' },
  )
})

test('carry and roll-down make up what a bond earns on an unchanged curve', () => {
  const sloped = linearZeroCurve([1, 10], [0.02, 0.04])
  const { carryReturn, rollDownReturn, totalReturn, breakevenRise } = curveCarry(sloped, 5, 0.5)
  assertClose((1 + carryReturn) * (1 + rollDownReturn), 1 + totalReturn, 1e-15, 0)
  assertClose(1 + totalReturn, sloped.discountFactor(4.5) / sloped.discountFactor(5), 1e-15, 0)
  // Where the rate rises by the break-even, the bond earns the carry alone.
  const priceAfter = sloped.discountFactor(4.5) * Math.exp(-breakevenRise * 4.5)
  assertClose(priceAfter / sloped.discountFactor(5), 1 + carryReturn, 1e-14, 0)
  const level = curveCarry(flatCurve(0.03), 5, 0.5)
  assertClose(level.rollDownReturn, 0, 1e-15, 0)
  assertClose(level.breakevenRise, 0, 1e-15, 0)
  assert.throws(() => curveCarry(sloped, 1, 1), { code: 'invalid-input' })
  assert.throws(() => curveCarry(sloped, 1, 0), { code: 'invalid-input' })
})

const inflationSwaps = [
  { maturityYears: 1, rate: 0.024 },
  { maturityYears: 5, rate: 0.0255 },
  { maturityYears: 10, rate: 0.026 },
]
const seasons = [0.004, 0.003, 0.003, 0.001, 0, 0, -0.001, -0.001, -0.001, -0.002, -0.003, -0.003]

test('the projected index meets every inflation swap, seasons or none', () => {
  for (const seasonalLogChanges of [undefined, seasons]) {
    const inflation = inflationCurve({ baseIndex: 300, baseMonth: 10, swaps: inflationSwaps, seasonalLogChanges })
    for (const { maturityYears, rate } of inflationSwaps) {
      assertClose(inflation.indexAfter(12 * maturityYears) / 300, (1 + rate) ** maturityYears, 1e-14, 1e-14)
    }
    assertClose(
      inflation.indexAfter(12.25),
      0.75 * inflation.indexAfter(12) + 0.25 * inflation.indexAfter(13),
      1e-10,
      0,
    )
    assert.ok(inflation.indexAfter(240) > inflation.indexAfter(120))
  }
})

test('the month after the base month moves by the trend and by its own season', () => {
  const inflation = inflationCurve({
    baseIndex: 300,
    baseMonth: 12,
    swaps: inflationSwaps,
    seasonalLogChanges: seasons,
  })
  const trend = Math.log(1.024) / 12
  assertClose(Math.log(inflation.indexAfter(1) / 300), trend + seasons[0], 1e-14, 0)
  assertClose(Math.log(inflation.indexAfter(4) / inflation.indexAfter(3)), trend + seasons[3], 1e-13, 0)
})

test('real rates are nominal rates less break-evens, and real discount factors nominal ones times the index', () => {
  const inflation = inflationCurve({ baseIndex: 300, baseMonth: 3, swaps: inflationSwaps })
  const nominal = linearZeroCurve([1, 10], [0.04, 0.045])
  const real = realCurve(nominal, inflation.trend)
  for (const t of [1, 5, 10]) {
    assertClose(real.discountFactor(t), (nominal.discountFactor(t) * inflation.indexAfter(12 * t)) / 300, 1e-14, 0)
    assertClose(real.zeroRate(t), nominal.zeroRate(t) - inflation.trend.zeroRate(t), 1e-15, 0)
    assertClose(real.discountFactor(t), Math.exp(-real.zeroRate(t) * t), 1e-14, 0)
  }
})

test('break-even inflation makes nominal and real growth equal', () => {
  const rate = breakevenInflation(0.044, 0.018, 2)
  assertClose((1 + 0.018 / 2) * (1 + rate / 2), 1 + 0.044 / 2, 1e-15, 0)
  assert.throws(() => breakevenInflation(0.04, -2, 2), { code: 'invalid-input' })
})

test('bad inflation inputs are refused', () => {
  const refused = (change: object) =>
    assert.throws(() => inflationCurve({ baseIndex: 300, baseMonth: 3, swaps: inflationSwaps, ...change }), {
      code: 'invalid-input',
    })
  refused({ baseIndex: 0 })
  refused({ baseMonth: 13 })
  refused({ swaps: [] })
  refused({ swaps: [{ maturityYears: 1.5, rate: 0.02 }] })
  refused({ swaps: [{ maturityYears: 1, rate: -1 }] })
  refused({ swaps: [inflationSwaps[1], inflationSwaps[0]] })
  refused({ seasonalLogChanges: [0.1] })
  refused({ seasonalLogChanges: seasons.map((value) => value + 0.001) })
})
