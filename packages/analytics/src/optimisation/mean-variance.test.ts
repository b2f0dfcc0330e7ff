import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  covariance,
  expectedReturns,
  failsWith,
  feasibleWeights,
  grouped,
  market,
  near,
  nearAll,
  returnOf,
  solved,
  varianceOf,
} from './five-assets.fixture.ts'
import {
  benchmarkRisk,
  boxLimits,
  cardinalityPortfolio,
  efficientFrontier,
  frontierAnalytics,
  frontierVariance,
  highestReturnAtRisk,
  highestSharpe,
  highestUtility,
  kellyPortfolio,
  leastVarianceAtReturn,
  minimumVariance,
  scaledToVolatility,
  surplusRisk,
} from './index.ts'

const box = (low: number, high: number) => boxLimits(5, low, high, 1)

test('utility with group limits agrees with cvxopt 1.3.0, prices of limits included', () => {
  const result = solved(highestUtility({ covariance, expectedReturns, limits: grouped }, 0.3))
  nearAll(result.weights, [0.1626715194095066, 0.137328480587756, 0.10221301874217033, 0.24778698125783985, 0.35], 1e-9)
  near(result.objective, 0.009957221830027337, 1e-12)
  const price = (limit: string): number => result.binding.find((item) => item.limit === limit)?.shadowPrice ?? NaN
  near(price('defensive'), 0.00038429447, 1e-10)
  near(price('growth'), -0.005749810701, 1e-10)
  near(price('budget'), 0.00231020854249845, 1e-10)
})

test('the highest Sharpe ratio with group limits agrees with the homogenised programme in cvxopt', () => {
  const result = solved(highestSharpe({ covariance, expectedReturns, limits: grouped }, 0.02))
  nearAll(result.weights, [0.0783868407126598, 0.22161315928734004, 0, 0.42433630269886924, 0.2756636973010989], 1e-9)
  near(result.objective, 0.33218117929237334, 1e-12)
})

test('the highest return at a tracking error or a leverage limit agrees with second-order cones in cvxopt', () => {
  const benchmark = [0.3, 0.25, 0.2, 0.1, 0.15]
  const relative = benchmarkRisk(covariance, benchmark)
  const te = solved(highestReturnAtRisk({ covariance, expectedReturns, relative, limits: box(0, 0.35) }, 0.02))
  nearAll(te.weights, [0.35, 0.35, 0.1135281270321746, 0.18376140231055685, 0.0027104711270905875], 1e-7)
  near(te.volatility, 0.02, 1e-12)
  near(
    (te.riskContributions ?? new Float64Array()).reduce((sum, value) => sum + value, 0),
    0.02,
    1e-12,
  )
  const limits = { ...boxLimits(5, 0, 0.8, 1), budget: { lower: 0, upper: 1.4 } }
  const excess = expectedReturns.map((value) => value - 0.02)
  const levered = solved(highestReturnAtRisk({ covariance, expectedReturns: excess, limits }, 0.15))
  // A cone solver that meets the objective to 1e-10 leaves the weights known to 1e-5.
  nearAll(levered.weights, [0.3811789009980267, 0.3645303307930644, 0, 0.2345929000014282, 0], 2e-5)
  near(levered.volatility, 0.15, 1e-12)
  assert.ok(levered.objective >= 0.05268113911607658 - 1e-8)
})

test('the least surplus risk of an underfunded plan with duration and yield agrees with cvxopt', () => {
  const relative = surplusRisk(covariance, [0.004, 0.006, 0.01, 0.008, 0.005], 0.01, 0.9)
  const limits = {
    ...box(0, 0.6),
    linear: [
      { name: 'duration', coefficients: [2, 6, 9, 15, 1], lower: 7.5, upper: 7.5 },
      { name: 'yield', coefficients: [0.03, 0.035, 0.04, 0.05, 0.02], lower: 0.036, upper: Infinity },
    ],
  }
  const result = solved(minimumVariance({ covariance, relative, limits }))
  nearAll(result.weights, [0.1101267371510671, 0.2814342965799541, 0, 0.35590725354583913, 0.2525316839347128], 1e-6)
  near(result.volatility, 0.15103466087415846, 1e-9)
  assert.deepEqual(
    result.binding.filter((item) => item.kind === 'linear').map((item) => item.limit),
    ['duration', 'yield'],
  )
  assert.throws(
    () => surplusRisk(covariance, [0.1, 0, 0, 0, 0], 0.01),
    failsWith('invalid-input', /liabilityCovariances\[0\]/),
  )
})

