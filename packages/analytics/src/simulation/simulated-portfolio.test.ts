import assert from 'node:assert/strict'
import test from 'node:test'
import { normalPdf, normalQuantile, studentTQuantile } from '../math/index.ts'
import type { Copula } from './copula.ts'
import { copulaTailDependence } from './copula.ts'
import { filteredHistory } from './filtered-history.ts'
import { type Marginal, marginalMean } from './marginal.ts'
import { type ScenarioModel, scenarioSource } from './scenario-source.ts'
import { blockOf, simulatedPortfolio } from './simulated-portfolio.ts'
import type { SimulatedFigure } from './tail-figures.ts'

const correlation = [
  [1, 0.3, 0.2],
  [0.3, 1, 0.1],
  [0.2, 0.1, 1],
]
const weights = [0.5, 0.3, 0.2]
const normal: Marginal = { kind: 'normal', mean: 0.001, standardDeviation: 0.02 }
const spread =
  0.02 *
  Math.sqrt(weights.reduce((sum, a, i) => sum + weights.reduce((s, b, j) => s + a * b * correlation[i][j], 0), 0))
const model = (copula: Copula, marginal: Marginal = normal): ScenarioModel => ({
  kind: 'copula',
  marginals: [marginal, marginal, marginal],
  copula,
})

function assertNear(figure: SimulatedFigure, exact: number, what: string): void {
  assert.ok(
    Math.abs(figure.estimate - exact) < 4 * figure.standardError + 1e-12,
    `${what}: ${figure.estimate} +- ${figure.standardError} is not ${exact}`,
  )
}

for (const antithetic of [false, true]) {
  test(`a normal portfolio has the closed figures${antithetic ? ', antithetic' : ''}`, () => {
    const result = simulatedPortfolio(model({ kind: 'gaussian', correlation }), weights, {
      seed: 3,
      scenarios: 40_000,
      antithetic,
    })
    assertNear(result.meanReturn, 0.001, 'mean')
    assertNear(result.volatility, spread, 'volatility')
    for (const { confidence, valueAtRisk, expectedShortfall } of result.tails) {
      const z = normalQuantile(confidence)
      assertNear(valueAtRisk, -0.001 + spread * z, 'VaR')
      assertNear(expectedShortfall, -0.001 + (spread * normalPdf(z)) / (1 - confidence), 'ES')
    }
    for (const own of result.strategyTails)
      assertNear(own[1].valueAtRisk, -0.001 + 0.02 * normalQuantile(0.99), 'own VaR')
    if (antithetic) assert.ok(result.meanReturn.standardError < 1e-12)
  })
}

test('contributions add up to VaR and expected shortfall, and are those of the normal Euler rule', () => {
  const result = simulatedPortfolio(model({ kind: 'gaussian', correlation }), weights, { seed: 5, scenarios: 50_000 })
  result.contributions.forEach(({ confidence, valueAtRisk, expectedShortfall }, c) => {
    const sum = (figures: readonly SimulatedFigure[]): number =>
      figures.reduce((total, { estimate }) => total + estimate, 0)
    assert.ok(Math.abs(sum(valueAtRisk) - result.tails[c].valueAtRisk.estimate) < 1e-12)
    assert.ok(Math.abs(sum(expectedShortfall) - result.tails[c].expectedShortfall.estimate) < 1e-12)
    weights.forEach((w, i) => {
      const share = (w * 0.0004 * correlation[i].reduce((s, r, j) => s + r * weights[j], 0)) / spread
      const z = normalQuantile(confidence)
      assertNear(valueAtRisk[i], -0.001 * w + share * z, `VaR of ${i}`)
      assertNear(expectedShortfall[i], -0.001 * w + (share * normalPdf(z)) / (1 - confidence), `ES of ${i}`)
    })
  })
})

test('equal t marginals under the t copula are a multivariate t (scipy.stats.t for VaR and expected shortfall)', () => {
  const marginal: Marginal = { kind: 'student-t', location: 0, scale: 0.02, degreesOfFreedom: 4 }
  const { tails } = simulatedPortfolio(
    model({ kind: 'student-t', correlation, degreesOfFreedom: 4 }, marginal),
    weights,
    {
      seed: 11,
      scenarios: 60_000,
    },
  )
  assertNear(tails[0].valueAtRisk, 0.030805001573945844, 'VaR 95')
  assertNear(tails[0].expectedShortfall, 0.046281200417395384, 'ES 95')
  assertNear(tails[1].valueAtRisk, 0.054143065624960324, 'VaR 99')
  assertNear(tails[1].expectedShortfall, 0.07543699000134026, 'ES 99')
})

