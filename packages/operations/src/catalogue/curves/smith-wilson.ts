import { growthFactor, smithWilsonAlpha, smithWilsonCurve, smithWilsonFit, wilsonKernel } from '@tutti/analytics/curves'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { matrix, nonNegative, number, positive, series } from '../value-schemas.ts'

const zeroPrices = {
  maturitiesYears: z.array(positive).min(1).describe('distinct'),
  zeroRatesAnnual: z.array(z.number().gt(-1)).min(1).describe('annually compounded, one a maturity'),
  ultimateForwardRate: z.number().gt(-1).describe('annually compounded'),
}

const exampleCurve = {
  maturitiesYears: [1, 2, 3, 5, 7, 10, 15, 20],
  zeroRatesAnnual: [0.0335, 0.0272, 0.0249, 0.0235, 0.0236, 0.0243, 0.0249, 0.0241],
  ultimateForwardRate: 0.0345,
}

const annual = { timesPerYear: 1 }

const pricesOf = (input: {
  readonly maturitiesYears: readonly number[]
  readonly zeroRatesAnnual: readonly number[]
}): number[] => input.zeroRatesAnnual.map((rate, i) => 1 / growthFactor(rate, annual, input.maturitiesYears[i]))

const source =
  'Smith & Wilson, Fitting yield curves with long term constraints (2001); EIOPA, Technical documentation of the methodology to derive the risk-free interest rate term structures'

const asMany = {
  check: (input: { readonly maturitiesYears: readonly unknown[]; readonly zeroRatesAnnual: readonly unknown[] }) =>
    input.maturitiesYears.length === input.zeroRatesAnnual.length,
  message: { path: ['zeroRatesAnnual'], message: 'needs one rate for each maturity' },
}

/** Fit to zero-coupon rates and the curve read at any times. */
export const smithWilsonOperation = defineOperation({
  name: 'curves/smith-wilson',
  title: 'Smith-Wilson curve',
  description:
    'Curve that meets zero-coupon rates exactly and whose forward tends to an ultimate forward rate; its weights, zero rates, discount factors and instantaneous forwards.',
  source,
  input: z
    .strictObject({ ...zeroPrices, alpha: positive.describe('per year'), timesYears: z.array(nonNegative).min(1) })
    .refine(asMany.check, asMany.message),
  output: z.strictObject({
    weights: series.describe('zeta, one a maturity'),
    zeroRatesAnnual: series,
    zeroRatesContinuous: series,
    discountFactors: series,
    instantaneousForwards: series.describe('continuous'),
  }),
  example: { ...exampleCurve, alpha: 0.12, timesYears: [1, 10, 20, 40, 60, 100] },
  failures: [
    { code: 'infeasible', when: 'the prices are linearly dependent' },
    { code: 'calculation-failed', when: 'the fitted discount factor at a time is not above 0' },
  ],
  compute: ({ timesYears, alpha, ultimateForwardRate, ...input }) => {
    const fit = smithWilsonFit(input.maturitiesYears, pricesOf(input), { ultimateForwardRate, alpha })
    const curve = smithWilsonCurve(fit)
    const zeroRatesContinuous = timesYears.map((t) => curve.zeroRate(t))
    return {
      weights: [...fit.weights],
      zeroRatesAnnual: zeroRatesContinuous.map((rate) => Math.expm1(rate)),
      zeroRatesContinuous,
      discountFactors: timesYears.map((t) => curve.discountFactor(t)),
      instantaneousForwards: timesYears.map((t) => curve.instantaneousForward(t)),
    }
  },
})

/** Smallest speed of convergence that meets the convergence criterion. */
export const smithWilsonAlphaOperation = defineOperation({
  name: 'curves/smith-wilson-alpha',
  title: 'Smith-Wilson convergence speed',
  description:
    'Smallest alpha, from a lowest one on, for which the instantaneous forward at the convergence time lies within the tolerance of the ultimate forward intensity.',
  source,
  input: z
    .strictObject({
      ...zeroPrices,
      convergenceYears: positive.describe('EIOPA: max(last liquid point + 40, 60)'),
      toleranceBp: positive.describe('EIOPA: 1'),
      lowestAlpha: positive.describe('EIOPA: 0.05'),
    })
    .refine(asMany.check, asMany.message),
  output: z.strictObject({ alpha: positive }),
  example: { ...exampleCurve, convergenceYears: 60, toleranceBp: 1, lowestAlpha: 0.05 },
  failures: [{ code: 'not-converged', when: 'no alpha up to 20 comes within the tolerance' }],
  compute: ({ toleranceBp, ...input }) => ({
    alpha: smithWilsonAlpha(input.maturitiesYears, pricesOf(input), { ...input, tolerance: toleranceBp / 1e4 }),
  }),
})

/** The kernel itself, for those who check a fit. */
export const wilsonKernelOperation = defineOperation({
  name: 'curves/wilson-kernel',
  title: 'Wilson kernel',
  description: "Wilson's kernel W(t, u) for two lists of times: rows for the first, columns for the second.",
  source,
  input: z.strictObject({
    firstYears: z.array(nonNegative).min(1),
    secondYears: z.array(nonNegative).min(1),
    ultimateForwardRate: number.gt(-1).describe('annually compounded'),
    alpha: positive,
  }),
  output: z.strictObject({ kernel: matrix }),
  example: { firstYears: [1, 2], secondYears: [1, 2, 5], ultimateForwardRate: 0.0345, alpha: 0.12 },
  compute: ({ firstYears, secondYears, ...parameters }) => ({
    kernel: firstYears.map((t) => secondYears.map((u) => wilsonKernel(t, u, parameters))),
  }),
})
