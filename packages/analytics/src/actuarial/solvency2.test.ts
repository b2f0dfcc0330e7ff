import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  aggregatedCapital,
  concentrationCapital,
  counterpartyCapital,
  equityCapital,
  interestShockedRates,
  marketCapital,
  operationalCapital,
  premiumReserveCapital,
  riskMargin,
  solvency2ParametersOn,
  solvency2Versions,
  spreadStress,
  symmetricAdjustment,
} from './index.ts'

const p = solvency2ParametersOn(solvency2Versions, '2025-12-31')
const of2027 = solvency2ParametersOn(solvency2Versions, '2027-12-31')
const close = (got: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

test('the version of the parameters goes by the date, and dates without one are refused', () => {
  const from = (date: string) => solvency2ParametersOn(solvency2Versions, date).validFrom
  assert.equal(p.validFrom, '2020-01-01')
  assert.equal(from('2016-01-01'), '2016-01-01')
  assert.equal(from('2016-04-02'), '2016-04-02')
  assert.equal(from('2017-09-15'), '2017-09-15')
  assert.equal(from('2019-07-08'), '2019-07-08')
  assert.equal(from('2027-01-29'), '2020-01-01')
  assert.equal(from('2027-01-30'), '2027-01-30')
  assert.throws(() => solvency2ParametersOn(solvency2Versions, '2015-12-31'), { code: 'missing-data' })
})

test('versions follow each other without a gap or an overlap', () => {
  solvency2Versions.slice(1).forEach(({ validFrom }, i) => {
    const dayBefore = new Date(Date.parse(validFrom) - 86_400_000).toISOString().slice(0, 10)
    assert.equal(solvency2Versions[i].validTo, dayBefore)
  })
})

test('a version refuses exposures whose parameters it does not hold, and takes none of them as nothing', () => {
  const of2016 = solvency2ParametersOn(solvency2Versions, '2016-01-01')
  const none = { type2: 0, strategicType1: 0, strategicType2: 0, longTermType2: 0, infrastructureCorporate: 0 }
  const equity = (exposure: { longTermType1: number; infrastructure: number }) =>
    equityCapital(of2016, { type1: 100, ...none, ...exposure }, 0)
  close(equity({ longTermType1: 0, infrastructure: 0 }).total, 39, 1e-12)
  assert.throws(() => equity({ longTermType1: 1, infrastructure: 0 }), { code: 'missing-data' })
  assert.throws(() => equity({ longTermType1: 0, infrastructure: 1 }), { code: 'missing-data' })
  const motor = { segment: 1, premiumVolume: 100, reserveVolume: 50, reinsuranceFactor: 1, diversification: 1 }
  assert.throws(() => premiumReserveCapital(of2016, [motor]), { code: 'missing-data' })
  assert.equal(premiumReserveCapital(of2016, []), 0)
  assert.throws(() => counterpartyCapital(of2027, [{ lossGivenDefault: 1, creditQualityStep: 1 }]), {
    code: 'missing-data',
  })
  assert.equal(concentrationCapital(of2027, [], 100), 0)
})

test('from 2027 rates move by a part and by a shift, down to a floor', () => {
  // Delegated Regulation (EU) 2026/269, points 43 and 44, worked by hand
  const at = (maturity: number, rate: number) => interestShockedRates(of2027, maturity, rate)
  close(at(1, 0.03).up, 0.03 * 1.61 + 0.0214, 1e-15)
  close(at(10, 0.03).down, 0.03 * 0.6 - 0.0061, 1e-15)
  // half way from 50 to 60 years half of the shift is left, and from 50 to 90 the factor goes to 20 %
  close(at(55, 0.03).up, 0.03 * (1.21 - 0.01 / 8) + 0.00365, 1e-15)
  close(at(70, 0.03).down, 0.03 * (1 - (0.65 - 0.225)), 1e-15)
  // the floor: -1.25 % to 7 years, -0.893 % from 20, linear between
  assert.equal(at(5, -0.01).down, -0.0125)
  close(at(13.5, -0.01).down, -(0.0125 + 0.00893) / 2, 1e-15)
  assert.equal(at(30, -0.02).down, -0.00893)
  // no least increase any more
  close(at(60, 0.001).up, 0.001 * (1.21 - 0.0025), 1e-15)
})

test('in 2027 a fall of rates and spreads go together less, and the risk margin tapers', () => {
  assert.equal(of2027.correlations.marketDown[0][3], 0.25)
  assert.equal(of2027.correlations.marketDown[3][0], 0.25)
  assert.equal(of2027.correlations.marketDown[0][1], 0.5)
  assert.equal(of2027.correlations.marketUp[0][3], 0)
  const margin = riskMargin(Array(30).fill(100), Array(30).fill(0), of2027.riskMargin)
  close(margin.byYear[16], 4.75 * 0.96 ** 16, 1e-12)
  // 0.96^17 is below one half
  close(margin.byYear[17], 4.75 * 0.5, 1e-12)
})

test('every matrix of the standard formula is a correlation, and durations move spread stresses without a jump', () => {
  for (const matrix of [
    ...solvency2Versions.flatMap(({ correlations }) => Object.values(correlations)),
    ...solvency2Versions.flatMap(({ nonLife }) => (nonLife === null ? [] : [nonLife.segmentCorrelations])),
  ]) {
    assert.ok(
      aggregatedCapital(
        matrix.map(() => 1),
        matrix,
      ).total > 0,
    )
  }
  for (const step of [0, 1, 2, 3, 4, 5, 6, null]) {
    for (const knot of [5, 10, 15, 20]) {
      // Article 176 itself jumps by 0.6 points at 20 years for step 4
      close(spreadStress(p, step, knot + 1e-9), spreadStress(p, step, knot), 7e-3)
    }
    assert.equal(spreadStress(p, step, 200), 1)
  }
})

test('charges for market risk are those of the articles worked by hand', () => {
  close(spreadStress(p, 2, 7), 0.07 + 0.007 * 2, 1e-15)
  close(spreadStress(p, 4, 12), 0.35 + 0.018 * 2, 1e-15)
  close(spreadStress(p, null, 0.5), 0.03, 1e-15)
  const none = {
    strategicType1: 0,
    strategicType2: 0,
    longTermType1: 0,
    longTermType2: 0,
    infrastructure: 0,
    infrastructureCorporate: 0,
  }
  const equity = equityCapital(p, { type1: 300, type2: 100, ...none }, 0.02)
  close(equity.type1, 123, 1e-12)
  close(equity.other, 51, 1e-12)
  close(equity.total, Math.sqrt(123 ** 2 + 1.5 * 123 * 51 + 51 ** 2), 1e-12)
  close(equityCapital(p, { type1: 100, type2: 0, ...none }, 0.5).total, 49, 1e-12)
  close(symmetricAdjustment(p, 110, 100), 0.01, 1e-15)
  assert.equal(symmetricAdjustment(p, 10, 100), -0.1)
  close(
    concentrationCapital(
      p,
      [
        { exposure: 70, creditQualityStep: 2 },
        { exposure: 20, creditQualityStep: 4 },
      ],
      1000,
    ),
    Math.hypot(0.21 * 40, 0.73 * 5),
    1e-12,
  )
  assert.throws(() => spreadStress(p, 7, 3), { code: 'invalid-input' })
})

test('counterparties, premiums and reserves, and operational risk follow their articles', () => {
  // numpy: V_inter + V_intra of Article 201
  const names = [
    { lossGivenDefault: 40, creditQualityStep: 1 },
    { lossGivenDefault: 25, creditQualityStep: 2 },
    { lossGivenDefault: 30, creditQualityStep: 2 },
  ]
  close(counterpartyCapital(p, names), 3 * 1.230869477293027, 1e-12)
  assert.equal(counterpartyCapital(p, []), 0)
  close(counterpartyCapital(p, [{ lossGivenDefault: 10, creditQualityStep: 6 }]), 10, 1e-12)
  const motor = { segment: 1, premiumVolume: 100, reserveVolume: 50, reinsuranceFactor: 0.8, diversification: 1 }
  close(premiumReserveCapital(p, [motor]), 3 * Math.sqrt(8 ** 2 + 8 * 4.5 + 4.5 ** 2), 1e-12)
  const business = {
    lifePremiums: 200,
    lifePremiumsBefore: 100,
    nonLifePremiums: 0,
    nonLifePremiumsBefore: 0,
    lifeProvisions: 1000,
    nonLifeProvisions: 0,
    unitLinkedExpenses: 8,
  }
  close(operationalCapital(p, business, 1000), 0.04 * (200 + 80) + 2, 1e-12)
  close(operationalCapital(p, business, 10), 3 + 2, 1e-12)
})

test('the market module takes the correlations of the move of rates that binds', () => {
  const parts = { equity: 300, property: 80, spread: 210, concentration: 15, currency: 60 }
  // numpy: square roots of the quadratic forms
  close(marketCapital(p, { interestUp: 0, interestDown: 120, ...parts }).total, 630.9714732061981, 1e-9)
  close(marketCapital(p, { interestUp: 120, interestDown: 0, ...parts }).total, 572.1232384722719, 1e-9)
})

test('contributions add up to the total, which lies between the largest part and the sum', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 5, maxLength: 5 }), (capital) => {
      const { total, contributions, diversification } = aggregatedCapital(capital, p.correlations.basic)
      const sum = capital.reduce((a, b) => a + b, 0)
      assert.ok(total <= sum * (1 + 1e-12) && total >= Math.max(...capital) * (1 - 1e-12))
      close(
        contributions.reduce((a, b) => a + b, 0),
        total,
        1e-9 * (1 + total),
      )
      close(diversification, sum - total, 1e-9 * (1 + sum))
    }),
    { seed: 5, numRuns: 100 },
  )
  assert.throws(() => aggregatedCapital([1, 2], [[1]]), { code: 'invalid-input' })
  assert.throws(
    () =>
      aggregatedCapital(
        [1, 1, 1],
        [
          [1, -0.9, -0.9],
          [-0.9, 1, -0.9],
          [-0.9, -0.9, 1],
        ],
      ),
    { code: 'invalid-input' },
  )
})

