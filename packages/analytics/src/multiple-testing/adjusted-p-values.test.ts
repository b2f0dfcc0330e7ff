import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { assertNear } from '../covariance/example-panel.fixture.ts'
import { adjustedPValues, pValueAdjustments, storeyQValues } from './index.ts'

const pValues = [
  0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34, 0.341, 0.384,
  0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975, 0.986,
]

test('adjusted p-values agree with statsmodels', () => {
  // statsmodels 0.13.5 multipletests; the first six of 25.
  const expected = {
    bonferroni: [0.025, 0.2, 0.975, 1, 1, 1],
    sidak: [0.0247022874, 0.1819274811, 0.630099693, 0.6488722292, 0.657912089, 0.7870898627],
    holm: [0.025, 0.192, 0.897, 0.902, 0.902, 1],
    hochberg: [0.025, 0.192, 0.882, 0.882, 0.882, 0.986],
    'benjamini-hochberg': [0.025, 0.1, 0.21, 0.21, 0.21, 0.25],
    'benjamini-yekutieli': [0.09539895444, 0.3815958178, 0.8013512173, 0.8013512173, 0.8013512173, 0.9539895444],
  }
  for (const method of pValueAdjustments) {
    assertNear(adjustedPValues(pValues, method).slice(0, 6), expected[method], 1e-9)
  }
})

test('adjustments keep the order of the tests and of their strictness', () => {
  const probability = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.array(probability, { minLength: 1, maxLength: 40 }), (values) => {
      const adjusted = Object.fromEntries(pValueAdjustments.map((method) => [method, adjustedPValues(values, method)]))
      values.forEach((p, i) => {
        for (const method of pValueAdjustments) {
          assert.ok(adjusted[method][i] >= p - 1e-15 && adjusted[method][i] <= 1)
          values.forEach((other, j) => {
            if (other < p) assert.ok(adjusted[method][j] <= adjusted[method][i] + 1e-15)
            if (other === p) assert.equal(adjusted[method][j], adjusted[method][i])
          })
        }
        const order = ['benjamini-hochberg', 'hochberg', 'holm', 'bonferroni']
        for (let k = 1; k < order.length; k++) assert.ok(adjusted[order[k - 1]][i] <= adjusted[order[k]][i] + 1e-15)
        assert.ok(adjusted['benjamini-hochberg'][i] <= adjusted['benjamini-yekutieli'][i] + 1e-15)
      })
    }),
    { numRuns: 150, seed: 1 },
  )
})

test("Storey's q-values are Benjamini-Hochberg's times the share of true nulls", () => {
  const { qValues, nullShare, nullShareStandardError, above } = storeyQValues(pValues, 0.5)
  // Eight of 25 lie above 0.5: 8 / 12.5.
  assert.equal(above, 8)
  assertNear([nullShare, nullShareStandardError], [0.64, Math.sqrt((0.32 * 0.68) / 25) / 0.5])
  assertNear(qValues, adjustedPValues(pValues, 'benjamini-hochberg').map((value) => 0.64 * value)) // prettier-ignore
  const none = storeyQValues([0.01, 0.02, 0.03], 0.5)
  assertNear([none.nullShare, none.above], [1 / 1.5, 0])
  assert.equal(storeyQValues([0.9, 0.95], 0.5).nullShare, 1)
})

test('numbers that are no p-values are refused', () => {
  for (const wrong of [[], [1.2], [-0.1], [Number.NaN]]) {
    assert.throws(() => adjustedPValues(wrong, 'holm'), { code: 'invalid-input' })
    assert.throws(() => storeyQValues(wrong, 0.5), { code: 'invalid-input' })
  }
  for (const lambda of [0, 1]) assert.throws(() => storeyQValues([0.5], lambda), { code: 'invalid-input' })
})
