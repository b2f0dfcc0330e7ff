import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { smallMandate } from '../../universe/small-fund.fixture.ts'
import type { PackageStudy } from '../package-study.ts'
import { smallStudy } from '../small-study.fixture.ts'
import { optimisedPackage } from './optimised-package.ts'

const tickets = [6, 12]

test('removing or loosening the limit on total cost never worsens the funded-status-at-risk of the package found', () => {
  const binding: boolean[] = []
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0.02, max: 0.6, noNaN: true }), (seed, share) => {
      const limited = (bp: number | null): PackageStudy =>
        smallStudy({ seed, scenarios: 300, mandate: smallMandate({ limits: { total_cost_bp: bp } }) })
      const chosen = (bp: number | null) => {
        const { figures } = optimisedPackage(limited(bp), { tickets })!
        return { figures, feasible: figures.feasible }
      }
      const free = chosen(null)
      const cost = (free.figures.annualCost / 25e9) * 1e4
      // Just below what the choice without limit costs, and further down.
      const runs = [cost - share, cost * (1 - share)].map(chosen)
      binding.push(runs.some(({ feasible }) => feasible))
      for (const { figures, feasible } of runs) {
        if (!feasible) continue
        assert.ok(free.figures.fundedStatusAtRisk.value <= figures.fundedStatusAtRisk.value)
      }
      const [looser, tighter] = runs
      if (!tighter.feasible) return
      assert.ok(looser.figures.fundedStatusAtRisk.value <= tighter.figures.fundedStatusAtRisk.value)
    }),
    { seed: 11, numRuns: 10 },
  )
  assert.ok(binding.filter(Boolean).length >= 5, 'the limit binds and can be met in half of the runs')
})

/** Without a target, so that the score alone counts. */
const mandateOf = (limits: Record<string, unknown>) =>
  smallMandate({ objectives: { effectiveness_target: 0 }, limits: { total_cost_bp: null, ...limits } })
const base = smallStudy({ scenarios: 200, mandate: mandateOf({}) })
const free = optimisedPackage(base, { tickets })!

test('tightening a limit never improves the bound, nor the objective beyond the gap of its programme', () => {
  const tighter = {
    'stress effectiveness': { stress_effectiveness: 0.92 },
    'cost of credit': { credit: { cost_limit_percent: 0.06 } },
    'initial margin': { initial_margin_percent: 2.5 },
    'duration gap': { rates: { maximum_duration_gap_years: 0.1 } },
    'effectiveness on rates': { rates: { minimum_effectiveness: 0.97 } },
  }
  for (const [name, limits] of Object.entries(tighter)) {
    const mandate = mandateOf(limits)
    const found = optimisedPackage({ ...base, mandate }, { tickets })!
    if (found.boundBp !== null) assert.ok(found.boundBp >= free.boundBp! * (1 - 2e-3), `${name}: ${found.boundBp}`)
    if (found.status === 'compromise') continue
    assert.ok(found.figures.score >= free.figures.score * (1 - 0.01), `${name}: ${found.figures.score}`)
    assert.ok(found.figures.limits.every(({ met }) => met))
  }
  const window = base.universe.map(({ id }) => (id === 'swap:USD:30' ? 10e9 : 50e9))
  const buffer = base.liquidity.map((move) => ({ ...move, available: 0.735 * move.available }))
  for (const narrowed of [
    { ...base, capacities: window },
    { ...base, liquidity: buffer },
  ]) {
    const found = optimisedPackage(narrowed, { tickets })!
    if (found.status === 'compromise') continue
    assert.ok(found.boundBp! >= free.boundBp! * (1 - 2e-3))
    assert.ok(found.figures.score >= free.figures.score * (1 - 0.01))
  }
})

test('sizes keep to the window, the buffer and the effectiveness under stress where packages without them would not', () => {
  const mandate = mandateOf({ stress_effectiveness: 0.92 })
  const narrow = {
    ...base,
    mandate,
    capacities: base.universe.map(({ id }) => (id === 'swap:USD:30' ? 10e9 : 50e9)),
    liquidity: base.liquidity.map((move) => ({ ...move, available: 7.5e9 })),
  }
  const found = optimisedPackage(narrow, { tickets: [12] })!
  assert.equal(found.status, 'optimal')
  assert.equal(found.conflict, null)
  for (const id of [
    'execution-window',
    'collateral-buffer',
    'stress-effectiveness-rates',
    'stress-effectiveness-credit',
  ]) {
    assert.ok(found.figures.limits.find((limit) => limit.id === id)!.met, id)
  }
  const without = optimisedPackage(
    { ...narrow, mandate: base.mandate, capacities: base.capacities },
    { tickets: [12] },
  )!
  assert.ok(without.figures.score <= found.figures.score * 1.01)
})

test('where effectiveness under stress cannot be had within the buffer both are named', () => {
  const mandate = mandateOf({ stress_effectiveness: 0.92 })
  const liquidity = base.liquidity.map((move) => ({ ...move, available: 2e9 }))
  const found = optimisedPackage({ ...base, mandate, liquidity }, { tickets: [12] })!
  assert.equal(found.status, 'compromise')
  const { limits, words } = found.conflict!
  assert.ok(limits.includes('collateral-buffer') && limits.length >= 2, limits.join())
  assert.match(words, /Margin called by the mandate’s move of yields/)
})
