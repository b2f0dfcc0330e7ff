import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer } from '../reference-form.ts'
import { covarianceForms } from './covariance.ts'

const returns = Array.from({ length: 30 }, (_, t) =>
  [0, 1, 2].map((j) => Math.round(1e6 * (0.01 * Math.sin(12.9898 * t + 78.233 * j) + 0.006 * Math.cos(3.7 * t))) / 1e6),
)
const excesses = [0.0021, 0.0154, 0.0007, 0.0089, 0.0042, 0.0311, 0.0016, 0.0063, 0.0118, 0.0035, 0.0009, 0.0192]

function answered(name: string, input: unknown, wanted: readonly string[] = []): Answer | undefined {
  const form = covarianceForms.find((item) => item.function === name)!
  const parsed = form.input.safeParse(input)
  return parsed.success ? form.answer(parsed.data, wanted) : undefined
}

test('a shrinkage target is known by its usual names, with its paper or without', () => {
  const shrinkage = (target: string): unknown => answered('ledoit_wolf', { returns, target })?.['shrinkage']
  const same = [
    ['mu*I (Ledoit & Wolf 2004, JMVA)', 'identity', 'Scaled identity', 'mean variance times identity', 'mu * identity'],
    [
      "constant correlation (Ledoit & Wolf 2004, 'Honey, I shrunk the sample covariance matrix')",
      'Constant-Correlation',
    ],
    ['single factor (Ledoit & Wolf 2003)', 'single-factor model', 'single index'],
  ]
  const values = same.map((names) => {
    const [first, ...others] = names.map(shrinkage)
    assert.ok(typeof first === 'number')
    for (const other of others) assert.equal(other, first)
    return first
  })
  assert.equal(new Set(values).size, 3)
  for (const target of ['diagonal', 'constant variance', 'unit matrix of correlations', '']) {
    assert.equal(shrinkage(target), undefined)
  }
})

test('principal components of rate changes are served with as many vectors as are asked for', () => {
  const input = { data_bp_changes: returns, tenors: [1, 5, 10], covariance: 'n-1, mean removed' }
  const answer = answered('pca', input, ['eigenvalues', 'explained_ratio', 'loadings_first2'])!
  assert.equal((answer['loadings_first2'] as number[][]).length, 2)
  const shares = answer['explained_ratio'] as number[]
  assert.ok(Math.abs(shares.reduce((a, b) => a + b, 0) - 1) < 1e-12)
  assert.equal(answered('pca', { ...input, covariance: 'n, mean kept' }), undefined)
})

test('a fitted tail gives the quantiles whose names are asked for, from excesses or from losses', () => {
  const keys = ['xi', 'beta', 'var_99', 'es_99', 'var_995', 'var_99_5', 'es_975']
  const input = { exceedances_over_threshold: excesses, threshold: 0.02, sample_size: 250 }
  const answer = answered('gpd_fit', input, keys)!
  for (const key of keys) assert.ok(typeof answer[key] === 'number', key)
  assert.equal(answer['var_995'], answer['var_99_5'])
  // VaR = u + beta / xi ((n / k (1 - q))^-xi - 1).
  const [xi, beta] = [answer['xi'] as number, answer['beta'] as number]
  const expected = 0.02 + (beta / xi) * (((250 / 12) * 0.01) ** -xi - 1)
  assert.ok(Math.abs((answer['var_99'] as number) - expected) < 1e-12)
  const losses = answered('gpd_fit', { ...input, exceedances_over_threshold: excesses.map((x) => x + 0.02) }, keys)!
  assert.ok(Math.abs((losses['es_99'] as number) - (answer['es_99'] as number)) < 1e-9)
})

test('the other forms are served with rows and trace of the matrix', () => {
  for (const name of ['schaefer_strimmer', 'oas']) {
    const answer = answered(name, { returns })!
    const matrix = answer['covariance'] as number[][]
    assert.deepEqual(answer['covariance_row1'], matrix[0])
    assert.equal(answer['covariance_trace'], matrix[0][0] + matrix[1][1] + matrix[2][2])
  }
  const edges = answered('marchenko_pastur', { observations: 400, variables: 100, variance: 2 })!
  assert.deepEqual([edges['lambda_min'], edges['lambda_max']], [0.5, 4.5])
  assert.equal(answered('oas', { returns, target: 'identity' }), undefined)
})
