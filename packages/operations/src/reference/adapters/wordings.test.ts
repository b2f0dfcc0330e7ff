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

test('a GARCH likelihood, a Newey-West kernel and a day count are known in other words, and others are refused', () => {
  const newey = (kernel: string, correction: string | boolean | null) =>
    caseVerification({
      name: 'statistics/newey_west',
      inputs: {
        function: 'newey_west',
        y: [1, 2, 4, 3],
        X: [[1], [1], [1], [1]],
        intercept: false,
        lags: 0,
        prewhiten: false,
        kernel,
        small_sample_correction: correction,
      },
      // The mean 2.5 with residuals -1.5, -0.5, 1.5, 0.5: variance 5 / 16, times 4 / 3 when corrected.
      expected: { covariance: [[correction === 'none' || correction === null ? 5 / 16 : 5 / 12]] },
      tolerance: { abs: 1e-14 },
      source: 'by hand',
    }).verdict
  for (const correction of ['none', null, 'n/(n-k)', 'T / (T - k)', true]) {
    assert.equal(newey('bartlett', correction), 'pass', String(correction))
  }
  assert.equal(newey('Parzen', 'none'), 'not-served')
  assert.equal(newey('Bartlett', 'n/(n-1)'), 'not-served')

  const garch = (presample: string) =>
    caseVerification({
      name: 'statistics/garch11',
      inputs: { function: 'garch11_filter', returns: [1, -2, 0.5, 1.5], omega: 0.2, alpha: 0.1, beta: 0.8, presample },
      // Mean square 1.875: 0.2 + 0.9 * 1.875, then 0.2 + 0.1 + 0.8 * 1.8875.
      expected: { h_first3: [1.8875, 1.81, 2.048] },
      tolerance: { abs: 1e-14 },
      source: 'by hand',
    }).verdict
  assert.equal(garch('eps_0^2 = h_0 = mean of squared returns'), 'pass')
  assert.equal(garch('h_0 = eps_0^2 = Mean of squared returns'), 'pass')
  assert.equal(garch('h_0 = long-run variance'), 'not-served')

  const rate = (dayCount: string) =>
    caseVerification({
      name: 'performance/xirr',
      inputs: {
        function: 'xirr',
        day_count: dayCount,
        cash_flows: [
          { amount: -100, date: '2023-01-01' },
          { amount: 110, date: '2024-01-01' },
        ],
      },
      expected: { irr: 0.1 },
      tolerance: { abs: 1e-12 },
      source: 'by hand',
    }).verdict
  for (const dayCount of ['ACT/365F', 'Actual/365 (Fixed)', 'act/365']) assert.equal(rate(dayCount), 'pass', dayCount)
  assert.equal(rate('30/360'), 'not-served')
})
