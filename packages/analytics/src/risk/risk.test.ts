import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { exampleOtherReturns as y, exampleReturns as x } from '../statistics/example-series.fixture.ts'
import { covarianceMatrix, mean, standardDeviation } from '../statistics/index.ts'
import {
  christoffersenTest,
  componentTailRisk,
  cornishFisherValueAtRisk,
  durationConvexityChange,
  expectedShortfall,
  expectedShortfallContributions,
  gaussianRisk,
  incrementalValueAtRisk,
  kupiecTest,
  normalTailRisk,
  returnTail,
  riskContributions,
  scaledValueAtRisk,
  studentTailRisk,
  targetShortfall,
  valueAtRisk,
  weightedTailRisk,
} from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)), `got ${got}, expected ${expected}`)

const losses = x.map((r) => -r)
const lower = { definition: 'lower-quantile' } as const
const fractional = { definition: 'fractional' } as const

test('the definitions of VaR and expected shortfall differ as they must on ten losses', () => {
  const ten = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
  assert.equal(valueAtRisk(ten, 0.85, lower), 90)
  near(valueAtRisk(ten, 0.85, { definition: 'linear' }), 86.5)
  assert.equal(valueAtRisk(ten, 0.85, { definition: 'upper-quantile' }), 90)
  // The worst 15 %: all of 100 and half of 90.
  near(expectedShortfall(ten, 0.85, fractional), (100 + 0.5 * 90) / 1.5)
  near(expectedShortfall(ten, 0.85, { definition: 'at-or-above' }), 95)
  near(expectedShortfall(ten, 0.85, { definition: 'above' }), 100)
  assert.equal(expectedShortfall(ten, 0.99, { definition: 'above' }), 100)
})

test('rounding of n times the confidence does not move the order statistic', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1)
  for (const k of [7, 14, 28, 55, 56, 57, 95, 99]) assert.equal(valueAtRisk(hundred, k / 100, lower), k)
})

test('expected shortfall is never below the VaR and both rise with the confidence', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0.01, max: 0.98, noNaN: true }),
      (sample, confidence) => {
        const es = expectedShortfall(sample, confidence, fractional)
        assert.ok(es >= valueAtRisk(sample, confidence, lower) - 1e-12)
        assert.ok(expectedShortfall(sample, confidence + 0.01, fractional) >= es - 1e-12)
        assert.ok(valueAtRisk(sample, confidence + 0.01, lower) >= valueAtRisk(sample, confidence, lower))
      },
    ),
    { numRuns: 200, seed: 4 },
  )
})

test('expected shortfall is the minimum of the function of Rockafellar and Uryasev', () => {
  const confidence = 0.88
  const objective = (v: number): number =>
    v + losses.reduce((sum, loss) => sum + Math.max(loss - v, 0), 0) / (losses.length * (1 - confidence))
  near(expectedShortfall(losses, confidence, fractional), Math.min(...losses.map(objective)))
})

test('expected shortfall is subadditive on a pair of series', () => {
  const sum = x.map((r, t) => -r - y[t])
  const parts = [losses, y.map((r) => -r)].map((part) => expectedShortfall(part, 0.93, fractional))
  assert.ok(expectedShortfall(sum, 0.93, fractional) <= parts[0] + parts[1] + 1e-15)
})

test('equal probabilities give the unweighted figures, and doubling one is repeating it', () => {
  const equal = losses.map(() => 1 / 40)
  near(weightedTailRisk(losses, equal, 0.9).valueAtRisk, valueAtRisk(losses, 0.9, lower))
  near(weightedTailRisk(losses, equal, 0.9).expectedShortfall, expectedShortfall(losses, 0.9, fractional))
  const repeated = [...losses, losses[26]]
  const doubled = losses.map((_, i) => (i === 26 ? 2 / 41 : 1 / 41))
  near(weightedTailRisk(losses, doubled, 0.9).expectedShortfall, expectedShortfall(repeated, 0.9, fractional))
  near(weightedTailRisk(losses, doubled, 0.9).valueAtRisk, valueAtRisk(repeated, 0.9, lower))
})

test('parametric figures agree with scipy 1.10.1 (norm; t.ppf and the numerical mean of its tail)', () => {
  const normal = normalTailRisk({ mean: 0.004, standardDeviation: 0.03 }, 0.975)
  near(normal.valueAtRisk, 0.05479891953620161)
  near(normal.expectedShortfall, 0.06613408376604245)
  const student = studentTailRisk({ mean: 0.01, standardDeviation: 0.2 }, 5, 0.99)
  near(student.valueAtRisk, 0.5112927138768647, 1e-10)
  near(student.expectedShortfall, 0.6797673520095717, 1e-8)
})

