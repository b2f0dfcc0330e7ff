import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { factorSkill, luckInAlphas, rollingStyle, shrunkAlphas, skillPersistence, smoothedReturns } from './index.ts'
import { close } from './lehmer-draws.fixture.ts'

const folder = new URL('../../../../../shared/data/', import.meta.url)
const managersFile = new URL('managers/edhec_hedge_fund_indices_monthly.csv', folder)
const factorsFile = new URL('factors/fama_french_5f_plus_momentum_monthly.csv', folder)

/** A table by month: rows of numbers under `YYYY-MM`. */
function table(file: URL): { names: string[]; rows: Map<string, number[]> } {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const rows = new Map<string, number[]>()
  for (const line of lines) {
    const [date, ...cells] = line.split(',')
    if (cells.every((cell) => cell !== '')) rows.set(date.slice(0, 7), cells.map(Number))
  }
  return { names: head.split(',').slice(1), rows }
}

/** EDHEC indices over cash with the Fama-French factors and momentum, 1997 to 2020; undefined where they are absent. */
function history(context: TestContext) {
  if (!existsSync(managersFile) || !existsSync(factorsFile)) {
    assert.notEqual(
      process.env['TUTTI_REQUIRE_SHARED'],
      '1',
      'the manager and factor histories are required and absent',
    )
    context.skip('../shared/data/managers and ../shared/data/factors are absent')
    return undefined
  }
  const managers = table(managersFile)
  const factors = table(factorsFile)
  const months = [...managers.rows.keys()].filter((month) => factors.rows.has(month)).sort()
  const raw = months.map((month) => managers.rows.get(month) ?? [])
  const all = months.map((month) => factors.rows.get(month) ?? [])
  return {
    names: managers.names,
    raw,
    excess: raw.map((row, t) => row.map((value) => value - all[t][0])),
    factors: all.map((row) => row.slice(1)),
  }
}

const options = { periodsPerYear: 12, confidence: 0.95, errorLags: 5, smoothing: 'none' as const, smoothingLags: 2 }

test('convertible arbitrage has the alpha of statsmodels, most of which is smoothing', (context) => {
  const data = history(context)
  if (data === undefined) return
  const k = data.names.indexOf('Convertible Arbitrage')
  const manager = data.excess.map((row) => row[k])
  assert.equal(manager.length, 280)
  // statsmodels 0.13.5 OLS with HAC errors, 5 lags, small-sample correction
  const plain = factorSkill(manager, data.factors, options)
  assert.ok(close(plain.alphaAnnual.value, 0.03281303402931505, 1e-10))
  assert.ok(close(plain.alphaAnnual.standardError, 0.01812213586806671, 1e-10))
  assert.ok(close(plain.betas[0].value, 0.1567990129063822, 1e-10))
  assert.ok(close(plain.rSquared, 0.28757806732988866, 1e-10))
  assert.deepEqual(plain.cautions, ['smoothed-returns', 'autocorrelated-residuals'])
  const smoothed = smoothedReturns(manager, 2)
  // statsmodels 0.13.5 ARIMA(0,0,2) stops at 785.72146
  assert.ok(smoothed.logLikelihood > 785.7214 && smoothed.logLikelihood < 785.7216)
  assert.ok(smoothed.weights[0] + 2 * smoothed.weightStandardErrors[0] < 1)
  const unsmoothed = factorSkill(manager, data.factors, { ...options, smoothing: 'unsmoothed' })
  assert.ok(unsmoothed.betas[0].value > 1.5 * plain.betas[0].value)
  assert.ok(unsmoothed.alphaAnnual.value < plain.alphaAnnual.value)
})

test('hedge fund indices have alphas beyond luck, none that stands out from the others', (context) => {
  const data = history(context)
  if (data === undefined) return
  const luck = luckInAlphas(data.excess, data.factors, {
    samples: 400,
    seed: 1,
    meanBlock: 3,
    percentiles: [0.5],
    leastPeriods: 60,
  })
  // statsmodels 0.13.5, least-squares t
  assert.ok(close(luck.tStatistics[0] ?? 0, 3.0265874420443786, 1e-9))
  assert.equal(data.names[luck.best], 'Relative Value')
  assert.ok(luck.percentiles.every(({ probability, pValue }) => probability === 0 || pValue.value < 0.05))
  const skills = data.names.map((_, k) =>
    factorSkill(
      data.excess.map((row) => row[k]),
      data.factors,
      options,
    ),
  )
  const shrunk = shrunkAlphas(
    skills.map(({ alphaAnnual }) => alphaAnnual.value),
    skills.map(({ alphaStandardErrorOls }) => alphaStandardErrorOls),
    0.95,
  )
  // statsmodels 0.13.5 combine_effects(method_re='iterated'): tau2 = 0
  assert.equal(shrunk.deviation, 0)
  assert.ok(close(shrunk.mean, 0.02513253, 1e-8))
})

test('ranks of the indices persist over three years', (context) => {
  const data = history(context)
  if (data === undefined) return
  const active = data.excess.map((row) => {
    const average = row.reduce((sum, value) => sum + value, 0) / row.length
    return row.map((value) => value - average)
  })
  const result = skillPersistence(active, { window: 36, score: 'information-ratio', groups: 4 })
  // scipy 1.10.1 spearmanr and ttest_1samp, statsmodels 0.13.5 Table2x2
  assert.ok(close(result.rankCorrelation, 0.35714285714285715, 1e-10))
  assert.ok(close(result.persistencePValue, 0.03263505111198248, 1e-10))
  assert.ok(close(result.oddsRatio, 5.28, 1e-10))
})

test('funds of funds are a mix of hedge fund styles that drifts', (context) => {
  const data = history(context)
  if (data === undefined) return
  const k = data.names.indexOf('Funds of Funds')
  const styles = ['CTA Global', 'Event Driven', 'Global Macro', 'Long/Short Equity', 'Relative Value']
  const style = rollingStyle(
    data.raw.map((row) => row[k]),
    data.raw.map((row) => styles.map((name) => row[data.names.indexOf(name)])),
    { window: 60, step: 12, threshold: 1.5, mostBreaks: 1, replications: 100, seed: 1 },
  )
  const last = style.windows.at(-1)
  assert.ok((last?.styleRSquared ?? 0) > 0.95)
  assert.ok((last?.weights[3] ?? 0) > 0.35)
  assert.equal(style.drift?.drifted, true)
  assert.equal(style.breaks?.byBic, 1)
})
