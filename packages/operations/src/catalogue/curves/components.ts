import { curveCarry, curveComponents } from '@tutti/analytics/curves'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { matrix, number, positive, series } from '../value-schemas.ts'
import { discountCurveOf, discountCurveSchema } from './discount-curve-input.ts'

/** Level, slope and curvature by principal components. */
export const curvePcaOperation = defineOperation({
  name: 'curves/pca',
  title: 'Principal components of curve changes',
  description:
    'Level, slope, curvature and the rest: eigenvalues and eigenvectors of the sample covariance (divisor n - 1) of curve changes. The loading of largest size of each component is positive.',
  source: 'Litterman & Scheinkman, J. Fixed Income 1 (1991), 54-61',
  cost: 'medium',
  input: z.strictObject({
    changes: matrix.describe('a row a day and a column a tenor, in any unit'),
    components: z.int().min(1).optional().describe('how many to return; all when left out'),
  }),
  output: z.strictObject({
    variances: series.describe('of the components, all of them'),
    explainedRatios: series,
    loadings: matrix.describe('a row a component, of unit length'),
    scores: z.array(z.array(number)).describe('a row a day and a column a component'),
  }),
  example: {
    changes: [
      [5, 4, 3],
      [-3, -2, -2],
      [1, 2, 3],
      [-4, -3, -1],
      [2, 0, -2],
    ],
    components: 2,
  },
  compute: ({ changes, components }) => {
    const found = curveComponents(changes)
    const count = components ?? found.loadings.length
    return {
      variances: [...found.variances],
      explainedRatios: [...found.explainedRatios],
      loadings: found.loadings.slice(0, count).map((row) => [...row]),
      scores: found.scores.map((row) => row.slice(0, count)),
    }
  },
})

/** Carry and roll-down along a curve. */
export const curveCarryOperation = defineOperation({
  name: 'curves/carry',
  title: 'Carry and roll-down',
  description:
    'What zero-coupon bonds earn over a horizon if the curve does not move: the carry that the horizon pays, the excess from rolling down the curve, and the rise of the rate that uses it up.',
  source: 'Tuckman & Serrat, Fixed Income Securities (2012), chapter 3',
  input: z.strictObject({
    curve: discountCurveSchema,
    maturitiesYears: z.array(positive).min(1).describe('longer than the horizon'),
    horizonYears: positive,
  }),
  output: z.strictObject({
    carry: z.array(
      z.strictObject({
        maturityYears: positive,
        carryReturn: number,
        rollDownReturn: number,
        totalReturn: number,
        breakevenRise: number.describe('of the continuous zero rate, decimal'),
      }),
    ),
  }),
  example: {
    curve: { kind: 'log-linear' as const, timesYears: [1, 2, 5, 10], zeroRates: [0.03, 0.032, 0.035, 0.037] },
    maturitiesYears: [2, 5, 10],
    horizonYears: 0.25,
  },
  compute: ({ curve, maturitiesYears, horizonYears }) => {
    const discount = discountCurveOf(curve)
    return { carry: maturitiesYears.map((maturity) => ({ ...curveCarry(discount, maturity, horizonYears) })) }
  },
})
