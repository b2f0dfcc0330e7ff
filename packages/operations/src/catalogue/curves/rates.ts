import { convertedRate, nelsonSiegelSvenssonCurve } from '@tutti/analytics/curves'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, series } from '../value-schemas.ts'
import { compoundingSchema } from './compounding-input.ts'
import { discountCurveOf, discountCurveSchema, periodForward } from './discount-curve-input.ts'

/** A rate under another compounding. */
export const convertRateOperation = defineOperation({
  name: 'curves/convert-rate',
  title: 'Rate conversion',
  description:
    'The rate with another compounding that earns the same over the term; the term matters only for simple rates.',
  source: 'Haug, The Complete Guide to Option Pricing Formulas (2007), 11.1',
  input: z.strictObject({
    rate: number.describe('decimal a year'),
    from: compoundingSchema,
    to: compoundingSchema,
    termYears: positive,
  }),
  output: z.strictObject({ rate: number }),
  example: { rate: 0.04, from: { timesPerYear: 2 }, to: 'continuous' as const, termYears: 1 },
  compute: (input) => ({ rate: convertedRate(input.rate, input.from, input.to, input.termYears) }),
})

/** A parametric curve at given times. */
export const nelsonSiegelSvenssonOperation = defineOperation({
  name: 'curves/nelson-siegel-svensson',
  title: 'Nelson-Siegel-Svensson curve',
  description:
    'Zero rates and instantaneous forwards (continuous) of the parametric curve; without the second hump it is Nelson-Siegel.',
  source: 'Nelson & Siegel, J. Business 60 (1987); Svensson, NBER WP 4871 (1994)',
  input: z
    .strictObject({
      beta0: number,
      beta1: number,
      beta2: number,
      beta3: number,
      tau1: positive.describe('years'),
      tau2: positive.optional().describe('years; needed when beta3 is not 0'),
      timesYears: z.array(nonNegative).min(1),
    })
    .refine(({ beta3, tau2 }) => beta3 === 0 || tau2 !== undefined, {
      path: ['tau2'],
      message: 'needed when beta3 is not 0',
    }),
  output: z.strictObject({ zeroRates: series, instantaneousForwards: series }),
  example: { beta0: 0.04, beta1: -0.02, beta2: 0.01, beta3: 0, tau1: 1.8, timesYears: [0.5, 1, 2, 5, 10] },
  compute: ({ timesYears, tau2, ...parameters }) => {
    const curve = nelsonSiegelSvenssonCurve({ ...parameters, tau2: tau2 ?? parameters.tau1 })
    return {
      zeroRates: timesYears.map((t) => curve.zeroRate(t)),
      instantaneousForwards: timesYears.map((t) => curve.instantaneousForward(t)),
    }
  },
})

/** Discount factors and rates read off a curve. */
export const discountCurveOperation = defineOperation({
  name: 'curves/discount-curve',
  title: 'Discount curve',
  description:
    'Discount factors, continuous zero rates and instantaneous forwards of a curve at given times, and its forward rates over given periods, simple and continuous.',
  source: 'Hagan & West, Wilmott (May 2008): piecewise constant forwards for log-linear discount factors',
  input: z.strictObject({
    curve: discountCurveSchema,
    timesYears: z.array(nonNegative).min(1),
    forwardPeriods: z
      .array(z.strictObject({ startYears: nonNegative, endYears: positive }))
      .describe('periods of the forward rates')
      .optional(),
  }),
  output: z.strictObject({
    discountFactors: series,
    zeroRates: series,
    instantaneousForwards: series,
    simpleForwards: z.array(z.number()),
    continuousForwards: z.array(z.number()),
  }),
  example: {
    curve: { kind: 'log-linear' as const, timesYears: [1, 2, 5], discountFactors: [0.97, 0.938, 0.84] },
    timesYears: [0.5, 1, 3],
    forwardPeriods: [{ startYears: 1, endYears: 1.5 }],
  },
  compute: ({ curve: parameters, timesYears, forwardPeriods = [] }) => {
    const curve = discountCurveOf(parameters)
    return {
      discountFactors: timesYears.map((t) => curve.discountFactor(t)),
      zeroRates: timesYears.map((t) => curve.zeroRate(t)),
      instantaneousForwards: timesYears.map((t) => curve.instantaneousForward(t)),
      simpleForwards: forwardPeriods.map((period) => periodForward(curve, period, 'simple')),
      continuousForwards: forwardPeriods.map((period) => periodForward(curve, period, 'continuous')),
    }
  },
})
