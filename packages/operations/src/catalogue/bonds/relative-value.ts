import { assetSwap, bondHolding, bondYield, yieldSpread, zSpread } from '@tutti/analytics/bonds'
import { curveTime } from '@tutti/analytics/curves'
import { calendar, dayCounts, dayOf, schedule, yearFraction } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { isoDate, nonNegative, nullableNumber, number } from '../value-schemas.ts'
import {
  datedCurveOf,
  datedCurveSchema,
  fixedRateBondOf,
  fixedRateBondSchema,
  frequencySchema,
  quotedPriceSchema,
  yieldConventionOf,
  yieldConventionSchema,
} from './bond-inputs.ts'

const benchmarkSchema = z.strictObject({
  maturitiesYears: z.array(nonNegative).min(1).describe('increasing'),
  yields: z.array(number).min(1).describe('decimal, in the compounding of the yield of the bond'),
})

/** All spreads of a bond at a price. */
export const relativeValueOperation = defineOperation({
  name: 'bonds/relative-value',
  title: 'Spreads of a bond',
  description:
    'Yield, G-spread over government yields, I-spread over par swap rates, Z-spread and par and proceeds asset swap spreads of a dated bond at its price.',
  source: "O'Kane & Sen, Credit spreads explained, J. Credit Risk 1 (2005); O'Kane, Introduction to Asset Swaps (2000)",
  input: z.strictObject({
    bond: fixedRateBondSchema,
    settlement: isoDate,
    price: quotedPriceSchema,
    swapCurve: datedCurveSchema.describe('of the Z-spread and the asset swap'),
    floatingFrequency: frequencySchema.optional().describe('floating payments a year of the asset swap; 4'),
    floatingDayCount: z.enum(dayCounts).optional().describe('ACT/360'),
    governmentYields: benchmarkSchema.optional(),
    swapRates: benchmarkSchema.optional(),
    convention: yieldConventionSchema.optional().describe('of the yield; street unless given'),
  }),
  output: z.strictObject({
    yield: number,
    dirtyPrice: number,
    cleanPrice: number,
    gSpread: nullableNumber.describe('decimal; null without government yields'),
    iSpread: nullableNumber.describe('decimal; null without swap rates'),
    zSpread: number.describe('decimal, continuous'),
    parAssetSwapSpread: number.describe('decimal'),
    proceedsAssetSwapSpread: number.describe('decimal'),
    modelPrice: number.describe('dirty, on the swap curve'),
  }),
  failures: [
    { code: 'not-applicable', when: 'settlement is on or after maturity' },
    { code: 'infeasible', when: 'no yield or spread gives the price' },
  ],
  example: {
    bond: {
      accrualStart: '2024-02-15',
      maturity: '2034-02-15',
      couponRate: 0.05,
      frequency: 2 as const,
      dayCount: '30/360 US' as const,
    },
    settlement: '2025-03-14',
    price: { cleanPrice: 99.4 },
    swapCurve: {
      referenceDate: '2025-03-14',
      dayCount: 'ACT/365F' as const,
      curve: { kind: 'linear-zero' as const, timesYears: [1, 5, 10], zeroRates: [0.041, 0.038, 0.039] },
    },
    governmentYields: { maturitiesYears: [2, 5, 10], yields: [0.0402, 0.0406, 0.0432] },
  },
  compute: (input) => {
    const bond = fixedRateBondOf(input.bond)
    const settlement = dayOf(input.settlement, 'settlement')
    const curve = datedCurveOf(input.swapCurve, 'swapCurve')
    const settlementYears = curveTime(curve, settlement)
    const { flows: payments, accrued } = bondHolding(bond, settlement)
    const dirtyPrice = 'dirtyPrice' in input.price ? input.price.dirtyPrice : input.price.cleanPrice + accrued
    const flows = payments.map((flow) => ({
      timeYears: curveTime(curve, flow.payDay),
      amount: flow.interest + flow.principal,
    }))
    const { days } = schedule({
      effective: settlement,
      termination: bond.maturity,
      tenor: { count: 12 / (input.floatingFrequency ?? 4), unit: 'M' },
      calendar: bond.calendar ?? calendar('none'),
      convention: bond.paymentConvention ?? 'unadjusted',
      terminationConvention: bond.paymentConvention ?? 'unadjusted',
      rule: 'backward',
      endOfMonth: false,
    })
    const floating = days.slice(1).map((day, i) => ({
      timeYears: curveTime(curve, day),
      accrualYears: yearFraction(input.floatingDayCount ?? 'ACT/360', days[i], day),
    }))
    const annualYield = bondYield(
      { bond, settlement, convention: yieldConventionOf(input.convention, bond.frequency) },
      { dirtyPrice },
    )
    const maturityYears = yearFraction('ACT/365F', settlement, bond.maturity)
    const over = (benchmark: z.infer<typeof benchmarkSchema> | undefined) =>
      benchmark === undefined
        ? null
        : yieldSpread(annualYield, maturityYears, benchmark.maturitiesYears, benchmark.yields)
    const swap = assetSwap(flows, floating, curve.curve, dirtyPrice, settlementYears)
    return {
      yield: annualYield,
      dirtyPrice,
      cleanPrice: dirtyPrice - accrued,
      gSpread: over(input.governmentYields),
      iSpread: over(input.swapRates),
      zSpread: zSpread(flows, curve.curve, dirtyPrice, { settlementYears }),
      parAssetSwapSpread: swap.parSpread,
      proceedsAssetSwapSpread: swap.proceedsSpread,
      modelPrice: swap.modelPrice,
    }
  },
})
