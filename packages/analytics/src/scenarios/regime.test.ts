import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '../errors/index.ts'
import { type Regime, validRegime } from './regime.ts'
import { specRegimes } from './spec-regimes.ts'

const base = specRegimes[0]

test('the five regimes carry the figures of section 5 of the dynamic asset allocation document', () => {
  const rows = specRegimes.map(({ id, equity, rates, correlation }) => [
    id,
    equity.drift,
    equity.volatility,
    rates.initialRate,
    correlation.equityRate,
  ])
  assert.deepEqual(rows, [
    ['base', 0.08, 0.18, 0.03, -0.3],
    ['bull', 0.15, 0.12, 0.02, 0],
    ['bear', -0.05, 0.35, 0.01, -0.6],
    ['high-vol', 0.05, 0.4, 0.02, -0.3],
    ['low-vol', 0.07, 0.08, 0.02, -0.3],
  ])
  for (const regime of specRegimes) assert.equal(validRegime(regime), regime)
  assert.ok(Math.abs(specRegimes.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-15)
})

test('an impossible figure is refused with the regime and the field', () => {
  const cases: readonly (readonly [string, Regime])[] = [
    ['weight', { ...base, weight: -1 }],
    ['equity.volatility', { ...base, equity: { ...base.equity, volatility: 0 } }],
    ['equity.initialVolatility', { ...base, equity: { ...base.equity, initialVolatility: -0.1 } }],
    ['equity.drift', { ...base, equity: { ...base.equity, drift: NaN } }],
    ['equity.varianceReversion', { ...base, equity: { ...base.equity, varianceReversion: 0 } }],
    ['equity.volOfVariance', { ...base, equity: { ...base.equity, volOfVariance: 0 } }],
    ['rates.meanReversion', { ...base, rates: { ...base.rates, meanReversion: 0 } }],
    ['rates.volatility', { ...base, rates: { ...base.rates, volatility: 0 } }],
    [
      'rates.zeroCurve[1].years',
      {
        ...base,
        rates: {
          ...base.rates,
          zeroCurve: [
            { years: 2, rate: 0.01 },
            { years: 1, rate: 0.01 },
          ],
        },
      },
    ],
    ['bond.maturityYears', { ...base, bond: { ...base.bond, maturityYears: 0 } }],
    [
      'bond.credit.equityCorrelation',
      {
        ...base,
        bond: {
          ...base.bond,
          credit: {
            initial: 0.01,
            longRun: 0.01,
            meanReversion: 1,
            volatility: 0.01,
            equityCorrelation: -2,
            expectedLoss: 0,
          },
        },
      },
    ],
    ['correlation.equityRate', { ...base, correlation: { ...base.correlation, equityRate: 1.1 } }],
  ]
  for (const [field, regime] of cases) {
    assert.throws(
      () => validRegime(regime),
      (error: unknown) =>
        error instanceof TuttiError &&
        error.code === 'invalid-input' &&
        error.details.field === `regime base: ${field}`,
      field,
    )
  }
})

test('correlations that cannot hold together are refused with a way out', () => {
  const impossible = { equityVariance: -0.9, equityRate: 0.9, varianceRate: 0.9 }
  assert.throws(() => validRegime({ ...base, correlation: impossible }), /bring variance-rate nearer to -0\.81/)
  assert.doesNotThrow(() => validRegime({ ...base, correlation: { ...impossible, varianceRate: -0.81 } }))
})
