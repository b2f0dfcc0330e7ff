import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import { uniformStream } from '../random/index.ts'
import { mean, olsRegression } from '../statistics/index.ts'
import { harFit } from './har.ts'
import { historicalAnomaly } from './historical-anomaly.ts'
import { skewTermStructureFit, volTermStructureFit } from './term-structure-fit.ts'
import { expectedVariancePremium, varianceRiskPremium } from './variance-risk-premium.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

const refused = (run: () => unknown, code: string, field: string): void => {
  assert.throws(
    run,
    (error: unknown) => error instanceof TuttiError && error.code === code && error.details.field === field,
  )
}

/** Variances of a HAR in logarithms with known coefficients. */
const simulated = (n: number, coefficients: readonly number[], noise: number, seed: number): number[] => {
  const draw = uniformStream(seed, 0, 0)
  const logs = new Array<number>(30).fill(coefficients[0] / (1 - coefficients[1] - coefficients[2] - coefficients[3]))
  const meanOfLast = (count: number): number => Math.log(mean(logs.slice(-count).map(Math.exp)))
  while (logs.length < n + 30) {
    const level =
      coefficients[0] +
      coefficients[1] * logs.at(-1)! +
      coefficients[2] * meanOfLast(5) +
      coefficients[3] * meanOfLast(22)
    logs.push(level + noise * normalQuantile(draw()))
  }
  return logs.slice(30).map(Math.exp)
}

test('HAR finds the coefficients that made the series, within its own standard errors', () => {
  const truth = [-0.9, 0.35, 0.3, 0.25]
  const fit = harFit(simulated(6000, truth, 0.4, 5), { horizon: 1, form: 'log-variance' })
  truth.forEach((value, i) => near(fit.coefficients[i], value, 3.5 * fit.standardErrors[i]))
  assert.ok(fit.standardErrors.every((error) => error > 0 && error < 0.2))
  assert.equal(fit.observations, 6000 - 22)
})

test('HAR is the regression on the last day, week and month, written out', () => {
  const variances = simulated(300, [-0.9, 0.35, 0.3, 0.25], 0.4, 6)
  const horizon = 5
  const fit = harFit(variances, { horizon, form: 'variance', lags: 7 })
  const y: number[] = []
  const x: number[][] = []
  for (let t = 21; t + horizon < 300; t++) {
    y.push(mean(variances.slice(t + 1, t + 6)))
    x.push([variances[t], mean(variances.slice(t - 4, t + 1)), mean(variances.slice(t - 21, t + 1))])
  }
  const ols = olsRegression(y, x, { intercept: true })
  ols.coefficients.forEach((value, i) => near(fit.coefficients[i], value, 1e-10))
  const last = [1, variances[299], mean(variances.slice(-5)), mean(variances.slice(-22))]
  near(
    fit.forecast,
    last.reduce((sum, value, i) => sum + value * ols.coefficients[i], 0),
    1e-12,
  )
  assert.ok(fit.forecastError > fit.estimationError && fit.estimationError > 0)
})

test('the three forms forecast alike where variance hardly moves', () => {
  const variances = Array.from(
    { length: 200 },
    (_, t) => 1e-4 * (1 + 0.01 * Math.sin(1.3 * t) + 0.004 * Math.cos(0.31 * t * t)),
  )
  const [a, b, c] = (['variance', 'volatility', 'log-variance'] as const).map((form) =>
    harFit(variances, { horizon: 5, form }),
  )
  near(b.forecast / a.forecast, 1, 1e-3)
  near(c.forecast / a.forecast, 1, 1e-3)
  near(b.forecastError / a.forecastError, 1, 0.02)
  near(c.forecastError / a.forecastError, 1, 0.02)
})

