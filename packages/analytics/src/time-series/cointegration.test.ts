import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { TuttiError } from '../errors/index.ts'
import { adjustedPValues } from '../multiple-testing/index.ts'
import { asRows, closeTo, cointegrated, examplePath, exampleRows, reverting, walk } from './example-paths.fixture.ts'
import {
  engleGrangerTest,
  errorCorrectionModel,
  halfLife,
  johansenCriticalValues,
  johansenPValue,
  johansenTest,
  pairScan,
  phillipsOuliarisTest,
} from './index.ts'

const near = (actual: number, expected: number, tolerance = 1e-9): void => closeTo([actual], [expected], tolerance)
const failsWith = (code: string) => (error: unknown) => error instanceof TuttiError && error.code === code

test('the Engle-Granger test equals coint of statsmodels 0.13 for every kind of terms', () => {
  const expected = [
    ['n', -3.0091009989923063, 0.02637380023192419],
    ['c', -3.038093340995421, 0.1014259749734206],
    ['ct', -3.5895857175530415, 0.08067506507906419],
    ['ctt', -3.7269780150144234, 0.13815847395726943],
  ] as const
  for (const [terms, statistic, pValue] of expected) {
    const result = engleGrangerTest(cointegrated, asRows(walk), terms, { criterion: 'aic' })
    near(result.statistic, statistic)
    near(result.pValue ?? NaN, pValue)
  }
})

test('the Johansen test equals the textbook formulas evaluated with numpy for every deterministic case', () => {
  const expected = [
    {
      options: { terms: 'none', laggedDifferences: 1, specification: 'transitory' },
      eigenvalues: [0.19385199145430887, 0.03053224164824741, 0.02382225936861333],
      vector: [1, -1.3067752300361943, -0.48424637260071984],
      trace: [31.931576269681475, 6.504001721164653, 2.845050545904072],
    },
    {
      options: { terms: 'restricted-constant', laggedDifferences: 1, specification: 'longrun', seasons: 4 },
      eigenvalues: [0.31815323349547286, 0.06043865520890199, 0.02461570835754561],
      vector: [1, -1.0209629255174233, -0.5481900663899973, -0.421426650321863],
      trace: [55.485515895885854, 10.297377082351058, 2.9410013630490046],
    },
    {
      options: { terms: 'restricted-trend', laggedDifferences: 2, specification: 'transitory' },
      eigenvalues: [0.307729642417134, 0.10626233252743424, 0.08091876112592747],
      vector: [1, -0.9227024878575089, -0.4665480788679458, -0.0036103807465679575],
      trace: [66.04678718116796, 23.01667816787305, 9.87254907483079],
    },
    {
      options: { terms: 'trend', laggedDifferences: 1, specification: 'longrun', seasons: 12 },
      eigenvalues: [0.3336935617157755, 0.07336303657624522, 0.03348391049795677],
      vector: [1, -0.8981085238352837, -0.45247284801830884],
      trace: [60.91824875102795, 13.009588338128681, 4.018765328178914],
    },
  ] as const
  for (const { options, eigenvalues, vector, trace } of expected) {
    const result = johansenTest(exampleRows, options)
    closeTo(result.eigenvalues, eigenvalues, 1e-11)
    closeTo(
      result.trace.map(({ statistic }) => statistic),
      trace,
      1e-8,
    )
    const [{ weights, restrictedTerm }] = result.relations
    closeTo([...weights, ...(restrictedTerm === null ? [] : [restrictedTerm])], vector, 1e-8)
  }
})

