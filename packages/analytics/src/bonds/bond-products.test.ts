import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { type DatedCurve, flatCurve, linearZeroCurve } from '../curves/index.ts'
import { dayOf } from '../time/index.ts'
import {
  averageLifeYears,
  billPriceOfInvestmentRate,
  billQuote,
  bondEquivalentOfMonthly,
  cprOfSmm,
  discountMargin,
  type FixedRateBond,
  floatingRateNote,
  type FloatingRateNote,
  floatingRemainder,
  floatingValueAtMargin,
  inflationLinkedAnalytics,
  inflationLinkedCurveValue,
  laggedIndexPrice,
  laggedIndexYield,
  mortgageCashFlows,
  type MortgagePool,
  mortgageValueAtYield,
  mortgageYield,
  periodBondPrice,
  psaCpr,
  publishedIndex,
  referenceIndex,
  referenceIndexOn,
  refinancingCpr,
  simpleMargin,
  smmOfCpr,
  staticMortgageValue,
  streetConvention,
} from './index.ts'

test('prices and investment rates of bills agree with the formulas of 31 CFR 356 Appendix B', () => {
  // Evaluated apart in python for the reference values; the last runs beyond half a year in a leap year.
  const items = [
    [91, 0.0526, 365, 98.6703888888889, 0.05404919972050583],
    [182, 0.0508, 365, 97.43177777777777, 0.05286320000547413],
    [364, 0.0477, 366, 95.177, 0.05032281803613001],
  ] as const
  for (const [daysToMaturity, discountRate, bondYearDays, price, rate] of items) {
    const terms = { daysToMaturity, bondYearDays }
    const quote = billQuote(terms, { discountRate })
    assertClose(quote.price, price, 1e-12, 0)
    assertClose(quote.bondEquivalentYield, rate, 1e-14, 0)
    assertClose(billQuote(terms, { price }).discountRate, discountRate, 1e-15, 0)
  }
})

test('a bill comes back from its investment rate, also for negative rates and a day to maturity', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 730 }),
      fc.double({ min: 20, max: 140, noNaN: true }),
      fc.constantFrom(365, 366),
      (daysToMaturity, price, bondYearDays) => {
        const terms = { daysToMaturity, bondYearDays }
        const { bondEquivalentYield } = billQuote(terms, { price })
        assertClose(billPriceOfInvestmentRate(terms, bondEquivalentYield), price, 0, 1e-10)
      },
    ),
    { seed: 61, numRuns: 300 },
  )
  for (const days of [0, 1.5, -1, NaN])
    assert.throws(() => billQuote({ daysToMaturity: days }, { price: 99 }), { code: 'invalid-input' })
  assert.throws(() => billQuote({ daysToMaturity: 360 }, { discountRate: 1 }), { code: 'invalid-input' })
  assert.throws(() => billQuote({ daysToMaturity: 1 }, { price: 0.01 }), { code: 'calculation-failed' })
  assert.throws(() => billQuote({ daysToMaturity: 731 }, { price: 90 }), { code: 'unsupported' })
})

const noteCurve: DatedCurve = {
  referenceDay: dayOf('2025-03-15'),
  dayCount: 'ACT/365F',
  curve: linearZeroCurve([0.5, 2, 5], [0.043, 0.04, 0.038]),
}
const note: FloatingRateNote = {
  accrualStart: dayOf('2025-03-15'),
  maturity: dayOf('2030-03-15'),
  frequency: 4,
  dayCount: 'ACT/360',
  quotedMargin: 0,
}
const noteCurves = { discount: noteCurve, projection: noteCurve }

test('a note without margin on its own curve is worth par on a setting day, and moves only to the next one', () => {
  const value = floatingRateNote(note, note.accrualStart, noteCurves)
  assertClose(value.dirtyPrice, 100, 1e-11, 0)
  assertClose(
    value.presentValue,
    value.lines.reduce((sum, line) => sum + line.presentValue, 0),
    1e-12,
    0,
  )
  assertClose(value.effectiveDurationYears, 0, 1e-9, 0)
  assert.ok(value.spreadDurationYears > 4)
  const set = floatingRateNote({ ...note, currentIndexRate: 0.043 }, note.accrualStart, noteCurves)
  assertClose(set.effectiveDurationYears, 92 / 365, 1e-3, 0)
})

