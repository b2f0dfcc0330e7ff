import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { closeTo, examplePath, reverting, walk } from './example-paths.fixture.ts'
import {
  adfTest,
  chowDenningTest,
  dfGlsTest,
  halfLife,
  kpssTest,
  mackinnonBiasPValue,
  mackinnonCriticalValues,
  mackinnonPValue,
  ouFit,
  phillipsPerronTest,
  stationarityAssessment,
} from './index.ts'

const near = (actual: number, expected: number, tolerance = 1e-9): void => closeTo([actual], [expected], tolerance)
const failsWith = (code: string) => (error: unknown) => error instanceof TuttiError && error.code === code

test('the augmented Dickey-Fuller test equals statsmodels 0.13 for every kind of terms and criterion', () => {
  const expected = [
    ['n', 'aic', -2.8381389538885977, 0.004436719894599016, 0, 44.909984075589904],
    ['n', 'bic', -2.8381389538885977, 0.004436719894599016, 0, 47.63737189430225],
    ['n', 't-stat', -3.0187928406277376, 0.002507084042702771, 2, 1.71445743965268],
    ['c', 'aic', -2.984903455713256, 0.0363284817678742, 0, 46.216459635042696],
    ['c', 't-stat', -3.1221953707718875, 0.024953642706980323, 2, 1.8314497705541721],
    ['ct', 'bic', -2.9922170652485285, 0.13426992869406595, 0, 55.24718129398592],
    ['ct', 't-stat', -3.114595527381416, 0.10280078694389977, 2, 1.7909591751259581],
    ['ctt', 'aic', -3.2206696356467375, 0.20082088924407349, 0, 47.70935877450549],
    ['ctt', 't-stat', -3.5450022141184343, 0.10195749033133034, 2, 1.8979294485615095],
  ] as const
  for (const [terms, criterion, statistic, pValue, lags, value] of expected) {
    const result = adfTest(reverting, terms, { criterion, maxLag: 6 })
    near(result.statistic, statistic)
    near(result.pValue, pValue)
    assert.equal(result.lags, lags)
    near(result.criterionValue ?? NaN, value)
  }
})

test('the KPSS test equals statsmodels 0.13, and its p-value arch 8.0', () => {
  const level = kpssTest(reverting, 'c', 'automatic')
  near(level.statistic, 0.12249004852978929)
  assert.equal(level.lags, 5)
  const long = kpssTest(reverting, 'ct', 'schwert')
  near(long.statistic, 0.07970774608447295)
  assert.equal(long.lags, 13)
  const three = kpssTest(reverting, 'ct', 3)
  near(three.statistic, 0.15468959376467334)
  near(three.pValue, 0.04261040623532665)
  near(kpssTest(reverting, 'c', 3).pValue, 0.3603388552280942)
})

test('the Phillips-Perron statistics equal arch 8.0', () => {
  const expected = [
    ['n', -3.0102406585088213, 0.0025772865649588902, -18.120328815441034, 0.0026145958943135207],
    ['c', -3.199421062871772, 0.020018214839049836, -20.790608084319686, 0.009450171068195644],
    ['ct', -3.183715196546926, 0.08769576379073807, -20.54652878452269, 0.06255092304145896],
  ] as const
  for (const [terms, tau, tauP, alpha, alphaP] of expected) {
    const result = phillipsPerronTest(reverting, terms, 5)
    near(result.zTau, tau)
    near(result.zTauPValue, tauP)
    near(result.zAlpha, alpha)
    // arch has a simulated surface of its own for Z_alpha; MacKinnon's (1994) agrees to a few per mille.
    near(result.zAlphaPValue, alphaP, 0.006)
  }
})

test('both scales of the Phillips-Perron correction agree in long samples', () => {
  const path = examplePath(5000, 0.95, 2)
  for (const terms of ['c', 'ct'] as const) {
    const lagged = phillipsPerronTest(path, terms, 6)
    const current = phillipsPerronTest(path, terms, 6, 'current-levels')
    near(current.zTau / lagged.zTau, 1, 2e-3)
    near(current.zAlpha / lagged.zAlpha, 1, 2e-3)
  }
  assert.throws(() => phillipsPerronTest(path, 'n', 6, 'current-levels'), failsWith('unsupported'))
})

test('the DF-GLS test equals arch 8.0', () => {
  const level = dfGlsTest(reverting, 'c', { lags: 2 })
  near(level.statistic, -2.365552781332426)
  near(level.pValue, 0.01812742405256663)
  near(level.criticalValues.percent5, -2.1117003474844735)
  const trend = dfGlsTest(reverting, 'ct', { lags: 2 })
  near(trend.statistic, -2.8207390385367646)
  near(trend.pValue, 0.05526064204457862)
  near(trend.criticalValues.percent1, -3.5908773847664137)
})

