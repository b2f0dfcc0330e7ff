import assert from 'node:assert/strict'
import test from 'node:test'
import { normalPdf, normalQuantile } from '../math/index.ts'
import type { Marginal } from './marginal.ts'
import type { ScenarioModel } from './scenario-source.ts'
import { simulatedPortfolio } from './simulated-portfolio.ts'

const normal: Marginal = { kind: 'normal', mean: 0.001, standardDeviation: 0.02 }

for (const antithetic of [false, true]) {
  test(`the intervals of contributions cover the true ones in 90 to 98 of 100 runs${antithetic ? ', antithetic' : ''}`, () => {
    // Normal Euler contributions: w_i (Sigma w)_i / sd times the quantile, or times density over tail probability.
    const pairs = [
      { rho: 0.9, held: [0.5, 0.5] },
      { rho: 0, held: [0.7, 0.3] },
    ]
    for (const { rho, held } of pairs) {
      const rows = [
        [1, rho],
        [rho, 1],
      ]
      const deviation = 0.02 * Math.sqrt(held[0] ** 2 + held[1] ** 2 + 2 * rho * held[0] * held[1])
      const shares = held.map((w, i) => (w * 0.0004 * (rows[i][0] * held[0] + rows[i][1] * held[1])) / deviation)
      const z = normalQuantile(0.95)
      const exact = [...shares.map((c) => c * z), ...shares.map((c) => (c * normalPdf(z)) / 0.05)]
      const zeroMean: Marginal = { kind: 'normal', mean: 0, standardDeviation: 0.02 }
      const both: ScenarioModel = {
        kind: 'copula',
        marginals: [zeroMean, zeroMean],
        copula: { kind: 'gaussian', correlation: rows },
      }
      const covered = exact.map(() => 0)
      for (let seed = 0; seed < 100; seed++) {
        const options = { seed, scenarios: 2000, confidences: [0.95], byStrategy: false, antithetic }
        const [own] = simulatedPortfolio(both, held, options).contributions
        ;[...own.valueAtRisk, ...own.expectedShortfall].forEach(({ lower, upper }, i) => {
          if (lower <= exact[i] && exact[i] <= upper) covered[i]++
        })
      }
      for (const count of covered) assert.ok(count >= 90 && count <= 98, `correlation ${rho}: ${covered.join(', ')}`)
    }
  })
}

test('where both of antithetic pairs lie in the tail, errors of contributions are the spread of them over 300 runs', () => {
  const rows = [
    [1, 0.5],
    [0.5, 1],
  ]
  const two: ScenarioModel = {
    kind: 'copula',
    marginals: [normal, normal],
    copula: { kind: 'gaussian', correlation: rows },
  }
  const runs = Array.from({ length: 300 }, (_, seed) => {
    const options = { seed, scenarios: 1000, confidences: [0.4], byStrategy: false, antithetic: true }
    const [own] = simulatedPortfolio(two, [1, -0.4], options).contributions
    return [...own.valueAtRisk, ...own.expectedShortfall]
  })
  runs[0].forEach((_, i) => {
    const average = runs.reduce((sum, run) => sum + run[i].estimate, 0) / runs.length
    const spreadOverRuns = Math.sqrt(runs.reduce((sum, run) => sum + (run[i].estimate - average) ** 2, 0) / runs.length)
    const reported = runs.reduce((sum, run) => sum + run[i].standardError, 0) / runs.length
    // Four standard errors of a standard deviation of 300 values are 16 %.
    assert.ok(Math.abs(spreadOverRuns / reported - 1) < 0.16, `figure ${i}: ${spreadOverRuns}, reported ${reported}`)
  })
})

test('the errors of VaR contributions hold that of the VaR: of all of it in one strategy, of the whole in lockstep', () => {
  const marginals: Marginal[] = [
    { kind: 'normal', mean: 0.01, standardDeviation: 0.05 },
    { kind: 'normal', mean: 0, standardDeviation: 0.0005 },
  ]
  const options = { seed: 5, scenarios: 20_000, confidences: [0.99] }
  const main = simulatedPortfolio({ kind: 'copula', marginals, copula: { kind: 'independence' } }, [1, 0.01], options)
  const ratio = main.contributions[0].valueAtRisk[0].standardError / main.tails[0].valueAtRisk.standardError
  assert.ok(Math.abs(ratio - 1) < 1e-3, `${ratio}`)
  const lockstep = simulatedPortfolio({ kind: 'copula', marginals, copula: { kind: 'comonotone' } }, [0.6, 8], options)
  const total = lockstep.contributions[0].valueAtRisk.reduce((sum, { standardError }) => sum + standardError, 0)
  assert.ok(Math.abs(total / lockstep.tails[0].valueAtRisk.standardError - 1) < 1e-9)
})
