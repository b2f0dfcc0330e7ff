import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { closeTo, examplePath, reverting, walk } from './example-paths.fixture.ts'
import {
  bestReturnPlan,
  bestSharpePlan,
  detrendedFluctuation,
  halfLife,
  independenceRange,
  ouFit,
  ouStopping,
  ouTradePlan,
  rescaledRange,
  structureExponent,
} from './index.ts'

const near = (actual: number, expected: number, tolerance = 1e-9): void => closeTo([actual], [expected], tolerance)
const failsWith = (code: string) => (error: unknown) => error instanceof TuttiError && error.code === code

test('an Ornstein-Uhlenbeck fit is the maximum of the likelihood that scipy 1.10 finds by direct search', () => {
  const fit = ouFit(reverting, 0.25)
  near(fit.speed.value, 0.6614461222822597, 1e-7)
  near(fit.mean.value, 0.1781433005021159, 1e-7)
  near(fit.sigma.value, 0.6339336569076229, 1e-7)
  near(fit.ar1.logLikelihood, -22.559572829146585, 1e-9)
  near(fit.halfLife, Math.LN2 / fit.speed.value, 1e-12)
  near(fit.speedBias, 4 / (119 * 0.25), 1e-12)
})

test('the standard errors are those of the observed information of the likelihood', () => {
  const dt = 0.25
  const series = examplePath(2000, 0.9, 3)
  const fit = ouFit(series, dt)
  const logLikelihood = ([speed, mean, sigma]: readonly number[]): number => {
    const decay = Math.exp(-speed * dt)
    const variance = (sigma * sigma * (1 - decay * decay)) / (2 * speed)
    let sum = 0
    for (let t = 1; t < series.length; t++) {
      const e = series[t] - mean - (series[t - 1] - mean) * decay
      sum -= 0.5 * (Math.log(2 * Math.PI * variance) + (e * e) / variance)
    }
    return sum
  }
  const best = [fit.speed.value, fit.mean.value, fit.sigma.value]
  const at = (i: number, a: number, j: number, b: number): number => {
    const point = [...best]
    point[i] += a * 1e-4
    point[j] += b * 1e-4
    return logLikelihood(point)
  }
  const information = best.map((_, i) =>
    best.map((__, j) => -(at(i, 1, j, 1) - at(i, 1, j, -1) - at(i, -1, j, 1) + at(i, -1, j, -1)) / 4e-8),
  )
  const [[a, b, c], [, d, e], [, , f]] = information
  const determinant = a * (d * f - e * e) - b * (b * f - e * c) + c * (b * e - d * c)
  near(fit.speed.standardError / Math.sqrt((d * f - e * e) / determinant), 1, 2e-3)
  near(fit.mean.standardError / Math.sqrt((a * f - c * c) / determinant), 1, 2e-3)
  near(fit.sigma.standardError / Math.sqrt((a * d - b * b) / determinant), 1, 2e-3)
})

test('an Ornstein-Uhlenbeck fit keeps to the units of series and time', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.double({ min: -100, max: 100, noNaN: true }),
      fc.double({ min: 1e-3, max: 10, noNaN: true }),
      (scale, shift, dt) => {
        const base = ouFit(reverting, 1)
        const moved = ouFit(
          reverting.map((value) => scale * (value + shift)),
          dt,
        )
        near(moved.speed.value * dt, base.speed.value, 1e-8)
        near(moved.mean.value / scale - shift, base.mean.value, 1e-8)
        near((moved.sigma.value / scale) * Math.sqrt(dt), base.sigma.value, 1e-8)
        near(moved.halfLife / dt, base.halfLife, 1e-7)
        assert.ok(moved.halfLifeInterval.lower < moved.halfLife)
      },
    ),
    { numRuns: 50, seed: 5 },
  )
})

test('a series that does not revert is said so', () => {
  const trending = Float64Array.from({ length: 60 }, (_, t) => 1.05 ** t + 0.01 * Math.sin(t * t))
  assert.throws(() => ouFit(trending, 1), failsWith('not-applicable'))
  assert.equal(halfLife(trending).halfLife, null)
  assert.ok(halfLife(walk).cautions.includes('near-unit-root') || halfLife(walk).slope < 0)
  assert.throws(() => ouFit(new Float64Array(50), 1), failsWith('not-applicable'))
  assert.throws(() => ouFit(reverting, 0), failsWith('invalid-input'))
  assert.throws(() => ouFit([1, 2, 1], 1), failsWith('invalid-input'))
  assert.throws(
    () =>
      ouFit(
        Float64Array.from({ length: 40 }, (_, t) => (-1) ** t + 0.1 * Math.sin(t * t)),
        1,
      ),
    failsWith('not-applicable'),
  )
})

const bertram = { speed: 180.967, mean: 0, sigma: 0.1538 }

test('the best levels and the variance of the cycle equal the formulas and series of Bertram (2010) evaluated with scipy', () => {
  const plan = bestReturnPlan(bertram, 0.001)
  near(plan.entry, -0.004715176648102288, 1e-9)
  near(plan.exit, 0.004715176648102288, 1e-9)
  near(plan.returnPerTime, 0.49235832791695283, 1e-9)
  near(ouTradePlan(bertram, -0.002, 0.002, 0.001).cycleDeviation, 0.0073908605462479696, 1e-9)
  near(
    ouTradePlan(bertram, -0.004715176648102288, 0.004715176648102288, 0.001).cycleDeviation,
    0.012426458400832825,
    1e-9,
  )
})

