import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendar, dayOf, tenorOf } from '../time/index.ts'
import { bootstrappedCurve, type LegConvention, swapInstrument, timeAxis } from './index.ts'

const tradeDay = dayOf('2024-01-10')
const axis = timeAxis(tradeDay, 'ACT/365F')
// 2025-03-15 and 2026-03-15 are a Saturday and a Sunday, 2027-03-15 is a Monday.
const term = { start: dayOf('2024-03-15'), end: dayOf('2027-03-15') }

function swapWith(leg: LegConvention) {
  const market = { calendar: calendar('TARGET'), spotLagDays: 2, endOfMonth: false, fixed: leg, floating: leg }
  const swap = swapInstrument({ axis, tradeDay }, { id: 'swap', kind: 'ois', rate: 0.03, term }, market)
  return swap.kind === 'ois' ? swap : assert.fail('not an OIS')
}

const annual = { tenor: tenorOf('1Y'), dayCount: 'ACT/360', paymentLagDays: 0 } as const
const days = (...dates: string[]): number[] => dates.map((date) => axis.timeOf(dayOf(date)))

test('unadjusted accrual days are paid on business days where the payment convention says so', () => {
  const { fixed } = swapWith({ ...annual, convention: 'unadjusted', paymentConvention: 'following' })
  assert.deepEqual(fixed.endYears, days('2025-03-15', '2026-03-15', '2027-03-15'))
  assert.deepEqual(fixed.payYears, days('2025-03-17', '2026-03-16', '2027-03-15'))
  assert.deepEqual(fixed.accrualYears, [365 / 360, 365 / 360, 365 / 360])
})

test('a payment lag counts from the adjusted day of payment', () => {
  const { fixed } = swapWith({
    ...annual,
    convention: 'unadjusted',
    paymentConvention: 'preceding',
    paymentLagDays: 1,
  })
  assert.deepEqual(fixed.payYears, days('2025-03-17', '2026-03-16', '2027-03-16'))
})

test('payments follow the accrual days where no payment convention is given', () => {
  const unadjusted = swapWith({ ...annual, convention: 'unadjusted' })
  assert.deepEqual(unadjusted.fixed.payYears, unadjusted.fixed.endYears)
  const following = swapWith({ ...annual, convention: 'following' })
  const both = swapWith({ ...annual, convention: 'following', paymentConvention: 'following' })
  assert.deepEqual(following.fixed, both.fixed)
  assert.deepEqual(following.fixed.payYears, days('2025-03-17', '2026-03-16', '2027-03-15'))
})

test('legs that differ in their payment convention alone are two legs, and the swap reprices', () => {
  const fixed = { ...annual, convention: 'unadjusted', paymentConvention: 'following' } as const
  const floating = { ...annual, convention: 'unadjusted' } as const
  const market = { calendar: calendar('TARGET'), spotLagDays: 2, endOfMonth: false, fixed, floating }
  const swap = swapInstrument({ axis, tradeDay }, { id: 'swap', kind: 'swap', rate: 0.03, term }, market)
  assert.ok(swap.kind === 'swap')
  assert.notDeepEqual(swap.fixed.payYears, swap.floating.payYears)
  const { instruments } = bootstrappedCurve({ instruments: [swap], interpolation: 'log-linear-discount' })
  assert.ok(Math.abs(instruments[0].residual) < 1e-12)
})
