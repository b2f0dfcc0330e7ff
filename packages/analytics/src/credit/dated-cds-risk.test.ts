import assert from 'node:assert/strict'
import test from 'node:test'
import { flatCurve } from '../curves/index.ts'
import { calendar, dayOf } from '../time/index.ts'
import { datedCdsHazardCurve } from './dated-hazard-curve.ts'
import { survivalOn } from './dated-survival-curve.ts'
import { conventionalCdsQuote, standardCds, standardCdsRisk } from './index.ts'

const near = (computed: number, expected: number, tolerance: number, label = ''): void =>
  assert.ok(Math.abs(computed - expected) <= tolerance, `${label} ${computed}, expected ${expected} +- ${tolerance}`)

const tradeDay = dayOf('2024-05-15')
const discount = { referenceDay: tradeDay, dayCount: 'ACT/365F' as const, curve: flatCurve(0.045) }
const conventions = { recovery: 0.4, calendar: calendar('weekends'), settlementDays: 3, integration: 'isda' as const }
const quotes = [
  { label: '1Y', maturityDay: dayOf('2025-06-20'), spread: 0.0055 },
  { label: '5Y', maturityDay: dayOf('2029-06-20'), spread: 0.0135 },
]
const position = { side: 'buy protection' as const, notional: 1e7, spread: 0.01, maturityDay: dayOf('2029-06-20') }

test('with one quote the value is the converter\u2019s and CS01 the change of its upfront by 1 bp', () => {
  const swap = standardCds({ ...conventions, tradeDay, maturityDay: position.maturityDay })
  const at = (spread: number): number => conventionalCdsQuote(swap, tradeDay, 0.01, { spread }, discount).valueAtTrade
  const risk = standardCdsRisk(position, tradeDay, quotes.slice(1), conventions, discount)
  near(risk.valuation.presentValue, 1e7 * at(0.0135), 1e-6)
  near(risk.cs01Parallel, 1e7 * (at(0.0136) - at(0.0135)), 1e-6)
  // Accrued from 20 March to 16 May, 57 days.
  near(risk.accruedPremium, (-1e7 * 0.01 * 57) / 360, 1e-9)
})

test('buckets add up to the parallel move, the sides cancel, and an upfront moves as its spread', () => {
  const risk = standardCdsRisk(position, tradeDay, quotes, conventions, discount)
  near(
    risk.cs01ByQuote.reduce((sum, value) => sum + value, 0),
    risk.cs01Parallel,
    0.01 * risk.cs01Parallel,
  )
  const seller = standardCdsRisk({ ...position, side: 'sell protection' }, tradeDay, quotes, conventions, discount)
  for (const key of ['cs01Parallel', 'ir01', 'recovery01', 'jumpToDefault', 'accruedPremium', 'theta1Day'] as const) {
    near(seller[key], -risk[key], 1e-6, key)
  }
  near(risk.jumpToDefault, 6e6 - risk.valuation.presentValue, 1e-6)
  const swap = standardCds({ ...conventions, tradeDay, maturityDay: position.maturityDay })
  const upfront = risk.valuation.presentValue / 1e7 / Math.exp((-0.045 * (swap.cashSettlementDay - tradeDay)) / 365)
  const points = [quotes[0], { label: '5Y', maturityDay: position.maturityDay, upfront, runningSpread: 0.01 }]
  near(standardCdsRisk(position, tradeDay, points, conventions, discount).cs01Parallel, risk.cs01Parallel, 1e-4)
})

test('theta is what a day of interest, default risk and accrual leaves of the value', () => {
  const { survival } = datedCdsHazardCurve(tradeDay, quotes, conventions, discount)
  // Today's value with accrual is the discounted mean of tomorrow's and of what default in between pays.
  const dayRate = 0.045 / 365
  const survived = survivalOn(survival, tradeDay + 1) / survivalOn(survival, tradeDay)
  const accruedOn = (day: number): number => {
    const { rebate } = standardCds({ ...conventions, tradeDay: day, maturityDay: position.maturityDay })
    return 1e7 * 0.01 * rebate.accrual * Math.exp(-dayRate * (rebate.day - day))
  }
  const { valuation, theta1Day } = standardCdsRisk(position, tradeDay, quotes, conventions, discount)
  const dirty = valuation.presentValue - accruedOn(tradeDay)
  const onDefault = (1 - survived) * (6e6 - (1e7 * 0.01 * 57) / 360)
  const tomorrow = (dirty * Math.exp(dayRate) - onDefault) / survived + accruedOn(tradeDay + 1)
  near(theta1Day, tomorrow - valuation.presentValue, 0.5)
  assert.ok(Math.abs(theta1Day) > 10)
})

test('a swap that ends tomorrow loses its value by then', () => {
  const ending = { ...position, maturityDay: tradeDay + 1 }
  const { valuation, theta1Day } = standardCdsRisk(ending, tradeDay, quotes, conventions, discount)
  assert.equal(theta1Day, -valuation.presentValue)
})

test('quotes that have no curve are refused with their tenor', () => {
  const inverted = [
    { ...quotes[0], spread: 0.2 },
    { ...quotes[1], spread: 0.0001 },
  ]
  assert.throws(() => standardCdsRisk(position, tradeDay, inverted, conventions, discount), {
    code: 'infeasible',
    message: /5Y/,
  })
})
