import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { flatCurve, logLinearDiscountCurve, nelsonSiegelSvenssonCurve } from '../curves/index.ts'
import { integral } from '../math/index.ts'
import {
  type Cds,
  cdsHazardCurve,
  cdsRisk,
  cdsValue,
  creditTriangle,
  flatCdsQuote,
  flatHazardCurve,
  indexCdsIntrinsic,
  logLinearSurvivalCurve,
  piecewiseHazardCurve,
} from './index.ts'

const near = (computed: number, expected: number, tolerance: number, label = ''): void =>
  assert.ok(Math.abs(computed - expected) <= tolerance, `${label} ${computed}, expected ${expected} +- ${tolerance}`)

const conventions = { recovery: 0.4, paymentsPerYear: 4, integration: 'exact' as const }
const cds: Cds = { ...conventions, side: 'buy protection', notional: 1, spread: 0.01, maturityYears: 5 }
const spreadsOf = (tenors: readonly number[], spreads: readonly number[]) =>
  tenors.map((maturityYears, i) => ({ maturityYears, spread: spreads[i] }))

test('bootstrapped hazard rates are those of a scipy root on closed-form integrals', () => {
  // scipy 1.10.1 brentq, checked by 200,000-point quadrature: flat 2.5 % continuous, recovery 0.25.
  const quotes = spreadsOf([1, 2, 3, 5, 7, 10], [0.145, 0.128, 0.115, 0.101, 0.095, 0.09])
  const { hazardRates } = cdsHazardCurve(quotes, { ...conventions, recovery: 0.25 }, flatCurve(0.025))
  const expected = [
    0.19273464756334852, 0.14271570878441725, 0.10837466123605666, 0.09426058854767742, 0.09439165292671697,
    0.09005325168153444,
  ]
  hazardRates.forEach((rate, i) => near(rate, expected[i], 1e-13))
})

test('the value, CS01 and jump to default of a position are those of scipy', () => {
  // scipy 1.10.1: flat 3 % continuous.
  const quotes = spreadsOf([1, 3, 5, 7, 10], [0.01, 0.014, 0.018, 0.02, 0.021])
  const risk = cdsRisk({ ...cds, notional: 25e6, maturityYears: 4 }, quotes, conventions, flatCurve(0.03))
  near(risk.valuation.presentValue, 584427.3235436038, 1e-6)
  near(risk.valuation.fairSpread, 0.0165114725763086, 1e-15)
  near(risk.cs01Parallel, 8786.461090515459, 1e-6)
  near(risk.jumpToDefault, 14415572.676456396, 1e-6)
})

test('the legs are the integrals of their definition, on curves with and without constant rates', () => {
  const survival = piecewiseHazardCurve([1, 2.6, 5], [0.02, 0.05, 0.01])
  const curves = [
    {
      discount: logLinearDiscountCurve([0.4, 1.7, 6], [0.99, 0.93, 0.8]),
      discountKnotsYears: [0.4, 1.7],
      tolerance: 1e-12,
    },
    {
      discount: nelsonSiegelSvenssonCurve({ beta0: 0.04, beta1: -0.03, beta2: 0.02, beta3: 0, tau1: 1.5, tau2: 1 }),
      tolerance: 1e-6,
    },
  ]
  for (const { tolerance, ...market } of curves) {
    const value = cdsValue(cds, { ...market, survival })
    const density = (t: number): number =>
      market.discount.discountFactor(t) * survival.survivalProbability(t) * survival.hazardRate(t)
    const over = (weight: (t: number) => number): number => {
      const breaks = [...new Set([0, 0.4, 1, 1.7, 2.6, ...Array.from({ length: 21 }, (_, i) => i / 4)])].sort(
        (a, b) => a - b,
      )
      return breaks
        .slice(1)
        .reduce((sum, end, i) => sum + integral((t) => weight(t) * density(t), breaks[i], end - 1e-15 * end).value, 0)
    }
    near(
      value.protectionLeg,
      over(() => 0.6),
      tolerance,
    )
    const coupons = Array.from({ length: 20 }, (_, i) => (i + 1) / 4).reduce(
      (sum, t) => sum + 0.25 * market.discount.discountFactor(t) * survival.survivalProbability(t),
      0,
    )
    near(value.riskyAnnuity, coupons + over((t) => t - Math.floor(t * 4) / 4), tolerance)
  }
})

