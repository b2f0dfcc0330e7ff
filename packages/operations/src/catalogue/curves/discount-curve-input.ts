import { TuttiError } from '@tutti/analytics/errors'
import {
  type DiscountCurve,
  flatCurve,
  growthFactor,
  logLinearDiscountCurve,
  nelsonSiegelSvenssonCurve,
  rateOfGrowth,
} from '@tutti/analytics/curves'
import { z } from 'zod'
import { number, positive } from '../value-schemas.ts'

const timesYears = z.array(positive).min(1).describe('increasing')

/** A discount curve as data. */
export const discountCurveSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('flat'), rateContinuous: number }),
  z
    .strictObject({
      kind: z.literal('log-linear'),
      timesYears,
      discountFactors: z.array(positive).min(1).optional(),
      zeroRates: z.array(number).min(1).optional().describe('continuous; instead of discount factors'),
    })
    .refine((curve) => (curve.discountFactors === undefined) !== (curve.zeroRates === undefined), {
      message: 'give either discountFactors or zeroRates',
    }),
  z.strictObject({
    kind: z.literal('nelson-siegel-svensson'),
    beta0: number,
    beta1: number,
    beta2: number,
    beta3: number,
    tau1: positive,
    tau2: positive,
  }),
])

/** A discount curve as data, parsed. */
export type DiscountCurveInput = z.infer<typeof discountCurveSchema>

/** The curve that the data describe. */
export function discountCurveOf(input: DiscountCurveInput): DiscountCurve {
  switch (input.kind) {
    case 'flat':
      return flatCurve(input.rateContinuous)
    case 'log-linear':
      return logLinearDiscountCurve(input.timesYears, input.discountFactors ?? discountFactorsOf(input))
    case 'nelson-siegel-svensson':
      return nelsonSiegelSvenssonCurve(input)
  }
}

function discountFactorsOf(input: {
  readonly timesYears: readonly number[]
  readonly zeroRates?: readonly number[] | undefined
}) {
  const { timesYears: times, zeroRates = [] } = input
  if (zeroRates.length !== times.length) {
    throw new TuttiError('invalid-input', 'a curve has one zero rate for each time', {
      field: 'zeroRates',
      got: `${zeroRates.length} rates`,
      expected: `${times.length}, as many as times`,
    })
  }
  return zeroRates.map((rate, i) => 1 / growthFactor(rate, 'continuous', times[i]))
}

/** Simple forward rate of the curve over a period. */
export function simpleForward(
  curve: DiscountCurve,
  period: { readonly startYears: number; readonly endYears: number },
): number {
  const term = period.endYears - period.startYears
  if (term <= 0) {
    throw new TuttiError('invalid-input', 'a forward period ends after it starts', {
      field: 'forwardPeriods',
      got: `${period.startYears} to ${period.endYears}`,
      expected: 'startYears < endYears',
    })
  }
  return rateOfGrowth(curve.discountFactor(period.startYears) / curve.discountFactor(period.endYears), 'simple', term)
}
