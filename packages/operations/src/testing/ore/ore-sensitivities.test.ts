import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DatedCurve, discountOn, logLinearDiscountCurve } from '@tutti/analytics/curves'
import { bondCurveValue, type FixedRateBond } from '@tutti/analytics/bonds'
import { swapValue } from '@tutti/analytics/rates'
import { addTenor } from '@tutti/analytics/time'
import { assertClose } from '../../../../../fixtures/assert-close.ts'
import { oreTenor } from './ore-conventions.fixture.ts'
import { oreCurves } from './ore-curves.fixture.ts'
import { at, listAt, type OreExample, textAt, withOreExample } from './ore-example.fixture.ts'
import { oreLeg, orePeriods } from './ore-legs.fixture.ts'

const tenors = ['6M', '1Y', '2Y', '3Y', '5Y', '7Y', '10Y', '15Y', '20Y']

/** The curve through its discount factors at the tenors, the zero rate of each moved: what the example shifts. */
function shifted(source: DatedCurve, shifts: readonly number[]): DatedCurve {
  const { referenceDay, dayCount } = source
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
const shiftSize = 1e-4

/** Shifts of one basis point at the places that `factors` of a curve kind name, such as DiscountCurve/EUR/3/3Y. */
function shiftsOf(factors: readonly string[], kind: string): readonly number[] {
  const places = factors.filter((factor) => factor.startsWith(kind)).map((factor) => Number(factor.split('/')[2]))
  return tenors.map((_, i) => (places.includes(i) ? shiftSize : 0))
}

test('ladder, gammas and cross gammas of the swap by zero rates of both its curves are the reported ones', (t) => {
  withOreExample(t, 'Legacy/Example_15', (example) => {
    const valueWith = swapUnder(example)
    const base = valueWith(none, none)
    const at = (...factors: string[]): number =>
      valueWith(shiftsOf(factors, 'DiscountCurve'), shiftsOf(factors, 'IndexCurve'))
    const down = (factor: string): number => {
      const [discount, index] = ['DiscountCurve', 'IndexCurve'].map((kind) => shiftsOf([factor], kind).map((x) => -x))
      return valueWith(discount, index)
    }
    const rows = example.rows('sensitivity.csv').filter((row) => row['TradeId'] === 'SWAP_EUR')
    assert.equal(rows.length, 72)
    const largest = { delta: 0, gamma: 0, crossGamma: 0 }
    for (const row of rows) {
      const [one, other] = [row['Factor_1'], row['Factor_2']]
      // The report rounds to the cent.
      assertClose(base, Number(row['Base NPV']), 0.0051, 0)
      const gamma = Number(row['Gamma'])
      if (other === '') {
        largest.delta = Math.max(largest.delta, Math.abs(at(one) - base - Number(row['Delta'])))
        largest.gamma = Math.max(largest.gamma, Math.abs(at(one) - 2 * base + down(one) - gamma))
      } else {
        const cross = at(one, other) - at(one) - at(other) + base
        largest.crossGamma = Math.max(largest.crossGamma, Math.abs(cross - gamma))
      }
    }
    t.diagnostic(`72 rows, largest differences: ${JSON.stringify(largest)}`)
    for (const size of Object.values(largest)) assert.ok(size < 0.0051)
  })
})

test('the value of the swap in the stress of all rates by a percent is the reported one', (t) => {
  withOreExample(t, 'Legacy/Example_15', (example) => {
    const row =
      example
        .rows('stresstest.csv')
        .find((one) => one['TradeId'] === 'SWAP_EUR' && one['ScenarioLabel'] === 'parallel_rates') ?? assert.fail()
    const valueWith = swapUnder(example)
    const stressed = tenors.map(() => 0.01)
    t.diagnostic(`value ${valueWith(stressed, stressed)}, reported ${row['Scenario NPV']}`)
    assertClose(valueWith(none, none), Number(row['Base NPV']), 2e-6, 0)
    assertClose(valueWith(stressed, stressed), Number(row['Scenario NPV']), 2e-6, 0)
  })
})

test('the ladder of the bond by zero rates of its benchmark curve is the reported one', (t) => {
  withOreExample(t, 'Legacy/Example_15', (example) => {
    const trade = example.trades.find((node) => textAt(node, '@id') === 'BOND') ?? assert.fail('no bond')
    const [leg] = listAt(at(trade, 'BondData'), 'LegData').map(oreLeg)
    const bond: FixedRateBond = {
      accrualStart: leg.days[0],
      maturity: leg.days[leg.days.length - 1],
      days: leg.days,
      frequency: 1,
      couponRates: [leg.rate],
      dayCount: 'ACT/ACT ISDA',
    }
    const benchmark = oreCurves(example)('BENCHMARK_EUR')
    const valueWith = (shifts: readonly number[], spread = 0): number =>
      (bondCurveValue(bond, example.asOf, shifted(benchmark, shifts), spread).presentValue * leg.notionals[0]) / 100
    const base = valueWith(none)
    const rows = example.rows('sensitivity.csv').filter((row) => row['TradeId'] === 'BOND')
    let largest = 0
    for (const row of rows) {
      const factor = row['Factor_1']
      if (factor.startsWith('SurvivalProbability')) continue
      assertClose(base, Number(row['Base NPV']), 0.0051, 0)
      const moved = factor.startsWith('SecuritySpread') ? valueWith(none, shiftSize) : valueWith(shiftsOf([factor], ''))
      largest = Math.max(largest, Math.abs(moved - base - Number(row['Delta'])))
    }
    t.diagnostic(`${rows.length} rows, largest difference of deltas ${largest}`)
    assert.ok(largest < 0.0051)
  })
})
