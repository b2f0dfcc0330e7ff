import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { TuttiError } from '../errors/index.ts'
import { openStream } from '../random/stream.ts'
import { fillNormals } from '../random/ziggurat.ts'
import { calibratedRegime, type RegimeHistory } from './calibrated-regime.ts'
import { decayMean } from './hull-white-step.ts'
import { drawMonth, monthPath, startPath, stepMonth } from './month-path.ts'
import { pathModel } from './path-model.ts'
import { type Regime, validRegime } from './regime.ts'
import { specRegimes } from './spec-regimes.ts'

/** A simulated history of a regime; implied volatility is the model's expected month plus a premium of 30 %. */
function history(regime: Regime, years: number, seed: number) {
  const months = 12 * years
  const model = pathModel(regime, { months, warmupMonths: 0 }, 'qe-m')
  const path = monthPath()
  openStream(seed, 9, 0, path.random)
  startPath(model, path)
  const days = 21 * months
  const equityLogReturns = new Float64Array(days)
  const shortRates = new Float64Array(days)
  const impliedVol = new Float64Array(days)
  const theta = model.theta
  const b = decayMean(model.kappa / 12)
  for (let m = 0; m < months; m++) {
    drawMonth(model, path)
    stepMonth(model, path, m)
    for (let day = 0; day < 21; day++) {
      const t = 21 * m + day
      equityLogReturns[t] = Math.log(path.equity[day] / (day === 0 ? 1 : path.equity[day - 1]))
      shortRates[t] = regime.rates.initialRate + path.rates[day]
      impliedVol[t] = Math.sqrt(1.3 * (theta + (path.variances[day] - theta) * b))
    }
  }
  return { id: 'fit', name: 'Fit', equityLogReturns, shortRates, impliedVol, periodsPerYear: 252 }
}

function withoutImplied({ id, name, equityLogReturns, shortRates, periodsPerYear }: RegimeHistory): RegimeHistory {
  return { id, name, equityLogReturns, shortRates, periodsPerYear }
}

test('the parameters of a hundred-year path come back within their sampling errors', () => {
  const truth = specRegimes[2]
  const simulated = history(truth, 100, 1)
  for (const [source, given] of [
    ['implied', simulated],
    ['realised', withoutImplied(simulated)],
  ] as const) {
    const { regime } = calibratedRegime(given)
    const { equity, rates, correlation } = regime
    // standard errors over a hundred years: drift vol / 10; variance theta sigma^2 / (kappa^2 T); kappa sqrt(2 kappa / T)
    assertClose(equity.drift, truth.equity.drift, 3 * 0.035, 0, `${source} drift`)
    assertClose(equity.volatility ** 2, 0.1225, 3 * Math.sqrt((0.1225 * 0.09) / (4 * 100)), 0, `${source} variance`)
    assertClose(equity.varianceReversion, 2, 3 * (source === 'implied' ? 0.2 : 0.3), 0, `${source} reversion`)
    assertClose(equity.volOfVariance, 0.3, source === 'implied' ? 0.015 : 0.1, 0, `${source} volatility of variance`)
    assertClose(correlation.equityVariance, -0.7, source === 'implied' ? 0.02 : 0.12, 0, `${source} equity-variance`)
    assertClose(correlation.equityRate, -0.6, 0.02, 0, `${source} equity-rate`)
    assertClose(correlation.varianceRate, 0.42, source === 'implied' ? 0.02 : 0.08, 0, `${source} variance-rate`)
    assertClose(rates.meanReversion, 0.1, 3 * Math.sqrt(0.2 / 100), 0, `${source} rate reversion`)
    assertClose(rates.volatility, 0.01, 0, 0.02, `${source} rate volatility`)
    assert.equal(rates.initialRate, simulated.shortRates.at(-1))
    assert.equal(validRegime(regime), regime)
  }
})

test('over thirty histories of fifty years the estimates centre on the truth', () => {
  const truth = specRegimes[0]
  const runs = Array.from({ length: 30 }, (_, i) => {
    const simulated = history(truth, 50, 100 + i)
    return [calibratedRegime(simulated).regime, calibratedRegime(withoutImplied(simulated)).regime]
  })
  const centre = (read: (pair: Regime[]) => number, expected: number, bias: number, what: string): void => {
    const values = runs.map(read)
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    const error = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (29 * 30))
    assert.ok(Math.abs(mean - expected) < 3.5 * error + bias, `${what}: ${mean} +- ${error}, expected ${expected}`)
  }
  centre(([a]) => a.equity.drift, 0.08, 0, 'drift')
  centre(([a]) => a.equity.volatility ** 2, 0.0324, 0, 'variance')
  // allowances: autocovariances about a sample mean are biased down by the order of 4 / years; clustered noise
  centre(([a]) => a.equity.varianceReversion, 2, 4 / 50, 'reversion, implied')
  centre(([, b]) => b.equity.varianceReversion, 2, 0.2, 'reversion, realised')
  centre(([a]) => a.equity.volOfVariance, 0.3, 0.01, 'volatility of variance, implied')
  centre(([, b]) => b.equity.volOfVariance, 0.3, 0.03, 'volatility of variance, realised')
  centre(([a]) => a.correlation.equityVariance, -0.7, 0.01, 'equity-variance, implied')
  centre(([, b]) => b.correlation.equityVariance, -0.7, 0.05, 'equity-variance, realised')
  centre(([a]) => a.correlation.equityRate, -0.3, 0.005, 'equity-rate')
  centre(([a]) => a.rates.meanReversion, 0.1, 0.03, 'rate reversion')
  centre(([a]) => a.rates.volatility, 0.01, 1e-5, 'rate volatility')
})

