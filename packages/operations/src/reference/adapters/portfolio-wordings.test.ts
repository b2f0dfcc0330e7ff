import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseVerification } from '../verify-cases.ts'

type Case = Parameters<typeof caseVerification>[0]

const verdict = (inputs: Case['inputs'], expected: Case['expected']) =>
  caseVerification({
    name: 'optimisation/wording',
    inputs,
    expected,
    tolerance: { abs: 1e-9 },
    source: 'by hand',
  }).verdict

// Two periods: effects 0.1 * (0.02 - 0.015) and 0.02; effects of the first grow with the fund, of the second with nothing.
const linking = (method: string) =>
  verdict(
    {
      function: 'attribution_linking',
      method,
      effects: 'Brinson-Fachler, interaction included in selection',
      portfolio_weights: [[1], [1]],
      benchmark_weights: [[1], [1]],
      portfolio_returns: [[0.1], [0.2]],
      benchmark_returns: [[0.05], [0.1]],
    },
    { excess: 0.32 - 0.155, total_selection: [0.165] },
  )

test('a method of linking is known by its name with or without what describes it', () => {
  for (const method of ['Cariño', 'logarithmic (Carino)', 'Menchero (2000)', 'Menchero optimised', 'GRAP method']) {
    assert.equal(linking(method), 'pass', method)
  }
  assert.equal(linking('modified Frongello'), 'not-served')
  assert.equal(linking('Davies-Laker'), 'not-served')
})

test('errors of views are known as a diagonal matrix or as proportional to the prior, and dependent errors are refused', () => {
  // One asset of variance 0.04, tau 0.5: prior 0.04 with variance 0.02, a view of 0.08 as sure as it: half-way.
  const views = (omega: string | number[][], P = [[1]], Q = [0.08]) =>
    verdict(
      {
        function: 'black_litterman',
        covariance: [[0.04]],
        equilibrium_weights: [1],
        risk_aversion: 1,
        tau: 0.5,
        P,
        Q,
        omega,
      },
      { posterior_mean: [0.06] },
    )
  for (const omega of [[[0.02]], "diag(P tau Sigma P')", 'tau * diag(P Sigma P^T)', 'diag(P @ (tau*Sigma) @ P.T)']) {
    assert.equal(views(omega), 'pass', String(omega))
  }
  assert.equal(views("P tau Sigma P'"), 'not-served')
  const twice = [[1], [1]]
  const both = [0.08, 0.08]
  assert.equal(
    views(
      [
        [0.04, 0],
        [0, 0.04],
      ],
      twice,
      both,
    ),
    'pass',
  )
  assert.equal(
    views(
      [
        [0.04, 0.01],
        [0.01, 0.04],
      ],
      twice,
      both,
    ),
    'not-served',
  )
})

test('a linkage is known by its usual names', () => {
  const parity = (linkage: string) =>
    verdict(
      {
        function: 'hrp',
        covariance: [
          [0.01, 0],
          [0, 0.04],
        ],
        linkage,
      },
      { weights: [0.8, 0.2] },
    )
  for (const name of [
    'single',
    'Single linkage',
    "Ward's method",
    'ward.D2',
    'UPGMA',
    'nearest neighbour',
    'complete',
  ]) {
    assert.equal(parity(name), 'pass', name)
  }
  assert.equal(parity('median'), 'not-served')
})

test('a parallel change is known by its tenor or as a mean, with or without an article', () => {
  const curve = (text: string, parallel: number) =>
    verdict(
      {
        function: 'curve_attribution',
        tenors: [2, 10],
        portfolio_key_rate_durations: [1, 4],
        benchmark_key_rate_durations: [1, 3],
        zero_rate_changes: [0.001, 0.003],
        parallel_definition: text,
      },
      { active_parallel: -parallel, active_reshape: parallel - 0.003 },
    )
  for (const text of ['10y key rate change', 'change of the 10y key rate', 'the 10-year rate']) {
    assert.equal(curve(text, 0.003), 'pass', text)
  }
  assert.equal(curve('equal-weighted average of the changes', 0.002), 'pass')
  assert.equal(curve('duration-weighted average', 0.002), 'not-served')
})
