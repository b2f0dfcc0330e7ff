import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve } from '../curves/index.ts'
import { hybridModel, simulatedDistributions } from './index.ts'

const model = hybridModel({
  currencies: [
    { code: 'USD', curve: flatCurve(0.03), a: 0.1, sigma: 0.01 },
    { code: 'EUR', curve: flatCurve(0.01), a: 0.1, sigma: 0.01 },
  ],
  fx: [{ currency: 'EUR', spot: 1.1, volAnnual: 0.1 }],
  correlation: [
    [1, 0.5, 0],
    [0.5, 1, -0.4],
    [0, -0.4, 1],
  ],
})

test('short rates have their Hull-White mean and deviation, abroad with the quanto drift', () => {
  const variance = (1e-4 * -Math.expm1(-0.4)) / 0.2
  const loading = -Math.expm1(-0.2) / 0.1
  const laws = simulatedDistributions(model, [2], { paths: 8000, seed: 2, quantileLevels: [0.05, 0.5, 0.95] })
  for (const [variable, drift] of [
    ['rate:USD', 0],
    ['rate:EUR', 0.4 * 0.01 * 0.1],
  ] as const) {
    const law = laws.find((item) => item.variable === variable)
    assert.ok(law !== undefined)
    const exact = (variable === 'rate:USD' ? 0.03 : 0.01) + 0.5 * (0.01 * loading) ** 2 + drift * loading
    assert.ok(Math.abs(law.mean.value - exact) < 4 * law.mean.standardError)
    assertClose(law.standardDeviation, Math.sqrt(variance), 0, 0.04)
    assertClose(law.quantiles[2] - law.quantiles[0], 2 * 1.6448536 * Math.sqrt(variance), 0, 0.05)
  }
})

test('an impossible number of paths or level is refused', () => {
  for (const change of [{ paths: 5 }, { paths: 30.5 }, { quantileLevels: [2] }]) {
    const options = { paths: 100, seed: 1, quantileLevels: [0.5], ...change }
    assert.throws(() => simulatedDistributions(model, [1], options), { code: 'invalid-input' })
  }
})
