import assert from 'node:assert/strict'
import test from 'node:test'
import { assertNear, examplePanel } from '../covariance/example-panel.fixture.ts'
import { sharpeStandardErrorHac } from '../statistics/index.ts'
import { adjustedPValues, backtestVerdict, romanoWolfStepdown, superiorPredictiveAbility } from './index.ts'

const withMeans = (rows: number[][], means: readonly number[]): number[][] =>
  rows.map((row) => row.map((value, k) => value + means[k]))
const trials = withMeans(examplePanel(200, 6, 21), [0.0025, 0.001, 0, -0.001, -0.004, 0.0005])
const bootstrap = { samples: 4000, seed: 1, meanBlock: 4 }
const verdictOptions = { samples: 500, seed: 3, errorRate: 0.05, periodsPerYear: 12, blocks: 8 }

test('SPA and the reality check agree with a bootstrap written in numpy, within the Monte Carlo error', () => {
  const result = superiorPredictiveAbility(trials, bootstrap)
  assertNear([result.statistic], [2.597079573626137])
  // numpy with 8000 resamples of blocks of mean 4.
  const expected = { lower: 0.00825, consistent: 0.01325, upper: 0.01975, realityCheck: 0.0985 } as const
  for (const key of ['lower', 'consistent', 'upper', 'realityCheck'] as const) {
    const { value, standardError } = result[key]
    assert.ok(Math.abs(value - expected[key]) < 4 * standardError * Math.SQRT2, `${key}: ${value}`)
  }
  assert.ok(result.lower.value <= result.consistent.value && result.consistent.value <= result.upper.value)
  assert.deepEqual([result.best, result.realityCheckBest], [0, 0])
})

test('the stepdown agrees with numpy, and rejects at least what Holm does', () => {
  const result = romanoWolfStepdown(trials, bootstrap)
  assertNear(result.statistics, [2.597079573626137, -0.6004530038923868, -1.3045261900214904, -2.6263028220932743, -5.656131739012152, 0.5797423510619263], 1e-9) // prettier-ignore
  const expected = [0.01975, 0.946125, 0.9915, 0.99975, 1, 0.648875]
  const alone = [0.004625, 0.73625, 0.903375, 0.99675, 1, 0.284375]
  result.adjustedPValues.forEach(({ value }, k) => assert.ok(Math.abs(value - expected[k]) < 0.03))
  result.pValues.forEach(({ value }, k) => assert.ok(Math.abs(value - alone[k]) < 0.03))
  const holm = adjustedPValues(result.pValues.map((p) => p.value), 'holm') // prettier-ignore
  result.adjustedPValues.forEach(({ value }, k) => assert.ok(value <= holm[k] + 0.01))
})

test('one trial alone has the same p-value by every control', () => {
  const single = trials.map(([first]) => [first])
  const spa = superiorPredictiveAbility(single, bootstrap)
  const stepdown = romanoWolfStepdown(single, bootstrap)
  assert.equal(stepdown.adjustedPValues[0].value, stepdown.pValues[0].value)
  assert.equal(spa.upper.value, stepdown.pValues[0].value)
})

test('the seed repeats the result to the bit, and the block length is chosen from the data where left out', () => {
  const chosen = { samples: 200, seed: 8 }
  const first = romanoWolfStepdown(trials, chosen)
  assert.deepEqual(romanoWolfStepdown(trials, chosen), first)
  assert.ok(first.meanBlock >= 1)
  assert.notDeepEqual(romanoWolfStepdown(trials, { ...chosen, seed: 9 }).pValues, first.pValues)
})

test('under the null the tests reject about as often as they should', () => {
  // 120 searches of eight worthless trials at 10 %.
  let rejected = 0
  for (let s = 0; s < 120; s++) {
    const rows = examplePanel(80, 8, 1000 + 37 * s)
    if (superiorPredictiveAbility(rows, { samples: 200, seed: s, meanBlock: 1 }).consistent.value <= 0.1) rejected++
  }
  assert.ok(rejected >= 4 && rejected <= 24, `${rejected} of 120`)
})

