import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { assertNear, examplePanel, exampleUniforms } from './example-panel.fixture.ts'
import { correlationIntervals, rankCorrelations, rollingCorrelation } from './index.ts'

const panel = examplePanel(60, 5, 7)
const plain = { kind: 'fisher', allowForAutocorrelation: false } as const

test("Fisher's interval and p-value agree with scipy's normal", () => {
  const [first] = correlationIntervals(panel, plain, 0.95)
  assertNear(
    [first.correlation, first.lower, first.upper],
    [0.6640778109350077, 0.4933435377826744, 0.7855401997437108],
  )
  assertNear([first.pValue], [1.5371185405555948e-9], 1e-9)
  assert.equal(correlationIntervals(panel, plain, 0.95).length, 10)
})

test('autocorrelated strategies have fewer effective observations and wider intervals', () => {
  const noise = exampleUniforms(800, 5)
  let x = 0
  let y = 0
  const rows = Array.from({ length: 400 }, (_, t) => {
    x = 0.8 * x + noise[2 * t] - 0.5
    y = 0.8 * y + noise[2 * t + 1] - 0.5
    return [x, y]
  })
  const [naive] = correlationIntervals(rows, plain, 0.95)
  const [adjusted] = correlationIntervals(rows, { kind: 'fisher', allowForAutocorrelation: true }, 0.95)
  // Two AR(1) of 0.8: 1 / (1 + 2 sum 0.64^k) = 0.22 of the observations.
  assert.ok(adjusted.effectiveObservations > 60 && adjusted.effectiveObservations < 160)
  assert.ok(adjusted.upper - adjusted.lower > 1.4 * (naive.upper - naive.lower))
})

test('the bootstrap agrees with Fisher for independent periods, and repeats with its seed', () => {
  const rows = examplePanel(300, 2, 15)
  const [fisher] = correlationIntervals(rows, plain, 0.9)
  const bootstrap = { kind: 'bootstrap', samples: 1000, seed: 4, meanBlock: 1 } as const
  const [first] = correlationIntervals(rows, bootstrap, 0.9)
  assert.ok(Math.abs(first.lower - fisher.lower) < 0.03 && Math.abs(first.upper - fisher.upper) < 0.03)
  assert.deepEqual(correlationIntervals(rows, bootstrap, 0.9)[0], first)
  assert.notEqual(correlationIntervals(rows, { ...bootstrap, seed: 5 }, 0.9)[0].lower, first.lower)
})

test('intervals hold the estimate and lie in [-1, 1], of perfect correlations too', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 40 }), fc.integer({ min: 1, max: 1e6 }), (t, seed) => {
      const rows = examplePanel(t, 2, seed).map(([a, b]) => [a, b, -2 * a])
      for (const allowForAutocorrelation of [true, false]) {
        for (const item of correlationIntervals(rows, { kind: 'fisher', allowForAutocorrelation }, 0.95)) {
          assert.ok(item.lower <= item.correlation + 1e-12 && item.correlation <= item.upper + 1e-12)
          assert.ok(item.lower >= -1 && item.upper <= 1 && item.pValue >= 0 && item.pValue <= 1)
        }
      }
    }),
    { numRuns: 60, seed: 6 },
  )
  assert.throws(() => correlationIntervals(panel.map(([a]) => [a, 1]), plain, 0.9), { code: 'not-applicable' }) // prettier-ignore
  assert.throws(() => correlationIntervals(panel.map(([a]) => [a]), plain, 0.9), { code: 'invalid-input' }) // prettier-ignore
  assert.throws(() => correlationIntervals(panel, plain, 1), { code: 'invalid-input' })
  assert.throws(() => correlationIntervals(panel.slice(0, 4), plain, 0.9), { code: 'invalid-input' })
})

test('rolling correlations agree with pandas, and constant windows are counted', () => {
  const x = panel.map((row) => row[0])
  const y = panel.map((row) => row[1])
  const result = rollingCorrelation(x, y, 20, 0.95)
  // pandas rolling(20).corr at periods 19, 40 and 59.
  assertNear([0, 21, 40].map((k) => result.correlations[k]), [0.8432046517784888, 0.611284219651021, 0.69350723867567]) // prettier-ignore
  assert.deepEqual([result.ends[0], result.ends.at(-1)], [19, 59])
  const flat = rollingCorrelation(x.map((value, t) => (t < 10 ? 0 : value)), y, 6, 0.95) // prettier-ignore
  assert.equal(flat.constantWindows, 5)
  assert.equal(flat.correlations[0], 0)
  assert.throws(() => rollingCorrelation(x, y, 61, 0.95), { code: 'invalid-input', message: /window/ })
  assert.throws(() => rollingCorrelation(x, y.slice(1), 10, 0.95), { code: 'invalid-input' })
})

test('rank correlations agree with scipy and survive any increasing change of the data', () => {
  const spearman = rankCorrelations(panel, 'spearman')
  assertNear(
    spearman.correlation[0],
    [1, 0.581661572659072, 0.5109196999166437, 0.45268130036121157, 0.45412614615170893],
  )
  assertNear([rankCorrelations(panel, 'kendall').correlation[0][1]], [0.43163841807909603])
  const warped = panel.map((row) => row.map((value, j) => (j === 0 ? Math.exp(80 * value) : value ** 3)))
  for (const kind of ['spearman', 'kendall'] as const) {
    const before = rankCorrelations(panel, kind).correlation
    rankCorrelations(warped, kind).correlation.forEach((row, i) => assertNear(row, before[i], 1e-12))
  }
  // A normal copula: both transforms give back about its correlation, 0.5.
  const u = examplePanel(900, 2, 77).map(([a, b]) => [a, a * 0.5 + Math.sqrt(0.75) * b * (Math.hypot(0.6, 0.5) / Math.hypot(0.6, 0.6))]) // prettier-ignore
  const implied = (['spearman', 'kendall'] as const).map((kind) => rankCorrelations(u, kind).normalCopulaCorrelation[0][1]) // prettier-ignore
  assert.ok(Math.abs(implied[0] - implied[1]) < 0.03)
  assert.throws(() => rankCorrelations(panel.map(([a]) => [a, 1]), 'kendall'), { code: 'not-applicable' }) // prettier-ignore
})
