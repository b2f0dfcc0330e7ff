import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseVerification } from '../verify-cases.ts'
import { datedCdsForms } from './credit-dated-cds.ts'

const upfront = (conventions: string) => ({
  trade_date: '2009-05-21',
  maturity: '2014-06-20',
  notional: 10_000_000,
  running_coupon: 0.01,
  conventional_spread: 0.02,
  recovery: 0.4,
  conventions,
  discount_curve: { type: 'flat continuous ACT/365F', rate: 0.03, reference: '2009-05-21' },
})
const form = datedCdsForms.findLast((candidate) => candidate.function === 'isda_cds_upfront')!
const answer = (conventions: string) => form.answer(form.input.parse(upfront(conventions)), [])

test('a standard upfront is answered in whatever words its conventions are told', () => {
  const standard = answer('ISDA standard CDS, cash settlement T+3 weekdays, unadjusted maturity')
  assert.equal(standard.cash_settlement_date, '2009-05-26')
  assert.ok(Number(standard.npv_at_trade_date) > 0)
  for (const other of [
    '',
    'standard North American contract; quarterly coupons on the 20th; weekends only',
    'Markit conventions: default at any time (no mid-point), ACT/360 including the last day',
  ]) {
    assert.deepEqual(answer(other), standard)
  }
  assert.equal(answer('big bang conventions, cash settled T+1').cash_settlement_date, '2009-05-22')
})

test('conventions that contradict the standard contract are refused', () => {
  for (const other of [
    'default at the mid-point of each period',
    'semi-annual coupons',
    'coupons accrue 30/360',
    'adjusted maturity',
    'non-standard contract',
    'TARGET calendar',
  ]) {
    assert.equal(form.input.safeParse(upfront(other)).success, false, other)
  }
})

test('an exponentially weighted variance starts at the first squared return however that is added to', () => {
  for (const initial of ['variance for t=1 set to r_1^2', 'Variance for t = 1 set to r_1^2 (RiskMetrics start)']) {
    const { verdict } = caseVerification({
      name: 'statistics/ewma',
      inputs: { function: 'ewma_variance', returns: [0.01, -0.02, 0.015], lambda: 0.94, initial },
      expected: { variance_last: 1.18e-4, variance_next: 1.2442e-4 },
      tolerance: { abs: 1e-15, rel: 0 },
      source: 'the recursion by hand',
    })
    assert.equal(verdict, 'pass')
  }
})
