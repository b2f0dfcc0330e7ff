import { creditAdjustment, fxForwardCreditAdjustment, swapCreditAdjustment } from '@tutti/analytics/xva'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, numbers, positive, series, wholeFrom } from '../value-schemas.ts'

const recovery = z.number().min(0).max(1).describe('part of the claim that is recovered, decimal')
const hazard = nonNegative.describe('constant default intensity a year, continuous')
const buckets = z.array(
  z.strictObject({
    endYears: positive,
    discountedExposure: nonNegative,
    defaultProbability: nonNegative,
    adjustment: nonNegative,
  }),
)

/** CVA of a given exposure profile. */
export const creditAdjustmentOperation = defineOperation({
  name: 'xva/cva-profile',
  title: 'CVA of an exposure profile',
  description:
    'Unilateral credit valuation adjustment of expected exposures at given dates, default taken at the end of each bucket; with negative exposures and the own survival it is the DVA.',
  source: 'Basel Committee, MAR50.32; Gregory, The xVA Challenge (2015), 14.2',
  input: z.strictObject({
    timesYears: z.array(positive).min(1).describe('increasing'),
    expectedExposure: z.array(nonNegative).min(1).describe('money of each date'),
    discountFactors: z.array(positive).min(1),
    survival: series.describe('probability of survival to each date, not rising'),
    recovery,
  }),
  output: z.strictObject({ adjustment: nonNegative.describe('a loss'), buckets }),
  example: {
    timesYears: [1, 2, 3],
    expectedExposure: [500_000, 800_000, 300_000],
    discountFactors: [0.97, 0.94, 0.91],
    survival: [0.98, 0.955, 0.925],
    recovery: 0.4,
  },
  compute: (input) => {
    const result = creditAdjustment(input)
    return { adjustment: result.adjustment, buckets: [...result.buckets] }
  },
})

/** CVA and DVA of a swap as a strip of swaptions. */
export const swapCreditAdjustmentOperation = defineOperation({
  name: 'xva/cva-swap',
  title: 'CVA and DVA of a swap',
  description:
    'Unilateral CVA and DVA of a yearly swap on one curve as strips of Bachelier swaptions: default at the end of each year, just after its payment.',
  source: 'Sorensen & Bollier, Financial Analysts Journal 50 (1994), 23-33',
  input: z.strictObject({
    curve: discountCurveSchema,
    notional: positive,
    side: z.enum(['payer', 'receiver']).describe('of the fixed rate'),
    maturityYears: wholeFrom(1).max(200),
    fixedRate: number.nullable().describe('decimal, paid yearly; null for the par rate'),
    normalVolAnnual: nonNegative.describe('of every forward swap rate: 0.0085 is 85 basis points a year'),
    counterpartyHazard: hazard,
    ownHazard: hazard,
    recovery,
  }),
  output: z.strictObject({
    parRate: number,
    discountedPositiveExposure: z.array(nonNegative).describe('one a year'),
    discountedNegativeExposure: z.array(nonNegative).describe('one a year'),
    cva: nonNegative,
    dva: nonNegative,
    cvaBuckets: buckets,
    dvaBuckets: buckets,
  }),
  example: {
    curve: { kind: 'flat' as const, rateContinuous: 0.03 },
    notional: 1_000_000,
    side: 'payer' as const,
    maturityYears: 10,
    fixedRate: null,
    normalVolAnnual: 0.0085,
    counterpartyHazard: 0.02,
    ownHazard: 0.01,
    recovery: 0.4,
  },
  compute: ({ curve, ...input }) => {
    const result = swapCreditAdjustment({ ...input, curve: discountCurveOf(curve) })
    return {
      parRate: result.parRate,
      discountedPositiveExposure: [...result.discountedPositiveExposure],
      discountedNegativeExposure: [...result.discountedNegativeExposure],
      cva: result.credit.adjustment,
      dva: result.debit.adjustment,
      cvaBuckets: [...result.credit.buckets],
      dvaBuckets: [...result.debit.buckets],
    }
  },
})

/** CVA of an FX forward as an integral of options. */
export const fxForwardCreditAdjustmentOperation = defineOperation({
  name: 'xva/cva-fx-forward',
  title: 'CVA of an FX forward',
  description:
    'Unilateral CVA of an FX forward with default in continuous time, and its discounted expected positive exposure at given times; lognormal spot, constant rates, no wrong-way risk.',
  source: 'Brigo, Morini & Pallavicini, Counterparty Credit Risk, Collateral and Funding (2013), chapter 7',
  input: z.strictObject({
    spot: positive.describe('domestic per unit of foreign'),
    strike: positive,
    maturityYears: positive,
    domesticRateContinuous: number,
    foreignRateContinuous: number,
    volAnnual: nonNegative,
    hazard,
    recovery,
    notionalForeign: positive,
    side: z.enum(['long foreign', 'short foreign']),
    exposureTimesYears: numbers.describe('within the maturity'),
  }),
  output: z.strictObject({
    cva: nonNegative.describe('domestic currency'),
    discountedPositiveExposure: z.array(nonNegative).describe('one for each time asked for'),
  }),
  example: {
    spot: 1.1,
    strike: 1.12,
    maturityYears: 2,
    domesticRateContinuous: 0.03,
    foreignRateContinuous: 0.02,
    volAnnual: 0.1,
    hazard: 0.02,
    recovery: 0.4,
    notionalForeign: 1_000_000,
    side: 'long foreign' as const,
    exposureTimesYears: [1, 2],
  },
  compute: ({ exposureTimesYears, ...input }) => {
    const result = fxForwardCreditAdjustment(input, exposureTimesYears)
    return { cva: result.adjustment, discountedPositiveExposure: [...result.discountedPositiveExposure] }
  },
})
