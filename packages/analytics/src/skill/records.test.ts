import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { activeRecord, rollingRecords, skillPersistence, skillPower } from './index.ts'
import { close, lehmerNormals, lehmerSeries } from './lehmer-draws.fixture.ts'

const agree = (actual: number | null | undefined, expected: number, tolerance = 1e-10) =>
  assert.ok(typeof actual === 'number' && close(actual, expected, tolerance), `${actual} is not ${expected}`)
const code = (expected: string) => (error: unknown) => error instanceof TuttiError && error.code === expected
const how = { periodsPerYear: 12, confidence: 0.95, power: 0.8 }
const returns = lehmerSeries(14, 60).map((z) => 0.01 * z + 0.002)

test('a record has the figures of scipy and statsmodels', () => {
  // scipy 1.10.1 ttest_1samp; statsmodels 0.13.5 proportion_confint (wilson); Mertens' formula with scipy's moments
  const record = activeRecord(returns, how)
  agree(record.informationRatio, 0.37812849355108624)
  agree(record.informationRatioStandardError, 0.44026032257739006)
  agree(record.tStatistic, 0.8455210158098196)
  agree(record.pValue, 0.20061801605874602)
  agree(record.hitRate, 0.48333333333333334)
  agree(record.hitRateInterval.lower, 0.36175049539732784)
  agree(record.hitRateInterval.upper, 0.6069218996740751)
  agree(record.winLossRatio, 1.4113567362005917)
})

test('the record of a window is the record of its returns, and its win/loss interval the delta method', () => {
  const { lengths, tooLong } = rollingRecords(returns, { windows: [12, 24, 60, 61], step: 5, ...how })
  assert.deepEqual(tooLong, [61])
  const last = lengths[1].records.at(-1)
  assert.deepEqual([last?.from, last?.to], [36, 60])
  agree(last?.informationRatio, 0.08936068016495656)
  agree(last?.winLossRatio, 1.267722687577695)
  agree(last?.winLossInterval?.lower, 0.6139761473505849)
  agree(last?.hitRateInterval.lower, 0.2789133373121098)
  assert.equal(lengths[0].independentWindows, 5)
  assert.equal(lengths[0].records.length, 10)
  for (const { records } of lengths) {
    for (const { from, to, informationRatio, informationRatioInterval } of records) {
      const record = activeRecord(returns.slice(from, to), how)
      agree(informationRatio, record.informationRatio, 1e-12)
      agree(informationRatioInterval?.upper, record.informationRatioInterval.upper, 1e-12)
    }
  }
})

test('a window of equal returns has no ratio, and the others keep theirs', () => {
  const values = [...new Array<number>(12).fill(0.01), ...returns.slice(0, 12)]
  const [{ records }] = rollingRecords(values, { windows: [12], step: 12, ...how }).lengths
  assert.equal(records[0].informationRatio, null)
  assert.equal(records[0].winLossRatio, null)
  assert.equal(records[0].hitRate, 1)
  assert.notEqual(records[1].informationRatio, null)
})

test('a record does not depend on the unit of its returns', () => {
  const base = activeRecord(returns, how)
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (unit) => {
      const scaled = activeRecord(
        returns.map((value) => value * unit),
        how,
      )
      agree(scaled.informationRatio, base.informationRatio, 1e-9)
      agree(scaled.winLossRatio, base.winLossRatio ?? 0, 1e-9)
      agree(scaled.maximumDrawdown / unit, base.maximumDrawdown, 1e-9)
      assert.equal(scaled.hitRate, base.hitRate)
    }),
    { seed: 8, numRuns: 40 },
  )
})

const panel = lehmerNormals(15, 48, 9).map((row) => row.map((z, k) => 0.01 * z + (-0.004 + 0.001 * k)))
const ranked = { window: 12, score: 'information-ratio' as const, groups: 3 }

test('persistence has the rank correlations of scipy and the table of statsmodels', () => {
  // scipy 1.10.1 spearmanr, chi2_contingency, ttest_1samp; statsmodels 0.13.5 Table2x2
  const result = skillPersistence(panel, ranked)
  ;[0.43333333333333335, 0.31666666666666665, 0.2333333333333333].forEach((rho, i) =>
    agree(result.pairs[i].rankCorrelation, rho),
  )
  ;[0.2439524358800516, 0.4063970144863861, 0.5456987782182727].forEach((p, i) => agree(result.pairs[i].pValue, p))
  assert.deepEqual([result.winnerWinner, result.winnerLoser, result.loserWinner, result.loserLoser], [7, 3, 5, 7])
  agree(result.oddsRatio, 3.2666666666666666)
  agree(result.logOddsStandardError, 0.9050124966251124)
  agree(result.chiSquare, 1.766111111111112)
  agree(result.chiSquarePValue, 0.18386409283871527)
  agree(result.malkielZ, 1.2649110640673518)
  agree(result.rankCorrelation, 0.3277777777777778)
  agree(result.rankCorrelationStandardError, 0.05800170282728086)
  agree(result.persistencePValue, 0.014957436727459753)
  // Group 0 is the lowest third; the check counts with 0 the lowest too.
  assert.deepEqual(
    result.transitions.map((row) => row.map(({ count }) => count)),
    [
      [4, 3, 2],
      [4, 4, 1],
      [1, 2, 6],
    ],
  )
})

