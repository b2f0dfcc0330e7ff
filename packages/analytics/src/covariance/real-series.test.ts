import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import test, { type TestContext } from 'node:test'
import { adjustedPValues, backtestVerdict } from '../multiple-testing/index.ts'
import { normalCdf } from '../math/index.ts'
import { mean, standardDeviation } from '../statistics/index.ts'
import {
  generalisedExtremeValueFit,
  generalisedParetoFit,
  hillPlot,
  paretoTailRisk,
  returnLevel,
  thresholdDiagnostics,
} from '../tails/index.ts'
import { assertNear } from './example-panel.fixture.ts'
import {
  correlationIntervals,
  covarianceConditions,
  dccFit,
  denoisedCorrelation,
  ledoitWolf,
  numberOfFactors,
  oracleApproximatingShrinkage,
  principalComponents,
} from './index.ts'

const folder = new URL('../../../../../shared/data/factors/', import.meta.url)

/** Dates and the named columns of a file beside the repository from one day to another; null where it is absent. */
function series(t: TestContext, file: string, names: readonly string[], from: string, to: string) {
  if (!existsSync(new URL(file, folder))) {
    assert.notEqual(process.env['TUTTI_REQUIRE_SHARED'], '1', '../shared/data is absent')
    t.skip('../shared/data is absent')
    return null
  }
  const [head, ...lines] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n')
  const at = names.map((name) => head.split(',').indexOf(name))
  const cells = lines.map((line) => line.split(',')).filter(([date]) => date >= from && date <= to)
  return { dates: cells.map(([date]) => date), rows: cells.map((row) => at.map((column) => Number(row[column]))) }
}
const factorNames = ['MKT.RF', 'SMB', 'HML', 'RMW', 'CMA', 'MOM']
const factors = (t: TestContext) =>
  series(t, 'fama_french_5f_plus_momentum_monthly.csv', factorNames, '1963-07-01', '2019-12-01')
const dailyMarket = (t: TestContext) => series(t, 'fama_french_3f_daily.csv', ['Mkt-RF'], '1926-07-01', '2019-12-31')

test('six factors since 1963: shrinkage and components as scikit-learn and numpy have them', (t) => {
  const data = factors(t)
  if (data === null) return
  const { rows } = data
  assert.equal(rows.length, 677)
  assertNear([ledoitWolf(rows, 'identity').shrinkage], [0.05945795957117518], 1e-9)
  assertNear([oracleApproximatingShrinkage(rows, 'large-dimension').shrinkage], [0.02015333578309041], 1e-9)
  const { components, eigenvalues } = principalComponents(rows, { matrix: 'correlation', components: 6, level: 0.95 })
  assertNear(components.map((item) => item.explainedShare), [0.3368832053210388, 0.24295592678138114, 0.16538930769256685, 0.11232151114049166, 0.09959261463861026, 0.042857434425911334], 1e-9) // prettier-ignore
  assert.deepEqual(covarianceConditions(ledoitWolf(rows, 'constant-correlation').covariance, rows.length).cautions, [])
  const count = numberOfFactors(rows, { mostFactors: 4, samples: 50, quantile: 0.95, seed: 1 })
  assert.ok(count.parallelAnalysis >= 1 && count.parallelAnalysis <= 3)
  assertNear(count.eigenvalues, eigenvalues, 1e-9)
})

test('value and investment move together beyond doubt, and the correlations of factors move', (t) => {
  const data = factors(t)
  if (data === null) return
  const pairs = correlationIntervals(data.rows, { kind: 'fisher', allowForAutocorrelation: true }, 0.99)
  const valueInvestment = pairs.find(({ first, second }) => first === 2 && second === 4)
  assert.ok(valueInvestment !== undefined && valueInvestment.lower > 0.55)
  const fit = dccFit(data.rows.map(([market, , value, , , momentum]) => [market, value, momentum]))
  assert.ok(fit.likelihoodRatioToConstant > 30)
  assert.ok(fit.parameters.alpha > 0.01 && fit.parameters.alpha + fit.parameters.beta < 1)
})