test('the variance premium is a mean with its error; overlap makes the error larger', () => {
  const draw = uniformStream(7, 0, 0)
  const shocks = Array.from({ length: 2000 }, () => normalQuantile(draw()))
  const overlapping = shocks.map((_, t) => mean(shocks.slice(Math.max(0, t - 20), t + 1)))
  const impliedVariances = new Array<number>(2000).fill(0.06)
  const history = { impliedVariances, samples: 400, uniform: uniformStream(8, 0, 0) }
  const independent = varianceRiskPremium({
    ...history,
    realisedVariances: shocks.map((z) => 0.04 + 0.005 * z),
    horizon: 1,
  })
  near(independent.meanPremium, 0.02 - 0.005 * mean(shocks), 1e-12)
  near(independent.standardError, 0.005 / Math.sqrt(2000), 0.00001)
  near(independent.bootstrapError / independent.standardError, 1, 0.15)
  assert.ok(independent.lower < 0.02 && independent.upper > 0.02)
  const overlapped = varianceRiskPremium({
    ...history,
    realisedVariances: overlapping.map((z) => 0.04 + 0.005 * z),
    horizon: 21,
  })
  // The mean of moving averages is about as uncertain as that of the shocks, not 21 times less so.
  near(overlapped.standardError / independent.standardError, 1, 0.35)
  assert.equal(overlapped.shareAbove, 1)
})

test('the expected premium takes the annual forecast off, with both of its errors', () => {
  const premium = expectedVariancePremium(0.05, { forecast: 1e-4, estimationError: 1e-5, forecastError: 4e-5 }, 252)
  near(premium.premium, 0.05 - 0.0252, 1e-15)
  near(premium.tStatistic, (0.05 - 0.0252) / 0.00252, 1e-10)
  near(premium.outcomeError, 0.01008, 1e-15)
})

test('a term structure on its model has no anomaly, and a point moved off it is the one that stands out', () => {
  const expiries = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3]
  const vols = expiries.map(
    (t, i) => Math.sqrt(0.06 + (0.02 - 0.06) * (-Math.expm1(-2 * t) / (2 * t))) + 2e-4 * Math.sin(5 * i),
  )
  const fit = volTermStructureFit(expiries, vols)
  near(fit.v0, 0.02, 0.002)
  near(fit.theta, 0.06, 0.002)
  near(fit.kappa, 2, 0.2)
  assert.ok(fit.points.every(({ zScore }) => Math.abs(zScore) < 4))
  const moved = volTermStructureFit(expiries, vols.with(4, vols[4] + 0.01))
  assert.ok(moved.points[4].zScore > 10, `${moved.points[4].zScore}`)
  assert.ok(moved.points.every(({ zScore }, i) => i === 4 || Math.abs(zScore) < moved.points[4].zScore / 3))
  const exact = volTermStructureFit(
    expiries,
    expiries.map((t) => Math.sqrt(0.06 - 0.04 * (-Math.expm1(-2 * t) / (2 * t)))),
  )
  near(exact.rootMeanSquareError, 0, 1e-9)
  near(exact.kappa, 2, 1e-5)
})

test('the studentised residual is that of leaving the point out: refitted without it, by its own prediction error', () => {
  // In a power law with tiny noise the fit is linear to first order, so the classic identity must hold.
  const expiries = [0.1, 0.25, 0.5, 1, 2, 4]
  const skews = expiries.map((t, i) => -0.05 * t ** -0.45 * (1 + 1e-6 * [1, -2, 0.5, 3, -1, 1][i]))
  const fit = skewTermStructureFit(expiries, skews)
  near(fit.exponent, 0.45, 1e-5)
  near(fit.level, -0.05, 1e-6)
  const without = (values: readonly number[], i: number) => values.filter((_, j) => j !== i)
  const refit = skewTermStructureFit(without(expiries, 3), without(skews, 3))
  const deletedResidual = skews[3] - refit.level * expiries[3] ** -refit.exponent
  const { residual, zScore } = fit.points[3]
  // residual / (1 - h) is the deleted residual, and z = residual / (s_(i) sqrt(1 - h)) with s_(i) of the refit.
  const scale = Math.sqrt((refit.rootMeanSquareError ** 2 * 5) / (5 - 2))
  near(zScore, (Math.sign(residual) * Math.sqrt(residual * deletedResidual)) / scale, 1e-2)
})

test('a value is placed in its history by mean, median and rank', () => {
  const history = Array.from({ length: 21 }, (_, i) => i)
  const anomaly = historicalAnomaly(history, 15)
  near(anomaly.zScore, 5 / Math.sqrt(38.5), 1e-12)
  near(anomaly.robustZScore!, 5 / (1.4826 * 5), 1e-12)
  near(anomaly.percentile, 15.5 / 21, 1e-15)
  assert.equal(historicalAnomaly([...new Array<number>(20).fill(1), 2], 2).robustZScore, null)
})

