import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '../errors/index.ts'
import { asRows, closeTo, cointegrated, exampleRows, reverting, walk } from './example-paths.fixture.ts'
import {
  grangerTest,
  impulseResponses,
  kalmanRegression,
  kalmanRegressionFit,
  localLevel,
  localLevelFit,
  localLinearTrendFit,
  vectorAutoregression,
} from './index.ts'
import { stateSpaceFilter } from './state-space.ts'

const near = (actual: number, expected: number, tolerance = 1e-9): void => closeTo([actual], [expected], tolerance)
const failsWith = (code: string) => (error: unknown) => error instanceof TuttiError && error.code === code

/** Annual flow of the Nile at Aswan 1871-1970, 10^8 m^3: Cobb (1978), as in Durbin & Koopman (2012). */
const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100,
  1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456,
  824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897,
  822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975,
  815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]

test('the local level of the Nile has the variances and the likelihood of Durbin & Koopman (2012)', () => {
  const fit = localLevelFit(nile)
  // Section 2.10.3: 15099 and 1469.1; log-likelihood there -633.464563649 (statsmodels 0.13).
  near(fit.observationVariance, 15099, 1.5)
  near(fit.stateVariances[0], 1469.1, 0.6)
  near(fit.logLikelihood, -633.4645636488787, 1e-7)
  assert.ok(fit.logLikelihood >= -633.4645636488787)
  const given = localLevel(nile, {
    observationVariance: 15099,
    levelVariance: 1469.1,
    initial: { mean: 0, variance: 1e7 },
  })
  near(given.filtered[0], 1118.3114615242446, 1e-6)
  near(given.smoothed[0], 1111.2202575681306, 1e-4)
  near(given.smoothedVariances[99], 4032.157941808782, 1e-4)
})

test('a local linear trend without slope noise is found, as statsmodels 0.13 finds it', () => {
  const fit = localLinearTrendFit(nile)
  near(fit.logLikelihood, -631.71069, 2e-5)
  assert.equal(fit.stateVariances[1], 0)
  assert.ok(fit.cautions.includes('variance-at-zero'))
})

test('the exact diffuse likelihood of a trend is the limit of wide starts, by mpmath 1.2 at 60 digits', () => {
  const { logLikelihood, diffuseCount } = stateSpaceFilter(cointegrated, {
    loadings: Array.from(cointegrated, () => [1, 0]),
    transition: [
      [1, 1],
      [0, 1],
    ],
    stateCovariance: [
      [0.05, 0],
      [0, 0.01],
    ],
    observationVariance: 0.1,
    initial: 'diffuse',
  })
  near(logLikelihood, -76.90141668152844, 1e-10)
  assert.equal(diffuseCount, 2)
})

const regressors = Array.from(walk, (value) => [value, 1])

test('a regression with walking coefficients equals the recursions written out in numpy', () => {
  const result = kalmanRegression(cointegrated, regressors, {
    stateCovariance: [
      [1e-3, 2e-4],
      [2e-4, 4e-3],
    ],
    observationVariance: 0.1,
    initialMean: [1, 0],
    initialCovariance: [
      [2, 0.3],
      [0.3, 1],
    ],
    stepBeforeFirst: true,
  })
  near(result.logLikelihood, -65.16382721751357)
  closeTo(result.filtered[20], [1.3602929149897383, 0.7630692410389053], 1e-10)
  closeTo(result.filtered[119], [0.9556573119434141, -0.5247990823390356], 1e-10)
  closeTo(
    result.filteredCovariances[119],
    [0.030047300033953242, -0.022452536471189086, -0.022452536471189086, 0.03721819348326866],
    1e-11,
  )
  closeTo(result.smoothed[0], [1.1800346785891795, 0.238289828300506], 1e-10)
  closeTo(
    result.smoothedCovariances[0],
    [0.024975721686541608, 0.019833369565721237, 0.019833369565721237, 0.034548288450621245],
    1e-10,
  )
  near(result.innovations[119], -0.7164246485295669)
  near(result.innovationVariances[119], 0.12621365060956072)
})

test('with coefficients that stand still the last estimate is least squares, and smoothing gives it at every date', () => {
  const result = kalmanRegression(cointegrated, regressors, {
    stateCovariance: [
      [0, 0],
      [0, 0],
    ],
    observationVariance: 1,
    initialMean: [0, 0],
    initialCovariance: [
      [1e8, 0],
      [0, 1e8],
    ],
    stepBeforeFirst: false,
  })
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0]
  walk.forEach((x, t) => {
    n += 1
    sx += x
    sy += cointegrated[t]
    sxx += x * x
    sxy += x * cointegrated[t]
  })
  const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
  near(result.filtered[119][0], slope, 1e-5)
  near(result.smoothed[0][0], slope, 1e-5)
})

