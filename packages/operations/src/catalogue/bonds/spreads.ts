import { assetSwap, bondHolding, valueAtZSpread, zSpread } from '@tutti/analytics/bonds'
import { TuttiError } from '@tutti/analytics/errors'
import { curveTime } from '@tutti/analytics/curves'
import { dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { isoDate, number, positive, wholeFrom } from '../value-schemas.ts'
import {
  compoundingSchema,
  datedCurveOf,
  datedCurveSchema,
  fixedRateBondOf,
  fixedRateBondSchema,
  quotedPriceSchema,
} from './bond-inputs.ts'
import { cashFlowFields, cashFlowsOf } from './cash-flow-inputs.ts'

const exampleCurve = { kind: 'linear-zero' as const, timesYears: [1, 5, 10], zeroRates: [0.041, 0.04, 0.043] }

/** The z-spread of payments. */
export const cashFlowZSpreadOperation = defineOperation({
  name: 'bonds/cash-flow-z-spread',
  title: 'Z-spread of cash flows',
  description:
    'The constant spread over the zero rates of a curve, in the compounding asked for, at which given payments are worth a price.',
  source: 'Fabozzi, Bond Markets, Analysis and Strategies (2016), ch. 5',
  input: z.strictObject({
    ...cashFlowFields,
    settlement: isoDate.optional().describe('when the price is paid; the date of the curve unless given'),
    cleanPrice: number.describe('in the unit of the amounts'),
    accrued: number.optional().describe('0'),
    compounding: compoundingSchema.optional().describe('of the zero rate that the spread is added to; continuous'),
  }),
  output: z.strictObject({ zSpread: number.describe('decimal'), valueAtZeroSpread: number }),
  failures: [{ code: 'infeasible', when: 'no spread gives the price' }],
  example: { curve: exampleCurve, timesYears: [1, 2, 3], amounts: [5, 5, 105], cleanPrice: 99 },
  compute: (input) => {
    const { curve, flows, settlementYears } = cashFlowsOf(input)
    const options = { settlementYears, compounding: input.compounding ?? 'continuous' }
    return {
      zSpread: zSpread(flows, curve, input.cleanPrice + (input.accrued ?? 0), options),
      valueAtZeroSpread: valueAtZSpread(flows, curve, 0, options),
    }
  },
})

/** The z-spread of a bond. */
export const zSpreadOperation = defineOperation({
  name: 'bonds/z-spread',
  title: 'Z-spread of a bond',
  description:
    'The constant spread over the zero rates of a curve, in the compounding asked for, at which a bond costs its price.',
  source: 'Fabozzi, Bond Markets, Analysis and Strategies (2016), ch. 5',
  input: z.strictObject({
    bond: fixedRateBondSchema,
    settlement: isoDate,
    curve: datedCurveSchema,
    price: quotedPriceSchema,
    compounding: compoundingSchema.optional().describe('of the zero rate that the spread is added to; continuous'),
  }),
  output: z.strictObject({
    zSpread: number.describe('decimal'),
    modelDirtyPrice: number.describe('at no spread, percent of face'),
    dirtyPrice: number.describe('percent of face'),
  }),
  failures: [
    { code: 'not-applicable', when: 'settlement is on or after maturity' },
    { code: 'infeasible', when: 'no spread gives the price' },
  ],
  example: {
    bond: {
      accrualStart: '2023-11-15',
      maturity: '2033-11-15',
      couponRate: 0.06,
      frequency: 2 as const,
      dayCount: '30/360 bond basis' as const,
    },
    settlement: '2024-03-15',
    curve: { referenceDate: '2024-03-15', dayCount: 'ACT/365F' as const, curve: exampleCurve },
    price: { cleanPrice: 108.25 },
  },
  compute: (input) => {
    const curve = datedCurveOf(input.curve)
    const settlement = dayOf(input.settlement, 'settlement')
    const { flows, accrued } = bondHolding(fixedRateBondOf(input.bond), settlement)
    const amounts = flows.map((flow) => ({
      timeYears: curveTime(curve, flow.payDay),
      amount: flow.interest + flow.principal,
    }))
    const dirtyPrice = 'dirtyPrice' in input.price ? input.price.dirtyPrice : input.price.cleanPrice + accrued
    const options = { settlementYears: curveTime(curve, settlement), compounding: input.compounding ?? 'continuous' }
    return {
      zSpread: zSpread(amounts, curve.curve, dirtyPrice, options),
      modelDirtyPrice: valueAtZSpread(amounts, curve.curve, 0, options),
      dirtyPrice,
    }
  },
})

/** Asset swap of a bond on whole coupon periods. */
export const assetSwapOperation = defineOperation({
  name: 'bonds/asset-swap',
  title: 'Asset swap of a bond on a coupon date',
  description:
    'Par and proceeds (market-value) asset swap spreads of a bond with whole periods to maturity, with its model price, the annuity of the floating leg and the par swap rate.',
  source: "O'Kane, Introduction to Asset Swaps, Lehman Brothers (2000)",
  input: z.strictObject({
    curve: discountCurveSchema,
    maturityYears: positive.max(200).describe('a whole number of periods'),
    couponRate: number,
    frequency: wholeFrom(1).max(366).describe('coupons a year'),
    floatingFrequency: wholeFrom(1).max(366).optional().describe('floating payments a year; as frequency'),
    dirtyPrice: positive.describe('percent of face'),
  }),
  output: z.strictObject({
    modelPrice: number.describe('percent of face'),
    annuity: number,
    parSwapRate: number.describe('of a fixed leg that pays as often as the floating leg'),
    parSpread: number.describe('decimal, on the face'),
    proceedsSpread: number.describe('decimal, on the dirty price'),
  }),
  example: { curve: exampleCurve, maturityYears: 5, couponRate: 0.045, frequency: 1, dirtyPrice: 97.2 },
  compute: (input) => {
    const { maturityYears, couponRate, frequency, floatingFrequency = frequency, dirtyPrice } = input
    const fixed = gridOf(maturityYears, frequency)
    const flows = fixed.map((timeYears, i) => ({
      timeYears,
      amount: (100 * couponRate) / frequency + (i === fixed.length - 1 ? 100 : 0),
    }))
    const floating = gridOf(maturityYears, floatingFrequency).map((timeYears) => ({
      timeYears,
      accrualYears: 1 / floatingFrequency,
    }))
    return assetSwap(flows, floating, discountCurveOf(input.curve), dirtyPrice)
  },
})

/** Payment times of whole periods up to maturity. */
function gridOf(maturityYears: number, frequency: number): number[] {
  const count = Math.round(maturityYears * frequency)
  if (count < 1 || count > 100_000 || Math.abs(count - maturityYears * frequency) > 1e-9 * count) {
    throw new TuttiError('invalid-input', 'the maturity is no whole number of coupon periods', {
      field: 'maturityYears',
      got: String(maturityYears),
      expected: `a multiple of ${1 / frequency}; bonds/relative-value takes a bond by its dates`,
    })
  }
  return Array.from({ length: count }, (_, k) => (k + 1) / frequency)
}