test('series that are too short, negative or constant are refused', () => {
  const good = simulated(100, [-0.9, 0.35, 0.3, 0.25], 0.4, 9)
  refused(() => harFit(good.slice(0, 30), { horizon: 5, form: 'variance' }), 'invalid-input', 'variances')
  refused(() => harFit(good.with(3, -1), { horizon: 5, form: 'variance' }), 'invalid-input', 'variances[3]')
  refused(() => harFit(good.with(3, 0), { horizon: 5, form: 'log-variance' }), 'invalid-input', 'variances[3]')
  refused(() => harFit(good, { horizon: 0, form: 'variance' }), 'invalid-input', 'horizon')
  const history = {
    impliedVariances: good,
    realisedVariances: good.slice(1),
    horizon: 1,
    samples: 100,
    uniform: () => 0.5,
  }
  assert.throws(() => varianceRiskPremium(history), { code: 'invalid-input' })
  refused(
    () => varianceRiskPremium({ ...history, realisedVariances: good.with(2, -1) }),
    'invalid-input',
    'realisedVariances[2]',
  )
  refused(() => historicalAnomaly(new Array<number>(25).fill(3), 3), 'not-applicable', 'history')
  refused(() => volTermStructureFit([1, 1, 2, 3, 4], [0.2, 0.2, 0.2, 0.2, 0.2]), 'invalid-input', 'expiryYears')
  refused(() => skewTermStructureFit([1, 2, 3, 4], [-1, 1, -1, -1]), 'invalid-input', 'skews')
})

const dataFolder = new URL('../../../../../shared/data/', import.meta.url)

test('the S&P 500 paid a variance premium from 1999 on, and HAR forecasts its variance', (t) => {
  const [index, vix] = ['equity_index/sp500_ohlcv_daily.csv', 'volatility/vix_close_daily.csv'].map(
    (path) => new URL(path, dataFolder),
  )
  if (!existsSync(index) || !existsSync(vix)) {
    assert.notEqual(process.env['TUTTI_REQUIRE_SHARED'], '1', `${index.pathname} is required but absent`)
    t.skip('the shared data folder is absent')
    return
  }
  const table = (file: URL): string[][] =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
  const vixOf = new Map(table(vix).map(([date, close]) => [date, Number(close)]))
  const bars = table(index)
  const squares = bars.slice(1).map((bar, i) => Math.log(Number(bar[4]) / Number(bars[i][4])) ** 2)
  const implied: number[] = []
  const realised: number[] = []
  for (let day = 1; day + 21 < bars.length; day++) {
    const level = vixOf.get(bars[day][0])
    if (level === undefined) continue
    implied.push((level / 100) ** 2)
    realised.push(252 * mean(squares.slice(day, day + 21)))
  }
  const premium = varianceRiskPremium({
    impliedVariances: implied,
    realisedVariances: realised,
    horizon: 21,
    samples: 300,
    uniform: uniformStream(1, 0, 0),
  })
  t.diagnostic(
    `premium ${premium.meanPremium.toFixed(5)} (Newey-West ${premium.standardError.toFixed(5)}, bootstrap ${premium.bootstrapError.toFixed(5)}), in volatility ${premium.meanVolPremium.toFixed(4)}, ${premium.observations} days`,
  )
  assert.ok(premium.meanPremium > 0.002 && premium.meanPremium < 0.03)
  assert.ok(premium.meanVolPremium > 0.02 && premium.meanVolPremium < 0.06)
  assert.ok(premium.tStatistic > 2 && premium.shareAbove > 0.7)
  // Parkinson's daily variance, far less noisy than a squared return.
  const ranges = bars.map((bar) => Math.log(Number(bar[2]) / Number(bar[3])) ** 2 / (4 * Math.LN2)).filter((v) => v > 0)
  const fit = harFit(ranges, { horizon: 21, form: 'log-variance' })
  t.diagnostic(`HAR ${fit.coefficients.map((b) => b.toFixed(3)).join(', ')}; R2 ${fit.rSquared!.toFixed(3)}`)
  assert.ok(fit.rSquared! > 0.4)
  assert.ok(fit.coefficients.slice(1).every((b) => b > 0 && b < 1))
})
