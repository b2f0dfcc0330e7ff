import assert from 'node:assert/strict'
import test from 'node:test'
import type { ReferenceCase } from '../reference-case.ts'
import { caseVerification } from '../verify-cases.ts'

const verdictOf = (inputs: ReferenceCase['inputs'], expected: ReferenceCase['expected'], abs = 1e-6) => {
  const result = caseVerification({
    name: 'bonds/case',
    inputs,
    expected,
    tolerance: { abs },
    source: 'test',
    notes: '',
  })
  return result.verdict === 'pass' ? 'pass' : `${result.verdict}: ${result.reason} ${JSON.stringify(result.failures)}`
}

const auction =
  'US Treasury (31 CFR 356 App. B II): simple interest in the fractional first period, ACT/ACT ICMA, semi-annual'
const street = 'US Treasury street: ACT/ACT ICMA, semi-annual compounding including the fractional period'
const gilt = 'UK DMO gilt: ACT/ACT ICMA, semi-annual, ex-dividend 7 business days; dirty price'
const nodes = {
  type: 'zero rates, continuous, ACT/365F, linear in rate between tenors, flat outside',
  reference: '2024-03-15',
  tenors_years: [1, 5, 10],
  zero_rates: [0.04, 0.035, 0.03],
}

test('auction examples B and E of 31 CFR 356 Appendix B section II pass', () => {
  const auctionCase = (dates: Record<string, unknown>, coupon: number, y: number) => ({
    function: 'bond_price_from_yield',
    convention: auction,
    ...dates,
    coupon_percent: coupon,
    yield_percent: y,
  })
  const b = { accrual_start: '1990-04-02', settlement: '1990-04-02', first_coupon: null, maturity: '1992-03-31' }
  const e = {
    accrual_start: '1985-07-02',
    settlement: '1985-11-04',
    first_coupon: '1986-02-15',
    maturity: '2005-08-15',
  }
  assert.equal(verdictOf(auctionCase(b, 8.5, 8.59), { clean_price: 99.838183, dirty_price: 99.838183 }), 'pass')
  assert.equal(verdictOf(auctionCase(e, 10.75, 10.47), { clean_price: 102.214586, dirty_price: 105.887384 }), 'pass')
})

test('gilts pass with ex-dividend flags or by the calendar, Treasuries at several settlements', () => {
  const dates = ['1999-05-10', '1999-05-17', '1999-05-18', '1999-05-26']
  const terms = {
    function: 'bond_price_from_yield',
    convention: gilt,
    maturity: '2004-11-26',
    coupon_percent: 6.75,
    yield_percent: 4.634,
  }
  const expected = { dirty_prices: [113.315543, 113.415969, 110.058738, 110.170218] }
  assert.equal(verdictOf({ ...terms, settlements: dates }, expected), 'pass')
  const flagged = dates.map((date, i) => ({ date, ex_dividend: i > 1 }))
  assert.equal(verdictOf({ ...terms, settlements: flagged }, expected), 'pass')
  const treasury = {
    function: 'bond_price_from_yield',
    convention: street,
    accrual_start: '2023-08-15',
    maturity: '2033-08-15',
    coupon_percent: 3.875,
    yield_percent: 4,
    settlements: ['2025-02-14', '2025-02-18', '2025-08-15'],
  }
  assert.equal(
    verdictOf(treasury, { clean_prices: [99.106414, 99.107179, 99.151393], accrued: [1.92697, 0.032113, 0] }),
    'pass',
  )
})

test("prices off a curve pass for QuantLib's bonds with steps, stubs and payment days", () => {
  const curve = { type: 'flat continuous', rate: 0.03, day_count: 'ACT/360', reference: '2004-11-22' }
  const steps = [0.02875, 0.03, 0.03125, 0.0325]
  const shared = { function: 'bond_price_from_curve', evaluation_date: '2004-11-22', curve }
  assert.equal(
    verdictOf(
      {
        ...shared,
        settlement: '2004-11-23',
        payment_convention: 'modified following on a null calendar (all days good)',
        bonds: [
          {
            accrual_start: '2004-10-31',
            maturity: '2006-10-31',
            coupon: 0.025,
            frequency: 2,
            day_count: 'ACT/ACT ICMA',
            end_of_month: true,
          },
          {
            accrual_start: '2004-11-15',
            maturity: '2009-11-15',
            coupon: 0.035,
            frequency: 2,
            day_count: 'ACT/ACT ICMA',
            end_of_month: false,
          },
        ],
      },
      { clean_prices: [98.943393, 101.986794] },
    ),
    'pass',
  )
  assert.equal(
    verdictOf(
      {
        ...shared,
        settlement: '2004-11-30 (not before issue)',
        issue: '2004-11-30',
        payment_convention: 'modified following, US government bond calendar',
        day_count: 'ACT/ACT ICMA',
        frequency: 2,
        bonds: [
          { maturity: '2008-11-30', coupons: [0.02875] },
          { maturity: '2008-11-30', coupons: steps },
          { maturity: '2009-03-30', next_to_last: '2008-11-30', coupons: steps },
        ],
      },
      { clean_prices: [99.2981, 100.334149, 100.382794] },
    ),
    'pass',
  )
})

