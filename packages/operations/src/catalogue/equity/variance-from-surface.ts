import { fairStrikes, varianceSwapFromSurface } from '@tutti/analytics/equity'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { exampleSurface, volatilitySurfaceOf, volatilitySurfaceSchema } from '../volatility/volatility-surface-input.ts'

const replicated = {
  forward: positive,
  fairVariance: positive.describe('annual, from the whole surface'),
  fairVolatility: positive,
  tradedVariance: number.describe('annual, from the options within the traded strikes'),
  lowerWingVariance: nonNegative.describe('truncation error: what options below the lowest traded strike add'),
  upperWingVariance: nonNegative.describe('truncation error: what options above the highest traded strike add'),
}

/** A variance swap replicated from a volatility surface. */
export const varianceSwapFromSurfaceOperation = defineOperation({
  name: 'equity/variance-swap-from-surface',
  title: 'Variance swap from a volatility surface',
  description:
    'Value to the receiver of realised variance of a new or running variance swap whose remaining variance is replicated by the out-of-the-money options of a surface, the truncation error of the traded strikes, and the term structure of fair strikes.',
  source:
    'Demeterfi, Derman, Kamal & Zou, J. Derivatives 6 (1999), 9-32; truncation: Jiang & Tian, RFS 18 (2005), 1305-1342',
  input: z.strictObject({
    surface: volatilitySurfaceSchema,
    swap: z.strictObject({
      varianceNotional: number.describe('money per unit of annual variance'),
      strikeVariance: nonNegative.describe('annual variance'),
      elapsedFraction: z.number().min(0).max(1).describe('share of the life that has passed; 0 for a new swap'),
      realisedVarianceToDate: nonNegative.describe('annual variance so far; 0 for a new swap'),
      remainingYears: positive,
      rateContinuous: number.describe('zero rate to the payment at the end'),
    }),
    tradedStrikes: z
      .strictObject({ lowestStrike: positive.optional(), highestStrike: positive.optional() })
      .optional()
      .describe('strikes that options trade at; without them no truncation is measured'),
    termYears: z.array(positive).describe('expiries of the term structure, increasing; may be empty'),
  }),
  output: z.strictObject({
    ...presentValueFields,
    expectedVariance: nonNegative,
    vegaNotional: number,
    vega: number,
    ...replicated,
    termStructure: z.array(
      z.strictObject({
        expiryYears: positive,
        ...replicated,
        forwardVariance: number.describe(
          'annual, from the expiry before (or now); below zero the surface has calendar arbitrage',
        ),
      }),
    ),
  }),
  cost: 'medium',
  failures: [
    { code: 'not-applicable', when: 'an interpolated smile has no positive variance where options matter' },
    { code: 'invalid-input', when: 'the traded strikes do not lie on both sides of the forward' },
  ],
  example: {
    surface: exampleSurface,
    swap: {
      varianceNotional: 50_000,
      strikeVariance: 0.044,
      elapsedFraction: 0,
      realisedVarianceToDate: 0,
      remainingYears: 1,
      rateContinuous: 0.03,
    },
    tradedStrikes: { lowestStrike: 70, highestStrike: 135 },
    termYears: [0.25, 0.5, 1],
  },
  compute: ({ surface: input, swap, tradedStrikes, termYears }) => {
    const surface = volatilitySurfaceOf(input)
    return {
      ...plainLines(varianceSwapFromSurface(surface, swap, tradedStrikes)),
      termStructure: fairStrikes(surface, termYears, tradedStrikes).map((strike) => ({ ...strike })),
    }
  },
})