test('a search among worthless trials is luck, one with a true winner is skill', () => {
  const noise = examplePanel(240, 12, 5)
  const means = noise[0].map((_, k) => noise.reduce((sum, row) => sum + row[k], 0) / 240)
  const luck = backtestVerdict(withMeans(noise, means.map((m) => -m * 0.7)), verdictOptions) // prettier-ignore
  assert.equal(luck.conclusion, 'luck')
  assert.equal(luck.survivors['romano-wolf'], 0)
  const shifted = noise[0].map((_, k) => -means[k] + (k === 4 ? 0.006 : 0))
  const skill = backtestVerdict(withMeans(noise, shifted), verdictOptions)
  assert.equal(skill.conclusion, 'skill')
  assert.equal(skill.best, 4)
  assert.deepEqual([skill.survivors['romano-wolf'], skill.survivors.holm], [1, 1])
  assert.ok(skill.probabilityOfBacktestOverfitting < 0.1 && skill.superiorPredictiveAbility.value < 0.05)
})

test('the verdict joins the single tests', () => {
  const verdict = backtestVerdict(trials, verdictOptions)
  const column = trials.map(([first]) => first)
  const error = sharpeStandardErrorHac(column, Math.floor(4 * 2 ** (2 / 9)))
  assertNear([verdict.trials[0].sharpeStandardErrorAnnual], [error * Math.sqrt(12)])
  const pValues = verdict.trials.map((trial) => trial.pValue)
  assertNear(verdict.trials.map((trial) => trial.adjusted.holm), adjustedPValues(pValues, 'holm')) // prettier-ignore
  const { samples, seed } = verdictOptions
  const stepdown = romanoWolfStepdown(trials, { samples, seed })
  assert.equal(verdict.trials[0].adjusted['romano-wolf'], stepdown.adjustedPValues[0].value)
  assert.equal(verdict.historyYears, 200 / 12)
  for (const [control, count] of Object.entries(verdict.survivors)) {
    assert.equal(count, verdict.trials.filter((trial) => trial.survives[control as 'holm']).length)
    if (control !== 'deflated-sharpe' && control !== 'romano-wolf') assert.ok(count <= verdict.survivors.none)
  }
})

test('searches that cannot be judged are refused', () => {
  const constant = trials.map(([a]) => [a, 0.01])
  for (const judged of [superiorPredictiveAbility, romanoWolfStepdown]) {
    assert.throws(() => judged(constant, bootstrap), { code: 'not-applicable', message: /trial 1/ })
    assert.throws(() => judged(trials.slice(0, 10), bootstrap), { code: 'invalid-input' })
    assert.throws(() => judged([[1, 2], ...trials], bootstrap), { code: 'invalid-input' })
    assert.throws(() => judged(trials, { ...bootstrap, samples: 50 }), { code: 'invalid-input' })
    assert.throws(() => judged(trials, { ...bootstrap, meanBlock: 500 }), { code: 'invalid-input' })
  }
  assert.throws(() => backtestVerdict(trials.map(([a]) => [a]), verdictOptions), { code: 'invalid-input' }) // prettier-ignore
  assert.throws(() => backtestVerdict(trials, { ...verdictOptions, blocks: 7 }), { code: 'invalid-input' })
  assert.throws(() => backtestVerdict(trials, { ...verdictOptions, errorRate: 0 }), { code: 'invalid-input' })
  assert.throws(() => backtestVerdict(trials, { ...verdictOptions, periodsPerYear: 0 }), { code: 'invalid-input' })
})

test('a q-value under the error rate does not let a trial survive whose own p-value is above it', () => {
  // 20 trials with t statistics of 1.4 (p about 0.08), so that hardly any p-value is left for the share of true nulls
  const panel = examplePanel(200, 20, 11)
  const shifts = panel[0].map((_, k) => {
    const column = panel.map((row) => row[k])
    const centre = column.reduce((sum, value) => sum + value, 0) / 200
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 199)
    return (1.4 * deviation) / Math.sqrt(200) - centre
  })
  const verdict = backtestVerdict(withMeans(panel, shifts), verdictOptions)
  const outside = verdict.trials.filter(({ pValue, adjusted }) => pValue > 0.05 && adjusted.storey <= 0.05)
  assert.ok(outside.length > 10, `${outside.length}`)
  for (const { survives } of outside) assert.deepEqual([survives.none, survives.storey], [false, false])
  assert.equal(verdict.survivors.storey, verdict.trials.filter(({ survives }) => survives.storey).length)
  assert.ok(verdict.survivors.storey <= verdict.survivors.none)
})
