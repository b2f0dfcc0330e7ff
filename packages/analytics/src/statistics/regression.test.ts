import assert from 'node:assert/strict'
import test from 'node:test'
import { exampleOtherReturns as y, exampleRegressor as w, exampleReturns as x } from './example-series.fixture.ts'
import {
  heteroskedasticityRobust,
  longRunCovariance,
  neweyWest,
  olsRegression,
  regressionDiagnostics,
} from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-11): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)), `got ${got}, expected ${expected}`)
const nearAll = (got: ArrayLike<number>, expected: readonly number[], tolerance = 1e-13): void =>
  expected.forEach((value, i) => near(got[i], value, tolerance))

const regressors = x.map((value, t) => [value, w[t]])
const fit = olsRegression(y, regressors, { intercept: true })

test('ordinary least squares agrees with statsmodels 0.13.5 OLS', () => {
  nearAll(fit.coefficients, [-6.379172572547505e-5, 0.4695234539032843, 0.0024469645245337166])
  nearAll(fit.standardErrors, [0.00111167031511397, 0.08689117565263875, 0.0012360364201612517])
  near(fit.logLikelihood, 143.1430745044478)
  near(fit.aic, -280.2861490088956)
  near(fit.bic, -275.21951064655383)
  near(fit.rSquared ?? 0, 0.48661291777314175)
  near(fit.adjustedRSquared ?? 0, 0.45886226467979807)
  const through = olsRegression(y, regressors, { intercept: false })
  nearAll(through.coefficients, [0.46954698364631997, 0.0024436663960837077])
  nearAll(through.standardErrors, [0.08574310882713256, 0.0012183992744455767])
})

test('robust standard errors agree with statsmodels 0.13.5 (HC0-HC3, HAC)', () => {
  nearAll(
    heteroskedasticityRobust(fit, 'HC0').standardErrors,
    [0.001071489610207229, 0.07998835495141272, 0.0011051807108582218],
  )
  nearAll(
    heteroskedasticityRobust(fit, 'HC1').standardErrors,
    [0.0011140818470500853, 0.08316793124063321, 0.0011491121854545325],
  )
  nearAll(
    heteroskedasticityRobust(fit, 'HC2').standardErrors,
    [0.0011138142577360587, 0.08728772519101234, 0.0011803301074551243],
  )
  nearAll(
    heteroskedasticityRobust(fit, 'HC3').standardErrors,
    [0.00116041972302369, 0.09548200127273736, 0.0012645867393638332],
  )
  nearAll(
    neweyWest(fit, { lags: 3, smallSampleCorrection: false }).standardErrors,
    [0.0009178483564137388, 0.055307413365677384, 0.0010513204964194651],
  )
  nearAll(
    neweyWest(fit, { lags: 3, smallSampleCorrection: true }).standardErrors,
    [0.0009543332781617336, 0.0575059101376443, 0.001093111001110021],
  )
})

test('regression diagnostics agree with statsmodels 0.13.5', () => {
  const diagnostics = regressionDiagnostics(fit, regressors)
  near(diagnostics.durbinWatson, 2.1006363954401963)
  near(diagnostics.breuschPagan, 0.041853876269879464, 1e-10)
  near(diagnostics.breuschPaganPValue, 0.9792905107469302, 1e-10)
  near(diagnostics.fStatistic, 17.535187951661626)
})

test('residuals are orthogonal to the regressors and leverages add up to the number of coefficients', () => {
  for (const column of [w.map(() => 1), x, w]) {
    near(
      column.reduce((sum, value, t) => sum + value * fit.residuals[t], 0),
      0,
      1e-15,
    )
  }
  near(
    fit.leverage.reduce((a, b) => a + b, 0),
    3,
  )
})

test('an exact line is recovered through badly scaled columns', () => {
  const rows = Array.from({ length: 12 }, (_, t) => [1e9 + t * t, 1e-6 * (t % 5)])
  const line = olsRegression(
    rows.map(([a, b]) => 7 + 2 * (a - 1e9) + 3e6 * b),
    rows.map(([a, b]) => [a - 1e9 + 1e9, b]),
    { intercept: true },
  )
  near(line.coefficients[1], 2, 1e-9)
  near(line.coefficients[2], 3e6, 1e-9)
  near(line.coefficients[0], 7 - 2e9, 1e-9)
})

test('Newey-West without lags is White', () => {
  nearAll(neweyWest(fit, { lags: 0, smallSampleCorrection: false }).standardErrors, [
    ...heteroskedasticityRobust(fit, 'HC0').standardErrors,
  ])
})

test('the Newey-West standard error of a mean is the root of the long-run variance over n', () => {
  const onlyMean = olsRegression(
    y,
    y.map(() => []),
    { intercept: true },
  )
  const [[longRun]] = longRunCovariance(
    [...onlyMean.residuals].map((e) => [e]),
    4,
  )
  near(neweyWest(onlyMean, { lags: 4, smallSampleCorrection: false }).standardErrors[0], Math.sqrt(longRun / 40))
})

test('collinear, short and ragged inputs are refused and the column is named', () => {
  const doubled = x.map((value, t) => [value, w[t], 2 * value - w[t]])
  assert.throws(() => olsRegression(y, doubled, { intercept: true }), { code: 'not-applicable', message: /column 2/ })
  const constant = x.map((value) => [value, 3])
  assert.throws(() => olsRegression(y, constant, { intercept: true }), { code: 'not-applicable', message: /column 1/ })
  assert.throws(() => olsRegression([1, 2], [[1], [2]], { intercept: true }), /at least 3/)
  assert.throws(() => olsRegression(y, regressors.slice(1), { intercept: true }), /same length/)
  assert.throws(
    () =>
      olsRegression(
        y,
        regressors.map((row, t) => (t === 3 ? [1] : row)),
        { intercept: true },
      ),
    /x\[3\]/,
  )
  assert.throws(() => neweyWest(fit, { lags: 40, smallSampleCorrection: false }), /lags/)
})
