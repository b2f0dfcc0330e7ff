import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { uniformStream } from '../random/index.ts'
import { entropyPooling, type MomentView, type PooledProbabilities, scenarioPooling } from './index.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected}`)

function solved(outcome: ReturnType<typeof entropyPooling>): PooledProbabilities {
  if (outcome.status !== 'solved') assert.fail('the views cannot be met')
  return outcome
}

const x = [-0.12, -0.05, -0.02, 0, 0.01, 0.03, 0.06, 0.11]
const y = [0.04, 0.01, 0.02, -0.01, 0, 0.015, -0.02, -0.03]
const equal = x.map(() => 1 / 8)
const scenarios = x.map((value, j) => [value, y[j]])

// Primal solved by scipy 1.10.1 (SLSQP): the mean of x is 2 %, the second moment of y about 0.003125 at most 0.02 squared.
test('a mean and a cap on a second moment, against the primal', () => {
  const centre = 0.003125
  const found = solved(
    entropyPooling(equal, [
      { name: 'x', values: x, lower: 0.02, upper: 0.02 },
      { name: 'y', values: y.map((value) => (value - centre) ** 2), lower: -Infinity, upper: 0.0004 },
    ]),
  )
  near(found.relativeEntropy, 0.04875234325044621, 1e-9)
  const expected = [
    0.044547938928030384, 0.1046925136829499, 0.11164485376527683, 0.12907492000577858, 0.14446315832175133,
    0.15233905943823275, 0.15315318159851268, 0.1600843742594675,
  ]
  expected.forEach((p, j) => near(found.probabilities[j], p, 1e-6))
  near(found.views[0].posterior, 0.02, 1e-12)
  assert.ok(found.views[1].price > 0)
})

/** Mean and standard deviation of outcomes under probabilities. */
function meanAndVolatility(values: readonly number[], probabilities: Float64Array): [number, number] {
  const mean = values.reduce((sum, value, j) => sum + value * probabilities[j], 0)
  const variance = values.reduce((sum, value, j) => sum + probabilities[j] * (value - mean) ** 2, 0)
  return [mean, Math.sqrt(variance)]
}
const any = { lower: -Infinity, upper: Infinity }

// scipy 1.10.1 (SLSQP): these views are met at a relative entropy of 0.7640, the cap on the volatility not binding.
test('a volatility is one about the new mean', () => {
  const values = [-0.02, -0.01, 0, 0.01, 0.02, 0.03, 0.05, 0.08]
  const found = solved(
    scenarioPooling(
      values.map((value) => [value]),
      equal,
      [
        { name: 'm', portfolio: [1], about: 'mean', lower: 0.06, upper: 0.06 },
        { name: 'v', portfolio: [1], about: 'volatility', ...any, upper: 0.03 },
      ],
    ),
  )
  near(found.relativeEntropy, 0.764, 1e-4)
  near(found.probabilities[7], 0.5931, 1e-4)
  near(meanAndVolatility(values, found.probabilities)[1], 0.02743, 1e-5)
  assert.equal(found.views[1].price, 0)
})

test('fixed and capped volatilities come out as asked, from whichever cluster of scenarios is nearer', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 30, maxLength: 30 }),
      fc.double({ min: 0.5, max: 0.95, noNaN: true }),
      fc.boolean(),
      (noise, share, isFixed) => {
        const values = noise.map((value, j) => (j < 20 ? 0.01 * value + 0.001 * j : 0.08 + 0.02 * value))
        const prior = values.map(() => 1 / 30)
        const [, start] = meanAndVolatility(values, Float64Array.from(prior))
        const goal = share * start
        const outcome = scenarioPooling(
          values.map((value) => [value]),
          prior,
          [{ name: 'v', portfolio: [1], about: 'volatility', lower: isFixed ? goal : -Infinity, upper: goal }],
        )
        const found = solved(outcome)
        near(meanAndVolatility(values, found.probabilities)[1], goal, 1e-6)
        near(found.views[0].posterior, goal, 1e-6)
        assert.ok(outcome.centreRounds > 0)
      },
    ),
    { seed: 12, numRuns: 40 },
  )
})

test('a view that holds already changes nothing', () => {
  const found = solved(entropyPooling(equal, [{ name: 'x', values: x, lower: -0.01, upper: 0.05 }]))
  found.probabilities.forEach((p) => near(p, 1 / 8, 1e-15))
  near(found.effectiveScenarios, 8, 1e-9)
  assert.equal(found.views[0].price, 0)
})