test('start values are the last of the history: implied variance less its premium, or the last month realised', () => {
  const simulated = history(specRegimes[0], 20, 5)
  const { regime } = calibratedRegime(withoutImplied(simulated))
  const last = simulated.equityLogReturns.slice(-21)
  assertClose(regime.equity.initialVolatility!, Math.sqrt(12 * last.reduce((sum, r) => sum + r * r, 0)), 0, 1e-12)
  const implied = calibratedRegime(simulated)
  const n = simulated.impliedVol.length
  const mean = simulated.impliedVol.reduce((sum, v) => sum + v * v, 0) / n
  const theta = implied.regime.equity.volatility ** 2
  const y = (simulated.impliedVol[n - 1] ** 2 * theta) / mean
  const b = decayMean(implied.regime.equity.varianceReversion / 12)
  assertClose(implied.regime.equity.initialVolatility! ** 2, Math.max(1e-6, theta + (y - theta) / b), 0, 1e-10)
})

function normals(n: number, path: number): Float64Array {
  const state = new Int32Array(4)
  openStream(4, 4, path, state)
  const out = new Float64Array(n)
  fillNormals(state, out, n)
  return out
}

test('what cannot be estimated is bounded and said: trending rates, a constant rate, variance without memory', () => {
  const n = 252 * 12
  const calm = normals(n, 1).map((z) => 0.01 * z)
  const trending = Float64Array.from({ length: n }, (_, t) => 0.01 + (0.05 * t) / n + 0.0003 * Math.sin(t))
  const { regime, notes } = calibratedRegime({
    id: 'x',
    name: 'X',
    equityLogReturns: calm,
    shortRates: trending,
    periodsPerYear: 252,
  })
  assert.equal(regime.rates.meanReversion, 0.02)
  assert.ok(notes.some((note) => note.startsWith('short rate: the bias-corrected speed of reversion')))
  assert.ok(notes.some((note) => note.includes('linked through equity alone')))
  assertClose(
    regime.correlation.varianceRate,
    regime.correlation.equityVariance * regime.correlation.equityRate,
    1e-15,
    0,
  )

  const constant = calibratedRegime({
    id: 'x',
    name: 'X',
    equityLogReturns: calm.slice(0, 600),
    shortRates: new Float64Array(600).fill(0.02),
    periodsPerYear: 252,
  })
  assert.ok(constant.notes.some((note) => note.startsWith('the short rate never changes')))
  assert.ok(constant.notes.some((note) => note.startsWith('2.4 years of history')))
  assert.equal(constant.regime.correlation.equityRate, 0)
  assert.equal(constant.regime.rates.volatility, 1e-4)
})

test('correlations that cannot hold together are moved to the nearest that can, with a note', () => {
  const n = 252 * 12
  const [a, b] = [normals(n, 2), normals(n, 3)]
  // returns and rates both follow a; implied volatility moves against both, but not consistently in scale
  const equityLogReturns = a.map((z) => 0.01 * z)
  const shortRates = new Float64Array(n)
  const impliedVol = new Float64Array(n)
  let [r, v] = [0.03, 0.2]
  for (let t = 0; t < n; t++) {
    r += 0.0005 * a[t] - 0.002 * (r - 0.03)
    v += -0.002 * a[t] - 0.02 * (v - 0.2) + 1e-9 * b[t]
    shortRates[t] = r
    impliedVol[t] = v
  }
  const { regime } = calibratedRegime({
    id: 'x',
    name: 'X',
    equityLogReturns,
    shortRates,
    impliedVol,
    periodsPerYear: 252,
  })
  assert.equal(validRegime(regime), regime)
  const { equityVariance: ev, equityRate: er, varianceRate: vr } = regime.correlation
  assert.ok(ev < -0.9 && er > 0.9 && vr < -0.9)
  assert.ok(1 + 2 * ev * er * vr - ev * ev - er * er - vr * vr >= -1e-12)
})

test('a history that cannot be read is refused, naming the series', () => {
  const good = withoutImplied(history(specRegimes[0], 4, 1))
  const refused = (bad: Partial<RegimeHistory>, code: string, field: string): void =>
    assert.throws(
      () => calibratedRegime({ ...good, ...bad }),
      (error: unknown) => error instanceof TuttiError && error.code === code && error.details.field === field,
      field,
    )
  const n = good.equityLogReturns.length
  const broken = good.equityLogReturns.slice()
  broken[17] = NaN
  refused({ equityLogReturns: broken }, 'invalid-input', 'equityLogReturns[17]')
  refused({ shortRates: good.shortRates.slice(1) }, 'invalid-input', 'shortRates')
  refused({ impliedVol: new Float64Array(3) }, 'invalid-input', 'impliedVol')
  refused({ impliedVol: new Float64Array(n) }, 'invalid-input', 'impliedVol[0]')
  refused({ periodsPerYear: 12 }, 'invalid-input', 'periodsPerYear')
  refused({ equityLogReturns: new Float64Array(n) }, 'invalid-input', 'equityLogReturns')
  refused(
    { equityLogReturns: good.equityLogReturns.slice(0, 300), shortRates: good.shortRates.slice(0, 300) },
    'missing-data',
    'equityLogReturns',
  )
})
