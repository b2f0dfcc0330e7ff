import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bondCurveValue, type FixedRateBond } from '@tutti/analytics/bonds'
import { type DatedCurve, discountOn } from '@tutti/analytics/curves'
import { calendar, type Day, isoOfDay } from '@tutti/analytics/time'
import { assertClose } from '../../../../../fixtures/assert-close.ts'
import { oreDayCount } from './ore-conventions.fixture.ts'
import { oreCurves } from './ore-curves.fixture.ts'
import { at, listAt, oreDay, type OreExample, type OreNode, textAt, withOreExample } from './ore-example.fixture.ts'
import { compareFlows, type Differences, oreLeg, oreLegLines, requireSmall } from './ore-legs.fixture.ts'

// The issuer's hazard rate and the security's spread over its reference curve are quoted as 0.
const referenceCurve = 'EUR6M'
const setFixing = 0.0001

const tradeOf = (example: OreExample, id: string): OreNode =>
  example.trades.find((node) => textAt(node, '@id') === id) ?? assert.fail(id)
const valueOf = (example: OreExample, id: string): number =>
  Number(example.rows('npv.csv').find((row) => row['TradeId'] === id)?.['NPV'] ?? assert.fail(id))

/** The days and the day count of the bond's only leg, and the face outstanding of each period. */
function bondTerms(data: OreNode) {
  const [leg] = listAt(data, 'LegData').map(oreLeg)
  const face = leg.notionals[0]
  const fixed: FixedRateBond = {
    accrualStart: leg.days[0],
    maturity: leg.days[leg.days.length - 1],
    days: leg.days,
    dayCount: oreDayCount(textAt(leg.node, 'DayCounter')),
    calendar: calendar('TARGET'),
    paymentConvention: 'following',
    frequency: 1,
    couponRates: [leg.rate],
    outstanding: leg.notionals.map((notional) => notional / face),
  }
  return { face, fixed }
}

/** Compares payments by day with the rows of the report, interest and principal of a day each in its turn. */
function comparePayments(
  lines: readonly { day?: Day; amount: number; discountFactor: number; presentValue: number }[],
  scale: number,
  rows: readonly Record<string, string>[],
): string {
  assert.equal(lines.length, rows.length)
  const differences: Differences = new Map()
  for (const [i, row] of rows.entries()) {
    const { day = 0, amount, discountFactor, presentValue } = lines[i]
    assert.equal(isoOfDay(day), row['PayDate'])
    const larger = (what: string, size: number): void => {
      differences.set(what, Math.max(differences.get(what) ?? 0, Math.abs(size)))
    }
    larger('amount', amount * scale - Number(row['Amount']))
    larger('discount factor', discountFactor - Number(row['DiscountFactor']))
    larger('present value', presentValue * scale - Number(row['PresentValue']))
  }
  return requireSmall(differences, 1e-6)
}

const fixedBonds = [
  'Bond_Fixed',
  'Bond_Amortizing_FixedAmount',
  'Bond_Amortizing_Percentage_Initial',
  'Bond_Amortizing_Percentage_Previous',
  'Bond_Amortizing_FixedAmount_PercentagePrevious',
]

for (const id of fixedBonds) {
  test(`value and payments of ${id} are those of the report, on the day and forward`, (t) => {
    withOreExample(t, 'Legacy/Example_18', (example) => {
      const curve = oreCurves(example)(referenceCurve)
      const { face, fixed } = bondTerms(at(tradeOf(example, id), 'BondData'))
      const value = bondCurveValue(fixed, example.asOf, curve)
      assertClose((value.presentValue * face) / 100, valueOf(example, id), 5e-6, 0)
      const rows = example.rows('flows.csv').filter((row) => row['TradeId'] === id)
      t.diagnostic(`${rows.length} payments, largest differences: ${comparePayments(value.lines, face / 100, rows)}`)
      assertClose(forwardValue(example, `Fwd${id}`, curve), valueOf(example, `Fwd${id}`), 5e-6, 0)
    })
  })
}

/** A forward purchase: what the bond pays after the forward day, less the price then. */
function forwardValue(example: OreExample, id: string, curve: DatedCurve): number {
  const data = at(tradeOf(example, id), 'ForwardBondData')
  const { face, fixed } = bondTerms(at(data, 'BondData'))
  const day = oreDay(textAt(data, 'SettlementData', 'ForwardMaturityDate'))
  const price = Number(textAt(data, 'SettlementData', 'Amount'))
  return (bondCurveValue(fixed, day, curve).presentValue * face) / 100 - price * discountOn(curve, day)
}

test('the floating bond has the coupons and the value of the report', (t) => {
  withOreExample(t, 'Legacy/Example_18', (example) => {
    const id = 'Bond_Floating'
    const curve = oreCurves(example)(referenceCurve)
    const [leg] = listAt(at(tradeOf(example, id), 'BondData'), 'LegData').map(oreLeg)
    const { value, periods, notionals } = oreLegLines(leg, curve, curve, setFixing)
    const rows = example.rows('flows.csv').filter((row) => row['TradeId'] === id && row['FlowType'] !== 'Notional')
    const differences: Differences = new Map()
    compareFlows(differences, leg, value.lines, periods, rows, curve)
    const redemption = notionals[0] * discountOn(curve, leg.payDays.at(-1) ?? NaN)
    assertClose(value.presentValue + redemption, valueOf(example, id), 5e-6, 0)
    t.diagnostic(`${rows.length} coupons, largest differences: ${requireSmall(differences, 1e-6)}`)
  })
})

test('a bond that turns from fixed to floating has the value of the report', (t) => {
  withOreExample(t, 'Legacy/Example_18', (example) => {
    const id = 'Bond_Fixed_Then_Floating'
    const curve = oreCurves(example)(referenceCurve)
    const legs = listAt(at(tradeOf(example, id), 'BondData'), 'LegData').map(oreLeg)
    const rows = example.rows('flows.csv').filter((row) => row['TradeId'] === id && row['FlowType'] !== 'Notional')
    const differences: Differences = new Map()
    let presentValue = legs[0].notionals[0] * discountOn(curve, legs[1].payDays.at(-1) ?? NaN)
    let first = 0
    for (const leg of legs) {
      const { value, periods } = oreLegLines(leg, curve, curve)
      compareFlows(differences, leg, value.lines, periods, rows.slice(first, first + periods.length), curve)
      first += periods.length
      presentValue += value.presentValue
    }
    assert.equal(first, rows.length)
    assertClose(presentValue, valueOf(example, id), 5e-6, 0)
    t.diagnostic(`${rows.length} coupons, largest differences: ${requireSmall(differences, 1e-6)}`)
  })
})

test('the bond of the sensitivity example has the value and payments of its report on the benchmark curve', (t) => {
  withOreExample(t, 'Legacy/Example_15', (example) => {
    const curve = oreCurves(example)('BENCHMARK_EUR')
    const { face, fixed } = bondTerms(at(tradeOf(example, 'BOND'), 'BondData'))
    const value = bondCurveValue(fixed, example.asOf, curve)
    assertClose((value.presentValue * face) / 100, valueOf(example, 'BOND'), 5e-6, 0)
    const rows = example.rows('flows.csv').filter((row) => row['TradeId'] === 'BOND')
    t.diagnostic(`${rows.length} payments, largest differences: ${comparePayments(value.lines, face / 100, rows)}`)
  })
})