test('denoising keeps the common part of the factors', (t) => {
  const data = factors(t)
  if (data === null) return
  const { covariance } = ledoitWolf(data.rows, 'identity')
  const correlation = covariance.map((row, i) =>
    row.map((value, j) => (i === j ? 1 : value / Math.sqrt(covariance[i][i] * covariance[j][j]))),
  )
  const { signals, noiseVariance } = denoisedCorrelation(correlation, data.rows.length, { method: 'constant-residual' })
  assert.ok(signals >= 1 && noiseVariance > 0 && noiseVariance < 1)
})

test('daily losses of the market since 1926 have a power tail, as scipy fits it', (t) => {
  const data = dailyMarket(t)
  if (data === null) return
  const losses = data.rows.map(([percent]) => -percent / 100)
  const sorted = losses.toSorted((a, b) => b - a)
  const threshold = sorted[1000]
  const fit = generalisedParetoFit(sorted.slice(0, 1000).map((x) => x - threshold).filter((x) => x > 0)) // prettier-ignore
  assertNear([fit.shape, fit.scale], [0.18928658, 0.00847595], 1e-5)
  const risk = paretoTailRisk(fit, { threshold, sampleSize: losses.length }, 0.999, 0.95)
  assertNear([risk.valueAtRisk.value], [0.06262808656065375], 1e-5)
  const [low, high] = risk.valueAtRisk.interval!
  assert.ok(low < 0.0654148 && 0.0654148 < high)
  const hill = hillPlot(losses, { fewestValues: 100, mostValues: 1000 }, 0.95)
  assert.ok(hill.chosenTailIndex > 0.2 && hill.chosenTailIndex < 0.45)
  for (const point of thresholdDiagnostics(losses, [250, 500, 1000])) assert.ok(point.shape! > 0)
})

test('the worst day of each year follows an extreme-value law, in which 1987 came once in 50 to 100 years', (t) => {
  const data = dailyMarket(t)
  if (data === null) return
  const worst = new Map<string, number>()
  data.rows.forEach(([percent], k) => {
    const year = data.dates[k].slice(0, 4)
    if (year !== '1926') worst.set(year, Math.max(worst.get(year) ?? -Infinity, -percent / 100))
  })
  const maxima = [...worst.values()]
  const fit = generalisedExtremeValueFit(maxima)
  assertNear([fit.location, fit.scale, fit.shape], [0.02530235, 0.01159037, 0.41340636], 1e-5)
  const [half, century] = [50, 100].map((years) => returnLevel(maxima, fit, years, 0.95))
  assert.ok(half.value < worst.get('1987')! && worst.get('1987')! < century.value)
  assert.ok(century.profileInterval[0]! < century.value && century.value < century.profileInterval[1]!)
})

test('premia of six factors survive the controls for many tests, size last', (t) => {
  const data = factors(t)
  if (data === null) return
  const columns = factorNames.map((_, j) => data.rows.map((row) => row[j]))
  const pValues = columns.map((x) => normalCdf((-mean(x) / standardDeviation(x, 'sample')) * Math.sqrt(x.length)))
  // statsmodels multipletests on the same p-values.
  assertNear(
    adjustedPValues(pValues, 'benjamini-hochberg'),
    [
      0.001349149565634476, 0.024936477795975614, 0.0031112669525038394, 0.001349149565634476, 0.000559252095169212,
      0.00015950653856941743,
    ],
    1e-9,
  )
  const verdict = backtestVerdict(data.rows, { samples: 300, seed: 1, errorRate: 0.05, periodsPerYear: 12, blocks: 8 })
  assert.equal(verdict.trials[0].survives['romano-wolf'], true)
  const adjusted = verdict.trials.map((trial) => trial.adjusted['romano-wolf'])
  assert.equal(adjusted.indexOf(Math.max(...adjusted)), 1)
  assert.ok(verdict.superiorPredictiveAbility.value < 0.05)
})
