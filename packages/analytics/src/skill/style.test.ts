import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { rollingStyle, styleAnalysis, styleDrift } from './index.ts'
import { close, factorSample, lehmerNormals, lehmerSeries } from './lehmer-draws.fixture.ts'

const { factors, noise } = factorSample()
const manager = factors.map(([a, b], t) => 0.001 + 0.6 * a + 0.4 * b + 0.5 * noise[t])
const agree = (actual: number | null, expected: number, tolerance = 1e-10) =>
  assert.ok(actual !== null && close(actual, expected, tolerance), `${actual} is not ${expected}`)
const code = (expected: string) => (error: unknown) => error instanceof TuttiError && error.code === expected

test('style weights are those of cvxopt, with the errors of Lobosco and DiBartolomeo', () => {
  // cvxopt 1.3.0 qp at 1e-15; errors from the formula with numpy least squares
  const style = styleAnalysis(manager, factors)
  ;[0.5924376976607924, 0.3917756650795005, 0.015786637259707137].forEach((w, j) => agree(style.weights[j], w))
  ;[0.010927186245886244, 0.01196247368727407, 0.010825775044124845].forEach((e, j) =>
    agree(style.weightStandardErrors[j], e),
  )
  agree(style.residualDeviation, 0.00402848019157428)
  agree(style.styleRSquared, 0.9548357016841945)
  agree(style.selectionReturn, 0.0007618236743875659)
})

test('no weight can be moved to another index for less residual variance', () => {
  const draw = fc.record({ seed: fc.integer({ min: 1, max: 1e6 }), k: fc.integer({ min: 1, max: 6 }) })
  fc.assert(
    fc.property(draw, ({ seed, k }) => {
      const x = lehmerNormals(seed, 40, k + 1).map((row) => row.map((z) => 0.03 * z))
      const y = x.map((row) => row[k] * 0.5 + row[0])
      const indices = x.map((row) => row.slice(0, k))
      const style = styleAnalysis(y, indices)
      agree(
        style.weights.reduce((sum, w) => sum + w, 0),
        1,
        1e-12,
      )
      assert.ok(style.weights.every((w) => w >= 0))
      // Optimality: the covariance of the residual with every index held is one and the same, with the others no larger.
      const centre = style.selectionReturn
      const slopes = style.weights.map((_, j) =>
        indices.reduce((sum, row, t) => sum + row[j] * (style.selectionReturns[t] - centre), 0),
      )
      const level = Math.max(...slopes)
      style.weights.forEach((w, j) => {
        if (w > 1e-7) assert.ok(level - slopes[j] < 1e-9, `index ${j} of ${k}: ${level - slopes[j]}`)
      })
    }),
    { seed: 3, numRuns: 60 },
  )
})

test('errors of the weights are the spread of the weights over fresh noise', () => {
  const weights: number[] = []
  let claimed = 0
  for (let k = 0; k < 300; k++) {
    const e = lehmerSeries(5000 + 13 * k, 96)
    const style = styleAnalysis(
      factors.map(([a, b, c], t) => 0.4 * a + 0.3 * b + 0.3 * c + 0.008 * e[t]),
      factors,
    )
    weights.push(style.weights[0])
    claimed += (style.weightStandardErrors[0] ?? 0) / 300
  }
  const average = weights.reduce((sum, w) => sum + w, 0) / 300
  const spread = Math.sqrt(weights.reduce((sum, w) => sum + (w - average) ** 2, 0) / 299)
  assert.ok(Math.abs(spread / claimed - 1) < 0.15, `${spread} against ${claimed}`)
  assert.ok(Math.abs(average - 0.4) < 4 * (spread / Math.sqrt(300)))
})

test('indices that repeat one another leave the weights open, and the result says so', () => {
  const twice = factors.map(([a, b]) => [a, a, b])
  const style = styleAnalysis(manager, twice)
  assert.ok(style.cautions.includes('weights-not-unique'))
  agree(
    style.weights[0] + style.weights[1],
    styleAnalysis(
      manager,
      factors.map(([a, b]) => [a, b]),
    ).weights[0],
    1e-7,
  )
})

test('one index, an exact mix and more indices than periods have a style too', () => {
  assert.deepEqual(
    styleAnalysis(
      manager,
      factors.map(([a]) => [a]),
    ).weights,
    [1],
  )
  const exact = styleAnalysis(
    factors.map(([a, b]) => 0.25 * a + 0.75 * b),
    factors,
  )
  agree(exact.styleRSquared, 1, 1e-12)
  agree(exact.weights[1], 0.75, 1e-7)
  const few = styleAnalysis(manager.slice(0, 4), lehmerNormals(9, 4, 8))
  assert.ok(few.cautions.includes('short-record'))
})

