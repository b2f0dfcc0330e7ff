import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FundBook } from '../book/fund-book.ts'
import type { NamedStress } from '../market/hedging-market.ts'
import { stressBook, type StressPackage } from './stress-book.ts'
import { smallFund, smallMarket, smallUniverse } from './stress-fund.fixture.ts'
import { stressMatrix } from './stress-matrix.ts'

const near = (actual: number | null, expected: number, tolerance = 1e-9): void => {
  assert.ok(
    actual !== null && Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected}`,
  )
}

const stress = (id: string, group: NamedStress['group'], shocks: readonly number[]): NamedStress => ({
  id,
  label: id,
  group,
  shocks: Float64Array.from(shocks),
})
const euroDown = stress('euro-down', 'currency', [0, 0, Math.log(0.85), 0, 0])
const ratesDown = stress('rates-down', 'rates', [-0.02, -0.02, 0, 0, 0])
const ratesUp = stress('rates-up', 'rates', [0.02, 0.02, 0, 0, 0])
const both = stress('both', null, [-0.02, -0.02, Math.log(0.85), 0, 0])
const widening = stress('spreads', 'credit', [0, 0, 0, 0.03, 0])

const chosen: StressPackage = {
  id: 'chosen',
  label: 'Chosen',
  trades: [
    { instrument: 'forward:EUR', quantity: 80 },
    { instrument: 'receiver:20', quantity: 150 },
  ],
}
const none: StressPackage = { id: 'none', label: 'None', trades: [] }
const market = smallMarket()
const matrixOf = (fund: FundBook, packages: readonly StressPackage[], stresses: readonly NamedStress[]) =>
  stressMatrix(stressBook(market, fund, smallUniverse, packages), stresses)

test('a fall of the euro costs what is held of it, and forwards on 80 % of it give 80 % back', () => {
  const [row] = matrixOf(smallFund(), [chosen, none], [euroDown]).rows
  // 100 euros at 1.2 lose 15 %; the forward pays one euro a year from now, discounted at 0 %
  near(row.unhedged, -18)
  near(row.hedges.currency, 0.8 * 18)
  near(row.hedges.rates, 0)
  near(row.hedged, -3.6)
  near(row.effectiveness, 0.8)
  near(row.liabilities, 0)
  near(row.fundedRatio, (270 - 3.6) / (200 * Math.exp(-0.6)))
  near(row.fundedRatioUnhedged, (270 - 18) / (200 * Math.exp(-0.6)))
  assert.deepEqual(
    row.rivals.map(({ id }) => id),
    ['none'],
  )
  near(row.rivals[0].effectiveness, 0)
})

test('a fall of rates raises the pension by its full revaluation, and receives on 150 of 200 give three quarters back', () => {
  const [row] = matrixOf(smallFund(), [chosen], [ratesDown]).rows
  const rise = 200 * (Math.exp(-0.2) - Math.exp(-0.6))
  near(row.unhedged, -rise)
  near(row.liabilities, -rise)
  near(row.assets, 0)
  // the forward's dollars, paid in a year, gain too
  const forward = 80 * 1.2 * (Math.exp(0.02) - 1)
  near(row.hedges.rates, 0.75 * rise)
  near(row.hedges.currency, forward)
  near(row.effectiveness, 1 - (0.25 * rise - forward) / rise)
})

test('a gain, a change below a basis point of assets and a combined stress have no effectiveness, and say why', () => {
  const { rows, worst } = matrixOf(smallFund(), [chosen], [ratesUp, widening, both, ratesDown])
  assert.deepEqual(
    rows.map(({ noEffectiveness }) => noEffectiveness),
    ['gain', 'immaterial', 'combined', null],
  )
  assert.deepEqual(
    rows.map(({ effectiveness }) => effectiveness === null),
    [true, true, true, false],
  )
  const combined = rows[2]
  near(combined.lossRemoved, 1 - combined.hedged / combined.unhedged)
  const rates = worst.find(({ group }) => group === 'rates')!
  assert.equal(rates.unhedged.stress, 'rates-down')
  near(rates.unhedged.change, rows[3].unhedged)
  assert.equal(worst.find(({ group }) => group === 'combined')!.unhedged.stress, 'both')
})

test('a fund hedged in full has the same surplus under every stress of that group', () => {
  const full: StressPackage = { ...chosen, trades: [{ instrument: 'receiver:20', quantity: 200 }] }
  for (const row of matrixOf(smallFund(), [full], [ratesDown, ratesUp]).rows) near(row.hedged, 0)
})

test('all quantities times a factor: money times it, ratios as they were', () => {
  const stresses = [euroDown, ratesDown, ratesUp, both]
  const one = matrixOf(smallFund(), [chosen, none], stresses)
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (factor) => {
      const fund = { lines: smallFund().lines.map((each) => ({ ...each, quantity: factor * each.quantity })) }
      const trades = chosen.trades.map((trade) => ({ ...trade, quantity: factor * trade.quantity }))
      const scaled = matrixOf(fund, [{ ...chosen, trades }, none], stresses)
      scaled.rows.forEach((row, r) => {
        near(row.hedged / factor, one.rows[r].hedged)
        near(row.unhedged / factor, one.rows[r].unhedged)
        near(row.fundedRatio, one.rows[r].fundedRatio!)
        assert.equal(row.noEffectiveness, one.rows[r].noEffectiveness)
        if (row.effectiveness !== null) near(row.effectiveness, one.rows[r].effectiveness!)
      })
    }),
    { seed: 17, numRuns: 30 },
  )
})

test('a trade outside the universe, no package and a package twice are refused by name', () => {
  const fund = smallFund()
  const stranger = { ...none, trades: [{ instrument: 'swap:XYZ', quantity: 1 }] }
  const notFinite = { ...none, trades: [{ instrument: 'forward:EUR', quantity: NaN }] }
  for (const [packages, names] of [
    [[stranger], /swap:XYZ/],
    [[notFinite], /forward:EUR.*NaN/],
    [[], /packages.*none/],
    [[none, none], /none twice/],
  ] as const) {
    assert.throws(() => stressBook(market, fund, smallUniverse, packages), { code: 'invalid-input', message: names })
  }
})

test('a fund without liabilities has no funded ratio', () => {
  const assets = { lines: smallFund().lines.filter(({ side }) => side === 'asset') }
  const { before, rows } = matrixOf(assets, [none], [euroDown])
  assert.equal(before.fundedRatio, null)
  assert.equal(rows[0].fundedRatio, null)
  near(rows[0].hedged, -18)
})
