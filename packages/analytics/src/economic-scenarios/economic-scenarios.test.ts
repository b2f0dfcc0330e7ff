import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flatCurve, linearZeroCurve } from '../curves/index.ts'
import { g2Moments, g2ZeroBond } from '../models/index.ts'
import { mean, pearsonCorrelation, standardDeviation } from '../statistics/index.ts'
import {
  type Economy,
  economicScenarios,
  expectedInflation,
  fundingScenarios,
  type ScenarioLiabilities,
  scenarioChecks,
  shockNames,
  valuesAt,
  variableIndex,
  zeroRates,
} from './index.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected}`)

const usd = {
  currency: 'USD',
  curve: linearZeroCurve([1, 5, 10, 30], [0.042, 0.039, 0.041, 0.043]),
  a: 0.4,
  sigma: 0.011,
  b: 0.05,
  eta: 0.008,
  rho: -0.6,
  longRunShift: 0,
  exchange: null,
}
const economy: Economy = {
  currencies: [
    usd,
    {
      currency: 'EUR',
      curve: flatCurve(0.025),
      a: 0.3,
      sigma: 0.009,
      b: 0.04,
      eta: 0.007,
      rho: -0.5,
      longRunShift: 0,
      exchange: { spot: 1.1, volAnnual: 0.09, premiumAnnual: 0 },
    },
  ],
  inflation: [{ region: 'US', initial: 0.03, longRun: 0.025, reversion: 0.5, volAnnual: 0.01 }],
  spreads: [{ name: 'BBB financial', initial: 0.015, longRun: 0.018, reversion: 0.6, volAnnual: 0.4 }],
  equities: [{ name: 'europe', currency: 'EUR', volAnnual: 0.18, premiumAnnual: 0 }],
  correlations: [
    { one: 'rate2 USD', two: 'rate2 EUR', correlation: 0.6 },
    { one: 'rate1 USD', two: 'inflation US', correlation: 0.3 },
    { one: 'equity europe', two: 'exchange EUR', correlation: 0.25 },
    { one: 'rate2 EUR', two: 'exchange EUR', correlation: -0.3 },
    { one: 'equity europe', two: 'spread BBB financial', correlation: -0.5 },
  ],
}
const grid = { steps: 20, stepsPerYear: 4, paths: 4000, seed: 7 }

test('discounted bonds of both currencies and the share index are martingales', () => {
  const checks = scenarioChecks(economicScenarios(economy, grid), 5)
  assert.deepEqual(
    checks.map(({ name }) => name),
    ['bond USD', 'bond EUR', 'equity europe'],
  )
  near(checks[0].expected, usd.curve.discountFactor(10), 1e-12)
  near(checks[1].expected, 1.1 * Math.exp(-0.25), 1e-12)
  for (const { name, z } of checks) assert.ok(Math.abs(z) < 4, `${name} is ${z} standard errors off`)
})

test('factors have the moments of the model, whatever the step', () => {
  for (const stepsPerYear of [1, 12]) {
    const scenarios = economicScenarios(economy, { steps: 5 * stepsPerYear, stepsPerYear, paths: 4000, seed: 3 })
    const x = valuesAt(scenarios, variableIndex(scenarios, 'x USD'), 5 * stepsPerYear)
    const y = valuesAt(scenarios, variableIndex(scenarios, 'y USD'), 5 * stepsPerYear)
    const { varX, varY, covXY } = g2Moments(usd, 5)
    near(standardDeviation(x, 'sample') / Math.sqrt(varX), 1, 0.05)
    near(standardDeviation(y, 'sample') / Math.sqrt(varY), 1, 0.05)
    near(pearsonCorrelation(x, y), covXY / Math.sqrt(varX * varY), 0.05)
    const spread = valuesAt(scenarios, variableIndex(scenarios, 'spread BBB financial'), 5 * stepsPerYear)
    near(standardDeviation(spread.map(Math.log), 'sample'), 0.4 * Math.sqrt(-Math.expm1(-2 * 0.6 * 5) / 1.2), 0.02)
    const prices = valuesAt(scenarios, variableIndex(scenarios, 'logPrices US'), 5 * stepsPerYear)
    near(mean(prices), 0.025 * 5 + 0.005 * (-Math.expm1(-2.5) / 0.5), 4 * 0.0007)
  }
})