test('at a discount margin equal to the quoted margin a note costs par on a coupon day, and the margin comes back', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.15, noNaN: true }),
      fc.double({ min: 0, max: 0.05, noNaN: true }),
      fc.double({ min: -0.02, max: 0.3, noNaN: true }),
      (assumed, quotedMargin, margin) => {
        const remainder = floatingRemainder({ ...note, quotedMargin }, note.accrualStart, noteCurve, assumed)
        assertClose(floatingValueAtMargin(remainder, quotedMargin), 100, 1e-10, 0)
        assertClose(discountMargin(remainder, floatingValueAtMargin(remainder, margin)), margin, 1e-11, 0)
      },
    ),
    { seed: 62, numRuns: 100 },
  )
})

test("a note's discount margin over its forwards is about the spread that its curve value lacks", () => {
  const withMargin = { ...note, quotedMargin: 0.01 }
  const { dirtyPrice } = floatingRateNote(withMargin, note.accrualStart, noteCurves)
  const remainder = floatingRemainder(withMargin, note.accrualStart, noteCurve)
  assertClose(discountMargin(remainder, dirtyPrice), 0, 1e-12, 0)
  assertClose(simpleMargin(100, 0.01, 5), 0.01, 1e-16, 0)
  assert.ok(simpleMargin(98, 0.01, 5) > 0.01)
})

test('a note whose rate is set already asks for it, and negative coupons have no margin', () => {
  assert.throws(
    () =>
      floatingRateNote(
        { ...note, accrualStart: dayOf('2025-02-15'), maturity: dayOf('2030-02-15') },
        noteCurve.referenceDay,
        noteCurves,
      ),
    {
      code: 'missing-data',
    },
  )
  assert.throws(() => floatingRateNote(note, note.maturity, noteCurves), { code: 'not-applicable' })
  const negative = floatingRemainder({ ...note, quotedMargin: -0.2 }, note.accrualStart, noteCurve)
  assert.throws(() => discountMargin(negative, 90), { code: 'not-applicable' })
  assert.throws(() => discountMargin({ ...negative, periods: [] }, 90), { code: 'not-applicable' })
})

test('reference index, ratio and price of a TIPS agree with the formulas of 31 CFR 356 Appendix B', () => {
  // Evaluated apart in python for the reference values.
  const reference = referenceIndex(303.841, 304.127, 15, 30)
  assertClose(reference, 303.9744666666667, 1e-12, 0)
  const real = periodBondPrice(
    { couponRate: 0.00125, frequency: 2, couponsRemaining: 18, fractionToNextCoupon: 0.4262295081967213 },
    0.0165,
  )
  assertClose(real.cleanPrice, 87.67063704418376, 1e-11, 0)
  assertClose((real.dirtyPrice * reference) / 251.10729, 106.17189115272143, 1e-11, 0)
})

test('Treasury figures are truncated to six and rounded to five decimals, gilts rounded to five', () => {
  // 31 CFR 356 Appendix B section I.B: 154.168548... becomes 154.16855, a ratio of 1.000109... becomes 1.00011.
  assert.equal(publishedIndex(154.1685484, 'truncate 6 round 5'), 154.16855)
  assert.equal(publishedIndex(1.0001149999, 'truncate 6 round 5'), 1.00011)
  assert.equal(publishedIndex(1.0001149999, 'round 5'), 1.00011)
  assert.equal(publishedIndex(1.000115, 'round 5'), 1.00012)
  assert.equal(publishedIndex(1.2345678, 'none'), 1.2345678)
})

const index = { firstMonth: dayOf('2024-01-01'), values: [100, 101, 102, 104, 105] }
const threeMonths = { lagMonths: 3, interpolation: 'linear' } as const

test('the index of a day is that of the lagged months, and a month that is not there is named', () => {
  assert.equal(referenceIndexOn(index, dayOf('2024-05-01'), threeMonths), 101)
  assertClose(referenceIndexOn(index, dayOf('2024-06-16'), threeMonths), 102 + (15 / 30) * 2, 1e-12, 0)
  assert.equal(referenceIndexOn(index, dayOf('2024-12-30'), { lagMonths: 8, interpolation: 'none' }), 104)
  assertClose(referenceIndexOn(index, dayOf('2025-08-01'), threeMonths, 0.03), 105 * 1.03, 1e-12, 0)
  assert.throws(() => referenceIndexOn(index, dayOf('2024-09-10'), threeMonths), {
    code: 'missing-data',
    message: /2024-06/,
  })
  assert.throws(() => referenceIndexOn(index, dayOf('2024-03-10'), threeMonths, 0.02), {
    code: 'missing-data',
    message: /2023-12/,
  })
})

