import { alternativeExtrapolatedCurve } from '@tutti/analytics/curves'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, positive, series } from '../value-schemas.ts'
import { alternativeExtrapolationShape } from './alternative-extrapolation-input.ts'
import { discountCurveOf, discountCurveSchema } from './discount-curve-input.ts'

/** The extrapolation of the Solvency II review. */
export const alternativeExtrapolationOperation = defineOperation({
  name: 'curves/alternative-extrapolation',
  title: 'Alternative extrapolation of the Solvency II review',
  description:
    'Risk-free curve extrapolated from the first smoothing point as EIOPA does from 2027: forwards go from the last liquid forward rate to the ultimate one at a speed of convergence. Weights and speed are those of the authority.',
  source: 'EIOPA-BoS-20/749 and its background analysis EIOPA-BoS-20/750, annex 2.5 (2020); Directive (EU) 2025/2',
  input: z.strictObject({
    marketCurve: discountCurveSchema.describe('through all liquid maturities; EIOPA: log-linear'),
    ...alternativeExtrapolationShape,
    timesYears: z.array(positive).min(1),
  }),
  output: z.strictObject({
    lastLiquidForwardRate: number.describe('continuous'),
    zeroRatesAnnual: series,
    zeroRatesContinuous: series,
    discountFactors: series,
    instantaneousForwards: series.describe('continuous'),
  }),
  example: {
    marketCurve: {
      kind: 'log-linear' as const,
      timesYears: [1, 5, 10, 15, 20, 25, 30, 40, 50],
      zeroRates: [0.03, 0.025, 0.026, 0.0265, 0.026, 0.0255, 0.025, 0.024, 0.023],
    },
    firstSmoothingPointYears: 20,
    ultimateForwardRate: 0.033,
    convergenceSpeed: 0.11,
    liquidForwards: [
      { startYears: 15, endYears: 20, weight: 0.4 },
      { startYears: 20, endYears: 30, weight: 0.6 },
    ],
    timesYears: [10, 20, 40, 60, 100],
  },
  compute: ({ marketCurve, timesYears, ...parameters }) => {
    const { curve, lastLiquidForwardRate } = alternativeExtrapolatedCurve(discountCurveOf(marketCurve), parameters)
    const zeroRatesContinuous = timesYears.map((time) => curve.zeroRate(time))
    return {
      lastLiquidForwardRate,
      zeroRatesAnnual: zeroRatesContinuous.map((rate) => Math.expm1(rate)),
      zeroRatesContinuous,
      discountFactors: timesYears.map((time) => curve.discountFactor(time)),
      instantaneousForwards: timesYears.map((time) => curve.instantaneousForward(time)),
    }
  },
})