test('the figures have the same bits whatever the block', () => {
  const histories: ScenarioModel[] = [
    model({ kind: 'student-t', correlation, degreesOfFreedom: 3 }),
    model({ kind: 'grouped-t', correlation, groups: [0, 1, 1], degreesOfFreedom: [3, 8] }),
    model({ kind: 'clayton', theta: 1.5 }),
    model({ kind: 'gumbel', theta: 1.7, survival: true }),
  ]
  for (const each of histories) {
    const run = (blockSize: number) => simulatedPortfolio(each, weights, { seed: 9, scenarios: 1501, blockSize })
    const base = run(256)
    for (const blockSize of [2, 7, 1000, 4096]) assert.deepEqual(run(blockSize), base)
  }
})

test('comonotone strategies add their VaR; independent ones have variances that add', () => {
  const comonotone = simulatedPortfolio(model({ kind: 'comonotone' }), weights, { seed: 2, scenarios: 5000 })
  const sum = comonotone.strategyTails.reduce((total, own, i) => total + weights[i] * own[1].valueAtRisk.estimate, 0)
  assert.ok(Math.abs(comonotone.tails[1].valueAtRisk.estimate - sum) < 1e-12)
  const independent = simulatedPortfolio(model({ kind: 'independence' }), weights, { seed: 2, scenarios: 40_000 })
  assertNear(independent.volatility, 0.02 * Math.hypot(...weights), 'volatility')
})

/** Returns of `count` scenarios, by strategy. */
function drawn(each: ScenarioModel, count: number): Float64Array[] {
  const source = scenarioSource(each, { seed: 21, blockSize: 500 })
  const block = new Float64Array(source.strategies * source.stride)
  const columns = Array.from({ length: source.strategies }, () => new Float64Array(count))
  for (let start = 0; start < count; start += 500) {
    source.open(blockOf(start, start + 500))
    source.next(block)
    columns.forEach((column, i) => column.set(block.subarray(i * source.stride, i * source.stride + 500), start))
  }
  return columns
}

for (const [copula, tau] of [
  [{ kind: 'clayton', theta: 2 }, 0.5],
  [{ kind: 'clayton', theta: 2, survival: true }, 0.5],
  [{ kind: 'gumbel', theta: 2 }, 0.5],
  [{ kind: 'gumbel', theta: 1 }, 0],
  [
    {
      kind: 'student-t',
      degreesOfFreedom: 3,
      correlation: [
        [1, 0.5],
        [0.5, 1],
      ],
    },
    1 / 3,
  ],
  [
    {
      kind: 'grouped-t',
      groups: [0, 0],
      degreesOfFreedom: [3],
      correlation: [
        [1, 0.5],
        [0.5, 1],
      ],
    },
    1 / 3,
  ],
] as const satisfies readonly (readonly [Copula, number])[]) {
  test(`a ${copula.kind} copula ${'survival' in copula ? 'turned around ' : ''}has Kendall's tau ${tau.toFixed(2)}, normal marginals and its tail dependence`, () => {
    const count = 100_000
    const [x, y] = drawn(
      { kind: 'copula', marginals: [normal, { kind: 'normal', mean: 0, standardDeviation: 1 }], copula },
      count,
    )
    // Concordance of neighbouring pairs: independent draws.
    let concordant = 0
    for (let s = 0; s < count; s += 2) concordant += (x[s] - x[s + 1]) * (y[s] - y[s + 1]) > 0 ? 1 : 0
    assert.ok(Math.abs((2 * concordant) / (count / 2) - 1 - tau) < 4 * 2 * Math.sqrt(0.25 / (count / 2)))
    const mean = y.reduce((a, b) => a + b, 0) / count
    const square = y.reduce((a, b) => a + b * b, 0) / count
    assert.ok(Math.abs(mean) < 4 / Math.sqrt(count))
    assert.ok(Math.abs(square - 1) < 4 * Math.sqrt(2 / count))
    // At 0.5 %: near the limit, from above (t) or exactly so (Clayton, to the first order).
    const q = 0.005
    const edges = [x, y].map((column) => column.slice().sort())
    const tail = { lower: 0, upper: 0 }
    for (let s = 0; s < count; s++) {
      if (x[s] < edges[0][count * q] && y[s] < edges[1][count * q]) tail.lower += 1 / (count * q)
      if (x[s] >= edges[0][count * (1 - q)] && y[s] >= edges[1][count * (1 - q)]) tail.upper += 1 / (count * q)
    }
    const limit = copulaTailDependence(copula)
    assert.ok(limit !== null)
    assert.ok(Math.abs(tail.lower - limit.lower) < 0.1, `lower ${tail.lower}, limit ${limit.lower}`)
    assert.ok(Math.abs(tail.upper - limit.upper) < 0.1, `upper ${tail.upper}, limit ${limit.upper}`)
  })
}

