import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { olsRegression } from '../statistics/index.ts'
import { luckInAlphas, performanceWeights, shrunkAlphas, skillShares } from './index.ts'
import { close, factorSample, lehmerNormals, lehmerSeries } from './lehmer-draws.fixture.ts'

const agree = (actual: number | null | undefined, expected: number, tolerance = 1e-10) =>
  assert.ok(typeof actual === 'number' && close(actual, expected, tolerance), `${actual} is not ${expected}`)
const code = (expected: string) => (error: unknown) => error instanceof TuttiError && error.code === expected

const alphas = [0.021, 0.004, -0.012, 0.035, 0.008, 0.05, -0.02]
const errors = [0.009, 0.012, 0.008, 0.011, 0.007, 0.02, 0.015]

test('the spread of skill is that of Paule and Mandel in statsmodels, and alphas shrink by it', () => {
  // statsmodels 0.13.5 combine_effects(method_re='iterated'); posteriors by the normal formula in numpy
  const result = shrunkAlphas(alphas, errors, 0.95)
  agree(result.deviation, 0.020004429400275994, 1e-9)
  agree(result.mean, 0.010762168516975854, 1e-9)
  agree(result.meanStandardError, 0.008748896770790087, 1e-9)
  agree(result.heterogeneity, 22.35866192294885)
  agree(result.heterogeneityPValue, 0.0010423487968533349)
  ;[0.01927659257825357, 0.005789402926589157, -0.00886158906814177, 0.02937278216692262].forEach((m, k) =>
    agree(result.alphas[k].posteriorMean, m, 1e-9),
  )
  ;[0.008338688471063867, 0.010547729297731687, 0.007525350759664535].forEach((d, k) =>
    agree(result.alphas[k].posteriorDeviation, d, 1e-9),
  )
})

test('alphas that differ by no more than their errors are all one', () => {
  const result = shrunkAlphas([0.01, 0.011, 0.009, 0.0105], [0.01, 0.01, 0.01, 0.01], 0.95)
  assert.equal(result.deviation, 0)
  assert.ok(result.cautions.includes('no-spread-of-skill'))
  result.alphas.forEach(({ posteriorMean }) => agree(posteriorMean, 0.010125))
})

test('a shrunk alpha lies between the estimate and the mean', () => {
  const managers = fc.array(
    fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 1e-4, max: 1, noNaN: true })),
    { minLength: 2, maxLength: 30 },
  )
  fc.assert(
    fc.property(managers, (pairs) => {
      const result = shrunkAlphas(
        pairs.map(([a]) => a),
        pairs.map(([, e]) => e),
        0.9,
      )
      result.alphas.forEach(({ posteriorMean, probabilityOfSkill }, k) => {
        const [low, high] = [Math.min(pairs[k][0], result.mean), Math.max(pairs[k][0], result.mean)]
        assert.ok(posteriorMean >= low - 1e-12 && posteriorMean <= high + 1e-12)
        assert.ok(probabilityOfSkill >= 0 && probabilityOfSkill <= 1)
      })
    }),
    { seed: 6, numRuns: 100 },
  )
})

test('shrunk alphas are nearer to the truth than the estimates', () => {
  let raw = 0
  let shrunk = 0
  for (let k = 0; k < 100; k++) {
    const z = lehmerNormals(400 + 19 * k, 30, 2)
    const truth = z.map(([a]) => 0.01 + 0.01 * a)
    const estimates = truth.map((value, i) => value + 0.015 * z[i][1])
    const result = shrunkAlphas(estimates, new Array<number>(30).fill(0.015), 0.95)
    truth.forEach((value, i) => {
      raw += (estimates[i] - value) ** 2
      shrunk += (result.alphas[i].posteriorMean - value) ** 2
    })
  }
  // The ratio of the Bayes rule is 0.01^2 / (0.01^2 + 0.015^2) = 0.31; estimating its variance costs some of it.
  assert.ok(shrunk / raw < 0.4, `${shrunk / raw}`)
})

const tails = lehmerSeries(16, 80).map((z, k) => z + (k < 12 ? 3 : k < 20 ? -3 : 0))
const shares = { lambda: 0.5, significance: 0.2, errorRate: 0.1 }

test('shares of skill follow the formulas, p-values those of statsmodels', () => {
  // numpy; statsmodels 0.13.5 multipletests(method='fdr_bh')
  const result = skillShares(tails, new Array<number>(80).fill(56), shares)
  agree(result.zeroAlpha.value, 0.8)
  agree(result.zeroAlpha.standardError, 0.10954451150103323)
  agree(result.significantPositive.value, 0.175)
  agree(result.skilled.value, 0.095)
  agree(result.unskilled.value, 0.0825)
  agree(result.skilled.standardError, 0.04769368406822857)
  agree(result.falseDiscoveryRate, 0.45714285714285724)
  ;[0.07837240574132949, 0.015365771409639776, 0.0675982370542332].forEach((p, k) =>
    agree(result.adjustedPValues[k], p),
  )
})

