import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { factorSkill, marketTiming, smoothedReturns } from './index.ts'
import { close, factorSample, lehmerNormals, lehmerSeries } from './lehmer-draws.fixture.ts'

const options = {
  periodsPerYear: 12,
  confidence: 0.95,
  errorLags: 3,
  smoothing: 'none' as const,
  smoothingLags: 2,
}
const { factors, manager } = factorSample()
const agree = (actual: number, expected: number, tolerance = 1e-10) =>
  assert.ok(close(actual, expected, tolerance), `${actual} is not ${expected}`)
const code = (expected: string) => (error: unknown) => error instanceof TuttiError && error.code === expected

test('alpha, betas and their Newey-West errors are those of statsmodels', () => {
  // statsmodels 0.13.5 OLS(...).fit(cov_type='HAC', maxlags=3, use_correction=True) and scipy's t
  const skill = factorSkill(manager, factors, options)
  agree(skill.alphaAnnual.value, 0.018199016960445777)
  agree(skill.alphaAnnual.standardError, 0.00985234011867556)
  agree(skill.alphaAnnual.interval.lower, -0.0013685809380986312, 1e-9)
  agree(skill.alphaPValue, 0.033967777870511584)
  agree(skill.alphaStandardErrorOls, 0.010213568198791656)
  ;[0.8866486776347279, 0.2851093737285094, -0.1675381339104868].forEach((b, j) => agree(skill.betas[j].value, b))
  ;[0.02520072630577023, 0.022637726917946542, 0.024204227740086078].forEach((b, j) =>
    agree(skill.betas[j].standardError, b),
  )
  agree(skill.rSquared, 0.9104245992551411)
  agree(skill.adjustedRSquared, 0.9075036622743304)
  agree(skill.residualVolAnnual, 0.028360488223098293)
  agree(skill.appraisalRatio, 0.018199016960445777 / 0.028360488223098293)
  assert.equal(skill.degreesOfFreedom, 92)
})

test('lagged betas add up with the error of their sum', () => {
  // statsmodels 0.13.5, two lags of three factors
  const skill = factorSkill(manager, factors, { ...options, smoothing: 'lagged' })
  agree(skill.alphaAnnual.value, 0.02008999950988936)
  agree(skill.betas[0].value, 0.8896723418322217)
  agree(skill.betas[0].standardError, 0.05461421508962998)
})

test('both tests of market timing are those of statsmodels', () => {
  const { treynorMazuy, henrikssonMerton } = marketTiming(manager, factors, { ...options, market: 0 })
  agree(treynorMazuy.alphaAnnual.value, 0.02268417925526258)
  agree(treynorMazuy.alphaAnnual.standardError, 0.01191873983206122)
  agree(treynorMazuy.timing.value, -0.4883378472775992)
  agree(treynorMazuy.timing.standardError, 0.5756416453815003)
  agree(henrikssonMerton.alphaAnnual.value, 0.026978015782734822)
  agree(henrikssonMerton.timing.value, -0.06544305456131455)
  agree(henrikssonMerton.timing.standardError, 0.09481012040214745)
})

test('timing that was put in is found, by its size', () => {
  const timed = manager.map((value, t) => value + 3 * factors[t][0] ** 2)
  const { treynorMazuy } = marketTiming(timed, factors, { ...options, market: 0 })
  agree(treynorMazuy.timing.value, 3 - 0.4883378472775992)
  assert.ok(treynorMazuy.timingPValue < 0.001)
})

test('smoothing weights reach the likelihood of statsmodels and undo the smoothing', () => {
  const truth = lehmerSeries(13, 200).map((z) => 0.02 * z + 0.005)
  const reported = truth.map((r, t) => (t < 2 ? r : 0.6 * r + 0.3 * truth[t - 1] + 0.1 * truth[t - 2]))
  const smoothed = smoothedReturns(reported, 2)
  // statsmodels 0.13.5 ARIMA(0,0,2).loglike, its scale concentrated out, maximised by scipy's Nelder-Mead at 1e-10; errors
  // from central differences of it
  ;[0.64269166, 0.27334225, 0.08396609].forEach((w, j) => agree(smoothed.weights[j], w, 2e-8))
  ;[0.04809477, 0.03076316, 0.03769279].forEach((e, j) => agree(smoothed.weightStandardErrors[j], e, 1e-7))
  agree(smoothed.logLikelihood, 608.1562229958163, 1e-10)
  agree(
    smoothed.weights.reduce((sum, w) => sum + w, 0),
    1,
    1e-14,
  )
  ;[0.6, 0.3, 0.1].forEach((w, j) =>
    assert.ok(Math.abs(smoothed.weights[j] - w) < 3 * smoothed.weightStandardErrors[j]),
  )
  for (let t = 2; t < 200; t++) {
    const again = smoothed.weights.reduce((sum, w, j) => sum + w * smoothed.unsmoothed[t - j], 0)
    agree(again, reported[t], 1e-12)
  }
  assert.ok(smoothed.volatilityRatio < 0.85)
})