test('a risk margin discounts the capital of each year by the rate of the year after, tapered where asked', () => {
  const flat = { costOfCapital: 0.06, taperPerYear: 1, leastTaper: 0 }
  close(riskMargin([100, 80], [0.02, 0.03], flat).riskMargin, 6 / 1.02 + 4.8 / 1.03 ** 2, 1e-13)
  const tapered = riskMargin([100, 100, 100], [0, 0, 0], { costOfCapital: 0.0475, taperPerYear: 0.9, leastTaper: 0.85 })
  close(tapered.riskMargin, 4.75 * (1 + 0.9 + 0.85), 1e-13)
  assert.throws(() => riskMargin([1, 2], [0.1], flat), { code: 'invalid-input' })
})

test("stressed curves equal EIOPA's published year-end ones to the five decimals that it prints", (t) => {
  const file = new URL('../../../../../shared/data/pension/eiopa_rfr_solvency2_shocks_yearend.csv', import.meta.url)
  if (!existsSync(file)) {
    if (process.env.TUTTI_REQUIRE_SHARED === '1') assert.fail(`${file.pathname} is missing`)
    t.skip('the shared data are not here')
    return
  }
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
  const of = (date: string, currency: string, kind: string) =>
    lines
      .find(([d, c, k]) => d === date && c === currency && k === kind)
      ?.slice(3)
      .map(Number)
  let compared = 0
  for (const [date, currency, kind] of lines) {
    if (kind !== 'no_va') continue
    const base = of(date, currency, kind) ?? []
    const up = of(date, currency, 'no_va_shock_up') ?? []
    const down = of(date, currency, 'no_va_shock_down') ?? []
    base.forEach((rate, i) => {
      const shocked = interestShockedRates(p, i + 1, rate)
      // the base is itself rounded to five decimals
      close(shocked.up, up[i], 1.4e-5)
      close(shocked.down, down[i], 1.4e-5)
      compared++
    })
  }
  assert.ok(compared > 500)
})
