import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { blackLitterman, type Equilibrium, impliedReturns, type View } from './index.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected}`)

// He and Litterman (1999), tables 1 and 2: seven equity markets.
const volatilities = [0.16, 0.203, 0.248, 0.271, 0.21, 0.2, 0.187]
const correlation = [
  [1, 0.488, 0.478, 0.515, 0.439, 0.512, 0.491],
  [0.488, 1, 0.664, 0.655, 0.31, 0.608, 0.779],
  [0.478, 0.664, 1, 0.861, 0.355, 0.783, 0.668],
  [0.515, 0.655, 0.861, 1, 0.354, 0.777, 0.653],
  [0.439, 0.31, 0.355, 0.354, 1, 0.405, 0.306],
  [0.512, 0.608, 0.783, 0.777, 0.405, 1, 0.652],
  [0.491, 0.779, 0.668, 0.653, 0.306, 0.652, 1],
]
const equilibrium: Equilibrium = {
  covariance: correlation.map((row, i) => row.map((rho, j) => rho * volatilities[i] * volatilities[j])),
  weights: [0.016, 0.022, 0.052, 0.055, 0.116, 0.124, 0.615],
  riskAversion: 2.5,
  tau: 0.05,
}
const germany: View = {
  portfolio: [0, 0, -0.29545454545454547, 1, 0, -0.7045454545454546, 0],
  expectedReturn: 0.05,
  uncertainty: { confidence: 0.5 },
}
const canada: View = {
  portfolio: [0, 1, 0, 0, 0, 0, -1],
  expectedReturn: 0.03,
  uncertainty: { confidence: 0.5 },
}

test('the implied returns of the published table', () => {
  const published = [3.9, 6.9, 8.4, 9, 4.3, 6.8, 7.6]
  impliedReturns(equilibrium).forEach((value, i) => near(100 * value, published[i], 0.051))
})

test('one and two views give the published means and weights', () => {
  const one = blackLitterman(equilibrium, [germany])
  const two = blackLitterman(equilibrium, [germany, canada])
  const meanOne = [4.3, 7.6, 9.3, 11, 4.5, 7, 8.1]
  const weightsOne = [1.5, 2.1, -4, 35.4, 11, -9.5, 58.6]
  const meanTwo = [4.4, 8.7, 9.5, 11.2, 4.6, 7, 7.5]
  const weightsTwo = [1.5, 41.9, -3.4, 33.6, 11, -8.2, 18.8]
  for (let i = 0; i < 7; i++) {
    near(100 * one.meanReturns[i], meanOne[i], 0.051)
    near(100 * one.weights[i], weightsOne[i], 0.06)
    near(100 * two.meanReturns[i], meanTwo[i], 0.051)
    near(100 * two.weights[i], weightsTwo[i], 0.06)
  }
})

test('without views the weights come back and all information is the prior', () => {
  const {
    meanReturns,
    impliedReturns: implied,
    weightsPriorCovariance,
    priorShare,
    consistency,
  } = blackLitterman(equilibrium, [])
  assert.deepEqual(meanReturns, implied)
  weightsPriorCovariance.forEach((weight, i) => near(weight, equilibrium.weights[i], 1e-12))
  assert.equal(priorShare, 1)
  assert.equal(consistency, null)
})

test('a certain view is met exactly, a worthless one changes nothing', () => {
  const certain = blackLitterman(equilibrium, [{ ...germany, uncertainty: { confidence: 1 } }])
  near(certain.views[0].posteriorReturn, 0.05, 1e-14)
  const worthless = blackLitterman(equilibrium, [{ ...germany, uncertainty: { variance: 1e12 } }])
  worthless.meanReturns.forEach((value, i) => near(value, worthless.impliedReturns[i], 1e-12))
})

test('a view alone is met by the share of the way that its confidence says', () => {
  for (const confidence of [0.1, 0.35, 0.8]) {
    const [view] = blackLitterman(equilibrium, [{ ...germany, uncertainty: { confidence } }]).views
    near(view.posteriorReturn, view.priorReturn + confidence * (0.05 - view.priorReturn), 1e-13)
  }
})

