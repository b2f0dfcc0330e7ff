import assert from 'node:assert/strict'
import test from 'node:test'
import { comparedPortfoliosOperation, simulatedPathsOperation, simulatedPortfolioOperation } from './portfolio.ts'
import { copulaFitOperation, marginalFitOperation } from './fits.ts'
import { conditionalStressOperation, reverseStressOperation } from './stress.ts'

test('a reverse stress of a distribution, within no limits and by conditional propagation agree', () => {
  const base = {
    factors: ['equity', 'rates'],
    means: [0, 0],
    covariance: [
      [0.0016, -0.00012],
      [-0.00012, 0.0001],
    ],
    deltas: [60, -250],
    targetLoss: 8,
  }
  const free = reverseStressOperation.run({ from: 'distribution', ...base })
  const limited = reverseStressOperation.run({ from: 'distribution-within-limits', ...base })
  assert.ok(free.status === 'reached' && limited.status === 'reached')
  const [scenario] = free.scenarios
  scenario.moves.forEach(({ factor, move, loss }, i) => {
    assert.equal(factor, base.factors[i])
    assert.ok(Math.abs(move - limited.scenarios[0].moves[i].move) < 1e-8)
    assert.ok(Math.abs(loss + base.deltas[i] * move) < 1e-12)
  })
  const shocked = conditionalStressOperation.run({
    factors: base.factors,
    means: base.means,
    covariance: base.covariance,
    deltas: base.deltas,
    shocks: [
      { factor: 'equity', move: scenario.moves[0].move },
      { factor: 1, move: scenario.moves[1].move },
    ],
  })
  assert.ok(Math.abs(shocked.distance - scenario.distance) < 1e-10)
  assert.ok(Math.abs(Number(shocked.expectedLoss) - 8) < 1e-10)
  assert.equal(shocked.lossVolatility, 0)
})

test('a loss out of reach says the worst there is, in words as well', () => {
  const result = reverseStressOperation.run({
    from: 'distribution',
    means: [0],
    covariance: [[0.01]],
    deltas: [10],
    gammas: [[100]],
    targetLoss: 5,
  })
  assert.ok(result.status === 'unreachable')
  assert.ok(Math.abs(result.worstLoss - 0.5) < 1e-12)
  assert.match(result.explanation, /at most 0\.5/)
})

test('an unknown factor and a wrong number of names are refused', () => {
  const base = {
    means: [0, 0],
    covariance: [
      [1, 0],
      [0, 1],
    ],
    shocks: [{ factor: 'oil', move: 1 }],
  }
  assert.throws(() => conditionalStressOperation.run({ ...base, factors: ['equity', 'rates'] }), {
    code: 'invalid-input',
  })
  assert.throws(() => conditionalStressOperation.run({ ...base, factors: ['oil'] }), { code: 'invalid-input' })
})

test('fits go straight into a simulation, and the simulation does not depend on the block size', () => {
  const observations = Array.from({ length: 120 }, (_, t) => [
    0.01 * Math.sin(t * t * 1.3) + 0.004 * Math.cos(t * 2.1),
    0.008 * Math.sin(t * t * 1.3) + 0.005 * Math.sin(t * 3.7),
  ])
  const marginals = [0, 1].map((i) => {
    const { fits, best } = marginalFitOperation.run({
      returns: observations.map((row) => row[i]),
      kinds: ['normal', 'student-t', 'semi-parametric'],
    })
    assert.ok(best !== null)
    return fits[2].marginal
  })
  const { fits, best } = copulaFitOperation.run({ observations, kinds: ['gaussian', 'clayton', 'gumbel-survival'] })
  assert.ok(best !== null)
  for (const { copula } of fits) {
    const input = {
      model: { kind: 'copula' as const, marginals, copula },
      weights: [0.5, 0.5],
      scenarios: 1000,
      seed: 4,
    }
    const result = simulatedPortfolioOperation.run(input)
    assert.deepEqual(simulatedPortfolioOperation.run({ ...input, blockSize: 17 }), result)
    for (const { valueAtRisk, expectedShortfall } of result.tails) {
      assert.ok(expectedShortfall.estimate >= valueAtRisk.estimate)
      assert.ok(valueAtRisk.lower <= valueAtRisk.estimate && valueAtRisk.estimate <= valueAtRisk.upper)
    }
  }
})

test('filtered historical simulation runs paths and comparisons', () => {
  const observations = Array.from({ length: 150 }, (_, t) => [
    0.01 * Math.sin(t * t * 1.3) * (1 + 0.5 * Math.sin(t / 9)),
    0.008 * Math.cos(t * t * 0.7),
  ])
  const model = { kind: 'filtered-historical' as const, observations }
  const paths = simulatedPathsOperation.run({
    model,
    weights: [0.5, 0.5],
    periods: 5,
    rebalanceEvery: 1,
    scenarios: 500,
    seed: 1,
  })
  assert.equal(paths.fan.length, 5)
  assert.equal(paths.controlledMeanFinalWealth, null)
  const compared = comparedPortfoliosOperation.run({
    model,
    firstWeights: [1, 0],
    secondWeights: [1, 0],
    periods: 5,
    rebalanceEvery: 0,
    scenarios: 500,
    seed: 1,
  })
  assert.equal(compared.meanFinalWealth.verdict, 'tie')
})
