import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LimitCheck } from '../strategies/strategy.ts'
import { smallMandate } from '../universe/small-fund.fixture.ts'
import type { HedgePackage } from './hedge-package.ts'
import { packageFigures } from './package-figures.ts'
import type { PackageStudy } from './package-study.ts'
import { smallStudy } from './small-study.fixture.ts'

const near = (got: number, expected: number): void =>
  assert.ok(Math.abs(got - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${got} is not ${expected}`)
const stressed = smallMandate({ limits: { stress_effectiveness: 0.92 } })
const study = smallStudy({ scenarios: 200, mandate: stressed })
const packageOf = (...sizes: readonly (readonly [string, number])[]): HedgePackage => ({
  id: 'x',
  strategies: null,
  trades: sizes.map(([instrument, quantity]) => ({ instrument, quantity })),
})
const figuresOf = (item: HedgePackage, own: PackageStudy = study) => packageFigures(own, [item])[0]
const limitOf = (item: HedgePackage, id: string, own: PackageStudy = study): LimitCheck => {
  const found = figuresOf(item, own).limits.find((limit) => limit.id === id)
  assert.ok(found, `${id} is missing`)
  return found
}

test('costs of currencies and credit are held against percent of the assets', () => {
  const index = packageOf(['index-cds:USD-IG:5', 8e9])
  // A coupon of 20 bp less a roll of 1 bp on 8 billion; half a spread of 1 bp and impact 0.3 x 20 bp x sqrt(8 / 50), over three years.
  const cost = 8e9 * (0.0019 + (1e-4 * (1 + 6 * Math.sqrt(0.16))) / 3)
  near(limitOf(index, 'credit-cost').value, (100 * cost) / 25e9)
  assert.equal(limitOf(index, 'credit-cost').limit, 0.25)
  assert.equal(limitOf(index, 'currency-cost').value, 0)
  const [swapCost, forwardCost] = [['swap:USD:10', 8e9] as const, ['forward:EUR:0.25', 8e9] as const].map(
    (trade) => limitOf(packageOf(trade), 'currency-cost').value,
  )
  assert.equal(swapCost, 0)
  near(forwardCost, (100 * 8e9 * (0.0009 + (1e-4 * (1 + 6 * Math.sqrt(0.16))) / 3)) / 25e9)
})

test('the window is held against the largest size over what can be dealt of it', () => {
  const capacities = study.universe.map((_, i) => (i + 1) * 1e9)
  const item = packageOf(['forward:EUR:0.25', 0.9e9], ['forward:GBP:0.25', -2.2e9], ['swap:USD:30', 4e9])
  const { value, met } = limitOf(item, 'execution-window', { ...study, capacities })
  near(value, 1.1)
  assert.equal(met, false)
  assert.equal(limitOf(packageOf(), 'execution-window').value, 0)
  const free = smallMandate({ limits: { within_execution_window: false } })
  assert.ok(figuresOf(item, { ...study, mandate: free }).limits.every(({ id }) => id !== 'execution-window'))
  // Where nothing can be dealt a trade is beyond the limit, and the figure stays finite.
  const closed = limitOf(item, 'execution-window', { ...study, capacities: capacities.map(() => 0) })
  near(closed.value, 1 + 4 / 25)
})

test('the buffer is held against variation and initial margin in the worse of the moves of yields', () => {
  const swaps = packageOf(['swap:USD:10', 10e9], ['swap:USD:30', 6e9])
  // 8 and 18 years times 250 bp, and 3 % of initial margin, against 9 billion.
  near(limitOf(swaps, 'collateral-buffer').value, (0.2 * 10 + 0.45 * 6 + 0.03 * 16) / 9)
  const payers = packageOf(['swap:USD:10', -10e9])
  near(limitOf(payers, 'collateral-buffer').value, (0.2 * 10 + 0.03 * 10) / 9)
  assert.equal(limitOf(packageOf(), 'collateral-buffer').value, 0)
})

test('gains count against margin calls only where they are sure to be paid', () => {
  const item = packageOf(['swap:USD:10', 10e9], ['swap:USD:30', -2e9])
  near(limitOf(item, 'collateral-buffer').value, (2 - 0.9 + 0.36) / 9)
  const liquidity = study.liquidity.map((move) => ({ ...move, returned: move.returned.map(() => false) }))
  near(limitOf(item, 'collateral-buffer', { ...study, liquidity }).value, (2 + 0.36) / 9)
})

test('margin without any cash for it is beyond the limit, in finite figures', () => {
  const liquidity = study.liquidity.map((move) => ({ ...move, available: 0 }))
  const { value, met } = limitOf(packageOf(['swap:USD:10', 5e9]), 'collateral-buffer', { ...study, liquidity })
  near(value, 1 + (1 + 0.15) / 25)
  assert.equal(met, false)
  assert.equal(limitOf(packageOf(), 'collateral-buffer', { ...study, liquidity }).value, 0)
})

test('effectiveness under stress is that of the worst adverse stress of a group, which the label names', () => {
  // The surplus loses on falling rates 66 + 180 billion a unit, and on a twist of -0.2 % and +0.75 % of them.
  const item = packageOf(['swap:USD:10', 8.25e9], ['swap:USD:30', 8e9])
  const down = 1 - (246 - 66 - 144) / 246
  const flatter = 1 - (180 * 0.0075 - 66 * 0.002 - (144 * 0.0075 - 66 * 0.002)) / (180 * 0.0075 - 66 * 0.002)
  const { rates, currency, credit, inflation } = figuresOf(item).stressEffectiveness
  near(rates!.value, Math.min(down, flatter))
  assert.equal(rates!.stress, flatter < down ? 'rates-flatter' : 'rates-down')
  const check = limitOf(item, 'stress-effectiveness-rates')
  assert.equal(check.label, `${check.title}: Stress ${rates!.stress}`)
  assert.equal(check.limit, 0.92)
  assert.equal(check.met, false)
  for (const other of [currency, credit, inflation]) assert.equal(other!.value, 0)
  // Twice the hedge leaves as much as none.
  near(figuresOf(packageOf(['zero-coupon-swap:USD:20', 8e9])).stressEffectiveness.inflation!.value, 0)
  near(figuresOf(packageOf(['zero-coupon-swap:USD:20', 4e9])).stressEffectiveness.inflation!.value, 1)
})

test('stresses that cost less than a basis point have no limit; groups without instruments have theirs, and break it', () => {
  const stresses = study.stresses.map((each) => (each.group === 'credit' ? { ...each, fund: -2.4e6 } : each))
  const own = { ...study, stresses, universe: study.universe.map((one) => one) }
  const { stressEffectiveness, limits } = figuresOf(packageOf(), own)
  assert.equal(stressEffectiveness.credit, null)
  const ids = limits.map(({ id }) => id).filter((id) => id.startsWith('stress'))
  assert.deepEqual(ids, [
    'stress-effectiveness-rates',
    'stress-effectiveness-inflation',
    'stress-effectiveness-currency',
  ])
  const bare = study.universe.map((one) => (one.domain === 'inflation' ? { ...one, domain: 'rates' as const } : one))
  const without = figuresOf(packageOf(), { ...study, universe: bare }).limits
  assert.equal(without.find(({ id }) => id === 'stress-effectiveness-inflation')?.met, false)
  const unlimited = figuresOf(packageOf(), smallStudy({ scenarios: 200 }))
  assert.ok(unlimited.limits.every(({ id }) => !id.startsWith('stress')))
  assert.notEqual(unlimited.stressEffectiveness.rates, null)
})