test('closed-form frontier analytics agree with numpy 1.24', () => {
  const frontier = frontierAnalytics(expectedReturns, covariance, 0.02)
  near(frontier.a, 3.3473349171540008)
  near(frontier.b, 0.26456405336257316)
  near(frontier.c, 126.13517300194937)
  near(frontier.highestSharpe, 0.42558750672123)
  nearAll(
    frontier.minimumVarianceWeights,
    [-0.2036090378072421, -0.37629760918751876, 0.4759699319290934, -0.11873169341771946, 1.2226684084833868],
    1e-10,
  )
  nearAll(
    frontier.tangencyWeights ?? [],
    [3.863146969635397, 4.566267641268639, -3.7659034582611377, 1.719231891498572, -5.3827430441414705],
    1e-9,
  )
  near(frontierVariance(frontier, 0.09) ?? NaN, 0.030846028519167033)
  // The optimiser without bounds is a second method.
  const free = solved(minimumVariance({ covariance, limits: box(-Infinity, Infinity) }))
  nearAll(free.weights, frontier.minimumVarianceWeights, 1e-10)
  const at = solved(
    leastVarianceAtReturn({ covariance, expectedReturns, limits: box(-Infinity, Infinity) }, 0.09, 'exactly'),
  )
  near(at.objective, 0.030846028519167033, 1e-12)
})

test('Kelly weights grow by half the squared Sharpe ratio, and half Kelly by three quarters of that', () => {
  const full = kellyPortfolio(
    [0.06, 0.09],
    [
      [0.04, 0.01],
      [0.01, 0.09],
    ],
  )
  near(full.growthRate, 0.5 * full.volatility ** 2, 1e-14)
  const half = kellyPortfolio(
    [0.06, 0.09],
    [
      [0.04, 0.01],
      [0.01, 0.09],
    ],
    0.5,
  )
  near(half.growthRate, 0.75 * full.growthRate, 1e-14)
  near(
    scaledToVolatility(
      full.weights,
      [
        [0.04, 0.01],
        [0.01, 0.09],
      ],
      0.1,
    ).weights[0],
    0.32732683535398854,
    1e-14,
  )
})

test('a shadow price is the change of the objective per unit of its bound', () => {
  const step = 1e-5
  const at = (upper: number, budget: number, target: number): number =>
    solved(
      leastVarianceAtReturn(
        {
          covariance,
          expectedReturns,
          limits: {
            ...boxLimits(5, 0, 0.6, budget),
            maxWeights: [0.6, 0.6, 0.6, 0.3, 0.6].map((v, i) => (i === 3 ? upper : v)),
          },
        },
        target,
        'at-least',
      ),
    ).objective
  const result = solved(
    leastVarianceAtReturn(
      { covariance, expectedReturns, limits: { ...box(0, 0.6), maxWeights: [0.6, 0.6, 0.6, 0.3, 0.6] } },
      0.087,
      'at-least',
    ),
  )
  const price = (limit: string): number => result.binding.find((item) => item.limit === limit)?.shadowPrice ?? NaN
  near(price('asset 4'), (at(0.3 + step, 1, 0.087) - at(0.3 - step, 1, 0.087)) / (2 * step), 1e-6)
  near(price('budget'), (at(0.3, 1 + step, 0.087) - at(0.3, 1 - step, 0.087)) / (2 * step), 1e-6)
  near(price('target return'), (at(0.3, 1, 0.087 + step) - at(0.3, 1, 0.087 - step)) / (2 * step), 1e-6)
  const sharpe = (upper: number) =>
    solved(
      highestSharpe(
        { covariance, expectedReturns, limits: { ...grouped, maxWeights: [0.6, 0.6, 0.6, upper, 0.6] } },
        0.02,
      ),
    )
  const slope = (sharpe(0.4 + step).objective - sharpe(0.4 - step).objective) / (2 * step)
  near(sharpe(0.4).binding.find((item) => item.limit === 'asset 4')?.shadowPrice ?? NaN, slope, 1e-6)
})