test('a Student t with many degrees of freedom is nearly normal', () => {
  const moments = { mean: 0, standardDeviation: 1 }
  near(studentTailRisk(moments, 1e6, 0.99).expectedShortfall, normalTailRisk(moments, 0.99).expectedShortfall, 1e-5)
})

test('the Cornish-Fisher VaR agrees with its formula in scipy 1.10.1 and is normal without higher moments', () => {
  const moments = { mean: 0.005, standardDeviation: 0.04, skewness: -0.6, excessKurtosis: 2.4 }
  const { z, valueAtRisk: modified, monotone } = cornishFisherValueAtRisk(moments, 0.99)
  near(z, -3.1931462769734025)
  near(modified, 0.1227258510789361)
  assert.equal(monotone, true)
  assert.equal(cornishFisherValueAtRisk({ ...moments, skewness: -2 }, 0.99).monotone, false)
  const plain = cornishFisherValueAtRisk({ ...moments, skewness: 0, excessKurtosis: 0 }, 0.99)
  near(plain.valueAtRisk, normalTailRisk(moments, 0.99).valueAtRisk)
})

test('Gaussian shortfall figures agree with scipy 1.10.1 expectations', () => {
  const gaussian = gaussianRisk({ mean: 0.01, standardDeviation: 0.05 }, 0.95, 0)
  near(gaussian.shortfallProbability, 0.42074029056089696)
  near(gaussian.averageShortfall, 0.03647079240428215)
  near(gaussian.regret, 0.002135292075957179)
  near(gaussian.lowerPartialVariance, 0.0008984034084706043)
})

test('tail returns agree with numpy 1.24.2 and scipy 1.10.1', () => {
  const tail = returnTail(x, 0.95)
  near(tail.gaussianVarReturn, -0.021102326346467828)
  near(tail.gaussianEsReturn, -0.026459993077905433)
  near(tail.historicalVarReturn, -0.02292)
  near(tail.historicalEsReturn, -0.0266)
})

const weights = [0.5, 0.3, 0.2]
const covariance = [
  [0.04, 0.006, -0.002],
  [0.006, 0.0225, 0.001],
  [-0.002, 0.001, 0.0025],
]
const portfolio = { weights, covariance, expectedReturns: [0.06, 0.04, 0.02] }

test('contributions add up and are the derivatives of the volatility', () => {
  const parts = riskContributions(weights, covariance)
  near(
    parts.contributions.reduce((a, b) => a + b, 0),
    parts.volatility,
  )
  near(
    parts.shares.reduce((a, b) => a + b, 0),
    1,
  )
  const h = 1e-6
  weights.forEach((_, i) => {
    const bumped = (step: number): number =>
      riskContributions(
        weights.map((w, j) => (i === j ? w + step : w)),
        covariance,
      ).volatility
    near(parts.marginal[i], (bumped(h) - bumped(-h)) / (2 * h), 1e-8)
  })
  const alone = riskContributions([0, 1, 0], covariance)
  near(alone.volatility, 0.15)
  near(alone.effectiveNumberOfBets, 1)
  near(alone.diversificationRatio, 1)
})

test('components of normal VaR and expected shortfall add up to the figures taken at once', () => {
  const parts = componentTailRisk(portfolio, 0.99)
  const volatility = riskContributions(weights, covariance).volatility
  const whole = normalTailRisk({ mean: 0.046, standardDeviation: volatility }, 0.99)
  near(parts.valueAtRisk, whole.valueAtRisk)
  near(parts.expectedShortfall, whole.expectedShortfall)
  near(
    parts.shares.reduce((a, b) => a + b, 0),
    1,
  )
})

test('leaving an asset out is the VaR of the others at the same total weight', () => {
  const without = normalTailRisk(
    {
      mean: (0.5 * 0.06 + 0.3 * 0.04) / 0.8,
      standardDeviation: Math.sqrt(0.25 * 0.04 + 0.09 * 0.0225 + 0.3 * 0.006) / 0.8,
    },
    0.95,
  )
  near(
    incrementalValueAtRisk(portfolio, 0.95, 2) ?? NaN,
    componentTailRisk(portfolio, 0.95).valueAtRisk - without.valueAtRisk,
  )
})

test('historical contributions add up to the expected shortfall of the portfolio, with a fractional edge', () => {
  const returns = x.map((r, t) => [r, y[t]])
  for (const confidence of [0.9, 0.93, 0.999]) {
    const parts = expectedShortfallContributions(returns, [0.6, 0.4], confidence)
    const direct = returns.map(([a, b]) => -(0.6 * a + 0.4 * b))
    near(parts.expectedShortfall, expectedShortfall(direct, confidence, fractional))
  }
  assert.equal(expectedShortfallContributions(returns, [1, 0], 0.95).tailScenarios.length, 2)
  near(expectedShortfallContributions(returns, [1, 0], 0.95).contributions[0], 0.0266)
})