test('a cointegrating vector, its standard errors and the adjustment equal the VECM of statsmodels 0.13', () => {
  const [relation] = johansenTest(exampleRows, {
    terms: 'constant',
    laggedDifferences: 1,
    specification: 'transitory',
  }).relations
  closeTo(relation.weights, [1, -1.02122159, -0.54874271], 1e-7)
  closeTo(relation.adjustment, [0.25023035, 0.55953781, 0.24121152], 1e-7)
  // statsmodels divides the residual covariance by n = 118, not by its degrees of freedom 113.
  const divisor = Math.sqrt(113 / 118)
  closeTo(
    (relation.standardErrors ?? []).map((error) => error * divisor),
    [0, 0.04685957, 0.04725367],
    1e-6,
  )
  closeTo(
    relation.adjustmentStandardErrors.map((error) => error * divisor),
    [0.07655742, 0.09331273, 0.07810538],
    1e-6,
  )
})

test('the p-values of the Johansen statistics are the level at the critical values of MacKinnon, Haug & Michelis', () => {
  for (const terms of ['none', 'constant', 'trend'] as const) {
    for (const kind of ['trace', 'maxEigen'] as const) {
      for (let dimension = 1; dimension <= 12; dimension++) {
        johansenCriticalValues(kind, terms, dimension).forEach((value, k) => {
          near(johansenPValue(kind, terms, dimension, value), [0.1, 0.05, 0.01][k], kind === 'trace' ? 0.0023 : 0.0052)
        })
      }
    }
  }
  // Their 5 % values for a restricted constant and trend, as published in tables 2 and 4.
  const published = {
    'restricted-constant': [
      [9.164546, 20.26184, 35.19275, 54.07904, 76.97277],
      [9.164546, 15.8921, 22.29962, 28.58808, 34.80587],
    ],
    'restricted-trend': [
      [12.51798, 25.87211, 42.91525, 63.8761, 88.8038],
      [12.51798, 19.38704, 25.82321, 32.11832, 38.33101],
    ],
  } as const
  for (const terms of ['restricted-constant', 'restricted-trend'] as const) {
    published[terms].forEach((values, index) =>
      values.forEach((value, k) => {
        const [, at95] = johansenCriticalValues(index === 0 ? 'trace' : 'maxEigen', terms, k + 1)
        near(at95 / value, 1, 0.008)
      }),
    )
  }
})

test('Johansen statistics do not depend on the units or the order of the series', () => {
  const options = { terms: 'constant', laggedDifferences: 1, specification: 'transitory' } as const
  const base = johansenTest(exampleRows, options)
  const moved = johansenTest(
    exampleRows.map(([a, b, c]) => [1e4 * c + 5, b, 1e-3 * a]),
    options,
  )
  closeTo(moved.eigenvalues, [...base.eigenvalues], 1e-10)
  assert.ok(
    base.eigenvalues.every((value, k) => value >= 0 && value < 1 && (k === 0 || value <= base.eigenvalues[k - 1])),
  )
})

test('Phillips-Ouliaris statistics are those of Phillips and Perron on the residuals', () => {
  const result = phillipsOuliarisTest(cointegrated, asRows(walk), 'c', 4)
  const spread = engleGrangerTest(cointegrated, asRows(walk), 'c', { lags: 0 }).spread
  // Written out: rho, the long-run and the short-run variance of the residuals of the autoregression.
  let product = 0
  let squares = 0
  for (let t = 1; t < spread.length; t++) {
    product += spread[t] * spread[t - 1]
    squares += spread[t - 1] ** 2
  }
  const rho = product / squares
  const n = spread.length - 1
  const e = Array.from({ length: n }, (_, t) => spread[t + 1] - rho * spread[t])
  const gamma = (lag: number): number => e.slice(lag).reduce((sum, value, t) => sum + value * e[t], 0) / n
  const half = [1, 2, 3, 4].reduce((sum, lag) => sum + (1 - lag / 5) * gamma(lag), 0)
  near(result.zAlpha, n * (rho - 1) - (n * n * half) / squares, 1e-9)
  const longRun = gamma(0) + 2 * half
  const s2 = (gamma(0) * n) / (n - 1)
  const t = (rho - 1) / Math.sqrt(s2 / squares)
  near(result.zTau, Math.sqrt(gamma(0) / longRun) * t - (half * n) / Math.sqrt(longRun * squares), 1e-9)
  assert.ok(result.zTauPValue > 0 && result.zTauPValue < 0.2)
})

