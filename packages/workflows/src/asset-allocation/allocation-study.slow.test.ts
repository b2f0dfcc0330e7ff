import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inProcessContext } from '../testing/in-process-context.ts'
import { tinyMandate } from '../testing/small-mandate.ts'
import { allocationStudy } from './allocation-study.ts'
import type { Mandate } from './mandate.ts'

const studied = (mandate: Mandate, seed = 1) => allocationStudy(inProcessContext(), { mandate, seed, snapshot: null })

test('a mandate that can be met is met, and the recommendation says so', async () => {
  const generous = tinyMandate({
    performance_targets: {
      minimum_sharpe_ratio: 0,
      volatility_tolerance: 0.09,
      maximum_drawdown_tolerance: -0.6,
    },
    risk_constraints: { value_at_risk_95: 0.5, conditional_var_95: 0.6 },
    operational_constraints: { transaction_cost_budget_bps: 500 },
  })
  const result = await studied(generous, 2)
  assert.equal(result.validation.passed, true)
  assert.equal(result.infeasibility, null)
  assert.equal(result.decision.status, 'recommended')
  assert.ok(result.search.trials[result.decision.trial].feasible)
  assert.equal(result.candidates[0].robustness.penalty, 0)
})

test('where no rule differs from another, all are ties and nothing breaks', async () => {
  const constant = tinyMandate({
    operational_constraints: { minimum_allocation: 0.4, maximum_allocation: 0.4 },
    search_space: { transaction_cost_bps: [10, 10] },
  })
  const result = await studied(constant)
  assert.ok(result.candidates.every((candidate) => candidate.tiedWithWinner))
  assert.equal(new Set(result.search.trials.map((trial) => trial.score.value)).size, 1)
  assert.ok(result.sensitivity.total.every(({ value }) => value === 0))
  assert.equal(result.candidates[0].robustness.neighbourhoodLoss, 0)
  assert.equal(result.search.stop.reason, 'iterations')
})

test('a space of one rule is a study of that rule', async () => {
  const single = tinyMandate({
    search_space: {
      target_volatility: [0.1, 0.1],
      weight_functions: ['sigmoid'],
      volatility_window_months: [6, 6],
      risk_aversion: [2, 2],
      transaction_cost_bps: [0, 20],
    },
  })
  const result = await studied(single)
  assert.equal(result.candidates.length, 1)
  assert.deepEqual(result.decision.tiedTrials, [])
})

test('studies run under every kind of simulation and trading rule', async () => {
  for (const changes of [
    { simulation: { sampling: 'sobol', paths: 256, randomisations: 4 } },
    { simulation: { scheme: 'euler' } },
    { simulation: { warmup_months: 0 } },
    { operational_constraints: { rebalancing_frequency: 'quarterly', rebalancing_band: 0.05 } },
    { operational_constraints: { maximum_allocation: 2, leverage_limit: 1.6, no_trade_zone: 0.02 } },
    { robustness_requirements: { stress_scenario_performance: false, regime_adaptability: false } },
    { search: { first_generation: 3, generation_size: 1, maximum_iterations: 5 } },
  ]) {
    const result = await studied(tinyMandate(changes))
    assert.equal(result.decision.trial, result.candidates[0].trial, JSON.stringify(changes))
    assert.ok(result.candidates.every(({ freshScore }) => Number.isFinite(freshScore.value)))
  }
})