const linker: FixedRateBond = {
  accrualStart: dayOf('2020-03-15'),
  maturity: dayOf('2040-03-15'),
  couponRates: [0.0125],
  frequency: 2,
  dayCount: 'ACT/ACT ICMA',
}

test('an inflation-linked bond is its real bond times the ratio, off curves or by yield, and its floor shows below par', () => {
  const settlement = dayOf('2025-03-15')
  const terms = { bond: linker, settlement, convention: streetConvention(2) }
  const value = inflationLinkedAnalytics(terms, 1.2, { realYield: 0.0125 })
  assertClose(value.nominalDirtyPrice, 120, 1e-11, 0)
  assert.equal(value.floorIntrinsic, 0)
  assertClose(inflationLinkedAnalytics(terms, 1.2, { nominalDirtyPrice: 120 }).real.yield, 0.0125, 1e-14, 0)
  assertClose(inflationLinkedAnalytics(terms, 1.2, { realCleanPrice: 100 }).real.yield, 0.0125, 1e-14, 0)
  const deflated = inflationLinkedAnalytics(terms, 0.95, { realYield: 0 })
  assertClose(deflated.floorIntrinsic, 5, 1e-12, 0)
  const on = (rate: number): DatedCurve => ({ referenceDay: settlement, dayCount: 'ACT/365F', curve: flatCurve(rate) })
  const offCurves = inflationLinkedCurveValue(linker, settlement, 1.2, on(0.04), on(0.015))
  // Without a difference between the curves the nominal payments are the real ones at today's ratio.
  const noInflation = inflationLinkedCurveValue(linker, settlement, 1.2, on(0.015), on(0.015))
  assertClose(offCurves.nominalDirtyPrice, noInflation.nominalDirtyPrice, 1e-11, 0)
  assertClose(offCurves.lines[0].amount / noInflation.lines[0].amount, Math.exp((0.025 * 184) / 365), 1e-12, 0)
  assert.throws(() => inflationLinkedAnalytics(terms, 0, { realYield: 0.01 }), { code: 'invalid-input' })
})

test('with an index that grows as assumed, an eight-month lag is priced as the real bond at the ratio of its lagged index', () => {
  const settlement = dayOf('2025-03-15')
  const long = { firstMonth: dayOf('2024-07-01'), values: [100] }
  const linked = {
    bond: linker,
    index: long,
    reading: { lagMonths: 8, interpolation: 'none' },
    baseIndex: 80,
    assumedInflation: 0.03,
  } as const
  const price = laggedIndexPrice(linked, settlement, 0.0125)
  // Growth of the index over each half-year cancels the inflation in the discounting, so the real bond at par remains.
  assertClose(price, 125, 1e-10, 0)
  assertClose(laggedIndexYield(linked, settlement, 130), 0.0125 - 0.003, 5e-4, 0)
  assertClose(laggedIndexPrice(linked, settlement, laggedIndexYield(linked, settlement, 60)), 60, 1e-10, 0)
  assert.throws(() => laggedIndexPrice({ ...linked, assumedInflation: -1 }, settlement, 0.01), {
    code: 'invalid-input',
  })
})

const pool: MortgagePool = { balance: 400e6, wac: 0.08125, passThroughRate: 0.075, remainingMonths: 357, ageMonths: 3 }
const at100 = mortgageCashFlows(pool, (_, age) => psaCpr(100, age))

test('the cash flows of the textbook pass-through at 100 PSA are met', () => {
  // Fabozzi, Bond Markets, Analysis and Strategies: WAC 8.125 %, pass-through 7.5 %, WAM 357, months 1, 27, 357.
  const [first, , last] = [at100[0], at100[26], at100[356]]
  assertClose(first.scheduledPayment, 2975868.2418, 1e-3, 0)
  assertClose(first.prepayment, 267470.4574, 1e-3, 0)
  assertClose(at100[26].smm, 0.005143012831822946, 1e-15, 0)
  assertClose(last.scheduledPrincipal, 501198.592, 1e-2, 0)
  assertClose(averageLifeYears(at100), 11.671010038320198, 1e-9, 0)
})