test('an error-correction model finds the adjustment that the series was built with', () => {
  const target = examplePath(600, 1, 2)
  const y = new Float64Array(600)
  for (let t = 1; t < 600; t++)
    y[t] =
      y[t - 1] - 0.25 * (y[t - 1] - target[t - 1]) + 0.3 * (target[t] - target[t - 1]) + 0.1 * Math.sin(12.9 * t * t)
  const model = errorCorrectionModel(y, asRows(target), 'c', 1)
  assert.ok(Math.abs(model.adjustment.value + 0.25) < 3 * model.adjustment.standardError)
  assert.ok(Math.abs(model.contemporaneous[0].value - 0.3) < 3 * model.contemporaneous[0].standardError)
  near(model.hedgeRatios[0], 1, 0.05)
  near(model.halfLife ?? NaN, -Math.LN2 / Math.log1p(model.adjustment.value), 1e-12)
})

test('a scan of pairs gives each pair the statistic of its own Engle-Granger test', () => {
  const series = Array.from({ length: 7 }, (_, k) => examplePath(150, k % 2 === 0 ? 1 : 0.97, k))
  for (const terms of ['n', 'c', 'ct', 'ctt'] as const) {
    for (const lagChoice of [
      { lags: 0 },
      { lags: 3 },
      { criterion: 'aic' },
      { criterion: 'bic', maxLag: 4 },
      { criterion: 't-stat' },
    ] as const) {
      const scan = pairScan(series, { terms, lagChoice, direction: 'first-on-second' })
      assert.equal(scan.pValue.length, 21)
      scan.pValue.forEach((pValue, k) => {
        const single = engleGrangerTest(series[scan.first[k]], asRows(series[scan.second[k]]), terms, lagChoice)
        near(scan.statistic[k], single.statistic, 1e-8)
        near(pValue, single.pValue ?? NaN, 1e-8)
        near(scan.hedgeRatio[k], single.hedgeRatios[0], 1e-9)
        assert.equal(scan.lags[k], single.lags)
      })
    }
  }
})

test('a scan both ways takes the stronger one at twice its p-value, and collinear pairs are no evidence', () => {
  const series = [walk, cointegrated, reverting, walk.map((value) => 3 - 2 * value)]
  const one = pairScan(series, { terms: 'c', lagChoice: { lags: 1 }, direction: 'first-on-second' })
  const other = pairScan(series.toReversed(), { terms: 'c', lagChoice: { lags: 1 }, direction: 'first-on-second' })
  const both = pairScan(series, { terms: 'c', lagChoice: { lags: 1 }, direction: 'both' })
  both.pValue.forEach((value, k) => {
    const [i, j] = [both.first[k], both.second[k]]
    const back = other.first.findIndex((first, m) => 3 - first === j && 3 - other.second[m] === i)
    near(value, Math.min(1, 2 * Math.min(one.pValue[k], other.pValue[back])))
  })
  assert.ok(Number.isNaN(both.statistic[2]) && both.pValue[2] === 1)
})

test('series that cannot be tested are refused with a reason', () => {
  assert.throws(
    () => engleGrangerTest(walk, asRows(walk.map((value) => 2 * value + 1)), 'c', { lags: 0 }),
    failsWith('not-applicable'),
  )
  assert.throws(
    () =>
      johansenTest(
        Array.from(walk, (value) => [value, 2 * value]),
        { terms: 'constant', laggedDifferences: 1, specification: 'transitory' },
      ),
    failsWith('not-applicable'),
  )
  assert.throws(
    () =>
      johansenTest(exampleRows.slice(0, 8), { terms: 'constant', laggedDifferences: 1, specification: 'transitory' }),
    failsWith('invalid-input'),
  )
  assert.throws(
    () => pairScan([walk, new Float64Array(120).fill(1)], { terms: 'c', lagChoice: { lags: 0 }, direction: 'both' }),
    failsWith('not-applicable'),
  )
  assert.throws(
    () => pairScan([walk], { terms: 'c', lagChoice: { lags: 0 }, direction: 'both' }),
    failsWith('invalid-input'),
  )
  assert.throws(
    () => pairScan([walk, walk.slice(1)], { terms: 'c', lagChoice: { lags: 0 }, direction: 'both' }),
    failsWith('invalid-input'),
  )
})

