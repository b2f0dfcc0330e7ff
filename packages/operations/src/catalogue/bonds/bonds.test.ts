import assert from 'node:assert/strict'
import test from 'node:test'
import { operation } from '../operations.ts'
import * as bonds from './index.ts'

const close = (actual: unknown, expected: number, tolerance: number) => {
  assert.ok(
    typeof actual === 'number' && Math.abs(actual - expected) <= tolerance,
    `${String(actual)} is not ${expected}`,
  )
}

const bond = {
  accrualStart: '2024-02-15',
  maturity: '2034-02-15',
  couponRate: 0.04,
  frequency: 2 as const,
  dayCount: 'ACT/ACT ICMA' as const,
}
const settlement = '2025-03-14'
const curve = {
  referenceDate: '2025-03-14',
  dayCount: 'ACT/365F' as const,
  curve: { kind: 'linear-zero' as const, timesYears: [1, 5, 10], zeroRates: [0.041, 0.04, 0.043] },
}

test('the present value of every pricer is the sum of its lines', () => {
  for (const { name, example, run } of Object.values(bonds)) {
    const { presentValue, lines } = (run as (input: unknown) => Record<string, unknown>)(example)
    if (!Array.isArray(lines)) continue
    const sum = (lines as { presentValue: number }[]).reduce((total, line) => total + line.presentValue, 0)
    close(presentValue, sum, 1e-9 * Math.abs(sum))
    for (const line of lines as { presentValue: number; amount: number; discountFactor: number }[]) {
      close(line.amount * line.discountFactor, line.presentValue, 1e-12 * Math.abs(sum))
    }
    assert.ok(lines.length > 0, name)
  }
})

test('a face of one cent is the price in proportion', () => {
  const whole = bonds.fixedRateBondOperation.run({ bond, settlement, curve })
  const cent = bonds.fixedRateBondOperation.run({ bond, settlement, curve, face: 0.01 })
  close(cent.presentValue, whole.presentValue * 1e-4, 1e-16)
  const analytics = bonds.yieldAnalyticsOperation.run({ bond, settlement, quote: { yield: 0.05 }, face: 0.01 })
  close(analytics.presentValue, analytics.dirtyPrice * 1e-4, 1e-16)
  close(analytics.dv01, analytics.modifiedYears * analytics.dirtyPrice * 1e-8, 1e-16)
})

test('a bond at the price of its curve has no z-spread, and its spreads stand in their order', () => {
  const { dirtyPrice } = bonds.fixedRateBondOperation.run({ bond, settlement, curve })
  close(bonds.zSpreadOperation.run({ bond, settlement, curve, price: { dirtyPrice } }).zSpread, 0, 1e-14)
  const cheap = bonds.relativeValueOperation.run({
    bond,
    settlement,
    price: { dirtyPrice: dirtyPrice - 5 },
    swapCurve: curve,
    governmentYields: { maturitiesYears: [5, 10], yields: [0.038, 0.04] },
    swapRates: { maturitiesYears: [5, 10], yields: [0.0405, 0.0425] },
  })
  assert.ok(
    cheap.zSpread > 0 && cheap.parAssetSwapSpread > 0 && cheap.proceedsAssetSwapSpread > cheap.parAssetSwapSpread,
  )
  assert.ok((cheap.gSpread ?? 0) > (cheap.iSpread ?? 1))
})

test('a zero-coupon bond of a century and a bill of a day are priced both ways', () => {
  const century = { ...bond, couponRate: 0, accrualStart: '2025-03-14', maturity: '2125-03-14' }
  const { cleanPrice, macaulayYears } = bonds.yieldAnalyticsOperation.run({
    bond: century,
    settlement,
    quote: { yield: 0.03 },
  })
  close(cleanPrice, 100 * 1.015 ** -200, 1e-12)
  close(macaulayYears, 100, 1e-12)
  const back = bonds.yieldAnalyticsOperation.run({ bond: century, settlement, quote: { cleanPrice } })
  close(back.yield, 0.03, 1e-13)
  const bill = bonds.treasuryBillOperation.run({ daysToMaturity: 1, quote: { discountRate: -0.005 } })
  assert.ok(bill.price > 100 && bill.bondEquivalentYield < 0)
})

