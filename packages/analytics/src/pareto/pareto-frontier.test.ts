import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { covariance, currentWeights, expectedReturns, solved } from '../optimisation/five-assets.fixture.ts'
import { boxLimits } from '../optimisation/index.ts'
import { readyObjective, type ConvexObjective } from './convex-objective.ts'
import { dominates } from './non-dominated-sort.ts'
import { paretoFrontier } from './pareto-frontier.ts'
import { scalarisedOptimum, scalarisedProblem } from './scalarised-optimum.ts'

const near = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected)), `got ${actual}, expected ${expected}`)

const limits = boxLimits(5, 0, 0.6, 1)
const equal = [0.2, 0.2, 0.2, 0.2, 0.2]
const vol: ConvexObjective = { name: 'vol', kind: 'volatility', covariance }
const ret: ConvexObjective = { name: 'ret', kind: 'expected-return', expectedReturns }
const te: ConvexObjective = { name: 'te', kind: 'tracking-error', covariance, benchmarkWeights: equal }
const turnover: ConvexObjective = { name: 'turnover', kind: 'turnover', currentWeights }
const duration: ConvexObjective = { name: 'gap', kind: 'deviation', coefficients: [1, 3, 5, 7, 9], target: 4 }

const returns = [
  [0.02, 0.004, -0.01],
  [-0.03, 0.006, 0.02],
  [0.01, -0.002, 0.005],
  [-0.05, 0.008, 0.01],
  [0.04, 0.001, -0.02],
  [0.015, 0.003, 0.004],
  [0.06, -0.001, -0.015],
  [-0.01, 0.002, 0.03],
]
const means = [0.006875, 0.002625, 0.003]

const least = (
  objectives: readonly ConvexObjective[],
  prices: readonly number[],
  ceilings: readonly number[],
  within = limits,
) => {
  const ready = objectives.map((objective) => readyObjective(objective, within.minWeights.length))
  const outcome = scalarisedOptimum(scalarisedProblem(within, ready), prices, ceilings)
  return outcome.status === 'optimal' ? outcome : assert.fail(outcome.status)
}

test('the least volatility at a return is that of a quadratic programme (cvxopt)', () => {
  for (const [floor, expected] of [
    [0.05, 0.10516879221195402],
    [0.07, 0.143059988987144],
    [0.09, 0.2084941054576157],
  ]) {
    near(Math.sqrt(least([vol, ret], [1, 0], [Infinity, -floor]).values[0]), expected, 1e-8)
  }
})

test('the highest return under ceilings on volatility and tracking error is that of a non-linear solver (scipy SLSQP)', () => {
  for (const [highest, farthest, expected] of [
    [0.14, 0.05, 0.0687192887882508],
    [0.16, 0.03, 0.07610612523474407],
    [0.2, 0.06, 0.08743720536034094],
  ]) {
    const { values } = least([ret, vol, te], [1, 0, 0], [Infinity, highest ** 2, farthest ** 2])
    near(-values[0], expected, 1e-7)
  }
})

test('the least CVaR at a return is that of the linear programme over all scenarios (scipy linprog)', () => {
  const cvar: ConvexObjective = { name: 'cvar', kind: 'cvar', returns, confidence: 0.7 }
  const mean: ConvexObjective = { name: 'mean', kind: 'expected-return', expectedReturns: means }
  for (const [floor, expected] of [
    [0.003, -0.0015526070763500928],
    [0.005, 0.010241935483870965],
    [0.0065, 0.02991935483870968],
  ]) {
    const { values } = least([cvar, mean], [1, 0], [Infinity, -floor], boxLimits(3, 0, 1, 1))
    near(values[0], expected, 1e-9)
  }
})

test('every point of a frontier is proven, none dominates another, and no random portfolio dominates one', () => {
  const cases: readonly (readonly ConvexObjective[])[] = [
    [vol, ret],
    [ret, te, vol],
    [turnover, ret, vol],
    [duration, ret],
  ]
  for (const objectives of cases) {
    const { points, cells } = solved(paretoFrontier(objectives, limits, objectives.length === 2 ? 6 : 3))
    assert.ok(points.length >= 4, `${points.length} points`)
    assert.equal(cells.failed, 0)
    const ready = objectives.map((objective) => readyObjective(objective, 5))
    const rows = points.map(({ weights }) => ready.map(({ value }) => value(weights)))
    for (const point of points) assert.ok(point.provenWithin < 1e-6, `${point.provenWithin}`)
    rows.forEach((row) => assert.ok(!rows.some((other) => dominates(other, row))))
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }), (raw) => {
        const total = raw.reduce((sum, value) => sum + value, 0)
        const weights = raw.map((value) => value / total)
        fc.pre(weights.every((weight) => weight <= 0.6))
        const mine = ready.map(({ value }) => value(weights))
        assert.ok(!rows.some((row) => mine.every((value, k) => value < row[k] - 1e-7 * (1 + Math.abs(row[k])))))
      }),
      { seed: 21, numRuns: 200 },
    )
  }
})

test('exchange rates are the slope of the frontier', () => {
  const { points, lead } = solved(paretoFrontier([ret, vol], limits, 40))
  assert.equal(lead, 1)
  const inner = points.slice(3, -3)
  for (let i = 1; i + 1 < inner.length; i++) {
    const between = (a: number, b: number): number =>
      (inner[b].values[1] - inner[a].values[1]) / (inner[b].values[0] - inner[a].values[0])
    const rate = inner[i].exchangeRates[0] ?? NaN
    assert.ok(rate >= between(i - 1, i) - 1e-6 && rate <= between(i, i + 1) + 1e-6, `${rate}`)
  }
})

test('the order of objectives and the scale of one do not change the frontier', () => {
  const scaled: ConvexObjective = {
    name: 'ret',
    kind: 'expected-return',
    expectedReturns: expectedReturns.map((value) => 100 * value),
  }
  const first = solved(paretoFrontier([vol, ret], limits, 5)).points
  const second = solved(paretoFrontier([scaled, vol], limits, 5)).points
  assert.equal(first.length, second.length)
  first.forEach(({ weights }, i) => weights.forEach((weight, j) => near(second[i].weights[j], weight, 1e-6)))
})

test('objectives without conflict give one portfolio and say so', () => {
  const twice: ConvexObjective = { name: 'same', kind: 'linear', sense: 'maximise', coefficients: expectedReturns }
  const { points, cautions } = solved(paretoFrontier([ret, twice], limits, 4))
  assert.equal(points.length, 1)
  assert.ok(cautions.some((caution) => caution.includes('no conflict')))
})

test('limits that cannot be met are explained', () => {
  const outcome = paretoFrontier([vol, ret], boxLimits(5, 0, 0.1, 1), 4)
  assert.equal(outcome.status, 'infeasible')
  if (outcome.status === 'infeasible') assert.match(outcome.words, /budget/)
})

test('an objective without end, repeated names and lists of another length are refused', () => {
  const open = { ...boxLimits(5, -Infinity, Infinity, 1) }
  assert.throws(() => paretoFrontier([ret, turnover], open, 4), /bound the weights/)
  assert.throws(() => paretoFrontier([vol, vol], limits, 4), /names that differ/)
  assert.throws(() => paretoFrontier([vol], limits, 4), /2 to 4/)
  assert.throws(() => paretoFrontier([vol, ret], limits, 1), /levels/)
  const short: ConvexObjective = { name: 'x', kind: 'expected-return', expectedReturns: [1, 2] }
  assert.throws(() => paretoFrontier([vol, short], limits, 4), /one for each asset/)
})