test('zero rates agree with the bond formula and, at the start, with the curve', () => {
  const scenarios = economicScenarios(economy, { ...grid, paths: 5 })
  for (const rate of zeroRates(scenarios, 'USD', 0, 10)) near(rate, usd.curve.zeroRate(10), 1e-13)
  const [x, y] = ['x USD', 'y USD'].map((name) => valuesAt(scenarios, variableIndex(scenarios, name), 8))
  zeroRates(scenarios, 'USD', 8, 7).forEach((rate, path) =>
    near(Math.exp(-7 * rate), g2ZeroBond(usd, 2, 9, x[path], y[path]), 1e-12),
  )
  for (const rate of expectedInflation(scenarios, 'US', 0, 1e-9)) near(rate, 0.03, 1e-10)
  for (const rate of expectedInflation(scenarios, 'US', 0, 1e6)) near(rate, 0.025, 1e-7)
})

test('more paths leave the first ones as they are', () => {
  const few = economicScenarios(economy, { ...grid, paths: 10 })
  const more = economicScenarios(economy, { ...grid, paths: 40 })
  assert.deepEqual(more.values.slice(0, few.values.length), few.values)
})

test('premiums and shifts are said, and turn the price checks off', () => {
  const real = economicScenarios(
    { ...economy, equities: [{ ...economy.equities[0], premiumAnnual: 0.04 }] },
    { ...grid, paths: 20 },
  )
  assert.equal(real.isRiskNeutral, false)
  assert.deepEqual(scenarioChecks(real, 5), [])
})

test('correlations that no matrix has are repaired and said; unknown names are refused', () => {
  const impossible = [
    { one: 'rate1 USD', two: 'rate1 EUR', correlation: 0.95 },
    { one: 'rate1 EUR', two: 'inflation US', correlation: 0.95 },
    { one: 'rate1 USD', two: 'inflation US', correlation: -0.95 },
  ]
  const repaired = economicScenarios({ ...economy, correlations: impossible }, { ...grid, paths: 2 })
  assert.ok((repaired.correlationRepair ?? 0) > 0.1)
  assert.equal(economicScenarios(economy, { ...grid, paths: 2 }).correlationRepair, null)
  const unknown = [{ one: 'rate1 USD', two: 'rate9 USD', correlation: 0.1 }]
  assert.throws(() => economicScenarios({ ...economy, correlations: unknown }, grid), /rate9 USD/)
  assert.throws(() => economicScenarios({ ...economy, currencies: [] }, grid), { code: 'invalid-input' })
  assert.throws(() => economicScenarios(economy, { ...grid, paths: 1e6 }), { code: 'invalid-input' })
  assert.equal(shockNames(economy).length, 8)
})

const calm: Economy = {
  ...economy,
  currencies: [{ ...usd, curve: flatCurve(0.03), sigma: 1e-12, eta: 1e-12 }],
  inflation: [{ region: 'US', initial: 0.02, longRun: 0.02, reversion: 0.5, volAnnual: 0 }],
  spreads: [],
  equities: [],
  correlations: [],
}
const liabilities: ScenarioLiabilities = {
  currency: 'USD',
  payments: [2, 5, 12].map((timeYears) => ({ timeYears, amount: 100, indexedShare: 0.5 })),
  region: 'US',
  longevity: { force: 0.02, volAnnual: 0 },
  lapse: null,
}
const settings = { seed: 1, lossShareOfSpread: 0.3 }

test('without risk every mix earns the short rate and the funded ratio is the one by hand', () => {
  const scenarios = economicScenarios(calm, { steps: 24, stepsPerYear: 4, paths: 3, seed: 1 })
  const growth = (t: number): number => 0.5 + 0.5 * Math.exp(0.02 * t)
  const value = (now: number): number =>
    [2, 5, 12].reduce((sum, t) => (t > now ? sum + 100 * growth(t) * Math.exp(-0.03 * (t - now)) : sum), 0)
  for (const mix of [
    [{ weight: 1, kind: 'cash', currency: 'USD' } as const],
    [
      { weight: 0.6, kind: 'bond', currency: 'USD', tenorYears: 10 } as const,
      { weight: 0.4, kind: 'inflation-linked', currency: 'USD', tenorYears: 20, region: 'US' } as const,
    ],
  ]) {
    const { assets, liabilities: owed } = fundingScenarios(scenarios, 250, mix, liabilities, settings)
    near(owed[0][0], value(0), 1e-6)
    const wealth = 250 * Math.exp(0.18) - 100 * growth(2) * Math.exp(0.12) - 100 * growth(5) * Math.exp(0.03)
    near(assets[24][1], wealth, 1e-6)
    near(owed[24][2], value(6), 1e-6)
  }
})