test('an amortising bond pays its face back by its plan and has the shorter duration', () => {
  const plans = [undefined, { kind: 'annuity' as const }, { kind: 'linear' as const }]
  const durations = plans.map((amortisation) => {
    const terms = amortisation === undefined ? bond : { ...bond, amortisation }
    const { flows } = bonds.cashFlowsOperation.run({ bond: terms })
    close(
      flows.reduce((sum, flow) => sum + flow.principal, 0),
      100,
      1e-11,
    )
    return bonds.yieldAnalyticsOperation.run({ bond: terms, settlement, quote: { yield: 0.04 } }).modifiedYears
  })
  assert.ok(durations[0] > durations[1] && durations[1] > durations[2])
})

test('bonds under scenarios agree with each bond off each curve', () => {
  const rates = [
    [0.041, 0.04, 0.043],
    [-0.01, 0, 0.005],
  ]
  const { values, totals } = bonds.scenarioValuesOperation.run({
    curveDate: settlement,
    positions: [
      { bond, face: 1000 },
      { bond: { ...bond, couponRate: 0.07, maturity: '2028-02-15' }, face: -500, spreadContinuous: 0.02 },
    ],
    keyTimesYears: [1, 5, 10],
    zeroRates: rates,
  })
  rates.forEach((zeroRates, s) => {
    const moved = { ...curve, curve: { ...curve.curve, zeroRates } }
    close(
      values[0][s],
      bonds.fixedRateBondOperation.run({ bond, settlement, curve: moved, face: 1000 }).presentValue,
      1e-9,
    )
    close(totals[s], values[0][s] + values[1][s], 1e-9)
  })
})

test('a reference index feeds the inflation-linked bond, which is par at a real yield equal to its coupon', () => {
  const { indexRatio } = bonds.referenceIndexOperation.run(bonds.referenceIndexOperation.example)
  const { nominalDirtyPrice, realCleanPrice } = bonds.inflationLinkedBondOperation.run({
    bond,
    settlement: '2025-08-15',
    indexRatio,
    quote: { realYield: 0.04 },
  })
  close(realCleanPrice, 100, 1e-11)
  close(nominalDirtyPrice, 100 * indexRatio, 1e-11)
})

test('bad inputs name their field', () => {
  const fieldOf = (name: string, input: unknown): string | undefined => {
    try {
      operation(name).run(input)
    } catch (error) {
      return (error as { details?: { field?: string } }).details?.field
    }
    return 'nothing was thrown'
  }
  assert.equal(
    fieldOf('bonds/yield-analytics', { bond, settlement: '2040-01-01', quote: { yield: 0.04 } }),
    'settlement',
  )
  assert.equal(fieldOf('bonds/yield-analytics', { bond, settlement, quote: { yield: -2 } }), 'yield')
  const both = { ...bond, couponRates: [0.04] }
  assert.equal(fieldOf('bonds/yield-analytics', { bond: both, settlement, quote: { yield: 0 } }), 'bond.couponRate')
  const noDates = { curve: curve.curve, dates: ['2026-01-01'], amounts: [1], keyRatesYears: [1] }
  assert.equal(fieldOf('bonds/cash-flow-risk', noDates), 'curveDate')
  assert.equal(fieldOf('bonds/cash-flow-risk', { ...noDates, dates: undefined, timesYears: [1, 2] }), 'amounts')
  const stress = {
    curve: curve.curve,
    timesYears: [1],
    amounts: [1],
    tenorsYears: [1, 2],
    scenarios: [{ name: 'up', shifts: [0.01] }],
  }
  assert.equal(fieldOf('bonds/cash-flow-stress', stress), 'shifts[0]')
  const swap = { curve: curve.curve, maturityYears: 4.3, couponRate: 0.04, frequency: 1, dirtyPrice: 99 }
  assert.equal(fieldOf('bonds/asset-swap', swap), 'maturityYears')
})