test('few holdings: branch and bound finds what trying every set of assets finds', () => {
  const { covariance: rows, expectedReturns: returns } = market(9, 5)
  const limits = boxLimits(9, 0, 0.7, 1)
  const result = solved(
    cardinalityPortfolio({ covariance: rows, expectedReturns: returns, limits }, 0.3, {
      maxHoldings: 3,
      minHolding: 0.2,
    }),
  )
  let best = -Infinity
  for (let set = 1; set < 512; set++) {
    const held = Array.from({ length: 9 }, (_, i) => (set >> i) & 1)
    if (held.reduce((sum, value) => sum + value, 0) > 3) continue
    const own = {
      ...limits,
      minWeights: held.map((value) => 0.2 * value),
      maxWeights: held.map((value) => 0.7 * value),
    }
    const outcome = highestUtility({ covariance: rows, expectedReturns: returns, limits: own }, 0.3)
    if (outcome.status === 'solved') best = Math.max(best, outcome.objective)
  }
  near(result.objective, best, 1e-9)
  assert.ok(result.weights.filter((weight) => weight > 0).length <= 3)
  assert.ok(result.weights.every((weight) => weight === 0 || weight >= 0.2 - 1e-12))
  assert.ok((result.solver.residuals.mipGap ?? 1) <= 1e-6)
  assert.throws(
    () =>
      cardinalityPortfolio({ covariance: rows, limits: boxLimits(9, -0.1, 1, 1) }, 0, {
        maxHoldings: 3,
        minHolding: 0.2,
      }),
    failsWith('unsupported'),
  )
})

test('no feasible portfolio is better, and the conditions hold (seeded markets of many shapes)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 14 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.boolean(),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 14, maxLength: 14 }),
      (count, seed, tolerance, short, raw) => {
        const input = market(count, seed)
        const low = short ? -0.3 : 0
        const high = short ? 0.9 : Math.max(0.35, 1.2 / count)
        const limits = boxLimits(count, low, high, 1)
        const result = solved(highestUtility({ ...input, limits }, tolerance))
        const other = feasibleWeights(low, high, 1, raw.slice(0, count))
        const utility = (weights: ArrayLike<number>): number =>
          tolerance * returnOf(input.expectedReturns, weights) - 0.5 * varianceOf(input.covariance, weights)
        near(result.objective, utility(result.weights), 1e-12)
        assert.ok(utility(other) <= result.objective + 1e-12)
        near(
          result.weights.reduce((sum, weight) => sum + weight, 0),
          1,
          1e-12,
        )
        assert.ok(result.weights.every((weight) => weight >= low && weight <= high))
        assert.ok((result.solver.residuals.dual ?? 1) < 1e-10)
        near(
          Array.from(result.riskContributions ?? []).reduce((sum, part) => sum + part, 0),
          result.volatility,
          1e-12,
        )
        // The general solver, reached through a limit that does not bind, is a second method.
        const slack = [{ name: 'slack', coefficients: new Array<number>(count).fill(1), lower: -10, upper: 10 }]
        const second = solved(highestUtility({ ...input, limits: { ...limits, linear: slack } }, tolerance))
        nearAll(second.weights, result.weights, 1e-6)
        // Returns and risk in other units: percent in, the same weights out.
        const percent = solved(
          highestUtility(
            {
              covariance: input.covariance.map((row) => row.map((v) => v * 1e4)),
              expectedReturns: input.expectedReturns.map((v) => v * 100),
              limits,
            },
            tolerance * 100,
          ),
        )
        nearAll(percent.weights, result.weights, 1e-8)
      },
    ),
    { seed: 7, numRuns: 150 },
  )
})

test('the frontier rises, and the portfolios on it by tolerance, return, volatility and ratio are the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 25 }), fc.integer({ min: 1, max: 1_000_000 }), (count, seed) => {
      const input = { ...market(count, seed), limits: boxLimits(count, 0, Math.max(0.3, 1.5 / count), 1) }
      const frontier = solved(efficientFrontier(input, { targetReturns: [], gridPoints: 5 }))
      assert.equal(frontier.method, 'critical-line')
      for (let k = 1; k < frontier.points.length; k++) {
        const [before, after] = [frontier.points[k - 1], frontier.points[k]]
        assert.ok(after.expectedReturn >= before.expectedReturn - 1e-12)
        assert.ok(after.volatility >= before.volatility - 1e-12)
        assert.ok((after.riskTolerance ?? Infinity) > (before.riskTolerance ?? Infinity))
        const tolerance = 0.5 * ((before.riskTolerance ?? 0) + (after.riskTolerance ?? 0))
        const at = solved(highestUtility(input, tolerance))
        nearAll(
          at.weights,
          before.weights.map((w, i) => 0.5 * (w + after.weights[i])),
          1e-8,
        )
        if (after.expectedReturn - before.expectedReturn < 1e-6) continue
        const byReturn = solved(leastVarianceAtReturn(input, at.expectedReturn ?? NaN, 'exactly'))
        near(byReturn.volatility, at.volatility, 1e-9)
        const byRisk = solved(highestReturnAtRisk(input, at.volatility))
        near(byRisk.objective, at.expectedReturn ?? NaN, 1e-9)
        const best = solved(highestSharpe(input, -0.2))
        assert.ok(best.objective >= ((at.expectedReturn ?? NaN) + 0.2) / at.volatility - 1e-12)
      }
    }),
    { seed: 11, numRuns: 25 },
  )
})

