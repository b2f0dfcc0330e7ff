/** How the choice of a whole study answers to its limits. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comparison, type MandateChange, noLimits, smallHedgingMandate, smallInput } from './hedging-study.fixture.ts'
import type { HedgingResult } from './result.ts'

/** Under these limits, and no target of effectiveness beyond their floors. */
const limited = (limits: MandateChange['limits']) =>
  smallInput({ mandate: smallHedgingMandate({ limits, objectives: { effectiveness_target: 0 } }) })

test('without the limit on total cost the fund is at less risk, never more', async () => {
  for (const cost_of_capital of [0.1, 0.2]) {
    const objectives = { cost_of_capital, effectiveness_target: 0 }
    const within = (total_cost_bp: number | null) =>
      comparison(smallInput({ mandate: smallHedgingMandate({ limits: { ...noLimits, total_cost_bp }, objectives }) }))
    const free = await within(null)
    const costBp = (free.chosenFigures.annualCost / free.exposures.assets) * 1e4
    assert.ok(costBp > 1, 'the limits bind')
    for (const share of [0.9, 0.5]) {
      const { selection, chosenFigures } = await within(share * costBp)
      assert.equal(selection.feasible, true)
      assert.ok(chosenFigures.annualCost <= share * free.chosenFigures.annualCost * (1 + 1e-9))
      assert.ok(free.chosenFigures.fundedStatusAtRisk.value <= chosenFigures.fundedStatusAtRisk.value * (1 + 1e-9))
      assert.ok(free.chosenFigures.riskReduction! >= chosenFigures.riskReduction! - 1e-9)
    }
  }
})

/** The lowest score of the packages that meet the mandate; of the grid, whose packages are the same under every limit. */
const bestOf = (packages: HedgingResult['selection']['packages']): number =>
  Math.min(...packages.filter(({ feasible, strategies }) => feasible && strategies !== null).map(({ score }) => score))

test('tightening a limit never improves the best of the grid, nor the bound that the optimiser proves', async () => {
  const loose = await comparison(limited({}))
  const tightened: Record<string, MandateChange['limits']> = {
    cost: { total_cost_bp: 30 },
    margin: { initial_margin_percent: 0.9 },
    currency: { currency: { cost_limit_percent: null, minimum_effectiveness: 0.95 } },
    rates: { rates: { maximum_duration_gap_years: 0.4, minimum_effectiveness: 0.9 } },
    inflation: { inflation: { minimum_effectiveness: 0.4 } },
    credit: { credit: { cost_limit_percent: null, minimum_protection: 0.6 } },
  }
  for (const [name, limits] of Object.entries(tightened)) {
    const tight = await comparison(limited(limits))
    assert.ok(bestOf(tight.packages) >= bestOf(loose.packages), name)
    const [bound, own] = [tight.optimised!.boundBp, loose.optimised!.boundBp!]
    if (bound !== null) assert.ok(bound >= own - 1e-3 * Math.abs(own), `${name}: ${bound} after ${own}`)
    const best = Math.min(
      bestOf(tight.packages),
      tight.optimised!.figures.feasible ? tight.optimised!.figures.score : Infinity,
    )
    if (tight.selection.feasible) assert.equal(tight.chosenFigures.score, best)
  }
})
