import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { symmetricEigensystem } from '@tutti/analytics/math'
import type { RiskFactor } from '@tutti/analytics/revaluation'
import { fillNormals, openStream } from '@tutti/analytics/random'
import { factorModel } from './factor-model.ts'
import { handMadeMarket } from './hand-made-market.fixture.ts'
import { hedgingMarket } from './hedging-market.ts'
import { madeUpHedgingMandate, madeUpHedgingSnapshot, snapshotWith } from './made-up-market.fixture.ts'

const three: RiskFactor[] = [
  { group: 'rates', currency: 'USD', years: 10 },
  { group: 'currency', currency: 'EUR' },
  { group: 'equity', index: 'WORLD' },
]
const settings = (scenarios: object, horizonYears = 1) =>
  madeUpHedgingMandate({}, { scenarios, objectives: { horizon_years: horizonYears } })
const close = (got: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} to ${tolerance}`)

/** Levels whose changes over `step` rows repeat a pattern; between, levels stand still. */
function patterned(pattern: readonly (readonly number[])[], repeats: number, step: number): number[][] {
  const levels = [pattern[0].map(() => 0)]
  for (let k = 0; k < repeats * pattern.length; k++) {
    const before = levels[levels.length - 1]
    for (let i = 1; i < step; i++) levels.push([...before])
    levels.push(before.map((level, f) => level + pattern[k % pattern.length][f]))
  }
  return levels
}

/** Mean zero; variances 1e-4, 4e-4, 1e-2 of the population, correlations 0, 1/2 and 0. */
const pattern = [
  [0.01, 0.02, 0.1 * (0.5 + Math.sqrt(0.75))],
  [0.01, -0.02, 0.1 * (0.5 - Math.sqrt(0.75))],
  [-0.01, 0.02, 0.1 * (-0.5 + Math.sqrt(0.75))],
  [-0.01, -0.02, 0.1 * (-0.5 - Math.sqrt(0.75))],
]

test('volatilities and correlations of a hand-made history of three factors', () => {
  // changes per period: x = ±1 %, y = ±2 %, z = 10 % (x/2 + sqrt(3)/2 y'): correlations (x,y) 0, (x,z) 1/2, (y,z) sqrt(3)/2
  const levels = patterned(pattern, 100, 5)
  const mandate = settings({ history_years: 60, change_days: 5 })
  const model = factorModel(mandate, handMadeMarket(three, levels))
  assert.equal(model.changes, 400)
  // levels are a calendar day apart here: a period is five days of 365.25
  const perYear = 365.25 / 5
  const unbiased = Math.sqrt((400 / 399) * perYear)
  close(model.volatilities[0], 0.01 * unbiased, 1e-12)
  close(model.volatilities[1], 0.02 * unbiased, 1e-12)
  close(model.volatilities[2], 0.1 * unbiased, 1e-12)
  // three groups of one factor each: their mean correlations are their own
  close(model.correlation[0][1], 0, 1e-12)
  close(model.correlation[0][2], 0.5, 1e-12)
  close(model.correlation[1][2], Math.sqrt(0.75), 1e-12)
})

test('correlations are shrunk towards the means of their blocks', () => {
  const blocks: RiskFactor[] = [
    { group: 'credit', bucket: 'A' },
    { group: 'credit', bucket: 'B' },
    { group: 'equity', index: 'WORLD' },
  ]
  const model = factorModel(
    settings({ history_years: 60, change_days: 5 }),
    handMadeMarket(blocks, patterned(pattern, 100, 5)),
  )
  const weight = model.shrinkage
  assert.ok(weight > 0 && weight < 0.05, `weight ${weight}`)
  close(model.correlation[0][1], 0, 1e-12)
  const mean = (0.5 + Math.sqrt(0.75)) / 2
  close(model.correlation[0][2], (1 - weight) * 0.5 + weight * mean, 1e-12)
  close(model.correlation[1][2], (1 - weight) * Math.sqrt(0.75) + weight * mean, 1e-12)
})

test('the model of a market with gaps and lockstep is a valid correlation matrix', () => {
  const mandate = madeUpHedgingMandate()
  const snapshot = madeUpHedgingSnapshot()
  const late = snapshot.series.get('fx:USDJPY')!
  const from = Math.floor(late.days.length / 2)
  const series = {
    ...late,
    days: late.days.slice(from),
    dates: late.dates.slice(from),
    values: late.values.slice(from),
  }
  const { correlation } = factorModel(mandate, hedgingMarket(mandate, snapshotWith(snapshot, [series])))
  const { eigenvalues } = symmetricEigensystem(correlation, 'correlation')
  assert.ok(Math.min(...eigenvalues) > -1e-10, `smallest eigenvalue ${Math.min(...eigenvalues)}`)
  correlation.forEach((row, i) => {
    assert.equal(row[i], 1)
    row.forEach((value, j) => assert.equal(value, correlation[j][i]))
  })
})

test('volatility grows with the root of the horizon and correlations do not change', () => {
  const market = handMadeMarket(three, patterned(pattern, 20, 1))
  const scenarios = { history_years: 60, change_days: 1 }
  const year = factorModel(settings(scenarios), market)
  const quarter = factorModel(settings(scenarios, 0.25), market)
  for (let f = 0; f < 3; f++) close(quarter.volatilities[f], year.volatilities[f] / 2, 1e-12)
  assert.deepEqual(quarter.correlation, year.correlation)
})

test('only the years asked for count, and periods do not overlap', () => {
  const calm = patterned(
    pattern.map((row) => row.map((x) => x / 10)),
    200,
    1,
  )
  const end = calm[calm.length - 1]
  const rough = patterned(pattern, 100, 1).map((row) => row.map((x, f) => x + end[f]))
  const market = handMadeMarket(three, [...calm, ...rough.slice(1)])
  const recent = factorModel(settings({ history_years: 1, change_days: 1 }), market)
  assert.equal(recent.changes, 365)
  close(recent.volatilities[0], 0.01 * Math.sqrt(365.25), 0.01 * Math.sqrt(365.25) * 0.01)
  const monthly = factorModel(settings({ history_years: 60, change_days: 21 }), market)
  assert.equal(monthly.changes, Math.floor(1200 / 21))
})

test('a factor that starts late has its correlations from the periods that both have', () => {
  const state = new Int32Array(4)
  openStream(3, 0, 0, state)
  const z = new Float64Array(3 * 4000)
  fillNormals(state, z, z.length)
  let at = [0, 0, 0]
  const levels = Array.from({ length: 4000 }, (_, t) => {
    const [a, b, c] = [z[3 * t], z[3 * t + 1], z[3 * t + 2]]
    at = [at[0] + 0.01 * a, at[1] + 0.01 * (0.8 * a + 0.6 * b), at[2] + 0.01 * (-0.6 * a + 0.8 * c)]
    return t < 1000 ? [at[0], at[1], NaN] : [...at]
  })
  const model = factorModel(settings({ history_years: 60, change_days: 1 }), handMadeMarket(three, levels))
  // standard error of a correlation r: (1 - r^2) / sqrt(n)
  close(model.correlation[0][1], 0.8, (4 * 0.36) / Math.sqrt(3999))
  close(model.correlation[0][2], -0.6, (4 * 0.64) / Math.sqrt(2999))
  close(model.correlation[1][2], -0.48, (4 * 0.77) / Math.sqrt(2999))
  assert.match(model.method, /pairwise, 2999 changes being common/)
})

test('buckets read from one series move in lockstep, by their multipliers', () => {
  const mandate = madeUpHedgingMandate()
  const market = hedgingMarket(mandate, madeUpHedgingSnapshot())
  const model = factorModel(mandate, market)
  const a = market.factorNames.indexOf('credit:USD-A')
  const financial = market.factorNames.indexOf('credit:USD-A-FIN')
  assert.equal(model.correlation[a][financial], 1)
  close(model.volatilities[financial], 1.5 * model.volatilities[a], 1e-15)
  assert.deepEqual(
    model.correlation[a].map((value, f) => (f === a || f === financial ? 0 : value)),
    model.correlation[financial].map((value, f) => (f === a || f === financial ? 0 : value)),
  )
})

const refusal = (make: () => unknown): TuttiError => {
  try {
    make()
  } catch (error) {
    if (error instanceof TuttiError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

test('factors with too short a history are all named', () => {
  const levels = patterned(pattern, 25, 1).map(([x, y, z], t) => (t < 77 ? [x, NaN, z] : [x, y, z]))
  const mandate = settings({ history_years: 60, change_days: 1 })
  const short = refusal(() => factorModel(mandate, handMadeMarket(three, levels)))
  assert.equal(short.code, 'missing-data')
  assert.deepEqual(
    short.details.problems?.map(({ field, got }) => [field, got]),
    [['currency:EUR', '23']],
  )
  const enough = levels.map(([x, y, z], t) => [x, t === 76 ? pattern[0][1] : y, z])
  factorModel(mandate, handMadeMarket(three, enough))
})

test('a factor that never moved is refused by name', () => {
  const levels = patterned(pattern, 25, 1).map(([x, , z]) => [x, 0.3, z])
  const still = refusal(() =>
    factorModel(settings({ history_years: 60, change_days: 1 }), handMadeMarket(three, levels)),
  )
  assert.deepEqual([still.code, still.details.field], ['not-applicable', 'currency:EUR'])
})