test('shares are those that were put in, within their errors, and discoveries are false at most as often as allowed', () => {
  const dof = new Array<number>(400).fill(200)
  let [zero, skilled, claimed, falseShare] = [0, 0, 0, 0]
  const runs = 60
  for (let k = 0; k < runs; k++) {
    const t = lehmerSeries(12_000 + 29 * k, 400).map((z, i) => z + (i < 60 ? 4 : 0))
    const result = skillShares(t, dof, { ...shares, significance: 0.3 })
    zero += result.zeroAlpha.value / runs
    skilled += result.skilled.value / runs
    claimed += result.skilled.standardError / runs
    falseShare += result.selected.filter((i) => i >= 60).length / Math.max(1, result.selected.length) / runs
  }
  assert.ok(Math.abs(zero - 0.85) < 0.03, `${zero}`)
  assert.ok(Math.abs(skilled - 0.15) < 0.02, `${skilled}`)
  assert.ok(claimed > 0.01 && claimed < 0.04)
  assert.ok(falseShare < 0.12, `${falseShare}`)
})

test('the lambda chosen from the data gives a share near the smallest of the grid', () => {
  const t = lehmerSeries(12_029, 400).map((z, i) => z + (i < 60 ? 4 : 0))
  const dof = new Array<number>(400).fill(200)
  const chosen = skillShares(t, dof, { ...shares, lambda: null })
  assert.ok(chosen.lambda >= 0.3 && chosen.lambda <= 0.7)
  const fixed = skillShares(t, dof, { ...shares, lambda: chosen.lambda })
  assert.deepEqual(chosen, fixed)
  const others = [0.3, 0.4, 0.5, 0.6, 0.7].map((lambda) => skillShares(t, dof, { ...shares, lambda }).zeroAlpha)
  const least = Math.min(...others.map(({ value }) => value))
  assert.ok(chosen.zeroAlpha.value - least < chosen.zeroAlpha.standardError)
})

const { factors } = factorSample()
const market = factors.map(([a]) => [a])
const panel = lehmerNormals(18, 96, 8).map((row, t) =>
  row.map((z, k) => 0.01 * z + 0.8 * market[t][0] + (k === 0 ? 0.004 : 0)),
)
const luck = { samples: 1000, seed: 7, meanBlock: 1, percentiles: [0.5], leastPeriods: 24 }

test('t statistics are those of least squares, also where managers have gaps', () => {
  const gaps: (number | null)[][] = panel.map((row, t) => row.map((value, k) => (k === 3 && t < 40 ? null : value)))
  const result = luckInAlphas(gaps, factors, { ...luck, samples: 100 })
  for (const k of [0, 3, 7]) {
    const from = k === 3 ? 40 : 0
    const fit = olsRegression(
      panel.slice(from).map((row) => row[k]),
      factors.slice(from),
      { intercept: true },
    )
    agree(result.tStatistics[k], fit.tStatistics[0], 1e-9)
    agree(result.alphas[k], fit.coefficients[0], 1e-11)
  }
})

test('the best t statistic by luck is that of a bootstrap in numpy', () => {
  const result = luckInAlphas(panel, market, luck)
  ;[5.500488661926717, 0.9430062350621153, 0.32283825976003017].forEach((t, k) => agree(result.tStatistics[k], t, 1e-9))
  const best = result.percentiles.at(-1)
  // numpy 1.24.2, 20,000 draws with another generator: mean 1.43649, deviation 0.640
  const error = Math.hypot(best?.byLuckStandardError ?? 0, 0.6402367490024308 / Math.sqrt(20_000))
  assert.ok(Math.abs((best?.byLuck ?? 0) - 1.4364916906187972) < 4 * error)
  agree((best?.byLuckStandardError ?? 0) * Math.sqrt(1000), 0.6402367490024308, 0.05)
  assert.equal(result.best, 0)
  assert.ok((best?.pValue.value ?? 1) < 0.005)
  assert.deepEqual(luckInAlphas(panel, market, luck), result)
})

test('the best of managers without skill is called lucky', () => {
  let found = 0
  for (let k = 0; k < 60; k++) {
    const none = lehmerNormals(20_000 + 31 * k, 96, 8).map((row, t) => row.map((z) => 0.01 * z + 0.8 * market[t][0]))
    const result = luckInAlphas(none, market, { ...luck, samples: 100, seed: k })
    if ((result.percentiles.at(-1)?.pValue.value ?? 1) <= 0.2) found++
  }
  // 12 expected, deviation 3.1
  assert.ok(found >= 3 && found <= 22, `${found}`)
})

const evidence = [
  { recent: 0.015, long: 0.01, recentError: 0.012, longError: 0.005, te: 0.025, consistency: 0.6, drift: 0.8 },
  { recent: -0.01, long: 0, recentError: 0.01, longError: 0.004, te: 0.02, consistency: 0.4, drift: 0 },
  { recent: 0.02, long: 0.012, recentError: 0.02, longError: 0.006, te: 0.03, consistency: 0.5, drift: 2.6 },
  { recent: 0.04, long: 0.03, recentError: 0.014, longError: 0.007, te: 0.04, consistency: 0.9, drift: 1 },
].map((e) => ({
  recentAlpha: e.recent,
  recentStandardError: e.recentError,
  longTermAlpha: e.long,
  longTermStandardError: e.longError,
  trackingError: e.te,
  consistency: e.consistency,
  styleDrift: e.drift,
  baseWeight: 0.25,
  minWeight: 0.05,
  maxWeight: 0.38,
}))
const rules = { recentWeight: 0.6, consistencyReward: 0.5, driftThreshold: 1.5, driftPenalty: 0.5, conviction: 0.8 }