test('the beta that smoothing hides comes back by either method', () => {
  const market = lehmerSeries(21, 240).map((z) => 0.04 * z)
  const own = lehmerSeries(22, 240).map((z) => 0.005 * z)
  const truth = market.map((m, t) => 0.8 * m + own[t])
  const reported = truth.map((r, t) => (t < 2 ? r : 0.5 * r + 0.3 * truth[t - 1] + 0.2 * truth[t - 2]))
  const beta = (smoothing: 'none' | 'lagged' | 'unsmoothed') =>
    factorSkill(
      reported,
      market.map((m) => [m]),
      { ...options, smoothing },
    )
  assert.ok(beta('none').betas[0].value < 0.5)
  assert.ok(beta('none').cautions.includes('smoothed-returns'))
  assert.ok(Math.abs(beta('lagged').betas[0].value - 0.8) < 0.05)
  const { betas, unsmoothing } = beta('unsmoothed')
  const relative = (unsmoothing?.weightStandardErrors[0] ?? 0) / (unsmoothing?.weights[0] ?? 1)
  assert.ok(Math.abs(betas[0].value - 0.8) < 3 * 0.8 * relative)
})

test('managers without skill have uniform p-values and intervals that hold', () => {
  const trials = 400
  let below10 = 0
  let below50 = 0
  let inside = 0
  for (let k = 0; k < trials; k++) {
    const z = lehmerNormals(1000 + 7 * k, 60, 2)
    const skill = factorSkill(
      z.map(([m, e]) => 0.04 * m + 0.01 * e),
      z.map(([m]) => [0.04 * m]),
      { ...options, errorLags: 0 },
    )
    if (skill.alphaPValue < 0.1) below10++
    if (skill.alphaPValue < 0.5) below50++
    if (skill.alphaAnnual.interval.lower < 0 && skill.alphaAnnual.interval.upper > 0) inside++
  }
  // Three binomial standard errors around the truth.
  assert.ok(Math.abs(below10 / trials - 0.1) < 0.045, `${below10}`)
  assert.ok(Math.abs(below50 / trials - 0.5) < 0.075, `${below50}`)
  assert.ok(inside / trials > 0.917, `${inside}`)
})

test('alpha moves with a constant, betas and errors with the scale', () => {
  const base = factorSkill(manager, factors, options)
  fc.assert(
    fc.property(
      fc.double({ min: -0.1, max: 0.1, noNaN: true }),
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      (c, s) => {
        const moved = factorSkill(
          manager.map((r) => s * (r + c)),
          factors,
          options,
        )
        agree(moved.alphaAnnual.value / s, base.alphaAnnual.value + 12 * c, 1e-9)
        agree(moved.alphaAnnual.standardError / s, base.alphaAnnual.standardError, 1e-9)
        agree(moved.betas[1].value / s, base.betas[1].value, 1e-9)
      },
    ),
    { seed: 5, numRuns: 30 },
  )
})

test('what cannot be regressed is refused with its reason', () => {
  assert.throws(() => factorSkill(new Array(96).fill(0.01), factors, options), code('not-applicable'))
  assert.throws(
    () =>
      factorSkill(
        factors.map(([a]) => 2 * a),
        factors,
        options,
      ),
    code('not-applicable'),
  )
  assert.throws(
    () =>
      factorSkill(
        manager,
        factors.map(([a]) => [a, 2 * a]),
        options,
      ),
    code('not-applicable'),
  )
  assert.throws(() => factorSkill(manager.slice(1), factors, options), code('invalid-input'))
  assert.throws(() => factorSkill([NaN, ...manager.slice(1)], factors, options), code('invalid-input'))
  assert.throws(
    () => factorSkill(manager.slice(0, 4), factors.slice(0, 4), { ...options, errorLags: 0 }),
    code('invalid-input'),
  )
  assert.throws(() => marketTiming(manager, factors, { ...options, market: 3 }), code('invalid-input'))
  assert.throws(() => smoothedReturns(new Array(60).fill(1), 2), code('not-applicable'))
  assert.throws(
    () =>
      smoothedReturns(
        Array.from({ length: 60 }, (_, t) => (-1) ** t),
        1,
      ),
    code('not-applicable'),
  )
})
