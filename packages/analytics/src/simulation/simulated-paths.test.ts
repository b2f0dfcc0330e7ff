import assert from 'node:assert/strict'
import test from 'node:test'
import { comparedPortfolios } from './compared-portfolios.ts'
import type { ScenarioModel } from './scenario-source.ts'
import { pathFigures, simulatedPaths } from './simulated-paths.ts'
import { simulatedPortfolio } from './simulated-portfolio.ts'

const one: ScenarioModel = {
  kind: 'copula',
  marginals: [{ kind: 'normal', mean: 0.005, standardDeviation: 0.04 }],
  copula: { kind: 'independence' },
}
const three: ScenarioModel = {
  kind: 'copula',
  marginals: [
    { kind: 'student-t', location: 0.006, scale: 0.03, degreesOfFreedom: 4 },
    { kind: 'skewed-t', mean: 0.004, standardDeviation: 0.025, degreesOfFreedom: 6, skewness: -0.3 },
    { kind: 'normal', mean: 0.002, standardDeviation: 0.012 },
  ],
  copula: {
    kind: 'student-t',
    correlation: [
      [1, 0.5, -0.1],
      [0.5, 1, 0.1],
      [-0.1, 0.1, 1],
    ],
    degreesOfFreedom: 5,
  },
}

for (const antithetic of [false, true]) {
  test(`drawdowns of a year of monthly normal returns are those of 400,000 numpy paths${antithetic ? ', antithetic' : ''}`, () => {
    const run = simulatedPaths(one, [1], { seed: 4, scenarios: 40_000, periods: 12, rebalanceEvery: 1, antithetic })
    // numpy 1.24 default_rng(1): mean maximum drawdown 0.1029502 (0.0000882), median 0.0924491, 95 % quantile 0.2102178,
    // mean ulcer index 0.0553040, time under water 0.6797406, probability of a loss 0.354435
    const near = (figure: { estimate: number; standardError: number }, expected: number, error: number): void =>
      assert.ok(
        Math.abs(figure.estimate - expected) < 4 * Math.hypot(figure.standardError, error),
        `${figure.estimate}, not ${expected}`,
      )
    near(run.meanMaximumDrawdown, 0.10295021372007401, 8.9e-5)
    near(run.meanUlcer, 0.055304005346403826, 6e-5)
    near(run.meanTimeUnderWater, 0.679740625, 5e-4)
    near(run.probabilityOfLoss, 0.354435, 8e-4)
    const [, , median, , , high] = run.maximumDrawdownQuantiles
    assert.ok(Math.abs(median.estimate - 0.092449135074736) < 0.0012)
    assert.ok(Math.abs(high.estimate - 0.210217781983827) < 0.004)
    assert.ok(median.lower < median.estimate && median.estimate < median.upper)
  })
}

test('mean wealth is compound, and the control variate cuts its standard error', () => {
  const run = simulatedPaths(three, [0.4, 0.3, 0.3], { seed: 8, periods: 12, rebalanceEvery: 1 })
  const exact = (1 + 0.4 * 0.006 + 0.3 * 0.004 + 0.3 * 0.002) ** 12
  assert.ok(Math.abs(run.meanFinalWealth.estimate - exact) < 4 * run.meanFinalWealth.standardError)
  assert.ok(run.controlledMeanFinalWealth !== null)
  assert.ok(Math.abs(run.controlledMeanFinalWealth.estimate - exact) < 4 * run.controlledMeanFinalWealth.standardError)
  assert.ok(run.controlledMeanFinalWealth.standardError < 0.1 * run.meanFinalWealth.standardError)
})

test('a portfolio that is never rebalanced has the mean of its parts: sum of w (1 + mean)^T', () => {
  const run = simulatedPaths(three, [0.4, 0.3, 0.2], { seed: 8, periods: 24, rebalanceEvery: 0, scenarios: 20_000 })
  const exact = 0.4 * 1.006 ** 24 + 0.3 * 1.004 ** 24 + 0.2 * 1.002 ** 24 + 0.1
  assert.ok(Math.abs(run.meanFinalWealth.estimate - exact) < 4 * run.meanFinalWealth.standardError)
})

test('rebalancing every third period restores the weights: the mean compounds in blocks', () => {
  const run = simulatedPaths(three, [0.4, 0.3, 0.3], { seed: 8, periods: 12, rebalanceEvery: 3, scenarios: 20_000 })
  const block = 0.4 * 1.006 ** 3 + 0.3 * 1.004 ** 3 + 0.3 * 1.002 ** 3
  assert.ok(Math.abs(run.meanFinalWealth.estimate - block ** 4) < 4 * run.meanFinalWealth.standardError)
})

