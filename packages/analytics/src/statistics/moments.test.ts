import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { exampleOtherReturns as y, exampleReturns as x } from './example-series.fixture.ts'
import {
  averageRanks,
  compensatedSum,
  covariance,
  covarianceMatrix,
  excessKurtosis,
  kendallTauB,
  kurtosis,
  mean,
  medianAbsoluteDeviation,
  momentSummary,
  pearsonCorrelation,
  pearsonPValue,
  quantile,
  quantiles,
  skewness,
  spearmanCorrelation,
  standardDeviation,
  variance,
} from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)), `got ${got}, expected ${expected}`)

test('moments agree with scipy 1.10.1 (skew, kurtosis, median_abs_deviation) and numpy 1.24.2', () => {
  near(mean(x), -1.249999999999949e-5)
  near(variance(x, 'sample'), 0.00016861137820512817, 1e-16)
  near(variance(x, 'population'), 0.00016439609374999998, 1e-16)
  near(skewness(x, 'population'), 0.09343933232148269)
  near(skewness(x, 'sample'), 0.09711994528324135)
  near(excessKurtosis(x, 'population'), 0.34786291596772756)
  near(excessKurtosis(x, 'sample'), 0.5620432451155026)
  near(kurtosis(x, 'population'), 3.34786291596772756)
  near(medianAbsoluteDeviation(x), 0.00805)
  assert.equal(momentSummary(x).skewnessSample, skewness(x, 'sample'))
})

test('a compensated sum keeps what a plain sum loses', () => {
  assert.equal(compensatedSum([1, 1e100, 1, -1e100]), 2)
})

test('the variance of values around a billion keeps its digits', () => {
  near(variance([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16], 'sample'), 30)
})

test('shifting and scaling a sample moves its moments as it must', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 30 }), (values) => {
      fc.pre(new Set(values).size > 1)
      const moved = values.map((v) => 3 - 2 * v)
      near(mean(moved), 3 - 2 * mean(values), 1e-9)
      near(variance(moved, 'sample'), 4 * variance(values, 'sample'), 1e-9)
      near(skewness(moved, 'sample'), -skewness(values, 'sample'), 1e-9)
      near(excessKurtosis(moved, 'sample'), excessKurtosis(values, 'sample'), 1e-9)
    }),
    { numRuns: 50, seed: 1 },
  )
})

test('all nine quantile types agree with numpy 1.24.2 (types 2 and 9: averaged_inverted_cdf, normal_unbiased)', () => {
  const expected = [
    [-0.0233, -0.0069, 0.0162],
    [-0.0231, -0.00555, 0.0171],
    [-0.0233, -0.0069, 0.0162],
    [-0.0233, -0.0069, 0.0162],
    [-0.0231, -0.00555, 0.0171],
    [-0.02328, -0.00609, 0.01782],
    [-0.02292, -0.00501, 0.01638],
    [-0.02316, -0.00573, 0.01734],
    [-0.023145, -0.005685, 0.01728],
  ]
  const types = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const
  types.forEach((type, i) => quantiles(x, [0.05, 0.3, 0.9], type).forEach((q, j) => near(q, expected[i][j], 1e-15)))
})

test('every quantile type runs from the smallest to the largest value without falling', () => {
  for (const type of [1, 2, 3, 4, 5, 6, 7, 8, 9] as const) {
    const grid = Array.from({ length: 101 }, (_, i) => i / 100)
    const values = quantiles(x, grid, type)
    assert.equal(values[0], Math.min(...x))
    assert.equal(values[100], Math.max(...x))
    for (let i = 1; i < values.length; i++) assert.ok(values[i] >= values[i - 1])
  }
})

test('correlations agree with scipy 1.10.1, rank correlations with ties included', () => {
  near(pearsonCorrelation(x, y), 0.6574445344494915)
  near(pearsonPValue(x, y), 4.048255254200948e-6, 1e-16)
  // Whole percents rounded down, which makes ties.
  const percents = (values: readonly number[]): number[] => values.map((v) => Math.floor(Math.round(v * 1e4) / 100))
  near(spearmanCorrelation(percents(x), percents(y)), 0.5627209969875802)
  near(kendallTauB(percents(x), percents(y)), 0.46510397943201126)
  assert.deepEqual([...averageRanks([3, 1, 3, 2, 3, 1])], [5, 1.5, 5, 3, 5, 1.5])
})

test('a covariance matrix is symmetric with the variances on its diagonal', () => {
  const matrix = covarianceMatrix(
    x.map((value, t) => [value, y[t]]),
    'sample',
  )
  assert.equal(matrix[0][1], matrix[1][0])
  near(matrix[0][0], variance(x, 'sample'), 1e-16)
  near(matrix[0][1], covariance(x, y, 'sample'), 1e-16)
  near(matrix[0][1] / (standardDeviation(x, 'sample') * standardDeviation(y, 'sample')), pearsonCorrelation(x, y))
})

test('bad samples are refused with the field', () => {
  assert.throws(() => mean([]), { code: 'invalid-input' })
  assert.throws(() => mean([1, Number.NaN]), /values\[1\]/)
  assert.throws(() => variance([1], 'sample'), { code: 'invalid-input' })
  assert.throws(() => skewness([0.1, 0.1, 0.1], 'sample'), { code: 'not-applicable' })
  assert.throws(() => quantile([1, 2], 1.5, 7), /probability/)
  assert.throws(() => quantile([1, 2], 0.5, 10 as 9), /type/)
  assert.throws(() => pearsonCorrelation([1, 2], [1, 2, 3]), /same length/)
  assert.throws(() => spearmanCorrelation([1, 1, 1], [1, 2, 3]), { code: 'not-applicable' })
})