test('no other symmetric or shifted levels beat the best ones', () => {
  const plan = bestReturnPlan(bertram, 0.001)
  const sharpest = bestSharpePlan(bertram, 0.001, 0.03)
  for (const shift of [-0.002, -0.0005, 0.0005, 0.002]) {
    for (const width of [-0.001, 0, 0.001]) {
      const other = ouTradePlan(bertram, plan.entry + shift - width, plan.exit + shift + width, 0.001)
      assert.ok(other.returnPerTime < plan.returnPerTime)
    }
  }
  for (const distance of [0.001, 0.0015, 0.0018, 0.002, 0.0025, 0.004]) {
    assert.ok(ouTradePlan(bertram, -distance, distance, 0.001, 0.03).sharpe <= sharpest.sharpe)
  }
  assert.throws(() => bestSharpePlan(bertram, 0.001, 0.6), failsWith('infeasible'))
  assert.throws(() => bestReturnPlan(bertram, 0), failsWith('invalid-input'))
  assert.throws(() => ouTradePlan(bertram, 0.1, -0.1, 0), failsWith('invalid-input'))
  assert.throws(() => ouTradePlan(bertram, -1, 1, 0), failsWith('not-applicable'))
})

test('optimal stopping equals Leung & Li (2015) with parabolic cylinder functions of mpmath 1.2', () => {
  const stopping = ouStopping({ speed: 8, mean: 0.3, sigma: 0.3 }, { buyCost: 0.02, sellCost: 0.02 }, 0.05, 0.3)
  near(stopping.exit, 0.466835869914454, 1e-9)
  near(stopping.entry ?? NaN, 0.115681099001386, 1e-7)
  near(stopping.holdingValue, 0.406989996041091, 1e-9)
  near(stopping.waitingValue, 0.231391787930066, 1e-9)
})

test('dearer trading moves the stopping levels apart, and a ruinous cost forbids to buy', () => {
  const process = { speed: 8, mean: 0.3, sigma: 0.3 }
  const cheap = ouStopping(process, { buyCost: 0.01, sellCost: 0.01 }, 0.05, 0.3)
  const dear = ouStopping(process, { buyCost: 0.05, sellCost: 0.05 }, 0.05, 0.3)
  assert.ok(dear.exit > cheap.exit && (dear.entry ?? NaN) < (cheap.entry ?? NaN))
  assert.ok(cheap.waitingValue > dear.waitingValue)
  const ruinous = ouStopping(process, { buyCost: 5, sellCost: 0.01 }, 0.05, 0.3)
  assert.deepEqual([ruinous.entry, ruinous.waitingValue], [null, 0])
  assert.throws(() => ouStopping(process, { buyCost: 0, sellCost: 0 }, 0, 0.3), failsWith('invalid-input'))
})

test('scaling exponents are 1 for a line, 1/2 for a walk, and do not depend on units', () => {
  const line = Float64Array.from({ length: 256 }, (_, t) => t + 0.1 * Math.sin(t))
  assert.ok(structureExponent(line, [2, 4, 8, 16]).exponent < 0.3)
  const steps = examplePath(4096, 0, 3)
  const sizes = [8, 16, 32, 64, 128]
  const range = rescaledRange(steps, sizes)
  const scaled = rescaledRange(
    steps.map((value) => 7 * value + 3),
    sizes,
  )
  near(scaled.exponent, range.exponent, 1e-9)
  near(
    detrendedFluctuation(
      steps.map((value) => 7 * value + 3),
      sizes,
    ).exponent,
    detrendedFluctuation(steps, sizes).exponent,
    1e-9,
  )
  // Anis & Lloyd: E R/S of 2 normals is 1 (either order gives a range of one deviation), times Peters' 0.75.
  near(range.expected[0] / 2.4605589781668673, 1, 1e-12)
  near(rescaledRange(steps, [2, 8, 16]).values[0], 1, 1e-12)
  assert.throws(() => rescaledRange(new Float64Array(64), sizes), failsWith('not-applicable'))
  assert.throws(() => structureExponent(walk, [1, 2]), failsWith('invalid-input'))
  assert.throws(() => detrendedFluctuation(walk, [4, 8, 500]), failsWith('invalid-input'))
})

test('shuffled increments give exponents around one half, repeated by the seed', () => {
  const steps = examplePath(512, 0, 3)
  const options = { shuffles: 60, seed: 3, confidence: 0.9 }
  const range = independenceRange(steps, [8, 16, 32, 64], [8, 16, 32, 64], options)
  assert.deepEqual(range, independenceRange(steps, [8, 16, 32, 64], [8, 16, 32, 64], options))
  for (const { lower, upper } of [range.correctedRescaledRange, range.detrendedFluctuation]) {
    assert.ok(lower < 0.55 && upper > 0.45 && upper - lower < 0.4)
  }
})

test('a cost too large for the deviation of a spread is named as the reason', () => {
  const spread = { speed: 180.967, mean: 0, sigma: 0.1538 }
  const refused = { code: 'not-applicable', message: /^the cost of 1 is too large for a spread/ }
  assert.throws(() => bestReturnPlan(spread, 1), refused)
  assert.throws(() => bestSharpePlan(spread, 1, 0.1), refused)
  // the largest cost that is taken puts the levels 8 stationary deviations from the mean: scipy has Dawson's integral at 8 / sqrt 2
  const unit = spread.sigma / Math.sqrt(spread.speed)
  const largest = 2 * unit * (8 / Math.SQRT2 - 0.08983985869790553)
  const { exit } = bestReturnPlan(spread, largest * (1 - 1e-9))
  assert.ok(Math.abs(exit / (unit / Math.SQRT2) - 8) < 1e-6, `${exit}`)
  assert.throws(() => bestReturnPlan(spread, largest * (1 + 1e-9)), { code: 'not-applicable' })
})