test("Kupiec's ratio agrees with binomial likelihoods of scipy 1.10.1", () => {
  near(kupiecTest(7, 250, 0.01).likelihoodRatio, 5.496990447792692, 1e-10)
  near(kupiecTest(0, 120, 0.05).likelihoodRatio, 12.310390653012128, 1e-10)
  assert.equal(kupiecTest(7, 250, 0.01).baselZone, 'yellow')
  assert.equal(kupiecTest(7, 249, 0.01).baselZone, null)
  near(kupiecTest(5, 100, 0.05).likelihoodRatio, 0)
  near(kupiecTest(5, 100, 0.05).pValue, 1)
})

test("Christoffersen's ratios agree with numpy 1.24.2 and scipy 1.10.1", () => {
  const hits = [0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
  const result = christoffersenTest(hits, 0.1)
  assert.deepEqual(result.transitionCounts, [18, 4, 4, 3])
  near(result.independence.likelihoodRatio, 1.631704864323762, 1e-11)
  near(result.independence.pValue, 0.20146740395129914, 1e-11)
  near(result.conditionalCoverage.likelihoodRatio, 6.118113006286356, 1e-11)
  near(result.conditionalCoverage.pValue, 0.04693195448900953, 1e-11)
  assert.equal(christoffersenTest([0, 0, 0, 0], 0.05).independence.likelihoodRatio, 0)
})

test('VaR scales with the root of time, and faster under positive autocorrelation', () => {
  near(scaledValueAtRisk(3, 16, 0), 12)
  // Two days at rho: variance 2 + 2 rho.
  near(scaledValueAtRisk(1, 2, 0.3), Math.sqrt(2.6))
})

test('shortfall below a target and second-order bond price changes', () => {
  assert.deepEqual(targetShortfall([90, 100, 110, 80], 95), {
    probability: 0.5,
    expectedAmount: 5,
    conditionalAmount: 10,
  })
  assert.equal(targetShortfall([100], 95).conditionalAmount, null)
  near(durationConvexityChange(102, 7, 60, 0.01), 102 * (-0.07 + 0.003))
})

test('normal VaR from series uses their moments', () => {
  const rows = x.map((r, t) => [r, y[t]])
  const parts = componentTailRisk(
    {
      weights: [0.5, 0.5],
      covariance: covarianceMatrix(rows, 'sample'),
      expectedReturns: [mean(x), mean(y)],
    },
    0.95,
  )
  const mixed = rows.map(([a, b]) => 0.5 * a + 0.5 * b)
  const direct = normalTailRisk({ mean: mean(mixed), standardDeviation: standardDeviation(mixed, 'sample') }, 0.95)
  near(parts.valueAtRisk, direct.valueAtRisk)
})

test('bad inputs are refused with their place', () => {
  assert.throws(() => valueAtRisk([], 0.95, lower), { code: 'invalid-input' })
  assert.throws(() => valueAtRisk(losses, 1, lower), /confidence/)
  assert.throws(() => expectedShortfall([1, Number.NaN], 0.9, fractional), /\[1\]/)
  assert.throws(() => weightedTailRisk([1, 2], [0.5, 0.6], 0.9), /sum to 1/)
  assert.throws(() => weightedTailRisk([1, 2], [-0.5, 1.5], 0.9), /probabilities\[0\]/)
  assert.throws(() => normalTailRisk({ mean: 0, standardDeviation: -1 }, 0.9), /standardDeviation/)
  assert.throws(() => studentTailRisk({ mean: 0, standardDeviation: 1 }, 2, 0.9), /degreesOfFreedom/)
  assert.throws(() => gaussianRisk({ mean: 1, standardDeviation: 0 }, 0.95, 0), /standardDeviation/)
  assert.throws(() => riskContributions([0, 0, 0], covariance), { code: 'not-applicable' })
  assert.throws(
    () =>
      riskContributions(weights, [
        [1, 0],
        [0, 1],
      ]),
    /same length/,
  )
  const skewed = covariance.map((row, i) => row.map((value, j) => (i === 0 && j === 1 ? 0.5 : value)))
  assert.throws(() => riskContributions(weights, skewed), /not symmetric at \[1\]\[0\]/)
  assert.throws(() => incrementalValueAtRisk(portfolio, 0.95, 3), /asset/)
  assert.throws(() => expectedShortfallContributions([[0.1]], weights, 0.95), /returns\[0\]/)
  assert.throws(() => kupiecTest(11, 10, 0.01), /exceptions/)
  assert.throws(() => christoffersenTest([0, 2], 0.05), /hits\[1\]/)
  assert.throws(() => scaledValueAtRisk(1, 10, 1), /autocorrelation/)
})
