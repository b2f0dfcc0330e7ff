import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { bivariateNormalCdf, normalQuantile } from '../math/index.ts'
import { portfolioLoss, portfolioTail, vasicekLossQuantile } from './index.ts'

const near = (computed: number, expected: number, tolerance: number, label = ''): void =>
  assert.ok(Math.abs(computed - expected) <= tolerance, `${label} ${computed}, expected ${expected} +- ${tolerance}`)
const equal = (count: number, pd: number, assetCorrelation: number, lgd = 1) =>
  Array.from({ length: count }, () => ({ exposure: 1, pd, lgd, assetCorrelation }))

test('without correlation the number of defaults is binomial', () => {
  const { probabilities } = portfolioLoss(equal(6, 0.1, 0), 6)
  const choose = [1, 6, 15, 20, 15, 6, 1]
  choose.forEach((ways, k) => near(probabilities[k], ways * 0.1 ** k * 0.9 ** (6 - k), 1e-14))
})

test('two credits default together as the bivariate normal says', () => {
  const { probabilities, deviation } = portfolioLoss(equal(2, 0.05, 0.3), 2)
  const threshold = normalQuantile(0.05)
  const joint = bivariateNormalCdf(threshold, threshold, 0.3)
  near(probabilities[2], joint, 1e-12)
  near(probabilities[1], 2 * (0.05 - joint), 1e-12)
  near(deviation, Math.sqrt(0.1 + 2 * joint - 0.01), 1e-12)
})

test('a large homogeneous portfolio comes to the Vasicek quantile', () => {
  const loss = portfolioLoss(equal(600, 0.02, 0.15, 0.5), 600)
  const { valueAtRisk, expectedShortfall } = portfolioTail(loss, 0.99)
  near(valueAtRisk / 600, vasicekLossQuantile({ pd: 0.02, assetCorrelation: 0.15, lgd: 0.5 }, 0.99), 0.002)
  assert.ok(expectedShortfall > valueAtRisk)
})

test('probabilities sum to one and the grid keeps the expected loss, whatever the credits', () => {
  const credit = fc.record({
    exposure: fc.double({ min: 0.01, max: 100, noNaN: true }),
    pd: fc.double({ min: 0, max: 1, noNaN: true }),
    lgd: fc.double({ min: 0, max: 1, noNaN: true }),
    assetCorrelation: fc.double({ min: 0, max: 0.9, noNaN: true }),
  })
  fc.assert(
    fc.property(
      fc.array(credit, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 80 }),
      (credits, units) => {
        const loss = portfolioLoss(credits, units)
        near(
          loss.probabilities.reduce((sum, p) => sum + p, 0),
          1,
          1e-12,
        )
        const mean = loss.probabilities.reduce((sum, p, k) => sum + p * k * loss.unit, 0)
        near(mean, loss.expectedLoss, 1e-5 * Math.max(1, loss.expectedLoss))
        const [low, high] = [0.5, 0.99].map((confidence) => portfolioTail(loss, confidence))
        assert.ok(low.valueAtRisk <= high.valueAtRisk && high.expectedShortfall >= high.valueAtRisk - 1e-9)
      },
    ),
    { seed: 2004, numRuns: 60 },
  )
})

test('certain and impossible defaults, and portfolios that are none', () => {
  near(portfolioLoss([{ exposure: 5, pd: 1, lgd: 0.6, assetCorrelation: 0.2 }], 10).probabilities[10], 1, 1e-13)
  assert.deepEqual([...portfolioLoss([{ exposure: 5, pd: 0.5, lgd: 0, assetCorrelation: 0.2 }], 10).probabilities], [1])
  const refused = { code: 'invalid-input' }
  assert.throws(() => portfolioLoss([], 10), refused)
  assert.throws(() => portfolioLoss(equal(2, 0.1, 0.2), 0), refused)
  assert.throws(() => portfolioLoss(equal(2, 1.1, 0.2), 5), refused)
  assert.throws(() => portfolioLoss(equal(2, 0.1, 1), 5), refused)
  assert.throws(() => portfolioTail(portfolioLoss(equal(2, 0.1, 0.2), 5), 1), refused)
})
