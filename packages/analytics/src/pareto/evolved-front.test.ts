import assert from 'node:assert/strict'
import test from 'node:test'
import { covariance, expectedReturns } from '../optimisation/five-assets.fixture.ts'
import { boxLimits } from '../optimisation/index.ts'
import { readyObjective, type ConvexObjective } from './convex-objective.ts'
import { evolvedFront, type BlackBoxProblem } from './evolved-front.ts'
import { frontGap } from './front-gap.ts'
import { hypervolume } from './hypervolume.ts'
import { dominates } from './non-dominated-sort.ts'
import { paretoFrontier } from './pareto-frontier.ts'
import { portfolioSearch, type PortfolioSearch } from './portfolio-search.ts'

const box = (count: number) => ({ lower: new Array<number>(count).fill(0), upper: new Array<number>(count).fill(1) })

/** Test functions of Zitzler, Deb & Thiele (2000): the front has g = 1. */
const zdt = (shape: (first: number, g: number) => number): BlackBoxProblem => ({
  ...box(10),
  evaluate: (genes) => {
    const g = 1 + (9 * genes.slice(1).reduce((sum, gene) => sum + gene, 0)) / (genes.length - 1)
    return { objectives: [genes[0], g * shape(genes[0], g)], violation: 0 }
  },
})

const functions = [
  // Areas under the known fronts up to (1.1, 1.1): by hand, by hand, by numpy over 4,000,001 points.
  { name: 'ZDT1', problem: zdt((f, g) => 1 - Math.sqrt(f / g)), exact: 0.1 + 2 / 3 + 0.11 },
  { name: 'ZDT2', problem: zdt((f, g) => 1 - (f / g) ** 2), exact: 0.1 + 1 / 3 + 0.11 },
  {
    name: 'ZDT3',
    problem: zdt((f, g) => 1 - Math.sqrt(f / g) - (f / g) * Math.sin(10 * Math.PI * f)),
    exact: 1.331762908628842,
  },
]

for (const { name, problem, exact } of functions) {
  test(`the search comes within 2 % of the hypervolume of ${name}, and never beyond it, for several seeds`, () => {
    for (const seed of [1, 2, 3]) {
      const { points } = evolvedFront(problem, { seed, population: 60, generations: 150 })
      const found = hypervolume(
        points.map(({ objectives }) => objectives),
        [1.1, 1.1],
      )
      assert.ok(found > 0.98 * exact && found <= exact, `seed ${seed}: ${found} of ${exact}`)
    }
  })
}

/** CONSTR of Deb et al. (2002): front y = 6 - 9x on [7/18, 2/3] and y = 0 on [2/3, 1]. */
const constrained: BlackBoxProblem = {
  lower: [0.1, 0],
  upper: [1, 5],
  evaluate: ([x, y]) => ({
    objectives: [x, (1 + y) / x],
    violation: Math.max(0, 6 - y - 9 * x) + Math.max(0, 1 + y - 9 * x),
  }),
}

test('constraints are met and the front of a constrained function is found within 1 %', () => {
  const exact = 10 * (11 / 18) - (7 * Math.log(12 / 7) - 2.5 + Math.log(1.5)) + 0.9
  for (const seed of [1, 2, 3]) {
    const { points, leastViolation, evaluations } = evolvedFront(constrained, {
      seed,
      population: 60,
      generations: 100,
    })
    assert.equal(evaluations, 60 * 101)
    assert.equal(leastViolation, null)
    assert.ok(points.every(({ violation }) => violation === 0))
    const found = hypervolume(
      points.map(({ objectives }) => objectives),
      [1.1, 10],
    )
    assert.ok(found > 0.99 * exact && found <= exact, `seed ${seed}: ${found} of ${exact}`)
  }
})

