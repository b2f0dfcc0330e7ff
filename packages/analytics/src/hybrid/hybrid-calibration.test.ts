import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve } from '../curves/index.ts'
import { hybridImpliedVolatility, hybridModel, type HybridSpec, hybridVolatilityCalibration } from './index.ts'

const spec: HybridSpec = {
  currencies: [
    { code: 'USD', curve: flatCurve(0.03), a: 0.05, sigma: 0.01 },
    { code: 'EUR', curve: flatCurve(0.01), a: 0.02, sigma: 0.008 },
  ],
  fx: [{ currency: 'EUR', spot: 1.1, volAnnual: 0.09 }],
  equities: [{ name: 'STOXX', currency: 'EUR', spot: 4500, dividendYieldContinuous: 0.03, volAnnual: 0.18 }],
  correlation: [
    [1, 0.5, 0.1, 0.2],
    [0.5, 1, -0.2, 0.3],
    [0.1, -0.2, 1, 0],
    [0.2, 0.3, 0, 1],
  ],
}
const model = hybridModel(spec)

test('the implied volatility of an exchange rate without rate volatility is its own, and grows with the rates', () => {
  const still = hybridModel({ ...spec, currencies: spec.currencies.map((item) => ({ ...item, sigma: 0 })) })
  assertClose(hybridImpliedVolatility(still, 'fx:EUR', 7), 0.09, 1e-14, 0)
  assert.ok(hybridImpliedVolatility(model, 'fx:EUR', 30) > 0.12)
  assertClose(hybridImpliedVolatility(model, 'fx:EUR', 1 / 365), 0.09, 1e-4, 0)
})

test('the calibration finds the volatilities that made the quotes, and reports what it cannot fit', () => {
  const quotes = ['fx:EUR', 'equity:STOXX'].flatMap((asset) =>
    [1, 5, 10].map((maturityYears) => ({
      asset,
      maturityYears,
      impliedVolAnnual: hybridImpliedVolatility(model, asset, maturityYears),
    })),
  )
  const start: HybridSpec = { ...spec, fx: spec.fx.map((item) => ({ ...item, volAnnual: 0.2 })) }
  const fit = hybridVolatilityCalibration(start, quotes)
  assertClose(fit.volatilities['fx:EUR'], 0.09, 1e-9, 0)
  assertClose(fit.volatilities['equity:STOXX'], 0.18, 1e-9, 0)
  assert.ok(fit.rootMeanSquareError < 1e-9)
  const low = hybridVolatilityCalibration(start, [{ asset: 'fx:EUR', maturityYears: 30, impliedVolAnnual: 0.03 }])
  assert.ok(low.fits[0].error > 0.01)
})

test('unknown assets and quotes that make no sense are refused', () => {
  const refuses = (quote: object): void => {
    const quotes = [{ asset: 'fx:EUR', maturityYears: 1, impliedVolAnnual: 0.1, ...quote }]
    assert.throws(() => hybridVolatilityCalibration(spec, quotes), { code: 'invalid-input' })
  }
  refuses({ asset: 'fx:GBP' })
  refuses({ impliedVolAnnual: 0 })
  refuses({ maturityYears: NaN })
  assert.throws(() => hybridVolatilityCalibration(spec, []), { code: 'invalid-input' })
})
