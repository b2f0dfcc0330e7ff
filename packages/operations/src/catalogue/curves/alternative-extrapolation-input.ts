import { z } from 'zod'
import { nonNegative, number, positive } from '../value-schemas.ts'

/** Parameters of the extrapolation, as data. */
export const alternativeExtrapolationShape = {
  firstSmoothingPointYears: positive.describe('20 for the euro'),
  ultimateForwardRate: z.number().gt(-1).describe('annually compounded'),
  convergenceSpeed: positive.describe('per year: 0.11 when fully phased in'),
  liquidForwards: z
    .array(z.strictObject({ startYears: nonNegative, endYears: positive, weight: number }))
    .min(1)
    .describe('forwards in the last liquid forward rate; weights add up to 1'),
}
