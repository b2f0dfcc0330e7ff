import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type DatedCurve, flatCurve, logLinearDiscountCurve } from '../curves/index.ts'
import { calendar, dayOf, isoOfDay, schedule, tenorOf } from '../time/index.ts'
import {
  conventionalCdsQuote,
  type DatedCds,
  datedCdsHazardCurve,
  datedCdsValue,
  datedHazardCurve,
  datedSurvivalCurve,
  standardCds,
  survivalOn,
} from './index.ts'

const weekends = calendar('weekends')
const near = (computed: number, expected: number, tolerance: number, label = ''): void =>
  assert.ok(Math.abs(computed - expected) <= tolerance, `${label} ${computed}, expected ${expected} +- ${tolerance}`)

const flat = (reference: string, rate: number): DatedCurve => ({
  referenceDay: dayOf(reference),
  dayCount: 'ACT/365F',
  curve: flatCurve(rate),
})

/** QuantLib test-suite/creditdefaultswap.cpp testCachedValue: TARGET, semi-annual, flat curves on ACT/360. */
const cached: DatedCds = (() => {
  const { days } = schedule({
    effective: dayOf('2005-06-09'),
    termination: dayOf('2015-06-09'),
    tenor: tenorOf('6M'),
    calendar: calendar('TARGET'),
    convention: 'modified following',
    terminationConvention: 'modified following',
    rule: 'forward',
    endOfMonth: false,
  })
  return {
    side: 'sell protection',
    notional: 10_000,
    spread: 0.012,
    accrualDays: days,
    paymentDays: days.slice(1),
    premiumDayCount: 'ACT/360',
    maturityDayAccrues: false,
    recovery: 0.4,
    settlesAccrualOnDefault: true,
    paysAtDefaultTime: true,
    integration: 'mid-point',
  }
})()
const cachedDay = dayOf('2006-06-09')
const cachedCurves = {
  discount: { referenceDay: cachedDay, dayCount: 'ACT/360' as const, curve: flatCurve(0.06) },
  survival: datedHazardCurve(cachedDay, 'ACT/360', [cachedDay + 3650], [0.01234]),
}

test('the mid-point value is that of QuantLib\u2019s testCachedValue', () => {
  const value = datedCdsValue(cached, cachedCurves, cachedDay)
  near(value.presentValue, 295.0153398, 1e-7)
  // QuantLib compares its fair rate, 0.007517539081, at 1e-7; notional (spread - fair) annuity must be the value itself.
  near(value.fairSpread, 0.007517539081, 1e-7)
  near((0.012 - value.fairSpread) * value.riskyAnnuity * 10_000, 295.0153398, 1e-7)
})

test('the exact integral is the mid-point value but for its discretisation, and a fine sum by days agrees with it', () => {
  const exact = datedCdsValue({ ...cached, integration: 'exact' }, cachedCurves, cachedDay)
  near(exact.presentValue, 295.0153398, 2)
  let protection = 0
  for (let day = cachedDay; day < dayOf('2015-06-09'); day++) {
    const fall = survivalOn(cachedCurves.survival, day) - survivalOn(cachedCurves.survival, day + 1)
    protection += 0.6 * 10_000 * fall * Math.exp((-0.06 * (day + 0.5 - cachedDay)) / 360)
  }
  near(exact.protectionLeg, protection, 1e-4)
})

test('the lines add up to the value, each is its amount times its factor, and the two sides mirror each other', () => {
  for (const integration of ['mid-point', 'exact', 'isda'] as const) {
    const seller = datedCdsValue({ ...cached, integration }, cachedCurves, cachedDay)
    const buyer = datedCdsValue({ ...cached, integration, side: 'buy protection' }, cachedCurves, cachedDay)
    near(buyer.presentValue, -seller.presentValue, 1e-9)
    near(buyer.presentValue, buyer.protectionLeg - buyer.premiumLeg + buyer.accrualRebate, 1e-9)
    for (const line of buyer.lines) near(line.amount * line.discountFactor, line.presentValue, 1e-9, line.label)
  }
})

test('defaults paid at the end of the period are worth less than at once, by the discounting', () => {
  const late = datedCdsValue({ ...cached, paysAtDefaultTime: false }, cachedCurves, cachedDay)
  const now = datedCdsValue(cached, cachedCurves, cachedDay)
  assert.ok(late.protectionLeg < now.protectionLeg)
  const without = datedCdsValue({ ...cached, settlesAccrualOnDefault: false }, cachedCurves, cachedDay)
  assert.ok(without.premiumLeg < now.premiumLeg)
})

