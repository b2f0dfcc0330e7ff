import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve } from '../curves/index.ts'
import { dayOf } from '../time/index.ts'
import { datedPeriods, forwardRate, legValue } from './index.ts'

const projection = flatCurve(0.03)
const days = ['2024-01-15', '2024-07-15', '2025-01-15', '2025-07-15'].map((date) => dayOf(date))
const dates = { days, referenceDay: dayOf('2024-01-10'), curveDayCount: 'ACT/365F', dayCount: 'ACT/ACT ISDA' } as const

test('a forward is quoted on the day count of its index and accrues on that of its leg', () => {
  const [period] = datedPeriods({ ...dates, indexDayCount: 'ACT/360' })
  assertClose(period.accrualYears, 182 / 366, 1e-15, 0)
  assertClose(period.indexAccrualYears ?? NaN, 182 / 360, 1e-15, 0)
  assertClose(forwardRate(projection, period), Math.expm1((0.03 * 182) / 365) / (182 / 360), 1e-15, 0)
})

test('the coupons differ from those of the index by the ratio of the two accruals', () => {
  const value = (indexDayCount?: 'ACT/360') => {
    const periods = datedPeriods({ ...dates, ...(indexDayCount === undefined ? {} : { indexDayCount }) })
    return legValue({ kind: 'floating', periods, spread: 0, notionals: 1, projection }, projection)
  }
  const [own, index] = [value(), value('ACT/360')]
  for (const [i, line] of index.lines.entries()) {
    const ratio = (360 * line.accrualYears) / (days[i + 1] - days[i])
    assertClose(line.amount, own.lines[i].amount * ratio, 1e-15, 0)
  }
})

test('an accrual of the index that is not positive is refused', () => {
  const [period] = datedPeriods({ ...dates, indexDayCount: 'ACT/360' })
  for (const indexAccrualYears of [0, -1, NaN, Infinity]) {
    const leg = { kind: 'fixed', periods: [{ ...period, indexAccrualYears }], rate: 0.01, notionals: 1 } as const
    assert.throws(() => legValue(leg, projection), { code: 'invalid-input' })
  }
})
