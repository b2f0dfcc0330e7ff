import { TuttiError } from '@tutti/analytics/errors'
import {
  alternativeExtrapolatedCurve,
  curveInterpolations,
  type DiscountCurve,
  flatCurve,
  growthFactor,
  interpolatedCurve,
  keyRateShiftedCurve,
  linearForwardCurve,
  linearZeroCurve,
  logLinearDiscountCurve,
  nelsonSiegelSvenssonCurve,
  rateOfGrowth,
  smithWilsonCurve,
  smithWilsonFit,
  zeroSpreadCurve,
} from '@tutti/analytics/curves'
import { z } from 'zod'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { alternativeExtrapolationShape } from './alternative-extrapolation-input.ts'

const timesYears = z.array(positive).min(1).describe('increasing')
const timesFromZero = z.array(nonNegative).min(1).describe('increasing')
const zeroRates = z.array(number).min(1).describe('continuous, one a time')
const discountFactors = z.array(positive).min(1)

/** Points given by discount factors or by zero rates, never both. */
const oneOfBoth = (curve: { readonly discountFactors?: unknown; readonly zeroRates?: unknown }): boolean =>
  (curve.discountFactors === undefined) !== (curve.zeroRates === undefined)
const oneOfBothMessage = { message: 'give either discountFactors or zeroRates' }

const baseCurves = [
  z.strictObject({ kind: z.literal('flat'), rateContinuous: number }),
  z
    .strictObject({
      kind: z.literal('log-linear'),
      timesYears,
      discountFactors: discountFactors.optional(),
      zeroRates: zeroRates.optional().describe('continuous; instead of discount factors'),
    })
    .refine(oneOfBoth, oneOfBothMessage),
  z.strictObject({
    kind: z.literal('linear-zero'),
    timesYears: timesFromZero,
    zeroRates: zeroRates.describe('continuous, one a time; flat before the first and after the last'),
  }),
  z.strictObject({
    kind: z.literal('linear-forward'),
    timesYears: timesFromZero,
    instantaneousForwards: z.array(number).min(1).describe('continuous, one a time; flat outside'),
  }),
  z
    .strictObject({
      kind: z.literal('interpolated'),
      interpolation: z.enum(curveInterpolations),
      timesYears: timesFromZero,
      discountFactors: discountFactors.optional(),
      zeroRates: zeroRates.optional().describe('continuous; instead of discount factors'),
      tensionPerYear: nonNegative.optional().describe('of the tension forms'),
    })
    .refine(oneOfBoth, oneOfBothMessage),
  z.strictObject({
    kind: z.literal('nelson-siegel-svensson'),
    beta0: number,
    beta1: number,
    beta2: number,
    beta3: number,
    tau1: positive,
    tau2: positive,
  }),
  z
    .strictObject({
      kind: z.literal('smith-wilson'),
      timesYears: z.array(positive).min(1).describe('maturities of the zero-coupon prices, distinct'),
      discountFactors: discountFactors.optional(),
      zeroRates: zeroRates.optional().describe('continuous; instead of discount factors'),
      ultimateForwardRate: z.number().gt(-1).describe('annually compounded'),
      alpha: positive.describe('speed of convergence, per year'),
    })
    .refine(oneOfBoth, oneOfBothMessage),
] as const

const baseCurveSchema = z.discriminatedUnion('kind', baseCurves)

/** A discount curve as data. */
export const discountCurveSchema = z
  .discriminatedUnion('kind', [
    ...baseCurves,
    z.strictObject({
      kind: z.literal('spread-over'),
      curve: baseCurveSchema,
      zeroSpreadContinuous: number.describe('decimal, added to the zero rate at all times'),
    }),
    z.strictObject({
      kind: z.literal('shifted-over'),
      curve: baseCurveSchema,
      keyTimesYears: timesFromZero,
      shiftsContinuous: z
        .array(number)
        .min(1)
        .describe('of the zero rate at each key time; linear between, flat outside'),
    }),
    z.strictObject({
      kind: z.literal('alternative-extrapolation'),
      curve: baseCurveSchema.describe('through all liquid maturities'),
      ...alternativeExtrapolationShape,
    }),
  ])
  .meta({ title: 'discount curve' })

/** A discount curve as data, parsed. */
export type DiscountCurveInput = z.infer<typeof discountCurveSchema>

/** The curve that the data describe. */
export function discountCurveOf(input: DiscountCurveInput): DiscountCurve {
  switch (input.kind) {
    case 'flat':
      return flatCurve(input.rateContinuous)
    case 'log-linear':
      return logLinearDiscountCurve(input.timesYears, input.discountFactors ?? discountFactorsOf(input))
    case 'linear-zero':
      return linearZeroCurve(input.timesYears, input.zeroRates)
    case 'linear-forward':
      return linearForwardCurve(input.timesYears, input.instantaneousForwards)
    case 'interpolated':
      return interpolatedCurve({ ...input, zeroRates: input.zeroRates ?? zeroRatesOf(input) })
    case 'nelson-siegel-svensson':
      return nelsonSiegelSvenssonCurve(input)
    case 'smith-wilson':
      return smithWilsonCurve(
        smithWilsonFit(input.timesYears, input.discountFactors ?? discountFactorsOf(input), input),
      )
    case 'spread-over':
      return zeroSpreadCurve(discountCurveOf(input.curve), input.zeroSpreadContinuous)
    case 'shifted-over':
      return keyRateShiftedCurve(discountCurveOf(input.curve), input.keyTimesYears, input.shiftsContinuous)
    case 'alternative-extrapolation':
      return alternativeExtrapolatedCurve(discountCurveOf(input.curve), input).curve
  }
}

interface Points {
  readonly timesYears: readonly number[]
  readonly zeroRates?: readonly number[] | undefined
  readonly discountFactors?: readonly number[] | undefined
}

function discountFactorsOf({ timesYears: times, zeroRates: rates = [] }: Points): number[] {
  requireAsMany('zeroRates', rates.length, times.length)
  return rates.map((rate, i) => 1 / growthFactor(rate, 'continuous', times[i]))
}

function zeroRatesOf({ timesYears: times, discountFactors: factors = [] }: Points): number[] {
  requireAsMany('discountFactors', factors.length, times.length)
  return factors.map((factor, i) => rateOfGrowth(1 / factor, 'continuous', times[i]))
}

function requireAsMany(field: string, got: number, expected: number): void {
  if (got === expected) return
  throw new TuttiError('invalid-input', `a curve has one value of ${field} for each time`, {
    field,
    got: `${got} values`,
    expected: `${expected}, as many as times`,
  })
}

/** Forward rate of the curve over a period, simple or continuous. */
export function periodForward(
  curve: DiscountCurve,
  period: { readonly startYears: number; readonly endYears: number },
  compounding: 'simple' | 'continuous',
): number {
  const term = period.endYears - period.startYears
  if (term <= 0) {
    throw new TuttiError('invalid-input', 'a forward period ends after it starts', {
      field: 'forwardPeriods',
      got: `${period.startYears} to ${period.endYears}`,
      expected: 'startYears < endYears',
    })
  }
  return rateOfGrowth(
    curve.discountFactor(period.startYears) / curve.discountFactor(period.endYears),
    compounding,
    term,
  )
}