test('payments between two steps are paid on their day', () => {
  const payments = Array.from({ length: 20 }, (_, i) => ({ timeYears: i + 0.5, amount: 100, indexedShare: 0 }))
  const value = payments.reduce((sum, { timeYears }) => sum + 100 * Math.exp(-0.03 * timeYears), 0)
  const scenarios = economicScenarios(calm, { steps: 15, stepsPerYear: 1, paths: 2, seed: 1 })
  const mix = [{ weight: 1, kind: 'cash' as const, currency: 'USD' }]
  const { fundedRatios } = fundingScenarios(scenarios, value, mix, { ...liabilities, payments }, settings)
  for (const step of [5, 10, 15]) near(fundedRatios[step][0], 1, 1e-9)
})

test('risk-neutral assets keep their discounted mean, payments added back', () => {
  const scenarios = economicScenarios(economy, { ...grid, paths: 3000 })
  const { assets } = fundingScenarios(
    scenarios,
    100,
    [
      { weight: 0.5, kind: 'bond', currency: 'EUR', tenorYears: 7 },
      { weight: 0.3, kind: 'equity', equity: 'europe' },
      { weight: 0.2, kind: 'cash', currency: 'EUR' },
    ],
    { ...liabilities, region: null, payments: [{ timeYears: 50, amount: 1, indexedShare: 0 }] },
    settings,
  )
  const cash = valuesAt(scenarios, variableIndex(scenarios, 'logCash USD'), 20)
  const discounted = assets[20].map((value, path) => value * Math.exp(-cash[path]))
  near(mean(discounted), 100, (4 * standardDeviation(discounted, 'sample')) / Math.sqrt(3000))
})

test('a walk of mortality widens the liabilities; lapses at the value of the claim leave the ratio near where it was', () => {
  const scenarios = economicScenarios(calm, { steps: 20, stepsPerYear: 4, paths: 400, seed: 5 })
  const mix = [{ weight: 1, kind: 'cash' as const, currency: 'USD' }]
  const run = (changed: Partial<ScenarioLiabilities>) =>
    fundingScenarios(scenarios, 300, mix, { ...liabilities, ...changed }, settings)
  const certain = run({})
  const longevity = run({ longevity: { force: 0.02, volAnnual: 0.1 } })
  near(standardDeviation(certain.liabilities[20], 'sample'), 0, 1e-9)
  assert.ok(standardDeviation(longevity.liabilities[20], 'sample') > 0.1)
  const lapse = { base: 0.04, sensitivity: 0, creditedRate: 0.03, tenorYears: 5, cap: 0.3, surrenderShare: 1 }
  const lapsing = run({ lapse })
  // paying out the full value changes assets and liabilities by the same money
  const gap = (result: typeof certain): number => result.assets[20][0] - result.liabilities[20][0]
  near(gap(lapsing), gap(certain), 0.5)
  assert.ok(lapsing.liabilities[20][0] < certain.liabilities[20][0])
})

test('bad mixes and liabilities are named', () => {
  const scenarios = economicScenarios(calm, { steps: 2, stepsPerYear: 1, paths: 2, seed: 1 })
  const mix = [{ weight: 1, kind: 'cash' as const, currency: 'USD' }]
  const refused = { code: 'invalid-input' }
  assert.throws(() => fundingScenarios(scenarios, 1, [{ ...mix[0], weight: 0.9 }], liabilities, settings), refused)
  assert.throws(() => fundingScenarios(scenarios, 1, [{ ...mix[0], currency: 'CHF' }], liabilities, settings), /CHF/)
  assert.throws(() => fundingScenarios(scenarios, 1, mix, { ...liabilities, region: null }, settings), /follows prices/)
  assert.throws(() => fundingScenarios(scenarios, 1, mix, { ...liabilities, currency: 'EUR' }, settings), refused)
  const early = { ...liabilities, payments: [{ timeYears: 1, amount: 1, indexedShare: 0 }] }
  assert.throws(() => fundingScenarios(scenarios, 1, mix, early, settings), /no liability is left/)
})
