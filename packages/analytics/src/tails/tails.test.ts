import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { assertNear, exampleUniforms } from '../covariance/example-panel.fixture.ts'
import { hillEstimator } from '../statistics/index.ts'
import {
  extremeValueLogLikelihood,
  generalisedExtremeValueFit,
  generalisedParetoExcess,
  generalisedParetoFit,
  generalisedParetoLogLikelihood,
  generalisedParetoMoments,
  hillPlot,
  paretoProfileInterval,
  paretoTailRisk,
  returnLevel,
  thresholdDiagnostics,
} from './index.ts'
import { logRatio, logRatioCurvature, logRatioSlope } from './log-ratio.ts'

const paretoSample = (shape: number, scale: number, count: number, seed: number): number[] =>
  Array.from(exampleUniforms(count, seed), (u) => generalisedParetoExcess({ shape, scale }, 1 - u))
const excesses = paretoSample(0.25, 0.01, 90, 4)
const tail = { threshold: 0.02, sampleSize: 1500 }
const maxima = Array.from(exampleUniforms(80, 3), (u) => 2 + (1.5 / 0.2) * ((-Math.log(u)) ** -0.2 - 1))
const root = (matrix: readonly (readonly number[])[] | null): number[] => matrix!.map((row, i) => Math.sqrt(row[i]))

test('the Pareto fit and its standard errors agree with a simplex search over scipy, to its precision', () => {
  // scipy.stats.genpareto.logpdf maximised by Nelder-Mead, Hessian by differences.
  const fit = generalisedParetoFit(excesses)
  assertNear([fit.shape, fit.scale], [0.48323920564573586, 0.00776030174784736], 3e-8)
  assertNear([fit.logLikelihood], [303.7945361869903], 1e-13)
  assertNear(fit.parameterCovariance!.flat(), [0.03315775410280749, -0.0001955112002171945, -0.0001955112002171945, 2.5097153021624886e-6], 1e-6) // prettier-ignore
})

test('probability-weighted moments agree with numpy and scatter as their covariance says', () => {
  const fit = generalisedParetoMoments(excesses)
  const sorted = excesses.toSorted((a, b) => a - b)
  const a0 = sorted.reduce((a, b) => a + b, 0) / 90
  const a1 = sorted.reduce((sum, x, j) => sum + x * (1 - (j + 0.65) / 90), 0) / 90
  assertNear([fit.shape, fit.scale], [2 - a0 / (a0 - 2 * a1), (2 * a0 * a1) / (a0 - 2 * a1)])
  const runs = Array.from({ length: 300 }, (_, s) => generalisedParetoMoments(paretoSample(0.1, 1, 400, 101 + 7 * s)))
  const mean = (of: (run: (typeof runs)[number]) => number): number => runs.reduce((sum, run) => sum + of(run), 0) / 300
  const [shape, scale] = [mean((run) => run.shape), mean((run) => run.scale)]
  const both = mean((run) => (run.shape - shape) * (run.scale - scale))
  const own = mean((run) => (run.shape - shape) ** 2)
  const [[expectedOwn, expectedBoth]] = runs[0].parameterCovariance!
  assert.ok(both < 0 && Math.abs(both / expectedBoth - 1) < 0.4, `${both}, ${expectedBoth}`)
  assert.ok(Math.abs(own / expectedOwn - 1) < 0.4, `${own}, ${expectedOwn}`)
})

test('value at risk and expected shortfall agree with scipy, their errors with differences in numpy', () => {
  const { valueAtRisk, expectedShortfall } = paretoTailRisk(generalisedParetoFit(excesses), tail, 0.995, 0.95)
  assertNear([valueAtRisk.value, valueAtRisk.standardError!], [0.057301483021794775, 0.007910740732220218], 1e-6)
  assertNear([expectedShortfall!.value, expectedShortfall!.standardError!], [0.10720047120825102, 0.040687542521385255], 1e-6) // prettier-ignore
  assertNear([valueAtRisk.interval![1] - valueAtRisk.value], [1.959963984540054 * valueAtRisk.standardError!])
})

test('profile intervals agree with scipy, are skewed, and hold the estimate', () => {
  const fit = generalisedParetoFit(excesses)
  const value = paretoProfileInterval(excesses, fit, tail, 'value-at-risk', 0.995, 0.95)
  // scipy: bounded search over the shape and brentq over the value at risk.
  assertNear([value.lower!, value.upper!], [0.046742698070571145, 0.08226411370507615], 1e-6)
  const shortfall = paretoProfileInterval(excesses, fit, tail, 'expected-shortfall', 0.995, 0.95)
  assert.ok(shortfall.lower! < 0.1072 && shortfall.upper! > 0.3)
  const narrow = paretoProfileInterval(excesses, fit, tail, 'value-at-risk', 0.995, 0.5)
  assert.ok(narrow.lower! > value.lower! && narrow.upper! < value.upper!)
})