test('with premiums more and more often the par spread becomes hazard rate times loss', () => {
  const { parSpread, riskyAnnuity } = creditTriangle(0.02, 0.4, 0.03, 5)
  const value = cdsValue(
    { ...cds, paymentsPerYear: 1000 },
    { discount: flatCurve(0.03), survival: flatHazardCurve(0.02) },
  )
  near(value.fairSpread, parSpread, 1e-6)
  near(value.riskyAnnuity, riskyAnnuity, 1e-3)
  near(riskyAnnuity, 4.423984338571902, 1e-14)
  near(creditTriangle(0, 0.4, 0, 5).riskyAnnuity, 5, 1e-15)
})

test('the mid-point method comes close to the exact one and without default nothing but premiums is left', () => {
  const survival = flatHazardCurve(0.03)
  const curves = { discount: flatCurve(0.03), survival }
  near(cdsValue({ ...cds, integration: 'mid-point' }, curves).fairSpread, cdsValue(cds, curves).fairSpread, 2e-6)
  const safe = cdsValue(cds, { discount: flatCurve(0), survival: flatHazardCurve(0) })
  near(safe.presentValue, -0.05, 1e-15)
  near(safe.fairSpread, 0, 0)
})

test('lines add up to the value and name their periods', () => {
  const value = cdsValue(cds, { discount: flatCurve(0.03), survival: flatHazardCurve(0.03) })
  near(
    value.lines.reduce((sum, line) => sum + line.presentValue, 0),
    value.presentValue,
    1e-15,
  )
  near(value.presentValue, value.protectionLeg - value.premiumLeg, 1e-15)
  assert.equal(value.lines[0].label, 'premium 0.00 to 0.25 years')
  for (const line of value.lines) near(line.amount * line.discountFactor, line.presentValue, 1e-15)
})

const wideQuotes = fc.record({
  recovery: fc.double({ min: 0, max: 0.9, noNaN: true }),
  rate: fc.double({ min: -0.02, max: 0.2, noNaN: true }),
  integration: fc.constantFrom('exact' as const, 'mid-point' as const),
  hazards: fc.array(fc.double({ min: Math.log(1e-4), max: Math.log(1.5), noNaN: true }), {
    minLength: 1,
    maxLength: 6,
  }),
  tenors: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 6, maxLength: 6 }),
})

test('quotes give a curve that gives the quotes back, from 1 bp to over 10,000 bp and inverted', () => {
  fc.assert(
    fc.property(wideQuotes, ({ recovery, rate, integration, hazards, tenors }) => {
      const times = tenors
        .slice(0, hazards.length)
        .map((quarters) => quarters / 4)
        .sort((a, b) => a - b)
      const survival = piecewiseHazardCurve(times, hazards.map(Math.exp))
      const discount = flatCurve(rate)
      const terms = { recovery, paymentsPerYear: 4, integration }
      const fair = (maturityYears: number, on = survival): number =>
        cdsValue({ ...cds, ...terms, maturityYears }, { discount, survival: on }).fairSpread
      const spreads = times.map((time) => fair(time))
      const { curve } = cdsHazardCurve(spreadsOf(times, spreads), terms, discount)
      times.forEach((time, i) => {
        near(fair(time, curve), spreads[i], 1e-12 + 1e-11 * spreads[i])
        assert.ok(curve.survivalProbability(time) <= curve.survivalProbability(time - 0.1))
      })
    }),
    { seed: 7, numRuns: 150 },
  )
})