test('a given schedule with stubs on 30/360 is analysed with times from settlement', () => {
  const inputs = {
    function: 'bond_analytics',
    accrual_start: '2024-01-10',
    schedule: ['2024-01-10', '2024-04-30', '2024-10-30', '2025-04-30', '2025-06-15'],
    maturity: '2025-06-15',
    coupon: 0.05,
    frequency: 2,
    day_count: '30/360 bond basis',
    settlement: '2024-05-20',
    yield: 0.045,
    compounding: 'semi-annual, times measured 30/360 from settlement',
    face: 100,
  }
  // Discounted by hand: 160, 340 and 385 days of 360.
  const amounts = [2.5, 2.5, 100.625]
  const times = [160 / 360, 340 / 360, 385 / 360]
  const values = amounts.map((amount, i) => amount * 1.0225 ** (-2 * times[i]))
  const dirty = values[0] + values[1] + values[2]
  const duration = values.reduce((sum, value, i) => sum + value * times[i], 0) / dirty / 1.0225
  const convexity = values.reduce((sum, value, i) => sum + value * times[i] * (times[i] + 0.5), 0) / dirty / 1.0225 ** 2
  const accrued = (5 * 20) / 360
  const expected = {
    coupon_amounts: [(5 * 110) / 360, 2.5, 2.5, 0.625],
    accrued,
    clean_price: dirty - accrued,
    modified_duration: duration,
    convexity,
  }
  assert.equal(verdictOf(inputs, expected, 1e-11), 'pass')
})

test('a liability is valued with its durations at the nodes of its curve', () => {
  const inputs = {
    function: 'liability_analytics',
    curve: nodes,
    times_years: [1, 5],
    cash_flows: [10, 20],
    bump: '1bp central differences',
  }
  const [near, far] = [10 * Math.exp(-0.04), 20 * Math.exp(-0.175)]
  const value = near + far
  const duration = (near + 5 * far) / value
  assert.equal(
    verdictOf(inputs, {
      present_value: value,
      macaulay_duration: duration,
      key_rate_durations: [near / value, (5 * far) / value, 0],
    }),
    'pass',
  )
  assert.equal(
    verdictOf(inputs, { effective_duration: duration, effective_convexity: (near + 25 * far) / value }, 1e-5),
    'pass',
  )
})

test('a convention that is not known is left unserved, never guessed', () => {
  const bond = {
    function: 'bond_price_from_yield',
    accrual_start: '2023-08-15',
    maturity: '2033-08-15',
    coupon_percent: 4,
    yield_percent: 4,
    settlement: '2025-02-14',
  }
  for (const convention of [
    'moosmueller, ACT/ACT ICMA, annual',
    'street, BUS/252, annual',
    'street, ACT/ACT ICMA, weekly',
  ]) {
    assert.match(verdictOf({ ...bond, convention }, { clean_price: 100 }), /^not-served/)
  }
  const spread = {
    function: 'z_spread',
    curve: nodes,
    settlement: '2024-03-15',
    cash_flow_dates: ['2025-03-15'],
    cash_flows: [104],
    accrued: 0,
    clean_price: 99,
  }
  assert.match(verdictOf({ ...spread, spread_compounding: 'fortnightly' }, { z_spread: 0 }), /^not-served/)
  const cubic = { ...nodes, type: 'zero rates, continuous, ACT/365F, cubic in rate between tenors, flat outside' }
  assert.match(verdictOf({ ...spread, curve: cubic, spread_compounding: 'annual' }, { z_spread: 0 }), /^not-served/)
})