test('exponential excesses give the exponential tail through a shape of zero', () => {
  const even = Array.from({ length: 400 }, (_, k) => -Math.log((k + 0.5) / 400))
  const fit = generalisedParetoFit(even)
  assert.ok(Math.abs(fit.shape) < 0.02 && Math.abs(fit.scale - 1) < 0.02)
  const exponential = { ...fit, shape: 0, scale: 1 }
  const risk = paretoTailRisk(exponential, { threshold: 0, sampleSize: 400 }, 0.99, 0.95)
  assertNear([risk.valueAtRisk.value, risk.expectedShortfall!.value], [Math.log(100), Math.log(100) + 1])
  for (const shape of [-1e-9, 1e-9]) {
    const near = paretoTailRisk({ ...exponential, shape }, { threshold: 0, sampleSize: 400 }, 0.99, 0.95)
    assertNear([near.valueAtRisk.standardError!], [risk.valueAtRisk.standardError!], 1e-7)
  }
})

test('the fit is a maximum, moves with the units, and ES exceeds VaR', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.4, max: 0.9, noNaN: true }),
      fc.integer({ min: 40, max: 200 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: -6, max: 6 }),
      (shape, count, seed, power) => {
        const sample = paretoSample(shape, 1, count, seed)
        const fit = generalisedParetoFit(sample)
        for (const [a, b] of [
          [0.01, 0],
          [-0.01, 0],
          [0, 0.01],
          [0, -0.01],
        ]) {
          // prettier-ignore
          const other = { shape: fit.shape + a, scale: fit.scale * (1 + b) }
          assert.ok(generalisedParetoLogLikelihood(sample, other) <= fit.logLikelihood + 1e-9)
        }
        const scaled = generalisedParetoFit(sample.map((x) => x * 10 ** power))
        assertNear([scaled.shape, scaled.scale], [fit.shape, fit.scale * 10 ** power], 1e-6)
        const risk = paretoTailRisk(fit, { threshold: 3, sampleSize: 10 * count }, 0.995, 0.9)
        assert.ok(risk.valueAtRisk.value > 3)
        if (fit.shape < 1) assert.ok(risk.expectedShortfall!.value > risk.valueAtRisk.value)
      },
    ),
    { numRuns: 60, seed: 12 },
  )
})

test('tails that cannot be fitted are refused, and what is infinite is null', () => {
  assert.throws(() => generalisedParetoFit(excesses.slice(0, 9)), { code: 'invalid-input' })
  assert.throws(() => generalisedParetoFit([...excesses, 0]), { code: 'invalid-input', message: /excesses\[90\]/ })
  assert.throws(() => generalisedParetoFit(excesses.map(() => 0.3)), { code: 'not-applicable' })
  assert.throws(() => generalisedParetoMoments(excesses.map(() => 0.3)), { code: 'not-applicable' })
  // Excesses that crowd at their upper end, as no tail does.
  const crowded = Array.from({ length: 30 }, (_, k) => 1 - 1e-6 * k)
  assert.throws(() => generalisedParetoFit(crowded), { code: 'not-converged', message: /moments/ })
  const fit = generalisedParetoFit(excesses)
  assert.equal(paretoTailRisk({ ...fit, shape: 1.2 }, tail, 0.99, 0.95).expectedShortfall, null)
  assert.throws(() => paretoTailRisk(fit, tail, 0.9, 0.95), { code: 'not-applicable', message: /below the threshold/ })
  assert.throws(() => paretoTailRisk(fit, { ...tail, sampleSize: 80 }, 0.99, 0.95), { code: 'invalid-input' })
  assert.throws(() => paretoTailRisk(fit, tail, 1, 0.95), { code: 'invalid-input' })
})

test('block maxima agree with scipy: fit, errors, return level and its two intervals', () => {
  // scipy.stats.genextreme (c = -shape) by Nelder-Mead, Hessian by differences, profile by brentq.
  const fit = generalisedExtremeValueFit(maxima)
  assertNear([fit.location, fit.scale, fit.shape], [1.8699612762967286, 1.5690302965060863, 0.1364125571700374], 1e-6)
  assertNear([fit.logLikelihood], [-168.7577642305157], 1e-12)
  assertNear(root(fit.parameterCovariance), [0.1952406519417416, 0.14912614712391772, 0.08015751710754204], 1e-6)
  const level = returnLevel(maxima, fit, 50, 0.95)
  assertNear([level.value, level.standardError!], [9.953623904851458, 1.5509223189846846], 1e-6)
  assertNear([level.profileInterval[0]!, level.profileInterval[1]!], [7.769686301546819, 14.575242726692435], 2e-5)
})