test('the posterior agrees with the form of precisions', () => {
  // [(tau Sigma)^-1 + P' Omega^-1 P] mean = (tau Sigma)^-1 pi + P' Omega^-1 Q, checked without inverting:
  // mean - pi = tau Sigma P' Omega^-1 (Q - P mean)
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 14, maxLength: 14 }),
      fc.tuple(fc.double({ min: 1e-4, max: 0.1, noNaN: true }), fc.double({ min: 1e-4, max: 0.1, noNaN: true })),
      (entries, variances) => {
        const views = [0, 1].map((k): View => ({
          portfolio: entries.slice(7 * k, 7 * k + 7),
          expectedReturn: 0.02 * (k + 1),
          uncertainty: { variance: variances[k] },
        }))
        const { meanReturns, impliedReturns: implied } = blackLitterman(equilibrium, views)
        const gaps = views.map(
          ({ portfolio, expectedReturn }, k) =>
            (expectedReturn - portfolio.reduce((sum, w, i) => sum + w * meanReturns[i], 0)) / variances[k],
        )
        for (let i = 0; i < 7; i++) {
          let moved = 0
          for (let j = 0; j < 7; j++) {
            const pull = views.reduce((sum, { portfolio }, k) => sum + portfolio[j] * gaps[k], 0)
            moved += equilibrium.tau * equilibrium.covariance[i][j] * pull
          }
          near(meanReturns[i] - implied[i], moved, 1e-11)
        }
      },
    ),
    { seed: 8, numRuns: 100 },
  )
})

test("Theil's test sees a view far from the prior", () => {
  const far = blackLitterman(equilibrium, [{ ...germany, expectedReturn: 0.5, uncertainty: { variance: 1e-4 } }])
  assert.ok((far.consistency?.pValue ?? 1) < 0.001 && far.views[0].surprise > 3)
  const close = blackLitterman(equilibrium, [{ ...germany, expectedReturn: 0.01, uncertainty: { variance: 1e-3 } }])
  assert.ok((close.consistency?.pValue ?? 0) > 0.5)
})

test('views that contradict each other with certainty, or do not fit, are refused', () => {
  const certain = { ...germany, uncertainty: { confidence: 1 } }
  assert.throws(() => blackLitterman(equilibrium, [certain, { ...certain, expectedReturn: 0.1 }]), {
    code: 'invalid-input',
  })
  assert.throws(() => blackLitterman(equilibrium, [{ ...germany, portfolio: [1] }]), { code: 'invalid-input' })
  assert.throws(() => blackLitterman(equilibrium, [{ ...germany, uncertainty: { confidence: 1.5 } }]), {
    code: 'invalid-input',
  })
  assert.throws(
    () => blackLitterman({ ...equilibrium, covariance: correlation.map((row) => row.map(() => 1)) }, []),
    /singular/,
  )
})

test('a view far from the prior in prior standard errors is cautioned, whatever its own error', () => {
  const percent = { ...canada, name: 'Canada', expectedReturn: 3 }
  const found = blackLitterman(equilibrium, [germany, percent])
  assert.deepEqual(found.cautions, ['view-far-from-prior'])
  // prior standard error: root of tau (v2^2 + v7^2 - 2 rho v2 v7)
  const own = Math.sqrt(0.05 * (0.203 ** 2 + 0.187 ** 2 - 2 * 0.779 * 0.203 * 0.187))
  near(found.views[1].priorDistance ?? 0, (3 - found.views[1].priorReturn) / own, 1e-9)
  const vague = { ...percent, uncertainty: { variance: 1e4 } }
  assert.deepEqual(blackLitterman(equilibrium, [vague]).cautions, ['view-far-from-prior'])
  assert.deepEqual(blackLitterman(equilibrium, [germany, canada]).cautions, [])
  assert.deepEqual(blackLitterman(equilibrium, []).cautions, [])
})