test('a seed repeats its front, another seed gives another, and no point dominates another', () => {
  const plan = { population: 20, generations: 15 }
  const first = evolvedFront(constrained, { ...plan, seed: 7 })
  assert.deepEqual(evolvedFront(constrained, { ...plan, seed: 7 }), first)
  assert.notDeepEqual(evolvedFront(constrained, { ...plan, seed: 8 }).points, first.points)
  const rows = first.points.map(({ objectives }) => objectives)
  rows.forEach((row) => assert.ok(!rows.some((other) => dominates(other, row))))
})

test('where nothing meets the constraints the nearest candidate is given', () => {
  const never: BlackBoxProblem = { ...box(1), evaluate: ([x]) => ({ objectives: [x, -x], violation: 1 + x }) }
  const { points, leastViolation } = evolvedFront(never, { seed: 1, population: 8, generations: 20 })
  assert.equal(points.length, 0)
  assert.ok(leastViolation !== null && leastViolation.violation < 1.05)
})

test('plans, bounds and figures that are none are refused', () => {
  const plan = { seed: 1, population: 8, generations: 1 }
  assert.throws(() => evolvedFront(constrained, { ...plan, population: 7 }), /even/)
  assert.throws(() => evolvedFront(constrained, { ...plan, generations: -1 }), /generations/)
  assert.throws(() => evolvedFront({ ...constrained, lower: [2, 0] }, plan), /bounds/)
  const bad: BlackBoxProblem = { ...box(1), evaluate: () => ({ objectives: [NaN], violation: 0 }) }
  assert.throws(() => evolvedFront(bad, plan), /finite/)
})

const vol: ConvexObjective = { name: 'vol', kind: 'volatility', covariance }
const ret: ConvexObjective = { name: 'ret', kind: 'expected-return', expectedReturns }
const limits = boxLimits(5, 0, 0.6, 1)
const plan = { seed: 3, population: 40, generations: 40 }
const solved = (outcome: ReturnType<typeof portfolioSearch>): PortfolioSearch =>
  outcome.status === 'solved' ? outcome : assert.fail(outcome.words)

test('on a convex problem the search starts from the exact frontier and stays within the spacing of its points', () => {
  const { points, gap } = solved(portfolioSearch([vol, ret], limits, {}, plan))
  assert.ok(points.length > 20)
  // 40 points over a front leave up to a fortieth of the range between them.
  assert.ok(gap !== null && gap.epsilon < 1 / 40 && gap.hypervolumeRatio > 0.99, JSON.stringify(gap))
})

test('without any start the search comes within 2 % of the exact frontier of a convex portfolio', () => {
  const exact = paretoFrontier([vol, ret], boxLimits(5, 0, 1, 1), 30)
  if (exact.status !== 'solved') return assert.fail(exact.words)
  const known = exact.points.map(({ values }) => [values[0], -values[1]])
  const [risk, gain] = [readyObjective(vol, 5), readyObjective(ret, 5)]
  for (const seed of [1, 2]) {
    const { points } = evolvedFront(
      {
        lower: new Array<number>(5).fill(0),
        upper: new Array<number>(5).fill(1),
        evaluate: (genes) => {
          const total = genes.reduce((sum, gene) => sum + gene, 1e-12)
          const weights = genes.map((gene) => gene / total)
          return { objectives: [risk.shown(risk.value(weights)), gain.value(weights)], violation: 0 }
        },
      },
      { seed, population: 60, generations: 100 },
    )
    const gap = frontGap(
      points.map(({ objectives }) => objectives),
      known,
    )
    assert.ok(gap !== null && gap.epsilon < 0.03 && gap.hypervolumeRatio > 0.98, JSON.stringify(gap))
  }
})

