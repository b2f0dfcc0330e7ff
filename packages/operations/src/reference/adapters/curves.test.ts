import assert from 'node:assert/strict'
import test from 'node:test'
import type { ReferenceCase } from '../reference-case.ts'
import { caseVerification } from '../verify-cases.ts'

const verdictOf = (inputs: ReferenceCase['inputs'], expected: ReferenceCase['expected'], abs: number) =>
  caseVerification({ name: 'curves/case', inputs, expected, tolerance: { abs }, source: 'see the test' })

const passes = (inputs: ReferenceCase['inputs'], expected: ReferenceCase['expected'], abs: number): void => {
  const { verdict, failures, reason } = verdictOf(inputs, expected, abs)
  assert.equal(verdict, 'pass', JSON.stringify({ failures, reason }))
}

test('a dated curve with monotone cubic log discount factors agrees with QuantLib', () => {
  // QuantLib 1.44 (PyPI), MonotonicLogCubicDiscountCurve.
  passes(
    {
      function: 'discount_curve',
      interpolation:
        'monotonic cubic (QuantLib MonotonicLogCubic: Hyman-filtered natural cubic spline on log discount factors)',
      reference: '2024-01-15',
      day_count: 'ACT/365F',
      dates: [
        '2024-01-15',
        '2024-04-15',
        '2024-07-15',
        '2025-01-15',
        '2026-01-15',
        '2027-01-15',
        '2029-01-15',
        '2031-01-15',
        '2034-01-15',
        '2044-01-15',
        '2054-01-15',
      ],
      discount_factors: [
        1.0, 0.9920354780892816, 0.9817182584264331, 0.9616616099737784, 0.939488994027445, 0.8959260918776814,
        0.8215178636954791, 0.7767890496770659, 0.6731765477814158, 0.43380262656645924, 0.27095889934470474,
      ],
      query_dates: [
        '2024-01-25',
        '2024-02-29',
        '2024-05-14',
        '2024-09-21',
        '2025-05-29',
        '2026-07-03',
        '2028-02-23',
        '2030-01-23',
        '2032-04-02',
        '2037-09-23',
        '2048-09-05',
        '2054-01-15',
      ],
    },
    {
      discount_factors: [
        0.9991871506394865, 0.9962782294123456, 0.988965993749664, 0.9736254892657806, 0.9528700830159083,
        0.9216175627002197, 0.8494147715778029, 0.7988240168096686, 0.738485363817865, 0.5649738924586111,
        0.35148426112997605, 0.27095889934470474,
      ],
    },
    1e-12,
  )
})

const sofr = {
  function: 'bootstrap',
  trade_date: '2024-02-27',
  reference_date: '2024-02-27',
  interpolation: 'log-linear discount factors',
  curve_day_count: 'ACT/365F',
  calendar: 'US government bond (SIFMA)',
  ois: [
    { tenor: '1M', rate: 0.0532 },
    { tenor: '3M', rate: 0.0531 },
    { tenor: '6M', rate: 0.0525 },
    { tenor: '1Y', rate: 0.0505 },
    { tenor: '18M', rate: 0.048 },
    { tenor: '2Y', rate: 0.046 },
  ],
  ois_conventions:
    'spot lag 2 business days; payment lag 2 business days; both legs annual (single payment up to 1Y), ACT/360, accrual dates modified following; compounded SOFR, self-discounted',
  query_dates: ['2024-04-12', '2024-12-23'],
}

test('overnight swaps from a month end run to month ends and agree with QuantLib', () => {
  // QuantLib 1.44 (PyPI), OISRateHelper + PiecewiseLogLinearDiscount; spot is 29 February.
  passes(
    sofr,
    {
      node_dates: ['2024-02-27', '2024-04-02', '2024-06-04', '2024-09-04', '2025-03-04', '2025-09-03', '2026-03-03'],
      node_discount_factors: [
        1, 0.9948517470186624, 0.9857450061783384, 0.9730322967849544, 0.950520130752784, 0.9302238585486783,
        0.9125030334770815,
      ],
      query_discount_factors: [0.9934006352633272, 0.959288111162675],
    },
    1e-9,
  )
})

test('listed holidays take the place of a named calendar', () => {
  const { verdict } = verdictOf({ ...sofr, holidays: ['2024-02-29'] }, { node_dates: ['2024-02-27'] }, 0)
  assert.equal(verdict, 'fail')
})

test('the natural spline answers forwards under the keys that ask for them', () => {
  // Flat at 4 %: every rate and forward is 4 %.
  passes(
    {
      function: 'zero_curve',
      interpolation: 'natural cubic spline on continuously compounded zero rates',
      times: [1, 2, 5, 10],
      zero_rates: [0.04, 0.04, 0.04, 0.04],
      query_times: [1.5, 7],
    },
    {
      zero_rates: [0.04, 0.04],
      discount_factors: [Math.exp(-0.06), Math.exp(-0.28)],
      instantaneous_forwards: [0.04, 0.04],
      forward_rate_continuous_5y_to_10y: 0.04,
      forward_rate_continuous_2y_to_2_5y: 0.04,
    },
    1e-14,
  )
})

test('bonds at half years, break-evens and components answer under their keys', () => {
  passes(
    {
      function: 'bootstrap',
      instruments: [
        { type: 'bond', maturity_years: 0.5, coupon_percent: 4, price: 100 },
        { type: 'bond', maturity_years: 1, coupon_percent: 4, price: 100 },
      ],
      conventions: 'semi-annual coupons at exact half years, face 100, prices are cash (dirty) at t=0',
    },
    { discount_factors: [1 / 1.02, 1 / 1.02 ** 2], zero_rates_continuous: [2 * Math.log(1.02), 2 * Math.log(1.02)] },
    1e-14,
  )
  passes(
    {
      function: 'breakeven_inflation',
      nominal_yields_semiannual: [0.04],
      real_yields_semiannual: [0.02],
      zero_breakeven_continuous: { '5y': 0.0262, '10y': 0.0275 },
    },
    {
      breakeven_semiannual: [2 * (1.02 / 1.01 - 1)],
      simple_difference: [0.02],
      forward_breakeven_5y5y_continuous: 0.0288,
    },
    1e-14,
  )
  const root = Math.SQRT1_2
  passes(
    {
      function: 'pca',
      data_bp_changes: [
        [1, 1],
        [-1, -1],
        [0, 0],
      ],
      tenors: [2, 10],
      covariance: 'n-1, mean removed',
    },
    {
      eigenvalues: [2, 0],
      explained_ratio: [1, 0],
      loadings_first3: [
        [root, root],
        [root, -root],
      ],
    },
    1e-12,
  )
})

test('interpolations, calendars, day counts and conventions that are not known are not guessed', () => {
  const points = { function: 'zero_curve', times: [1, 2], zero_rates: [0.04, 0.04], query_times: [1.5] }
  for (const inputs of [
    { ...points, interpolation: 'kriging' },
    { ...sofr, calendar: 'the Moon' },
    { ...sofr, ois_conventions: 'the usual' },
    { ...sofr, curve_day_count: 'NL/365' },
  ]) {
    assert.notEqual(verdictOf(inputs, { zero_rates: [0.04], node_dates: [] }, 1).verdict, 'pass')
  }
})
