import { nelsonSiegelFit } from '@tutti/analytics/curves'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, series } from '../value-schemas.ts'

/** Level, slope and curvature of one cross-section of yields. */
export const nelsonSiegelFitOperation = defineOperation({
  name: 'curves/nelson-siegel-fit',
  title: 'Nelson-Siegel factors of a yield curve',
  description:
    'Level, slope and curvature by ordinary least squares on the three Nelson-Siegel loadings with a fixed decay; in the units of the yields.',
  source: 'Diebold & Li, J. Econometrics 130 (2006), 337-364',
  input: z
    .strictObject({
      maturities: z.array(positive).min(3).describe('in any unit of time'),
      yields: z.array(number).min(3).describe('one a maturity, in any unit'),
      lambda: positive.describe('decay, per unit of maturity (0.0609 per month in the paper)'),
    })
    .refine(({ maturities, yields }) => maturities.length === yields.length, {
      path: ['yields'],
      message: 'needs one yield for each maturity',
    }),
  output: z.strictObject({
    level: number,
    slope: number.describe('short end less long end'),
    curvature: number,
    fitted: series,
    residualSumOfSquares: nonNegative,
  }),
  example: { maturities: [3, 12, 24, 60, 120, 360], yields: [5.2, 4.8, 4.4, 4.1, 4.2, 4.4], lambda: 0.0609 },
  compute: ({ maturities, yields, lambda }) => {
    const { fitted, ...factors } = nelsonSiegelFit(maturities, yields, lambda)
    return { ...factors, fitted: [...fitted] }
  },
})