test('weights follow skill step by step to the nearest within limits', () => {
  // numpy and statsmodels 0.13.5 combine_effects; the projection by scipy 1.10.1 brentq on its shift
  const { managers, shrinkage } = performanceWeights(evidence, rules)
  agree(shrinkage.deviation, 0.01492715128931396, 1e-9)
  const steps = {
    blendedStandardError: [0.008236504112789601, 0.0068, 0.01292439553712281, 0.01009554357129917],
    shrunkAlpha: [0.013181533883738362, -0.002601036636946336, 0.015505094673102376, 0.029025528989369442],
    skillWeight: [0.3885258368634831, 0, 0.18614076787108835, 0.4253333952654286],
    targetWeight: [0.36082066949078645, 0.05, 0.19891261429687068, 0.39026671621234293],
    weight: [0.3642429082282341, 0.053422238737447614, 0.2023348530343183, 0.38],
  }
  for (const [key, values] of Object.entries(steps)) {
    values.forEach((value, i) => agree(managers[i][key as keyof typeof steps], value, 1e-9))
  }
  assert.deepEqual(managers[2].reasons, ['drift-penalised'])
  assert.deepEqual(managers[3].reasons, ['consistency-rewarded', 'at-maximum'])
  assert.ok(managers[1].reasons.includes('no-positive-skill'))
})

test('weights sum to 1 within their limits whatever the evidence', () => {
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
  const manager = fc.record({
    recentAlpha: number(-0.2, 0.2),
    recentStandardError: number(1e-3, 0.1),
    longTermAlpha: number(-0.2, 0.2),
    longTermStandardError: number(1e-3, 0.1),
    trackingError: number(1e-3, 0.3),
    consistency: number(0, 1),
    styleDrift: number(0, 10),
    baseWeight: number(0.01, 1),
    minWeight: number(0, 0.1),
    maxWeight: number(0.5, 1),
  })
  fc.assert(
    fc.property(fc.array(manager, { minLength: 2, maxLength: 8 }), (managers) => {
      const result = performanceWeights(managers, rules)
      agree(
        result.managers.reduce((sum, { weight }) => sum + weight, 0),
        1,
        1e-9,
      )
      result.managers.forEach(({ weight }, i) =>
        assert.ok(weight >= managers[i].minWeight - 1e-9 && weight <= managers[i].maxWeight + 1e-9),
      )
    }),
    { seed: 2, numRuns: 60 },
  )
})

test('without any skill or conviction the base weights stand', () => {
  const bad = evidence.map((e) => ({ ...e, recentAlpha: -0.03, longTermAlpha: -0.02 }))
  const none = performanceWeights(bad, rules)
  assert.deepEqual(
    none.managers.map(({ weight }) => weight),
    [0.25, 0.25, 0.25, 0.25],
  )
  assert.ok(none.cautions.includes('no-positive-skill'))
  agree(performanceWeights(evidence, { ...rules, conviction: 0 }).turnover, 0, 1e-12)
})

test('limits that no weights meet are named', () => {
  assert.throws(
    () =>
      performanceWeights(
        evidence.map((e) => ({ ...e, maxWeight: 0.2 })),
        rules,
      ),
    (error: unknown) =>
      error instanceof TuttiError && error.code === 'infeasible' && /raise them by 0\.19/.test(error.message),
  )
})

test('what cannot be compared is refused with its reason', () => {
  assert.throws(() => shrunkAlphas([0.1], [0.1], 0.95), code('invalid-input'))
  assert.throws(() => shrunkAlphas([0.1, 0.2], [0.1, 0], 0.95), code('invalid-input'))
  assert.throws(() => skillShares([1, NaN], [10, 10], shares), code('invalid-input'))
  assert.throws(() => skillShares([1, 2], [10, 0], shares), code('invalid-input'))
  assert.throws(() => luckInAlphas(panel, factors.slice(1), luck), code('invalid-input'))
  assert.throws(
    () =>
      luckInAlphas(
        panel,
        market.map(([m]) => [m, 3 * m]),
        luck,
      ),
    code('not-applicable'),
  )
  assert.throws(
    () =>
      luckInAlphas(
        market.map(([m]) => [2 * m]),
        market,
        luck,
      ),
    code('not-applicable'),
  )
  assert.throws(
    () =>
      luckInAlphas(
        panel.map((row) => row.map(() => null)),
        market,
        luck,
      ),
    code('not-applicable'),
  )
  assert.throws(() => performanceWeights(evidence.slice(0, 1), rules), code('invalid-input'))
})
