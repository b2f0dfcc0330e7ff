import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import { uniformStream } from '../random/index.ts'
import { mean, standardDeviation } from '../statistics/index.ts'
import {
  deltaGammaLoss,
  expectedShortfallBootstrap,
  expectedShortfallInterval,
  expectedShortfallTest,
  historicalSimulation,
  normalTailRisk,
  parametricTailInterval,
  simulatedTailRisk,
  studentTailRisk,
  timeUntilFirstFailureTest,
  trafficLight,
  valueAtRiskInterval,
} from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${got} is not ${expected}`)
const refused = (code: string, run: () => unknown): void =>
  assert.throws(run, (error) => error instanceof TuttiError && error.code === code)

/** Sixty draws of a Student t with four degrees of freedom (numpy 2.4.6, default_rng(5)), to three digits. */
const losses = [
  -1.401, -0.535, -2.281, -0.818, -1.977, 0.036, -0.283, -0.996, -0.524, 0.3, 0.689, -0.049, 0.209, -0.425, 0.165,
  -2.482, 1.227, -1.066, -1.117, -0.354, -0.038, -3.619, -0.349, -0.714, 0.205, 1.748, 1.669, 0.987, -1.082, 1.335,
  3.613, -0.542, -0.014, 0.046, 0.804, 1.6, 1.168, 0.693, 0.023, 1.933, 0.092, -0.333, -0.311, -0.922, 1.031, 0.176,
  -0.998, -0.778, -3.292, 0.745, -0.036, -0.866, 0.677, 0.034, 0.628, 0.151, -2.347, -1.918, 0, 0.552,
]
const draws = (seed: number, count: number): number[] => {
  const uniform = uniformStream(seed, 77, 0)
  return Array.from({ length: count }, () => normalQuantile(uniform()))
}

test('the interval of a historical VaR lies between the order statistics that the binomial distribution names', () => {
  // scipy 1.17.1 binom: P(X <= 489) = 0.01324, P(X <= 490) = 0.03110, P(X <= 499) = 0.99343 of 500 at 99 %;
  // P(X <= 229) = 0.01486, P(X <= 230) = 0.02715, P(X <= 244) = 0.98691 of 250 at 95 %.
  const five = valueAtRiskInterval(
    Array.from({ length: 500 }, (_, i) => i + 1),
    0.99,
    0.95,
  )
  assert.deepEqual([five.lowerRank, five.upperRank, five.estimate], [490, 500, 495])
  near(five.coverage, 0.9934295169575854 - 0.01324356709977953, 1e-10)
  const two = valueAtRiskInterval(
    Array.from({ length: 250 }, (_, i) => i + 1),
    0.95,
    0.95,
  )
  assert.deepEqual([two.lowerRank, two.upperRank], [230, 245])
})

test('a sample too short for the tail says what its interval covers', () => {
  const short = valueAtRiskInterval([1, 2, 3, 4, 5], 0.99, 0.95)
  assert.equal(short.upperRank, 5)
  assert.ok(short.coverage < 0.95)
})

test('intervals of VaR and shortfall cover the true figures about as often as they say', () => {
  const truth = normalTailRisk({ mean: 0, standardDeviation: 1 }, 0.95)
  let [varHits, shortfallHits] = [0, 0]
  const runs = 300
  for (let run = 0; run < runs; run++) {
    const sample = draws(run, 800)
    const interval = valueAtRiskInterval(sample, 0.95, 0.9)
    const shortfall = expectedShortfallInterval(sample, 0.95, 0.9)
    if (interval.lower <= truth.valueAtRisk && truth.valueAtRisk < interval.upper) varHits++
    if (shortfall.lower <= truth.expectedShortfall && truth.expectedShortfall <= shortfall.upper) shortfallHits++
  }
  assert.ok(varHits / runs > 0.85 && varHits / runs < 0.97, `${varHits} of ${runs}`)
  assert.ok(shortfallHits / runs > 0.83 && shortfallHits / runs < 0.96, `${shortfallHits} of ${runs}`)
})

test('the asymptotic error of a shortfall is that of numpy and near the bootstrap one', () => {
  // numpy 2.4.6: variance of the tail (n - 1) plus 0.9 (ES - VaR)^2, over 60 x 0.1.
  const asymptotic = expectedShortfallInterval(losses, 0.9, 0.95)
  near(asymptotic.estimate, 1.983)
  near(asymptotic.standardError, 0.439570383695515)
  const options = { level: 0.95, samples: 2000, meanBlock: 1, uniform: uniformStream(4, 1, 0) }
  const bootstrapped = expectedShortfallBootstrap(losses, 0.9, options)
  near(bootstrapped.estimate, asymptotic.estimate)
  assert.ok(Math.abs(bootstrapped.standardError / asymptotic.standardError - 1) < 0.35)
  assert.ok(bootstrapped.lower < bootstrapped.estimate && bootstrapped.estimate < bootstrapped.upper)
})

test('parametric intervals have the error that repeated estimation shows', () => {
  const [observations, confidence] = [250, 0.99]
  const estimates = Array.from({ length: 400 }, (_, run) => {
    const sample = draws(1000 + run, observations)
    return normalTailRisk({ mean: -mean(sample), standardDeviation: standardDeviation(sample, 'sample') }, confidence)
  })
  const claimed = parametricTailInterval({ mean: 0, standardDeviation: 1 }, confidence, observations, 0.95)
  const spread = (pick: 'valueAtRisk' | 'expectedShortfall'): number =>
    standardDeviation(
      estimates.map((estimate) => estimate[pick]),
      'sample',
    )
  assert.ok(Math.abs(spread('valueAtRisk') / claimed.valueAtRisk.standardError - 1) < 0.12)
  assert.ok(Math.abs(spread('expectedShortfall') / claimed.expectedShortfall.standardError - 1) < 0.12)
})

test('parametric intervals are centred on the parametric figures and shrink with the sample', () => {
  const moments = { mean: 0.001, standardDeviation: 0.02 }
  const normal = normalTailRisk(moments, 0.975)
  const student = studentTailRisk(moments, 6, 0.975)
  const interval = parametricTailInterval(moments, 0.975, 400, 0.95)
  near(interval.valueAtRisk.estimate, normal.valueAtRisk)
  near(interval.expectedShortfall.estimate, normal.expectedShortfall)
  const heavy = parametricTailInterval({ ...moments, degreesOfFreedom: 6 }, 0.975, 400, 0.95)
  near(heavy.valueAtRisk.estimate, student.valueAtRisk)
  near(heavy.expectedShortfall.estimate, student.expectedShortfall)
  assert.ok(heavy.valueAtRisk.standardError > interval.valueAtRisk.standardError)
  const longer = parametricTailInterval(moments, 0.975, 1600, 0.95)
  near(longer.valueAtRisk.standardError, interval.valueAtRisk.standardError / 2)
  refused('invalid-input', () => parametricTailInterval({ ...moments, degreesOfFreedom: 4 }, 0.975, 400, 0.95))
})

test('age-weighted and filtered history have the figures of numpy', () => {
  const aged = historicalSimulation(losses, 0.9, { kind: 'age-weighted', decay: 0.97 })
  near(aged.valueAtRisk, 1.227)
  near(aged.expectedShortfall, 1.9204935683517121)
  const filtered = historicalSimulation(losses, 0.9, { kind: 'filtered', decay: 0.94, warmUp: 20 })
  near(filtered.valueAtRisk, 1.4354252883193095)
  near(filtered.expectedShortfall, 2.1451288347116777)
  assert.equal(filtered.scenarioLosses.length, 40)
})

test('age weights near one are plain history, and every method has a shortfall of at least its VaR', () => {
  const plain = historicalSimulation(losses, 0.95, { kind: 'plain' })
  const aged = historicalSimulation(losses, 0.95, { kind: 'age-weighted', decay: 1 - 1e-12 })
  near(aged.expectedShortfall, plain.expectedShortfall, 1e-9)
  const loss = fc.double({ min: -100, max: 100, noNaN: true }).map((value) => value + 0.001)
  fc.assert(
    fc.property(
      fc.array(loss, { minLength: 15, maxLength: 80 }),
      fc.double({ min: 0.5, max: 0.99, noNaN: true }),
      fc.constantFrom(
        { kind: 'plain' as const },
        { kind: 'age-weighted' as const, decay: 0.98 },
        { kind: 'filtered' as const, decay: 0.94, warmUp: 10 },
      ),
      (values, confidence, method) => {
        const result = historicalSimulation(values, confidence, method)
        assert.ok(result.expectedShortfall >= result.valueAtRisk - 1e-9 * Math.abs(result.valueAtRisk))
        near(
          result.probabilities.reduce((sum, p) => sum + p, 0),
          1,
          1e-9,
        )
      },
    ),
    { seed: 71 },
  )
})

test('simulated figures of a linear position come near the closed form and do not change with the run', () => {
  const deltas = [1000, -400]
  const covariance = [
    [0.0004, 0.0001],
    [0.0001, 0.0009],
  ]
  const sd = Math.sqrt(1000 ** 2 * 0.0004 + 400 ** 2 * 0.0009 - 2 * 1000 * 400 * 0.0001)
  const options = { confidence: 0.975, scenarios: 40_000, seed: 12, level: 0.99 }
  const normal = simulatedTailRisk({ means: [0, 0], covariance }, deltaGammaLoss(deltas), options)
  const expected = normalTailRisk({ mean: 0, standardDeviation: sd }, 0.975)
  assert.ok(normal.valueAtRisk.lower <= expected.valueAtRisk && expected.valueAtRisk <= normal.valueAtRisk.upper)
  const { lower, upper } = normal.expectedShortfall
  assert.ok(lower <= expected.expectedShortfall && expected.expectedShortfall <= upper)
  assert.deepEqual(simulatedTailRisk({ means: [0, 0], covariance }, deltaGammaLoss(deltas), options), normal)

  const student = simulatedTailRisk({ means: [0, 0], covariance, degreesOfFreedom: 5 }, deltaGammaLoss(deltas), options)
  const heavy = studentTailRisk({ mean: 0, standardDeviation: sd }, 5, 0.975)
  assert.ok(student.valueAtRisk.lower <= heavy.valueAtRisk && heavy.valueAtRisk <= student.valueAtRisk.upper)
  assert.ok(Math.abs(student.expectedShortfall.estimate / heavy.expectedShortfall - 1) < 0.04)
})

test('a negative gamma makes the tail of a hedged position', () => {
  // Loss x^2 / 2 of a standard normal: VaR is half the chi-square quantile, 3.841458820694124 / 2 at 95 %.
  const options = { confidence: 0.95, scenarios: 40_000, seed: 3, level: 0.99 }
  const result = simulatedTailRisk({ means: [0], covariance: [[1]] }, deltaGammaLoss([0], [[-1]]), options)
  assert.ok(result.valueAtRisk.lower <= 1.920729410347062 && 1.920729410347062 <= result.valueAtRisk.upper)
})

test('the traffic light has the zones and probabilities that Basel prints', () => {
  // Basel Committee (1996), table 2: cumulative probabilities 8.11, 28.58, 54.32, 75.81, 89.22, 95.88, 98.63, 99.60, ...
  const printed = [8.11, 28.58, 54.32, 75.81, 89.22, 95.88, 98.63, 99.6, 99.89, 99.97, 99.99]
  const zones = printed.map((percent, exceptions) => {
    const light = trafficLight(exceptions, 250, 0.01)
    assert.ok(Math.abs(100 * light.cumulativeProbability - percent) < 0.0051, `${exceptions}`)
    return light.zone
  })
  assert.deepEqual(zones, [...Array<string>(5).fill('green'), ...Array<string>(5).fill('yellow'), 'red'])
  const { yellowFrom, redFrom } = trafficLight(0, 250, 0.01)
  assert.deepEqual([yellowFrom, redFrom], [5, 10])
  assert.equal(trafficLight(250, 250, 0.01).zone, 'red')
})

test('the first failure is tested by its likelihood ratio', () => {
  // -2 ln(p (1 - p)^(v - 1)) + 2 ln((1 / v) (1 - 1 / v)^(v - 1)), evaluated in numpy 2.4.6.
  near(timeUntilFirstFailureTest(1, 0.01).likelihoodRatio, 9.210340371976182)
  near(timeUntilFirstFailureTest(12, 0.01).likelihoodRatio, 2.547384167405359)
  near(timeUntilFirstFailureTest(500, 0.01).likelihoodRatio, 4.813360691594513)
  near(timeUntilFirstFailureTest(100, 0.01).likelihoodRatio, 0, 1e-12)
  refused('invalid-input', () => timeUntilFirstFailureTest(0, 0.01))
})

test('the shortfall test keeps good forecasts, rejects small ones and knows the usual limit', () => {
  const n = 500
  const truth = normalTailRisk({ mean: 0, standardDeviation: 1 }, 0.975)
  const forecasts = (scale: number) => ({
    losses: draws(42, n),
    valueAtRisk: new Array<number>(n).fill(truth.valueAtRisk * scale),
    expectedShortfall: new Array<number>(n).fill(truth.expectedShortfall * scale),
  })
  const options = { confidence: 0.975, scenarios: 4000, seed: 5 }
  const good = expectedShortfallTest(forecasts(1), options)
  assert.ok(good.z2PValue > 0.05 && Math.abs(good.z2) < 0.7)
  const bad = expectedShortfallTest(forecasts(0.6), options)
  assert.ok(bad.z2PValue < 0.01 && bad.z2 < -1)
  assert.deepEqual(expectedShortfallTest(forecasts(1), options), good)
  // Acerbi and Szekely (2014): -0.70 is the 5 % limit of Z2 for 250 days at 97.5 %, whatever the tail.
  const limit = {
    losses: [1.7, ...new Array<number>(249).fill(0)],
    valueAtRisk: new Array<number>(250).fill(0.1),
    expectedShortfall: [1.7 / (1.7 * 6.25), ...new Array<number>(249).fill(1)],
  }
  const atLimit = expectedShortfallTest(limit, options)
  near(atLimit.z2, -0.7, 1e-9)
  assert.ok(atLimit.z2PValue > 0.03 && atLimit.z2PValue < 0.07, `${atLimit.z2PValue}`)
  assert.equal(expectedShortfallTest({ ...limit, losses: new Array<number>(250).fill(0) }, options).z1, null)
})

test('tails that cannot be measured are refused', () => {
  refused('not-applicable', () => expectedShortfallInterval([1, 2, 3], 0.9, 0.95))
  refused('invalid-input', () => valueAtRiskInterval([1, NaN], 0.9, 0.95))
  refused('invalid-input', () => valueAtRiskInterval([1, 2], 1, 0.95))
  refused('invalid-input', () => historicalSimulation([], 0.9, { kind: 'plain' }))
  refused('invalid-input', () => historicalSimulation(losses, 0.9, { kind: 'filtered', decay: 0.94, warmUp: 3 }))
  const flat = new Array<number>(30).fill(0)
  refused('not-applicable', () => historicalSimulation(flat, 0.9, { kind: 'filtered', decay: 0.94, warmUp: 10 }))
  const options = { confidence: 0.9, scenarios: 100, seed: 1, level: 0.95 }
  const indefinite = [
    [1, 2],
    [2, 1],
  ]
  refused('invalid-input', () =>
    simulatedTailRisk({ means: [0, 0], covariance: indefinite }, deltaGammaLoss([1, 1]), options),
  )
  refused('invalid-input', () =>
    simulatedTailRisk({ means: [0], covariance: [[1]], degreesOfFreedom: 2 }, deltaGammaLoss([1]), options),
  )
  refused('invalid-input', () => simulatedTailRisk({ means: [0], covariance: [[1]] }, () => NaN, options))
  const forecast = { losses: [1], valueAtRisk: [2], expectedShortfall: [1] }
  refused('invalid-input', () => expectedShortfallTest(forecast, { confidence: 0.9, scenarios: 100, seed: 1 }))
})