test('marginals come through a copula of other tails: quantiles of each kind', () => {
  const values = Float64Array.from({ length: 400 }, (_, k) => studentTQuantile((k + 0.5) / 400, 5) * 0.01)
  const marginals: Marginal[] = [
    { kind: 'student-t', location: 0.01, scale: 0.02, degreesOfFreedom: 6 },
    { kind: 'skewed-t', mean: 0.002, standardDeviation: 0.03, degreesOfFreedom: 7, skewness: -0.5 },
    { kind: 'historical', values },
    {
      kind: 'semi-parametric',
      values,
      lowerTail: { threshold: -0.015, shape: 0.2, scale: 0.006, share: 0.1 },
      upperTail: { threshold: 0.015, shape: 0.1, scale: 0.006, share: 0.1 },
    },
  ]
  const identity = marginals.map((_, i) => marginals.map((__, j) => (i === j ? 1 : 0)))
  const count = 40_000
  const columns = drawn(
    { kind: 'copula', marginals, copula: { kind: 'student-t', correlation: identity, degreesOfFreedom: 3 } },
    count,
  )
  columns.forEach((column, i) => {
    const average = column.reduce((a, b) => a + b, 0) / count
    const error = Math.sqrt(column.reduce((a, b) => a + (b - average) ** 2, 0)) / count
    const exact = marginalMean(marginals[i])
    assert.ok(
      exact !== null && Math.abs(average - exact) < 4 * error,
      `mean of ${marginals[i].kind}: ${average}, not ${exact}`,
    )
  })
  const within = (column: Float64Array, x: number, p: number): void => {
    const share = column.filter((value) => value <= x).length / count
    assert.ok(Math.abs(share - p) < 4 * Math.sqrt((p * (1 - p)) / count), `${share}, not ${p}`)
  }
  within(columns[0], 0.01 + 0.02 * studentTQuantile(0.02, 6), 0.02)
  within(columns[2], values[99], 0.25)
  within(columns[3], -0.015, 0.1)
  // Generalised Pareto: P(X < u - y) = share (1 + xi y / beta)^(-1 / xi)
  within(columns[3], -0.03, 0.1 * (1 + (0.2 * 0.015) / 0.006) ** -5)
})

test('the intervals cover the true VaR and expected shortfall as often as they say (200 runs)', () => {
  const marginal: Marginal = { kind: 'student-t', location: 0, scale: 1, degreesOfFreedom: 5 }
  const one: ScenarioModel = { kind: 'copula', marginals: [marginal], copula: { kind: 'independence' } }
  const [q, es] = [2.015048372669157, 2.890128947979924]
  let value = 0
  let shortfall = 0
  let paired = 0
  for (let seed = 0; seed < 200; seed++) {
    const base = { seed, scenarios: 2000, confidences: [0.95], byStrategy: false, contributions: false }
    const [tail] = simulatedPortfolio(one, [1], base).tails
    if (tail.valueAtRisk.lower <= q && q <= tail.valueAtRisk.upper) value++
    if (tail.expectedShortfall.lower <= es && es <= tail.expectedShortfall.upper) shortfall++
    const [twin] = simulatedPortfolio(one, [1], { ...base, antithetic: true }).tails
    if (twin.valueAtRisk.lower <= q && q <= twin.valueAtRisk.upper) paired++
  }
  for (const covered of [value, paired]) assert.ok(covered >= 178 && covered <= 200, `${covered} of 200`)
  // A mean of a heavy tail: a little under its level.
  assert.ok(shortfall >= 174, `${shortfall} of 200`)
})