test('with lots and few holdings the search finds all that enumeration finds', () => {
  // All portfolios of two of the five assets in tenths, 0.6 at most: three weights for each of 10 pairs.
  const all = expectedReturns.flatMap((first, i) =>
    expectedReturns.slice(i + 1).flatMap((second, step) =>
      [0.4, 0.5, 0.6].map((w) => {
        const j = i + 1 + step
        const variance = w * w * covariance[i][i] + (1 - w) ** 2 * covariance[j][j] + 2 * w * (1 - w) * covariance[i][j]
        return [Math.sqrt(variance), -(w * first + (1 - w) * second)]
      }),
    ),
  )
  const best = all.filter((row) => !all.some((other) => dominates(other, row)))
  const found = solved(portfolioSearch([vol, ret], limits, { maxHoldings: 2, lot: 0.1 }, plan))
  // Two portfolios tie but for rounding: of such the search keeps one.
  for (const [risk, minus] of best) {
    assert.ok(
      found.points.some(({ values }) => values[0] <= risk + 1e-9 && values[1] >= -minus - 1e-9),
      `${risk}, ${-minus}`,
    )
  }
  for (const { values } of found.points) {
    assert.ok(best.some(([risk, minus]) => Math.abs(risk - values[0]) < 1e-9 && Math.abs(values[1] + minus) < 1e-9))
  }
  for (const { weights } of found.points) {
    assert.ok(weights.filter((weight) => weight > 0).length <= 2)
    weights.forEach((weight) => assert.ok(Math.abs(weight * 10 - Math.round(weight * 10)) < 1e-9))
    assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-9)
  }
  assert.ok(found.gap !== null && found.gap.hypervolumeRatio < 1)
})

test('objectives without an exact method are served and their gap is said to be unknown', () => {
  const returns = [
    [0.02, 0.004, -0.01],
    [-0.03, 0.006, 0.02],
    [0.01, -0.002, 0.005],
    [-0.05, 0.008, 0.01],
    [0.04, 0.001, -0.02],
  ]
  const { points, gap, gapReason } = solved(
    portfolioSearch(
      [
        { name: 'var', kind: 'value-at-risk', returns, confidence: 0.8 },
        { name: 'drawdown', kind: 'max-drawdown', returns },
        { name: 'return', kind: 'expected-return', expectedReturns: [0.006, 0.003, 0.002] },
        { name: 'holdings', kind: 'holdings' },
      ],
      { ...boxLimits(3, 0, 1, 1), linear: [{ name: 'cap', coefficients: [1, 0, 1], lower: -Infinity, upper: 0.8 }] },
      { minHolding: 0.1 },
      plan,
    ),
  )
  assert.equal(gap, null)
  assert.match(gapReason ?? '', /not convex/)
  for (const { weights, values } of points) {
    assert.ok(weights[0] + weights[2] <= 0.8 + 1e-8)
    const held = weights.filter((weight) => weight > 1e-9)
    assert.ok(held.every((weight) => weight >= 0.1 - 1e-9))
    assert.equal(values[3], held.length)
    const losses = returns.map((row) => -row.reduce((sum, value, i) => sum + value * weights[i], 0))
    // The fourth smallest of five losses.
    assert.equal(values[0], [...losses].sort((a, b) => a - b)[3])
    let [wealth, peak, fall] = [1, 1, 0]
    for (const loss of losses) {
      wealth *= 1 - loss
      peak = Math.max(peak, wealth)
      fall = Math.max(fall, 1 - wealth / peak)
    }
    assert.ok(Math.abs(values[1] - fall) < 1e-12)
  }
})

test('a search explains impossible limits and refuses weights without bounds', () => {
  assert.equal(portfolioSearch([vol, ret], boxLimits(5, 0, 0.1, 1), {}, plan).status, 'infeasible')
  assert.throws(() => portfolioSearch([vol, ret], boxLimits(5, 0, Infinity, 1), {}, plan), /finite bounds/)
  assert.throws(() => portfolioSearch([vol, ret], limits, { maxHoldings: 0 }, plan), /maxHoldings/)
  const none = solved(portfolioSearch([vol, ret], limits, { maxHoldings: 1 }, { ...plan, generations: 3 }))
  assert.equal(none.points.length, 0)
  assert.ok(none.nearest !== null && none.nearest.violation > 0)
})