test('rolling style finds the month in which the exposures break', () => {
  const switched = factors.map(([a, b], t) => (t < 48 ? 0.9 * a + 0.1 * b : 0.2 * a + 0.8 * b) + 0.3 * noise[t])
  const style = rollingStyle(switched, factors, {
    window: 36,
    step: 12,
    threshold: 1.5,
    mostBreaks: 2,
    replications: 100,
    seed: 1,
  })
  assert.equal(style.windows.length, 6)
  assert.equal(style.windows.at(-1)?.to, 96)
  assert.ok(style.drift?.drifted)
  assert.deepEqual(style.breaks?.models[style.breaks.byBic].breaks, [48])
  assert.ok((style.drift?.turnover ?? 0) > 0.3)
  agree(
    style.windows.at(-1)?.weights[0] ?? null,
    styleAnalysis(switched.slice(60), factors.slice(60)).weights[0],
    1e-12,
  )
})

test('a style that stays shows no break', () => {
  const style = rollingStyle(manager, factors, {
    window: 36,
    step: 12,
    threshold: 3,
    mostBreaks: 2,
    replications: 100,
    seed: 1,
  })
  assert.equal(style.breaks?.byBic, 0)
  assert.equal(style.drift?.drifted, false)
})

test('drift of a figure is its change over the error of an autoregression', () => {
  const z = lehmerSeries(17, 60)
  let level = 0
  const history = z.map((draw, t) => {
    level = 0.6 * level + draw
    return [5 + 0.1 * (level + (t < 50 ? 0 : 2))]
  })
  // The shift of 2 is not carried on. numpy: the quadratic form of the autocorrelation matrix.
  const drift = styleDrift(history, { lookbacks: [3, 6, 12, 24, 40], threshold: 1.5 })
  const change = drift.figures[0].changes[2]
  agree(change.change, 0.30358876290642556)
  agree(change.changeStandardError, 0.10866546274338648)
  agree(change.standardErrors, 2.793792574401956)
  assert.equal(change.drifted, true)
  assert.deepEqual(drift.tooLong, [40])
})

test('a figure that wanders about one mean passes the threshold about as often as the normal says', () => {
  // Two-sided 1.5: 13.4 % in large samples. Estimated correlations make it somewhat more.
  for (const [rho, most] of [
    [0, 0.2],
    [0.7, 0.25],
  ]) {
    let alarms = 0
    for (let k = 0; k < 500; k++) {
      let level = 0
      const history = lehmerSeries(3000 + 11 * k, 120).map((z) => [(level = rho * level + z)])
      if (styleDrift(history.slice(40), { lookbacks: [12], threshold: 1.5 }).figures[0].drifted) alarms++
    }
    assert.ok(alarms / 500 > 0.09 && alarms / 500 < most, `${alarms / 500} at ${rho}`)
  }
})

test('a constant figure does not drift, and one that stands still on both sides of a step does', () => {
  const flat = styleDrift(
    Array.from({ length: 40 }, () => [0.1]),
    { lookbacks: [12], threshold: 1.5 },
  ).figures[0]
  assert.equal(flat.changes[0].standardErrors, 0)
  assert.equal(flat.drifted, false)
  assert.equal(flat.changePoints, null)
  const step = Array.from({ length: 40 }, (_, t) => [t < 28 ? 0.1 : 0.2])
  const stepped = styleDrift(step, { lookbacks: [12], threshold: 1.5 }).figures[0]
  assert.equal(stepped.changes[0].standardErrors, null)
  assert.equal(stepped.drifted, true)
  assert.deepEqual(stepped.changePoints?.changes, [28])
})

test('what has no style is refused with its reason', () => {
  assert.throws(() => styleAnalysis(new Array(96).fill(0.01), factors), code('not-applicable'))
  assert.throws(() => styleAnalysis(manager, factors.slice(1)), code('invalid-input'))
  assert.throws(() => styleAnalysis([0.1, 0.2], factors.slice(0, 2)), code('invalid-input'))
  assert.throws(() => styleAnalysis([Infinity, ...manager.slice(1)], factors), code('invalid-input'))
  assert.throws(
    () => styleDrift([[1], [2], [3], [4], [5], [6]], { lookbacks: [24], threshold: 1.5 }),
    code('not-applicable'),
  )
  const rolling = { window: 200, step: 1, threshold: 1.5, mostBreaks: 0, replications: 100, seed: 1 }
  assert.throws(() => rollingStyle(manager, factors, rolling), code('invalid-input'))
})