test('ranks turned round turn the correlation round', () => {
  const result = skillPersistence(panel, ranked)
  const turned = skillPersistence(
    panel.map((row, t) => ((t >= 12 && t < 24) || t >= 36 ? row.map((value) => -value) : row)),
    ranked,
  )
  agree(turned.rankCorrelation, -result.rankCorrelation, 1e-12)
  assert.equal(turned.winnerWinner + turned.loserLoser, result.winnerLoser + result.loserWinner)
})

test('managers that left are not ranked, and the result says that survivors are', () => {
  const left = panel.map((row, t) => row.map((value, k) => (k === 0 && t >= 30 ? null : value)))
  const result = skillPersistence(left, ranked)
  assert.deepEqual(
    result.pairs.map(({ managers }) => managers),
    [9, 8, 8],
  )
  assert.ok(result.cautions.includes('survivors-only'))
})

test('managers without skill persist no more than chance has it', () => {
  let found = 0
  for (let k = 0; k < 300; k++) {
    const result = skillPersistence(lehmerNormals(700 + 17 * k, 72, 12), {
      window: 12,
      score: 'mean-return',
      groups: 4,
    })
    if (result.persistencePValue < 0.1) found++
  }
  // 30 expected, deviation 5.2
  assert.ok(found > 14 && found < 46, `${found}`)
})

test('power and dismissal are those of the noncentral t', () => {
  const question = { ...how, informationRatio: 0.5, years: 5, dismissBelow: 0.2, skilledShare: 0.3 }
  const result = skillPower(question)
  // statsmodels 0.13.5 TTestPower and scipy 1.10.1 nct, whose quantile of t is good to about 1e-9
  agree(result.powerAtYears, 0.29472489726194695, 2e-9)
  agree(result.yearsNeeded, 24.84335010811037, 1e-7)
  // mpmath 1.2.1 quadrature at 30 digits
  agree(result.dismissedThoughSkilled, 0.250745722971681134, 1e-12)
  agree(result.keptThoughUnskilled, 0.3281791879352046, 1e-12)
  agree(
    result.skilledAmongDismissed,
    (0.3 * 0.250745722971681134) / (0.3 * 0.250745722971681134 + 0.7 * (1 - 0.3281791879352046)),
    1e-12,
  )
  agree(skillPower({ ...question, informationRatio: 1, years: 5 / 12 }).powerAtYears, 0.13527060322188651, 1e-8)
})

test('the test finds the skill as often as its power says', () => {
  const { powerAtYears } = skillPower({ ...how, informationRatio: 1, years: 4, dismissBelow: 0, skilledShare: 0.5 })
  let found = 0
  for (let k = 0; k < 1000; k++) {
    const record = activeRecord(
      lehmerSeries(9000 + 23 * k, 48).map((z) => z + 1 / Math.sqrt(12)),
      how,
    )
    if (record.pValue < 0.05) found++
  }
  assert.ok(Math.abs(found / 1000 - powerAtYears) < 0.045, `${found} against ${powerAtYears}`)
})

test('without skill the power is the error rate and no years are enough', () => {
  const result = skillPower({ ...how, informationRatio: 0, years: 10, dismissBelow: 0, skilledShare: 0.5 })
  agree(result.powerAtYears, 0.05, 1e-12)
  assert.equal(result.yearsNeeded, null)
  agree(result.keptThoughUnskilled, 0.5, 1e-12)
})

test('more skill, more years and less power asked for shorten the proof', () => {
  const years = (informationRatio: number, power = 0.8) =>
    skillPower({ ...how, power, informationRatio, years: 5, dismissBelow: 0, skilledShare: 0.5 }).yearsNeeded ??
    Infinity
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 5, noNaN: true }),
      fc.double({ min: 1.05, max: 3, noNaN: true }),
      (ir, f) => {
        assert.ok(years(ir * f) < years(ir))
        assert.ok(years(ir, 0.5) < years(ir))
      },
    ),
    { seed: 4, numRuns: 15 },
  )
})

test('records that cannot be judged are refused with their reason', () => {
  assert.throws(() => activeRecord([0.01, 0.01, 0.01], how), code('not-applicable'))
  assert.throws(() => activeRecord([0.01, 0.02], how), code('invalid-input'))
  assert.throws(() => rollingRecords(returns, { windows: [100], step: 1, ...how }), code('not-applicable'))
  assert.throws(() => rollingRecords(returns, { windows: [12.5], step: 1, ...how }), code('invalid-input'))
  assert.throws(() => skillPersistence(panel.slice(0, 20), ranked), code('invalid-input'))
  assert.throws(
    () =>
      skillPersistence(
        panel.map((row) => row.map(() => 0.01)),
        ranked,
      ),
    code('not-applicable'),
  )
  assert.throws(() => skillPersistence([...panel.slice(1), panel[0].slice(1)], ranked), code('invalid-input'))
  const question = { ...how, informationRatio: 0.5, years: 0.1, dismissBelow: 0, skilledShare: 0.3 }
  assert.throws(() => skillPower(question), code('invalid-input'))
})