test('accrued premiums are those of Markit\u2019s standard spread converter', () => {
  // QuantLib test-suite/creditdefaultswap.cpp testAccrualRebateAmounts: trade date, accrued on 10 million at 1 %.
  const published: readonly (readonly [string, number])[] = [
    ['2009-03-18', 24166.67],
    ['2009-03-19', 0],
    ['2009-03-20', 277.78],
    ['2009-03-23', 1111.11],
    ['2009-06-19', 25555.56],
    ['2009-06-20', 25833.33],
    ['2009-06-21', 0],
    ['2009-06-22', 277.78],
    ['2014-06-18', 25277.78],
    ['2014-06-19', 25555.56],
  ]
  for (const [trade, accrued] of published) {
    const { rebate } = standardCds(standardTerms(trade, '2014-06-20'))
    near(1e5 * rebate.accrual, accrued, 0.01, trade)
  }
})

const standardTerms = (trade: string, maturity: string, recovery = 0.4) => ({
  tradeDay: dayOf(trade),
  maturityDay: dayOf(maturity),
  recovery,
  calendar: weekends,
  settlementDays: 3,
  integration: 'isda' as const,
})

/** Discount nodes of 2009-05-21 bootstrapped from the quotes of QuantLib's testIsdaEngine (QuantLib 1.29). */
const markitNodes: readonly (readonly [string, number])[] = [
  ['2009-06-25', 0.9997005429079852],
  ['2009-07-27', 0.9989998637995903],
  ['2009-08-25', 0.9981386346604275],
  ['2009-11-25', 0.9936615632893555],
  ['2010-02-25', 0.989346782988777],
  ['2010-05-25', 0.984505965231278],
  ['2011-05-25', 0.9765376411530569],
  ['2012-05-25', 0.9502809364324118],
  ['2013-05-27', 0.9182344548650925],
  ['2014-05-26', 0.8839849994152378],
  ['2015-05-25', 0.8490968167668681],
  ['2016-05-25', 0.8139001366802117],
  ['2017-05-25', 0.7799810919945747],
]
const markitDay = dayOf('2009-05-21')
const markitDays = markitNodes.map(([date]) => dayOf(date))
const markitCurve: DatedCurve = {
  referenceDay: markitDay,
  dayCount: 'ACT/365F',
  curve: logLinearDiscountCurve(
    markitDays.map((day) => (day - markitDay) / 365),
    markitNodes.map(([, factor]) => factor),
  ),
}

test('upfronts are those of the Markit calculator to a hundredth of a cent per million', () => {
  // Markit CDS calculator, quoted in QuantLib test-suite/creditdefaultswap.cpp testIsdaEngine; 10 million, 1 % coupon.
  const published: readonly (readonly [string, number, number, number])[] = [
    ['2011-06-20', 0.001, 0.2, -186921.3594],
    ['2011-06-20', 0.001, 0.4, -186839.8148],
    ['2011-06-20', 0.1, 0.2, 1646623.672],
    ['2011-06-20', 0.1, 0.4, 1579803.626],
    ['2012-06-20', 0.1, 0.2, 2279730.93],
    ['2016-06-20', 0.001, 0.4, -591571.2294],
    ['2016-06-20', 0.1, 0.2, 3993550.206],
    ['2016-06-20', 0.1, 0.4, 3545843.418],
  ]
  for (const [maturity, spread, recovery, amount] of published) {
    const swap = standardCds(standardTerms('2009-05-21', maturity, recovery))
    assert.equal(isoOfDay(swap.cashSettlementDay), '2009-05-26')
    const quote = conventionalCdsQuote(swap, markitDay, 0.01, { spread }, markitCurve, markitDays)
    near(1e7 * quote.cleanUpfront, amount, 1e-3, maturity)
    near(quote.conventionalSpread, spread, 1e-13)
    const back = conventionalCdsQuote(
      swap,
      markitDay,
      0.01,
      { cleanUpfront: quote.cleanUpfront },
      markitCurve,
      markitDays,
    )
    near(back.conventionalSpread, spread, 1e-12)
    near(back.hazardRate, quote.hazardRate, 1e-11)
  }
})

test('a swap at its fair spread is worth nothing, whatever the dates, rates and recovery', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2000 }),
      fc.integer({ min: 0, max: 40 }),
      fc.double({ min: 1e-4, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      fc.double({ min: -0.02, max: 0.15, noNaN: true }),
      fc.constantFrom('isda' as const, 'exact' as const, 'mid-point' as const),
      (offset, quarters, hazard, recovery, rate, integration) => {
        const tradeDay = dayOf('2015-12-21') + offset
        const first = new Date((tradeDay + 92) * 864e5)
        const month = Math.floor(first.getUTCMonth() / 3) * 3 + 3 * quarters
        const maturityDay = Date.UTC(first.getUTCFullYear(), month + 2, 20) / 864e5
        const swap = standardCds({
          ...standardTerms('2020-01-01', '2021-06-20'),
          tradeDay,
          maturityDay,
          recovery,
          integration,
        })
        const survival = datedHazardCurve(tradeDay, 'ACT/365F', [maturityDay + 1], [hazard])
        const discount = { referenceDay: tradeDay, dayCount: 'ACT/365F' as const, curve: flatCurve(rate) }
        const at = (spread: number) =>
          datedCdsValue({ ...swap, side: 'buy protection', notional: 1, spread }, { discount, survival }, tradeDay)
        const { fairSpread } = at(0)
        near(at(fairSpread).presentValue, 0, 1e-11 * Math.max(1, fairSpread))
        assert.ok(fairSpread > 0)
      },
    ),
    { seed: 20090521, numRuns: 150 },
  )
})

