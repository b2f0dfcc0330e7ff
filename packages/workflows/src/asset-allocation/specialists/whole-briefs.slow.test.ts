import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SpecialistResults } from '../../specialists/index.ts'
import { tinyMandate } from '../../testing/small-mandate.ts'
import { allocationSpecialists } from './allocation-specialists.ts'
import { results } from './made-up-brief.fixture.ts'
import { readBrief } from './read-brief.fixture.ts'
import { workedStudy } from './tiny-study.fixture.ts'

function assertReadable(all: SpecialistResults): void {
  for (const { name } of allocationSpecialists) {
    const text = readBrief(name, all)
    assert.doesNotMatch(text, /\{\{|\}\}|undefined|NaN|n\/a|\b1 (rules|generations|trials)\b/, name)
    assert.doesNotMatch(text, / {2}|\.\.|, ,|\( ?\)/, name)
  }
}

test('briefs of studies with and without a market, feasible, infeasible and of constant weight are read without a hitch', async () => {
  const kinds = {
    feasible: {
      performance_targets: {
        minimum_sharpe_ratio: -5,
        maximum_drawdown_tolerance: -0.9,
        target_volatility: 0.1,
        volatility_tolerance: 0.09,
      },
      risk_constraints: { value_at_risk_95: 0.9, conditional_var_95: 0.9 },
      operational_constraints: { transaction_cost_budget_bps: 5000 },
    },
    constant: { operational_constraints: { minimum_allocation: 0.5, maximum_allocation: 0.5 } },
  }
  assertReadable(results)
  for (const [kind, changes] of Object.entries(kinds)) {
    const { results: found } = await workedStudy({ mandate: tinyMandate(changes) })
    assertReadable(found)
    const manager = readBrief('portfolio-manager', found)
    if (kind === 'feasible') assert.match(manager, /^Recommended/)
    else {
      assert.match(manager, /nothing to choose and nothing to overfit/)
      assert.match(readBrief('allocation-analyst', found), /constant mix/)
    }
  }
})