test('fitted variances beat others near them, and a wrong shape is refused', () => {
  const fit = kalmanRegressionFit(cointegrated, regressors)
  const likelihoodAt = (factors: readonly number[]): number =>
    stateSpaceFilter(cointegrated, {
      loadings: regressors,
      transition: [
        [1, 0],
        [0, 1],
      ],
      stateCovariance: [
        [fit.stateVariances[0] * factors[1] + (fit.stateVariances[0] === 0 ? 1e-4 * (factors[1] - 1) ** 2 : 0), 0],
        [0, fit.stateVariances[1] * factors[2]],
      ],
      observationVariance: fit.observationVariance * factors[0],
      initial: 'diffuse',
    }).logLikelihood
  for (const factors of [
    [1.2, 1, 1],
    [0.8, 1, 1],
    [1, 1.2, 1],
    [1, 1, 1.2],
    [1, 1, 0.8],
  ]) {
    assert.ok(likelihoodAt(factors) <= fit.logLikelihood + 1e-6, factors.join())
  }
  assert.throws(() => kalmanRegressionFit(cointegrated, regressors.slice(1)), failsWith('invalid-input'))
  assert.throws(() => localLevelFit(new Float64Array(30)), failsWith('not-applicable'))
  assert.throws(
    () =>
      kalmanRegression(reverting, asRows(walk), {
        stateCovariance: [[-1]],
        observationVariance: 1,
        initialMean: [0],
        initialCovariance: [[1]],
        stepBeforeFirst: true,
      }),
    failsWith('invalid-input'),
  )
})

test('a vector autoregression equals statsmodels 0.13: coefficients, criteria, causality and responses', () => {
  const fit = vectorAutoregression(exampleRows, 2, 'ct')
  closeTo(fit.coefficients[0], [-0.14365127451547613, -0.12293698622180739, -0.06883494640456259], 1e-9)
  closeTo(fit.coefficients[7], [-0.25374966728853526, -0.33219123911293935, 0.049715328585624524], 1e-9)
  closeTo(fit.standardErrors[7], [0.09090850735202605, 0.11180090119751905, 0.09172005978972597], 1e-9)
  near(fit.aic, -7.708016880358477)
  near(fit.bic, -7.144487804195969)
  near(fit.hannanQuinn, -7.479207461344431)
  near(fit.finalPredictionError, 0.00044949226244298077, 1e-12)
  near(fit.logLikelihood, -23.531244813303942)
  near(fit.largestRoot, 0.9057068347211683)
  const one = grangerTest(fit, [2], 0)
  near(one.fStatistic, 6.983521289707462)
  near(one.pValue, 0.0010703424251373925)
  assert.deepEqual(one.degreesOfFreedom, [2, 330])
  const two = grangerTest(fit, [0, 2], 1)
  near(two.fStatistic, 8.498941859941088)
  near(two.pValue, 1.5453356599270555e-6, 1e-14)
  const orthogonal = impulseResponses(fit, 3, 'orthogonal')[3]
  closeTo(orthogonal[1], [0.2367775877830366, -0.015959703403794736, -0.10361578671328668], 1e-9)
  closeTo(impulseResponses(fit, 3, 'unit')[3][0], [0.9475700553695551, -0.3233023910264352, -0.15021751832131486], 1e-9)
})

test('a vector autoregression with a quadratic trend equals statsmodels 0.13', () => {
  const fit = vectorAutoregression(exampleRows, 2, 'ctt')
  closeTo(fit.coefficients[1], [0.00984567, 0.00625871, -0.00189447], 1e-8)
  closeTo(fit.coefficients[2], [-5.88364627e-5, -5.6159922e-5, -8.25025324e-7], 1e-12)
  near(fit.aic, -7.706594460024695)
  near(fit.bic, -7.072624249341873)
  const test = grangerTest(fit, [2], 0)
  near(test.fStatistic, 6.853520321380979)
  near(test.pValue, 0.0012140773528840998)
  assert.deepEqual(test.degreesOfFreedom, [2, 327])
})

test('systems that cannot be fitted are refused with a reason', () => {
  assert.throws(() => vectorAutoregression(exampleRows.slice(0, 6), 2, 'c'), failsWith('invalid-input'))
  assert.throws(
    () =>
      vectorAutoregression(
        exampleRows.map(([a]) => [a, 2 * a]),
        1,
        'c',
      ),
    failsWith('not-applicable'),
  )
  assert.throws(
    () =>
      vectorAutoregression(
        exampleRows.map(() => [1, 2]),
        1,
        'c',
      ),
    failsWith('not-applicable'),
  )
  const fit = vectorAutoregression(exampleRows, 1, 'c')
  assert.throws(() => grangerTest(fit, [0], 0), failsWith('invalid-input'))
  assert.throws(() => grangerTest(fit, [], 0), failsWith('invalid-input'))
})