test('principal adds up to the balance at any speed, and life shortens with it', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 2500, noNaN: true }),
      fc.integer({ min: 1, max: 480 }),
      (psa, remainingMonths) => {
        const months = mortgageCashFlows({ ...pool, remainingMonths }, (_, age) => psaCpr(psa, age))
        const principal = months.reduce((sum, item) => sum + item.scheduledPrincipal + item.prepayment, 0)
        assertClose(principal, pool.balance, 0, 1e-11)
        const faster = mortgageCashFlows({ ...pool, remainingMonths }, (_, age) => psaCpr(psa + 50, age))
        assert.ok(averageLifeYears(faster) <= averageLifeYears(months) + 1e-12)
      },
    ),
    { seed: 63, numRuns: 60 },
  )
  const none = mortgageCashFlows(pool, () => 0)
  for (const { scheduledPayment } of none) assertClose(scheduledPayment, none[0].scheduledPayment, 0, 1e-10)
  assert.equal(mortgageCashFlows(pool, () => 1).length, 1)
  const free = mortgageCashFlows({ ...pool, wac: 0, passThroughRate: 0, remainingMonths: 4 }, () => 0)
  assertAllClose(
    free.map(({ balance }) => balance / 1e8),
    [4, 3, 2, 1],
    1e-12,
    0,
  )
})

test('a pool at its pass-through rate as yield costs its balance; yield and price come back', () => {
  assertClose(mortgageValueAtYield(at100, 0.075), pool.balance, 0, 1e-12)
  for (const price of [0.01, 60, 100, 140, 300]) {
    const y = mortgageYield(at100, (price * pool.balance) / 100, 24)
    assertClose(mortgageValueAtYield(at100, y, 24), (price * pool.balance) / 100, 0, 1e-10)
  }
  assertClose(bondEquivalentOfMonthly(0.075), 2 * ((1 + 0.075 / 12) ** 6 - 1), 1e-14, 0)
})

test('prepayment speeds convert, follow the standard and rise with the incentive', () => {
  assertClose(cprOfSmm(smmOfCpr(0.06)), 0.06, 1e-16, 0)
  assertAllClose(
    [psaCpr(100, 1), psaCpr(100, 30), psaCpr(100, 300), psaCpr(165, 15)],
    [0.002, 0.06, 0.06, 0.0495],
    1e-16,
    0,
  )
  const curve = { baseCpr: 0.06, maximumCpr: 0.5, midpoint: 0.01, slope: 400, seasoningMonths: 30 }
  assertClose(refinancingCpr(curve, 0.06, 0.05, 60), 0.28, 1e-15, 0)
  assertClose(refinancingCpr(curve, 0.06, 0.05, 15), 0.14, 1e-15, 0)
  assert.ok(refinancingCpr(curve, 0.06, 0.03, 60) <= 0.5 && refinancingCpr(curve, 0.06, 0.09, 60) >= 0.06)
  assert.throws(() => refinancingCpr({ ...curve, maximumCpr: 0.01 }, 0.06, 0.05, 60), { code: 'invalid-input' })
  for (const psa of [-1, NaN]) assert.throws(() => psaCpr(psa, 10), { code: 'invalid-input' })
  for (const wrong of [{ balance: 0 }, { remainingMonths: 1.5 }, { passThroughRate: 0.09 }, { wac: NaN }]) {
    assert.throws(() => mortgageCashFlows({ ...pool, ...wrong }, () => 0), { code: 'invalid-input' })
  }
})

test('the static spread prices the pool, and refinancing that is about to begin shortens its duration and bends its price the wrong way', () => {
  const refinancing = { baseCpr: 0.06, maximumCpr: 0.5, midpoint: 0.01, slope: 400, seasoningMonths: 0 }
  const curve = flatCurve(0.05)
  const fixed = { pool, curve, cprAt: () => 0.1 }
  const responsive = {
    pool,
    curve,
    cprAt: (_: number, age: number, move: number) => refinancingCpr(refinancing, pool.wac, 0.08 + move, age),
  }
  const still = staticMortgageValue(fixed, { price: 103 })
  assertClose(staticMortgageValue(fixed, { staticSpread: still.staticSpread }).price, 103, 1e-9, 0)
  const moving = staticMortgageValue(responsive, { price: 103 })
  assert.ok(still.effectiveConvexityYearsSquared > 0 && moving.effectiveConvexityYearsSquared < 0)
  assert.ok(moving.effectiveDurationYears < still.effectiveDurationYears)
})
