import type { FxMarket } from '@tutti/analytics/fx'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { nonNegative, positive } from '../value-schemas.ts'

/** Spot and the curves of both currencies. */
export const fxMarketSchema = z.strictObject({
  spot: positive.describe('domestic currency per unit of foreign currency'),
  domesticCurve: discountCurveSchema,
  foreignCurve: discountCurveSchema.describe('cross-currency basis included'),
  spotYears: nonNegative.optional().describe('time to the settlement of spot; 0 when left out'),
})

/** The market that the data describe. */
export function fxMarketOf(input: z.infer<typeof fxMarketSchema>): FxMarket {
  return {
    spot: input.spot,
    domestic: discountCurveOf(input.domesticCurve),
    foreign: discountCurveOf(input.foreignCurve),
    spotYears: input.spotYears,
  }
}

/** A market for examples. */
export const exampleFxMarket = {
  spot: 1.085,
  domesticCurve: { kind: 'flat' as const, rateContinuous: 0.052 },
  foreignCurve: { kind: 'flat' as const, rateContinuous: 0.038 },
}

/** What a delta counts. */
export const deltaConvention = z.enum(['spot', 'forward', 'premium-adjusted spot', 'premium-adjusted forward'])

/** Where a smile has its centre. */
export const atmConvention = z.enum(['spot', 'forward', 'delta-neutral straddle'])

/** A currency by its ISO code. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters such as EUR')