test('a grid stands on the exact frontier', () => {
  const plain = { covariance, expectedReturns, limits: box(0, 0.6) }
  const limits = { ...plain.limits, linear: [{ name: 'slack', coefficients: [1, 1, 1, 1, 1], lower: 0, upper: 2 }] }
  const grid = solved(efficientFrontier({ ...plain, limits }, { targetReturns: [0.06], gridPoints: 7 }))
  assert.equal(grid.method, 'grid')
  assert.equal(grid.points.length, 7)
  const exact = solved(
    efficientFrontier(plain, { targetReturns: grid.points.map((point) => point.expectedReturn), gridPoints: 2 }),
  )
  grid.points.slice(1, -1).forEach((point, k) => near(point.volatility, exact.targets[k + 1]?.volatility ?? NaN, 1e-9))
})

test('a singular covariance is solved with a caution, an indefinite one refused with its eigenvalue', () => {
  const twins = [
    [0.04, 0.04, 0.01],
    [0.04, 0.04, 0.01],
    [0.01, 0.01, 0.09],
  ]
  const result = solved(minimumVariance({ covariance: twins, limits: boxLimits(3, 0, 1, 1) }))
  near(result.weights[2], 0.03 / 0.11, 1e-7)
  assert.match(result.cautions[0], /^singular-covariance/)
  assert.throws(
    () =>
      minimumVariance({
        covariance: [
          [1, 2],
          [2, 1],
        ],
        limits: boxLimits(2, 0, 1, 1),
      }),
    failsWith('invalid-input', /smallest eigenvalue is -(1|0\.9999).*nearest/),
  )
  assert.throws(
    () =>
      minimumVariance({
        covariance: [
          [0, 0],
          [0, 0],
        ],
        limits: boxLimits(2, 0, 1, 1),
      }),
    failsWith('invalid-input'),
  )
  assert.throws(() => frontierAnalytics([0.1, 0.1, 0.2], twins, 0), failsWith('invalid-input', /singular/))
})

test('what cannot be optimised is refused with the reason', () => {
  const input = { covariance, expectedReturns, limits: box(0, 1) }
  assert.throws(() => highestSharpe(input, 0.2), failsWith('not-applicable', /risk-free/))
  assert.throws(() => highestSharpe({ ...input, limits: grouped }, 0.2), failsWith('not-applicable', /risk-free/))
  assert.throws(() => highestUtility(input, -1), failsWith('invalid-input', /riskTolerance/))
  assert.throws(
    () => highestUtility({ ...input, expectedReturns: [1, 2] }, 1),
    failsWith('invalid-input', /expectedReturns/),
  )
  assert.throws(
    () => highestUtility({ ...input, expectedReturns: [NaN, 1, 1, 1, 1] }, 1),
    failsWith('invalid-input', /expectedReturns\[0\]/),
  )
  assert.throws(() => leastVarianceAtReturn(input, NaN, 'exactly'), failsWith('invalid-input'))
  assert.throws(() => highestReturnAtRisk(input, -0.1), failsWith('invalid-input'))
  const free = boxLimits(3, -Infinity, Infinity, 1)
  const twins = [
    [0.04, 0.04, 0.01],
    [0.04, 0.04, 0.01],
    [0.01, 0.01, 0.09],
  ]
  assert.throws(
    () => highestUtility({ covariance: twins, expectedReturns: [0.1, 0.05, 0.05], limits: free }, 1),
    failsWith('not-applicable', /bound the weights/),
  )
})