test('MacKinnon p-values rise with the statistic and are near the level at the critical values', () => {
  for (const terms of ['n', 'c', 'ct', 'ctt'] as const) {
    for (let count = 1; count <= 6; count++) {
      let before = 0
      for (let tau = -20; tau < 4; tau += 0.05) {
        const value = mackinnonPValue(tau, terms, count)
        assert.ok(value >= before - 2e-3 && value <= 1, `${terms} ${count} ${tau}`)
        before = value
      }
      if (terms === 'n' && count > 1) continue
      const critical = mackinnonCriticalValues(terms, Infinity, count)
      near(mackinnonPValue(critical.percent1, terms, count), 0.01, 6e-4)
      near(mackinnonPValue(critical.percent5, terms, count), 0.05, 2e-3)
      near(mackinnonPValue(critical.percent10, terms, count), 0.1, 3e-3)
    }
  }
  // MacKinnon (1994): 5 % points of Z with a constant and with a trend, one series, as Hamilton's table B.5 at n = infinity.
  near(mackinnonBiasPValue(-14.1, 'c'), 0.05, 1e-3)
  near(mackinnonBiasPValue(-21.8, 'ct'), 0.05, 2e-3)
  assert.equal(mackinnonBiasPValue(50, 'c'), 1)
  assert.throws(() => mackinnonPValue(-3, 'c', 7), failsWith('unsupported'))
  assert.throws(() => mackinnonCriticalValues('n', 100, 2), failsWith('unsupported'))
  assert.throws(() => mackinnonCriticalValues('c', 0), failsWith('invalid-input'))
})

test('tests do not depend on the units of a series, nor with a constant on its level', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.integer({ min: 0, max: 9 }),
      (scale, shift, variant) => {
        const path = examplePath(80, 0.9, variant)
        const moved = path.map((value) => scale * (value + shift))
        for (const terms of ['c', 'ct'] as const) {
          near(adfTest(moved, terms, { lags: 2 }).statistic, adfTest(path, terms, { lags: 2 }).statistic, 1e-6)
          near(kpssTest(moved, terms, 3).statistic, kpssTest(path, terms, 3).statistic, 1e-6)
          near(phillipsPerronTest(moved, terms, 3).zTau, phillipsPerronTest(path, terms, 3).zTau, 1e-6)
          near(dfGlsTest(moved, terms, { lags: 2 }).statistic, dfGlsTest(path, terms, { lags: 2 }).statistic, 1e-6)
        }
      },
    ),
    { numRuns: 40, seed: 11 },
  )
})

test('a verdict reads the tests together', () => {
  assert.equal(stationarityAssessment(examplePath(400, 0.3, 0), 'c').verdict, 'stationary')
  assert.equal(stationarityAssessment(examplePath(400, 1, 3), 'c').verdict, 'unit-root')
  assert.deepEqual(stationarityAssessment(reverting.slice(0, 30), 'c').cautions.includes('short-sample'), true)
})

test('series that cannot be tested are refused with a reason', () => {
  const constant = new Float64Array(50).fill(3)
  for (const terms of ['n', 'c', 'ct'] as const) {
    assert.throws(() => adfTest(constant, terms, { lags: 1 }), failsWith('not-applicable'))
    assert.throws(() => phillipsPerronTest(constant, terms, 1), failsWith('not-applicable'))
  }
  assert.throws(() => kpssTest(constant, 'c', 1), failsWith('not-applicable'))
  assert.throws(() => dfGlsTest(constant, 'c', { lags: 1 }), failsWith('not-applicable'))
  assert.throws(
    () =>
      adfTest(
        Float64Array.from({ length: 30 }, (_, t) => t),
        'ct',
        { lags: 0 },
      ),
    failsWith('not-applicable'),
  )
  assert.throws(() => adfTest([1, 2], 'c', { lags: 0 }), failsWith('invalid-input'))
  assert.throws(() => adfTest([], 'c', { lags: 0 }), failsWith('invalid-input'))
  assert.throws(() => adfTest([1, NaN, 2, 3, 4, 5, 6, 7], 'c', { lags: 0 }), failsWith('invalid-input'))
  assert.throws(() => adfTest(reverting, 'c', { lags: 90 }), failsWith('invalid-input'))
})

test('the joint variance ratio test keeps a walk, rejects a mean-reverting series, and repeats itself by its seed', () => {
  const kept = chowDenningTest(walk, [2, 4, 8], 200, 7)
  assert.deepEqual(kept, chowDenningTest(walk, [2, 4, 8], 200, 7))
  assert.ok(kept.bootstrapPValue <= kept.pValue + 0.1)
  const rejected = chowDenningTest(examplePath(400, 0.2, 0), [2, 4, 8], 200, 7)
  assert.ok(rejected.pValue < 0.01 && rejected.bootstrapPValue < 0.02)
  // One horizon: the maximum modulus is the normal itself.
  const one = chowDenningTest(walk, [2], 10, 1)
  near(one.statistic, Math.abs(one.ratios[0].zHeteroskedastic))
})

test('a constant series is called constant by every test of it', () => {
  const constant = new Array<number>(30).fill(2.5)
  const refused = { code: 'not-applicable', message: /^the series is constant/ }
  for (const terms of ['n', 'c', 'ct', 'ctt'] as const) {
    assert.throws(() => adfTest(constant, terms, { criterion: 'aic' }), refused)
    assert.throws(() => phillipsPerronTest(constant, terms, 'automatic'), refused)
  }
  for (const terms of ['c', 'ct'] as const) {
    assert.throws(() => kpssTest(constant, terms, 'automatic'), refused)
    assert.throws(() => dfGlsTest(constant, terms, { lags: 1 }), refused)
    assert.throws(() => stationarityAssessment(constant, terms), refused)
  }
  assert.throws(() => ouFit(constant, 1), refused)
  assert.throws(() => halfLife(constant), refused)
})