test('a flat spread becomes an upfront and the upfront the spread, from 1 bp to 10,000 bp', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-4, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      fc.double({ min: 1 / 365, max: 30, noNaN: true }),
      fc.constantFrom(0.01, 0.05, 0),
      (spread, recovery, maturity, running) => {
        const terms = { ...conventions, recovery }
        const there = flatCdsQuote({ spread }, running, maturity, terms, flatCurve(0.03))
        const back = flatCdsQuote(
          { upfront: there.upfront, runningSpread: running },
          running,
          maturity,
          terms,
          flatCurve(0.03),
        )
        near(there.flatSpread, spread, 1e-12)
        // Points say little about the spread where default is all but sure, so the repriced upfront is compared there.
        near(back.upfront, there.upfront, 1e-13)
        if (spread * maturity < 3) near(back.flatSpread, spread, 1e-9 * Math.max(1, 1 / maturity))
      },
    ),
    { seed: 11, numRuns: 150 },
  )
})

test('a quote that no hazard rate reprices is refused with its tenor and the feasible range', () => {
  const quotes = [
    { maturityYears: 1, spread: 0.08 },
    { maturityYears: 5, label: '5Y', spread: 0.001 },
  ]
  let low = 0
  assert.throws(
    () => cdsHazardCurve(quotes, conventions, flatCurve(0.03)),
    (error: { code?: string; message?: string }) => {
      assert.equal(error.code, 'infeasible')
      const range = /5Y cannot be bootstrapped at 10\.00 bp.* leave it (\d+\.\d+) bp to/.exec(error.message ?? '')
      low = Number(range?.[1])
      return true
    },
  )
  const at = (bp: number) =>
    cdsHazardCurve([quotes[0], { maturityYears: 5, spread: bp / 1e4 }], conventions, flatCurve(0.03))
  assert.ok(at(low + 0.01).hazardRates[1] < 1e-4)
  assert.throws(() => at(low - 0.01), { code: 'infeasible' })
  assert.throws(
    () => cdsHazardCurve([{ maturityYears: 5, upfront: 0.7, runningSpread: 0.01 }], conventions, flatCurve(0)),
    {
      code: 'infeasible',
      message: /70\.0000 points/,
    },
  )
})

test('the risk of a position adds up: buckets to the parallel move, and the sides cancel', () => {
  const quotes = spreadsOf([1, 3, 5, 10], [0.01, 0.014, 0.018, 0.021])
  const risk = cdsRisk({ ...cds, notional: 1e7 }, quotes, conventions, flatCurve(0.03))
  near(
    risk.cs01ByQuote.reduce((sum, value) => sum + value, 0),
    risk.cs01Parallel,
    0.01 * risk.cs01Parallel,
  )
  near(risk.cs01ByQuote[3], 0, 1e-6)
  const seller = cdsRisk({ ...cds, notional: 1e7, side: 'sell protection' }, quotes, conventions, flatCurve(0.03))
  for (const key of ['cs01Parallel', 'ir01', 'recovery01', 'jumpToDefault', 'thetaOneDay'] as const) {
    near(seller[key], -risk[key], 1e-6, key)
    assert.ok(Number.isFinite(risk[key]))
  }
  // A seller earns the premium and the fall of the hazard over the day: more than nothing, less than the year's worth.
  assert.ok(seller.thetaOneDay > 0 && seller.thetaOneDay < (1e7 * 0.02) / 365)
})

test('the theta of a flat market is what the value earns: rate and hazard on the value, premium and protection flowing', () => {
  const [rate, hazard] = [0.03, 0.02]
  const quotes = [
    {
      maturityYears: 5,
      spread: cdsValue(cds, { discount: flatCurve(rate), survival: flatHazardCurve(hazard) }).fairSpread,
    },
  ]
  const risk = cdsRisk(cds, quotes, conventions, flatCurve(rate))
  const value = risk.valuation.presentValue
  near(risk.thetaOneDay, ((rate + hazard) * value - 0.6 * hazard) / 365, 1e-8)
})