test('the return level is the quantile of a block, and Gumbel is the limit of a shape of zero', () => {
  const fit = generalisedExtremeValueFit(maxima)
  const { value } = returnLevel(maxima, fit, 20, 0.9)
  const below = Math.exp(-((1 + (fit.shape * (value - fit.location)) / fit.scale) ** (-1 / fit.shape)))
  assertNear([below], [0.95])
  const gumbel = (shape: number): number => extremeValueLogLikelihood(maxima, { location: 2, scale: 1.5, shape })
  assertNear([gumbel(1e-10)], [gumbel(0)], 1e-8)
  const direct = maxima.reduce((sum, x) => sum - Math.log(1.5) - (x - 2) / 1.5 - Math.exp(-(x - 2) / 1.5), 0)
  assertNear([gumbel(0)], [direct], 1e-12)
})

test('block maxima that cannot be fitted are refused', () => {
  assert.throws(() => generalisedExtremeValueFit(maxima.slice(0, 14)), { code: 'invalid-input' })
  assert.throws(() => generalisedExtremeValueFit(maxima.map(() => 3)), { code: 'not-applicable' })
  assert.throws(() => returnLevel(maxima, generalisedExtremeValueFit(maxima), 1, 0.9), { code: 'invalid-input' })
  const shifted = generalisedExtremeValueFit(maxima.map((x) => 1e-4 * x - 7))
  assertNear([shifted.shape], [generalisedExtremeValueFit(maxima).shape], 1e-5)
})

test("the Hill plot has Hill's estimates and finds the index of a power law", () => {
  const sample = Array.from(exampleUniforms(2000, 8), (u) => u ** -0.4)
  const plot = hillPlot(sample, { fewestValues: 30, mostValues: 400 }, 0.95)
  for (const k of [2, 50, 400]) assertNear([plot.tailIndices[plot.counts.indexOf(k)]], [hillEstimator(sample, k)])
  assert.ok(Math.abs(plot.chosenTailIndex - 0.4) < 3 * plot.chosenStandardError)
  assertNear([plot.chosenStandardError], [plot.chosenTailIndex / Math.sqrt(plot.chosenCount)])
  assert.throws(() => hillPlot(sample.map((x) => x - 1.2), { fewestValues: 30, mostValues: 1900 }, 0.95), { code: 'not-applicable', message: /positive/ }) // prettier-ignore
  assert.throws(() => hillPlot(sample.map(() => 2), { fewestValues: 30, mostValues: 400 }, 0.95), { code: 'not-applicable' }) // prettier-ignore
  assert.throws(() => hillPlot(sample, { fewestValues: 50, mostValues: 40 }, 0.95), { code: 'invalid-input' })
})

test('diagnostics of thresholds are level for a Pareto sample, and ties cost only their point', () => {
  const sample = paretoSample(0.3, 1, 3000, 6)
  const points = thresholdDiagnostics(sample, [100, 300, 600, 1200])
  for (const point of points) {
    assert.ok(Math.abs(point.shape! - 0.3) < 3.5 * point.shapeStandardError!)
    // Mean excess of a Pareto tail: (scale + shape u) / (1 - shape).
    const expected = (1 + 0.3 * point.threshold) / 0.7
    assert.ok(Math.abs(point.meanExcess - expected) < 4 * point.meanExcessStandardError)
  }
  assert.deepEqual(points.map((point) => point.excesses), [100, 300, 600, 1200]) // prettier-ignore
  const tied = [...Array.from({ length: 30 }, () => 2), ...Array.from({ length: 30 }, (_, k) => k / 40)]
  const [inside] = thresholdDiagnostics(tied, [20])
  assert.deepEqual([inside.excesses, inside.shape, inside.meanExcess], [0, null, 0])
  assert.throws(() => thresholdDiagnostics(sample, [5]), { code: 'invalid-input' })
})

test('ln(1 + u) / u and its derivatives join their series without a step', () => {
  for (const u of [-0.02, 0.02]) {
    for (const f of [logRatio, logRatioSlope, logRatioCurvature]) {
      assertNear([f(u * (1 - 1e-12))], [f(u * (1 + 1e-12))], 1e-11)
    }
  }
  assert.deepEqual([logRatio(0), logRatioSlope(0), logRatioCurvature(0)], [1, -0.5, 2 / 3])
  // Differences.
  for (const u of [-0.9, -0.5, 0.01, 0.3, 5]) {
    assertNear([logRatioSlope(u)], [(logRatio(u + 1e-5) - logRatio(u - 1e-5)) / 2e-5], 1e-7)
    assertNear([logRatioCurvature(u)], [(logRatioSlope(u + 1e-5) - logRatioSlope(u - 1e-5)) / 2e-5], 1e-7)
  }
})