test('one period of a path is the one-period simulation, scenario by scenario', () => {
  const path = simulatedPaths(three, [0.4, 0.3, 0.3], { seed: 6, periods: 1, rebalanceEvery: 1, scenarios: 3000 })
  const single = simulatedPortfolio(three, [0.4, 0.3, 0.3], { seed: 6, scenarios: 3000 })
  path.tails.forEach((tail, k) => {
    assert.ok(Math.abs(tail.valueAtRisk.estimate - single.tails[k].valueAtRisk.estimate) < 1e-12)
    assert.ok(Math.abs(tail.expectedShortfall.standardError - single.tails[k].expectedShortfall.standardError) < 1e-12)
  })
})

test('paths have the same bits whatever the block, and keep wealth and drawdowns in their bounds', () => {
  const run = (blockSize: number) =>
    pathFigures(three, [[2, 1, -1]], { seed: 6, periods: 6, rebalanceEvery: 2, scenarios: 700, blockSize })
  const base = run(256)
  for (const blockSize of [2, 33, 700]) assert.deepEqual(run(blockSize), base)
  const [{ wealth, maximumDrawdown, ulcer, timeUnderWater }] = base.figures
  for (let s = 0; s < 700; s++) {
    assert.ok(wealth.every((values) => values[s] >= 0))
    assert.ok(maximumDrawdown[s] >= 0 && maximumDrawdown[s] <= 1)
    assert.ok(ulcer[s] <= maximumDrawdown[s] + 1e-12)
    assert.ok(timeUnderWater[s] >= 0 && timeUnderWater[s] <= 1 + 1e-12)
  }
})

test('a path that loses everything stays at nothing and counts as ruin', () => {
  const wild: ScenarioModel = { ...one, marginals: [{ kind: 'normal', mean: 0, standardDeviation: 1 }] }
  for (const rebalanceEvery of [0, 1]) {
    const { figures } = pathFigures(wild, [[1]], { seed: 1, periods: 8, rebalanceEvery, scenarios: 2000 })
    const [{ wealth, maximumDrawdown }] = figures
    let ruined = 0
    for (let s = 0; s < 2000; s++) {
      const first = wealth.findIndex((values) => values[s] === 0)
      if (first < 0) continue
      ruined++
      assert.ok(wealth.slice(first).every((values) => values[s] === 0))
      assert.equal(maximumDrawdown[s], 1)
    }
    assert.ok(ruined > 1000)
    const { probabilityOfRuin } = simulatedPaths(wild, [1], { seed: 1, periods: 8, rebalanceEvery, scenarios: 2000 })
    assert.ok(Math.abs(probabilityOfRuin.estimate - ruined / 2000) < 1e-12)
  }
})

test('a portfolio against itself is a tie with no error; half of it is told apart', () => {
  const options = { seed: 3, periods: 12, rebalanceEvery: 1, scenarios: 4000 }
  const same = comparedPortfolios(three, [0.4, 0.3, 0.3], [0.4, 0.3, 0.3], options)
  for (const figure of [same.meanFinalWealth, same.meanMaximumDrawdown, ...same.tails.map((t) => t.valueAtRisk)]) {
    assert.equal(figure.verdict, 'tie')
    assert.equal(figure.standardError, 0)
    assert.equal(figure.difference, 0)
  }
  const half = comparedPortfolios(three, [0.4, 0.3, 0.3], [0.2, 0.15, 0.15], options)
  assert.equal(half.meanMaximumDrawdown.verdict, 'first-higher')
  for (const tail of half.tails) {
    assert.equal(tail.valueAtRisk.verdict, 'first-higher')
    assert.equal(tail.expectedShortfall.verdict, 'first-higher')
  }
})

test('the standard error of a paired difference is that of repeated runs', () => {
  const runs = Array.from({ length: 60 }, (_, seed) =>
    comparedPortfolios(three, [0.5, 0.3, 0.2], [0.4, 0.3, 0.3], {
      seed,
      periods: 1,
      rebalanceEvery: 1,
      scenarios: 2000,
    }),
  )
  const ratio = (of: (run: (typeof runs)[number]) => { difference: number; standardError: number }): number => {
    const values = runs.map((run) => of(run).difference)
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1))
    return runs.reduce((sum, run) => sum + of(run).standardError, 0) / runs.length / deviation
  }
  for (const found of [
    ratio((run) => run.meanFinalWealth),
    ratio((run) => run.tails[0].valueAtRisk),
    ratio((run) => run.tails[0].expectedShortfall),
  ]) {
    assert.ok(found > 0.65 && found < 1.5, `${found}`)
  }
})

test('paths that cannot be run are refused', () => {
  assert.throws(() => simulatedPaths(one, [1], { seed: 1, periods: 0, rebalanceEvery: 1 }), { code: 'invalid-input' })
  assert.throws(() => simulatedPaths(one, [1], { seed: 1, periods: 12, rebalanceEvery: 0.5 }), {
    code: 'invalid-input',
  })
  assert.throws(() => simulatedPaths(one, [1], { seed: 1, periods: 1000, rebalanceEvery: 1, scenarios: 1_000_000 }), {
    code: 'invalid-input',
  })
})