test('an upfront quote moves with the par spread that it implies', () => {
  const discount = flatCurve(0.03)
  const spreads = [{ maturityYears: 5, spread: 0.02 }]
  const { upfront } = flatCdsQuote(spreads[0], 0.01, 5, conventions, discount)
  const points = [{ maturityYears: 5, upfront, runningSpread: 0.01 }]
  near(
    cdsRisk(cds, points, conventions, discount).cs01Parallel,
    cdsRisk(cds, spreads, conventions, discount).cs01Parallel,
    1e-12,
  )
})

test('an index of equal names is worth what one of them is, and a wide name pulls it below the average', () => {
  const index = { maturityYears: 5, coupon: 0.01, notional: 1e7 }
  const { recovery: _, ...terms } = conventions
  const name = (label: string, spread: number) => ({
    name: label,
    weight: 2,
    recovery: 0.4,
    quotes: [{ maturityYears: 5, spread }],
  })
  const same = indexCdsIntrinsic([name('A', 0.015), name('B', 0.015)], index, terms, flatCurve(0.03))
  near(same.intrinsicSpread, 0.015, 1e-14)
  near(same.intrinsicUpfront, flatCdsQuote({ spread: 0.015 }, 0.01, 5, conventions, flatCurve(0.03)).upfront, 1e-14)
  const mixed = indexCdsIntrinsic([name('A', 0.005), name('B', 0.1)], index, terms, flatCurve(0.03))
  assert.ok(mixed.intrinsicSpread < mixed.averageSpread)
  near(
    mixed.constituents.reduce((sum, item) => sum + item.upfrontContribution, 0),
    mixed.intrinsicUpfront,
    1e-15,
  )
  assert.throws(() => indexCdsIntrinsic([], index, terms, flatCurve(0.03)), { code: 'invalid-input' })
  assert.throws(() => indexCdsIntrinsic([{ ...name('A', 0.01), weight: 0 }], index, terms, flatCurve(0.03)), {
    code: 'invalid-input',
  })
})

test('survival curves keep to their definition and refuse what is none', () => {
  const curve = piecewiseHazardCurve([1, 3], [0.1, 0.02])
  near(curve.survivalProbability(2), Math.exp(-0.12), 1e-16)
  near(curve.survivalProbability(5), Math.exp(-0.18), 1e-16)
  assert.equal(curve.hazardRate(1), 0.02)
  near(logLinearSurvivalCurve([1, 3], [0.9, 0.8]).survivalProbability(3), 0.8, 1e-15)
  for (const wrong of [
    () => piecewiseHazardCurve([1, 1], [0.1, 0.1]),
    () => piecewiseHazardCurve([], []),
    () => piecewiseHazardCurve([1], [0.1, 0.2]),
    () => flatHazardCurve(-0.01),
    () => flatHazardCurve(NaN),
    () => logLinearSurvivalCurve([1, 2], [0.9, 0.95]),
    () => logLinearSurvivalCurve([1], [0]),
    () => curve.survivalProbability(-1),
    () => curve.survivalProbability(NaN),
    () => cdsValue({ ...cds, recovery: 1 }, { discount: flatCurve(0), survival: curve }),
    () => cdsValue({ ...cds, maturityYears: 0 }, { discount: flatCurve(0), survival: curve }),
    () => cdsValue({ ...cds, notional: NaN }, { discount: flatCurve(0), survival: curve }),
    () => cdsHazardCurve([], conventions, flatCurve(0)),
    () => cdsHazardCurve(spreadsOf([2, 1], [0.01, 0.01]), conventions, flatCurve(0)),
    () => cdsHazardCurve(spreadsOf([1], [NaN]), conventions, flatCurve(0)),
  ]) {
    assert.throws(wrong, { code: 'invalid-input' })
  }
})

test('a hazard so high that nothing survives leaves a value and no NaN', () => {
  const value = cdsValue(cds, { discount: flatCurve(0.03), survival: flatHazardCurve(1e4) })
  near(value.protectionLeg, 0.6, 1e-4)
  assert.ok(Number.isFinite(value.presentValue) && Number.isFinite(value.fairSpread))
})
