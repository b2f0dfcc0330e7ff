import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DatedCurve, discountOn, logLinearDiscountCurve } from '@tutti/analytics/curves'
import { swapValue } from '@tutti/analytics/rates'
import { addTenor } from '@tutti/analytics/time'
import { oreTenor } from './ore-conventions.fixture.ts'
import { oreCurves } from './ore-curves.fixture.ts'
import { at, listAt, type OreExample, textAt, withOreExample } from './ore-example.fixture.ts'
import { oreLeg, orePeriods } from './ore-legs.fixture.ts'

const tenors = ['6M', '1Y', '2Y', '3Y', '5Y', '7Y', '10Y', '15Y', '20Y']

/** The curve through its discount factors at the tenors, the zero rate of each moved: what the example shifts. */
function shifted({ referenceDay, dayCount, ...dated }: DatedCurve, shifts: readonly number[]): DatedCurve {
  const source = { referenceDay, dayCount, ...dated }
  const days = tenors.map((tenor) => addTenor(referenceDay, oreTenor(tenor)))
  const times = days.map((day) => (day - referenceDay) / 365)
  const factors = days.map((day, i) => discountOn(source, day) * Math.exp(-shifts[i] * times[i]))
  return { referenceDay, dayCount, curve: logLinearDiscountCurve(times, factors) }
}

function swapUnder(example: OreExample) {
  const curveOf = oreCurves(example)
  const trade = example.trades.find((node) => textAt(node, '@id') === 'SWAP_EUR') ?? assert.fail('no swap')
  const [fixed, floating] = listAt(at(trade, 'SwapData'), 'LegData').map(oreLeg)
  return (discountShifts: readonly number[], indexShifts: readonly number[]): number => {
    const discount = shifted(curveOf('EUR1D'), discountShifts)
    const projection = shifted(curveOf('EUR6M'), indexShifts)
    return swapValue(
      {
        side: 'receiver',
        notional: fixed.notionals[0],
        fixedRate: fixed.rate,
        floatingSpread: floating.rate,
        fixedPeriods: orePeriods(fixed, discount),
        floatingPeriods: orePeriods(floating, discount),
      },
      { discount: discount.curve, projection: projection.curve },
    ).presentValue
  }
}

const none = tenors.map(() => 0)
const only = (k: number, size: number): readonly number[] => tenors.map((_, i) => (i === k ? size : 0))

test('the ladder of the swap by zero rates of the discount and the index curve is the reported one', (t) => {
  withOreExample(t, 'Legacy/Example_15', (example) => {
    const valueWith = swapUnder(example)
    const base = valueWith(none, none)
    const rows = example.rows('sensitivity.csv').filter((row) => row['TradeId'] === 'SWAP_EUR' && row['Factor_2'] === '')
    t.diagnostic(`base ${base} ${rows[0]['Base NPV']} rows ${rows.length}`)
    for (const row of rows) {
      const [kind, , place] = row['Factor_1'].split('/')
      const size = 1e-4
      const at = (s: number) => (kind === 'DiscountCurve' ? valueWith(only(Number(place), s), none) : valueWith(none, only(Number(place), s)))
      t.diagnostic(`${row['Factor_1']} ${at(size) - base} ${row['Delta']} gamma ${at(size) - 2 * base + at(-size)} ${row['Gamma']}`)
    }
    const all = tenors.map(() => 0.01)
    t.diagnostic(`${valueWith(all, all)} vs -1915323.219999`)
  })
})