const quotes = [
  ['6M', '2024-12-20', 0.0045],
  ['1Y', '2025-06-20', 0.0055],
  ['3Y', '2027-06-20', 0.0099],
  ['5Y', '2029-06-20', 0.0135],
  ['10Y', '2034-06-20', 0.0166],
] as const

test('the dated bootstrap reprices spreads, and upfronts that follow from it give the same curve', () => {
  const tradeDay = dayOf('2024-05-15')
  const discount = flat('2024-05-15', 0.045)
  for (const integration of ['isda', 'mid-point', 'exact'] as const) {
    const terms = { recovery: 0.4, calendar: weekends, settlementDays: 3, integration }
    const spreads = quotes.map(([label, date, spread]) => ({ label, maturityDay: dayOf(date), spread }))
    const curve = datedCdsHazardCurve(tradeDay, spreads, terms, discount)
    const mixed = spreads.map((quote, i) => {
      const swap = standardCds({ ...terms, tradeDay, maturityDay: quote.maturityDay })
      const at = datedCdsValue(
        { ...swap, side: 'buy protection', notional: 1, spread: 0.01 },
        { discount, survival: curve.survival },
        tradeDay,
      )
      near(at.fairSpread, quote.spread, 1e-12, quote.label)
      if (i % 2 === 0) return quote
      const toSettlement = Math.exp((-0.045 * (swap.cashSettlementDay - tradeDay)) / 365)
      return { ...quote, spread: undefined, upfront: at.presentValue / toSettlement, runningSpread: 0.01 }
    })
    const again = datedCdsHazardCurve(
      tradeDay,
      mixed.map(({ spread, ...quote }) => (spread === undefined ? quote : { ...quote, spread })) as never,
      terms,
      discount,
    )
    again.hazardRates.forEach((rate, i) => near(rate, curve.hazardRates[i], 1e-11))
  }
})

test('a tenor that no hazard rate reprices is named with its maturity and what it could be', () => {
  const discount = flat('2024-05-15', 0.045)
  const terms = { recovery: 0.4, calendar: weekends, settlementDays: 3, integration: 'isda' as const }
  const falling = [
    { label: '1Y', maturityDay: dayOf('2025-06-20'), spread: 0.05 },
    { label: '5Y', maturityDay: dayOf('2029-06-20'), spread: 0.002 },
  ]
  assert.throws(() => datedCdsHazardCurve(dayOf('2024-05-15'), falling, terms, discount), {
    code: 'infeasible',
    message: /5Y \(2029-06-20\) cannot be bootstrapped at 20\.00 bp.*bp to/,
  })
})

test('dates out of order, a matured swap and curves that start too late are refused', () => {
  const refused = { code: 'invalid-input' }
  assert.throws(() => datedCdsValue(cached, cachedCurves, dayOf('2015-06-09')), refused)
  assert.throws(() => datedCdsValue(cached, cachedCurves, cachedDay - 1), refused)
  assert.throws(() => datedCdsValue({ ...cached, accrualDays: [5, 4], paymentDays: [4] }, cachedCurves, 1), refused)
  assert.throws(() => datedCdsValue({ ...cached, paymentDays: [] }, cachedCurves, cachedDay), refused)
  assert.throws(() => datedCdsValue({ ...cached, recovery: 1 }, cachedCurves, cachedDay), refused)
  assert.throws(() => standardCds(standardTerms('2020-06-20', '2020-06-20')), refused)
  assert.throws(() => datedSurvivalCurve(cachedDay, 'ACT/365F', [cachedDay + 1], [1.2]), refused)
  assert.throws(() => survivalOn(cachedCurves.survival, cachedDay - 1), refused)
})

test('a swap that ends tomorrow is worth its last premium and a day of protection', () => {
  const swap = standardCds(standardTerms('2024-06-19', '2024-06-20'))
  const tradeDay = dayOf('2024-06-19')
  const survival = datedHazardCurve(tradeDay, 'ACT/365F', [tradeDay + 2], [0.02])
  const value = datedCdsValue(
    { ...swap, side: 'buy protection', notional: 1e6, spread: 0.01 },
    { discount: flat('2024-06-19', 0.05), survival },
    tradeDay,
  )
  near(value.protectionLeg, (1e6 * 0.6 * 0.02) / 365, 0.01)
  assert.ok(Number.isFinite(value.fairSpread))
})
