import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseVerification } from '../verify-cases.ts'

const verified = (
  called: string,
  inputs: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
  source: string,
): void => {
  const reference = { name: `risk/${called}`, inputs: { function: called, ...inputs }, expected, source }
  const result = caseVerification({ ...reference, tolerance: { abs: 1e-8, rel: 1e-8 } } as Parameters<
    typeof caseVerification
  >[0])
  assert.equal(result.verdict, 'pass', `${called}: ${result.reason ?? JSON.stringify(result.failures)}`)
}

test('a hedge effectiveness case is served with the figures of statsmodels', () => {
  verified(
    'hedge_effectiveness',
    {
      hedged_item_changes: [-1.21, 0.84, -0.52, 1.43, -0.92, 0.31, 0.66, -0.38, 1.05, -1.47, 0.22, -0.71],
      hedging_instrument_changes: [1.1, -0.91, 0.45, -1.32, 1.02, -0.2, -0.7, 0.42, -0.98, 1.4, -0.31, 0.66],
    },
    {
      dollar_offset_cumulative: 0.9,
      dollar_offset_last_period: 0.9295774647887325,
      regression_slope: -1.0303017054102577,
      regression_intercept: -0.004242493799294832,
      r_squared: 0.9927533050578776,
      slope_t_stat: -37.01269266,
      variance_reduction_unit_hedge: 0.9918945948064073,
      variance_reduction_optimal_hedge: 0.9927533050578776,
      volatility_reduction_unit_hedge: 0.9099699761546589,
      optimal_hedge_ratio: 1.030301705410258,
    },
    'statsmodels 0.15.0, numpy 2.4.6',
  )
})

test('a factor risk case is served whichever way its loadings lie', () => {
  const loadings = [
    [1.1, 0.2],
    [0.8, -0.3],
    [0.5, 0.9],
  ]
  const turned = [
    [1.1, 0.8, 0.5],
    [0.2, -0.3, 0.9],
  ]
  const rest = {
    weights: [0.5, 0.3, 0.2],
    factor_covariance: [
      [0.03, 0.002],
      [0.002, 0.01],
    ],
    idiosyncratic_variance: [0.01, 0.02, 0.015],
  }
  for (const table of [loadings, turned]) {
    verified(
      'factor_risk',
      { ...rest, loadings: table },
      {
        total_variance: 0.0297004,
        factor_variance: 0.0248004,
        specific_variance: 0.0049,
        factor_contributions_to_variance: [0.0241012, 0.0006992],
        factor_exposures: [0.89, 0.19],
      },
      'numpy 2.4.6',
    )
  }
})

test('a case of several hedging instruments is served with rows of periods or of instruments', () => {
  const first = [-0.8, -0.25, 1.14, -0.55, 0.75, 0.27, -0.96, 0.2, -0.08, -0.63]
  const second = [-1.32, 0.42, 0.11, -0.78, 1.63, -1.23, 1.6, -1.73, -1.16, -0.49]
  const exposure = [0.37, 0.6, -1.45, 0.29, -0.24, -0.68, 1.56, -1, -0.56, 0.59]
  const expected = {
    hedge_ratios: [1.17094136, -0.38633348],
    residual_variance_ratio: 1 - 0.9819655257232862,
    hedge_effectiveness: 0.9819655257232862,
  }
  const periods = first.map((value, t) => [value, second[t]])
  for (const table of [periods, [first, second]]) {
    verified(
      'min_variance_hedge_multi',
      { exposure_changes: exposure, instrument_changes: table },
      expected,
      'statsmodels',
    )
  }
})

test('key-rate and liquidity cases are served', () => {
  verified(
    'key_rate_hedge',
    {
      target_key_rate_dv01: [12, 40, 85, 130],
      instrument_key_rate_dv01: [
        [2, 0.1, 0, 0],
        [0.1, 4.5, 0.3, 0],
        [0, 0.4, 8, 0.5],
      ],
    },
    { notionals: [5.63088511, 7.64250312, 11.31309193], residual_norm: 124.58879106676847 },
    'numpy 2.4.6 linalg.lstsq',
  )
  verified(
    'lvar',
    {
      position_value: 1e6,
      daily_volatility: 0.02,
      confidence: 0.99,
      mean_relative_spread: 0.001,
      spread_volatility: 0.0005,
      spread_multiplier: 3,
    },
    { var: 45461.17173901898, liquidity_cost: 1250, lvar: 46711.17173901898 },
    'scipy 1.17.1',
  )
})