test('an empirical copula with historical marginals draws the days themselves', () => {
  const observations = Array.from({ length: 50 }, (_, t) => [Math.sin(t * t), Math.cos(t * 3)])
  const marginals = [0, 1].map((i): Marginal => ({ kind: 'historical', values: observations.map((row) => row[i]) }))
  const [x, y] = drawn({ kind: 'copula', marginals, copula: { kind: 'empirical', observations } }, 1000)
  for (let s = 0; s < 1000; s++) assert.ok(observations.some(([a, b]) => a === x[s] && b === y[s]))
})

test('filtered history starts from the variance of the next day', () => {
  let state = 1
  const observations = Array.from({ length: 600 }, () => {
    state = (state * 16807) % 2147483647
    const z = normalQuantile(state / 2147483647)
    state = (state * 16807) % 2147483647
    return [0.01 * z, 0.01 * normalQuantile(state / 2147483647)]
  })
  for (let t = 550; t < 600; t++) for (const i of [0, 1]) observations[t][i] *= 3
  const history = filteredHistory(observations)
  const { volatility } = simulatedPortfolio(history, [1, 0], { seed: 1, scenarios: 5000, byStrategy: false })
  const residuals = history.residuals[0]
  const meanSquare = residuals.reduce((a, b) => a + b * b, 0) / residuals.length
  const average = residuals.reduce((a, b) => a + b, 0) / residuals.length
  assertNear(volatility, Math.sqrt(history.nextVariances[0] * (meanSquare - average * average)), 'volatility')
  assert.ok(volatility.estimate > 0.015)
})

test('what cannot be simulated is refused with its reason', () => {
  const gaussian: Copula = { kind: 'gaussian', correlation }
  const options = { seed: 1, scenarios: 1000 }
  const refused = (code: string, run: () => unknown): void => assert.throws(run, { code })
  refused('invalid-input', () => simulatedPortfolio(model(gaussian), [1, 2], options))
  refused('invalid-input', () => simulatedPortfolio(model(gaussian), [1, 2, Number.NaN], options))
  refused('invalid-input', () => simulatedPortfolio(model(gaussian), weights, { ...options, seed: -1 }))
  refused('invalid-input', () =>
    simulatedPortfolio(model(gaussian), weights, { ...options, scenarios: 1001, antithetic: true }),
  )
  refused('not-applicable', () => simulatedPortfolio(model(gaussian), weights, { ...options, confidences: [0.999] }))
  refused('not-applicable', () =>
    simulatedPortfolio(model({ kind: 'clayton', theta: 1 }), weights, { ...options, antithetic: true }),
  )
  refused('invalid-input', () => simulatedPortfolio(model({ kind: 'clayton', theta: 0 }), weights, options))
  refused('invalid-input', () =>
    simulatedPortfolio(
      model({
        kind: 'gaussian',
        correlation: [
          [1, 0.9, -0.9],
          [0.9, 1, 0.9],
          [-0.9, 0.9, 1],
        ],
      }),
      weights,
      options,
    ),
  )
  refused('invalid-input', () =>
    simulatedPortfolio(
      model({
        kind: 'gaussian',
        correlation: [
          [1, 2, 0],
          [2, 1, 0],
          [0, 0, 1],
        ],
      }),
      weights,
      options,
    ),
  )
  refused('invalid-input', () =>
    simulatedPortfolio(model(gaussian, { kind: 'normal', mean: 0, standardDeviation: -1 }), weights, options),
  )
  refused('not-applicable', () => filteredHistory(Array.from({ length: 120 }, () => [0.01])))
})

test('a singular correlation and strategies without variance are simulated', () => {
  const lockstep = [
    [1, 1, 0],
    [1, 1, 0],
    [0, 0, 1],
  ]
  const result = simulatedPortfolio(model({ kind: 'gaussian', correlation: lockstep }), [1, -1, 0], {
    seed: 1,
    scenarios: 1000,
  })
  assert.ok(Math.abs(result.volatility.estimate) < 1e-15)
  const still = simulatedPortfolio(
    model({ kind: 'gaussian', correlation }, { kind: 'normal', mean: 0.01, standardDeviation: 0 }),
    weights,
    {
      seed: 1,
      scenarios: 1000,
    },
  )
  assert.ok(Math.abs(still.tails[0].valueAtRisk.estimate + 0.01) < 1e-15)
  assert.ok(
    still.contributions.every(({ valueAtRisk }) => valueAtRisk.every(({ estimate }) => Number.isFinite(estimate))),
  )
})