test('a view on a probability alone moves mass between the two sides in proportion', () => {
  const { probabilities } = solved(
    scenarioPooling(scenarios, equal, [
      { name: 'fall', portfolio: [1, 0], about: 'probability', threshold: -0.02, lower: 0.5, upper: 1 },
    ]),
  )
  probabilities.forEach((p, j) => near(p, j < 3 ? 0.5 / 3 : 0.1, 1e-12))
})

test('a mean on many normal scenarios tilts them as the normal law does', () => {
  // an exponential tilt of N(0, s²) to the mean m has the divergence m² / 2 s² and keeps the variance
  const draw = uniformStream(3, 0, 0)
  const many = Array.from({ length: 20_000 }, () => {
    const [u, v] = [1 - draw(), draw()]
    return 0.1 * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v)
  })
  const prior = many.map(() => 1)
  const found = solved(entropyPooling(prior, [{ name: 'mean', values: many, lower: 0.05, upper: 0.05 }]))
  near(found.relativeEntropy, 0.125, 0.005)
  let second = 0
  many.forEach((value, j) => (second += found.probabilities[j] * (value - 0.05) ** 2))
  near(Math.sqrt(second), 0.1, 0.003)
})

test('no other probabilities that meet the views are closer to the prior', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 }),
      fc.double({ min: -0.5, max: 0.5, noNaN: true }),
      fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
      (entries, shift, weights) => {
        const views: MomentView[] = [0, 1].map((k) => {
          const values = entries.slice(20 * k, 20 * k + 20)
          const at = values.reduce((sum, value, j) => sum + value * weights[j], 0) / weights.reduce((a, b) => a + b, 0)
          return k === 0
            ? { name: 'a', values, lower: at, upper: at }
            : { name: 'b', values, lower: at - Math.abs(shift) / 10, upper: at + Math.abs(shift) }
        })
        const prior = Array.from({ length: 20 }, () => 1 / 20)
        const found = solved(entropyPooling(prior, views))
        found.views.forEach(({ posterior }, v) =>
          assert.ok(posterior >= views[v].lower - 1e-9 && posterior <= views[v].upper + 1e-9),
        )
        // the given weights meet the views by construction
        const total = weights.reduce((a, b) => a + b, 0)
        const other = weights.reduce((sum, w) => sum + (w / total) * Math.log((w / total) * 20), 0)
        assert.ok(found.relativeEntropy <= other + 1e-9)
      },
    ),
    { seed: 9, numRuns: 150 },
  )
})

test('views beyond the scenarios are explained: what conflicts and what is attainable', () => {
  const outcome = entropyPooling(equal, [
    { name: 'x is high', values: x, lower: 0.2, upper: 0.2 },
    { name: 'y is low', values: y, lower: -Infinity, upper: 0.01 },
  ])
  if (outcome.status !== 'infeasible') assert.fail('such a mean is above every scenario')
  assert.deepEqual(outcome.conflict, ['x is high'])
  near(outcome.relaxation[0].attainable, 0.11, 1e-9)
  const two = entropyPooling(equal, [
    { name: 'x is high', values: x, lower: 0.1, upper: Infinity },
    { name: 'y is high', values: y, lower: 0.03, upper: Infinity },
  ])
  assert.deepEqual(two.status === 'infeasible' && two.conflict, ['x is high', 'y is high'])
})

test('scenarios without prior weight stay without', () => {
  const prior = [0, 1, 1, 1, 1, 1, 1, 0]
  const { probabilities } = solved(entropyPooling(prior, [{ name: 'x', values: x, lower: 0.03, upper: 0.03 }]))
  assert.equal(probabilities[0], 0)
  assert.equal(probabilities[7], 0)
  const outside = entropyPooling(prior, [{ name: 'x', values: x, lower: 0.1, upper: 0.1 }])
  assert.equal(outside.status, 'infeasible')
})

test('views that repeat each other are met all the same', () => {
  const view = { values: x, lower: 0.02, upper: 0.02 }
  const found = solved(
    entropyPooling(equal, [
      { name: 'one', ...view },
      { name: 'again', ...view },
    ]),
  )
  near(found.views[1].posterior, 0.02, 1e-11)
})

test('bad views are named', () => {
  const refused = { code: 'invalid-input' }
  assert.throws(() => entropyPooling([0, 0], []), refused)
  assert.throws(() => entropyPooling(equal, [{ name: 'x', values: [1], lower: 0, upper: 0 }]), refused)
  assert.throws(() => entropyPooling(equal, [{ name: 'x', values: x, lower: 1, upper: 0 }]), refused)
  assert.throws(() => entropyPooling(equal, [{ name: 'x', values: x.map(() => NaN), lower: 0, upper: 0 }]), refused)
})