test('published pairs of real prices are tested as in Chan, Algorithmic Trading (2013)', (context) => {
  const three = prices('ewc_ewa_ige_1500_rows.csv', ['EWA', 'EWC', 'IGE'], context)
  if (three === undefined) return
  const [ewa, ewc] = three
  // Example 2.7: hedge ratio 0.9624, ADF t statistic -3.64346635 with one lag.
  const test2 = engleGrangerTest(ewc, asRows(ewa), 'c', { lags: 1 })
  near(test2.hedgeRatios[0], 0.9624, 5e-5)
  near(test2.statistic, -3.64346635, 1e-4)
  // Example 2.8: Johansen with a constant and one lag: trace 34.429, 17.532, 4.471; half-life of the portfolio 22.662578 days.
  const rows = Array.from(ewa, (_, t) => three.map((column) => column[t]))
  const johansen = johansenTest(rows, { terms: 'constant', laggedDifferences: 1, specification: 'transitory' })
  closeTo(
    johansen.trace.map(({ statistic }) => statistic),
    [34.429, 17.532, 4.471],
    2e-3,
  )
  closeTo(johansen.eigenvalues, [0.0112, 0.0087, 0.003], 6e-5)
  assert.equal(johansen.rank, 3)
  const [{ weights }] = johansen.relations
  const spread = rows.map((row) => row.reduce((sum, price, i) => sum + weights[i] * price, 0))
  near(halfLife(spread).halfLife ?? NaN, 22.662578, 1e-6)
})

test('well-known pairs of real prices are scanned with the false discoveries controlled', (context) => {
  const names = ['KO', 'PEP', 'XOM', 'CVX', 'HD', 'LOW', 'GS', 'MS', 'UPS', 'FDX', 'EWA', 'EWC', 'GLD', 'SLV']
  const columns = prices('pairs_adjclose_daily.csv', names, context)
  if (columns === undefined) return
  const logs = columns.map((column) => column.slice(-1500).map(Math.log))
  const lagChoice = { lags: 1 }
  const scan = pairScan(logs, { terms: 'c', lagChoice, direction: 'both' })
  assert.equal(scan.pValue.length, 91)
  const adjusted = adjustedPValues(scan.pValue, 'benjamini-hochberg')
  adjusted.forEach((value, k) => assert.ok(value >= scan.pValue[k] - 1e-15 && value <= 1))
  // GLD and SLV: one pair against its own test.
  const at = scan.first.findIndex((first, k) => names[first] === 'GLD' && names[scan.second[k]] === 'SLV')
  const [y, x] = scan.reversed[at] === 1 ? [logs[13], logs[12]] : [logs[12], logs[13]]
  near(engleGrangerTest(y, asRows(x), 'c', lagChoice).statistic, scan.statistic[at], 1e-8)
})

/** Columns of a file of real prices, from the first row in which all are there. */
function prices(file: string, names: readonly string[], context: TestContext): Float64Array[] | undefined {
  const path = new URL(`../../../../../shared/data/pairs/${file}`, import.meta.url)
  if (!existsSync(path)) {
    assert.notEqual(process.env['TUTTI_REQUIRE_SHARED'], '1', `${file} is absent`)
    context.skip(`../shared/data/pairs/${file} is absent`)
    return undefined
  }
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split('\n')
  const places = names.map((name) => head.trim().split(',').indexOf(name))
  const rows = lines.map((line) => places.map((place) => Number(line.split(',')[place] || NaN)))
  const whole = rows.filter((row) => row.every((value) => value > 0))
  return names.map((_, i) => Float64Array.from(whole, (row) => row[i]))
}
