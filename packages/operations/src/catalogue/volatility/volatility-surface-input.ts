import {
  quotedSlice,
  ssviSmile,
  strikeQuotesOfDeltas,
  sviSlice,
  volatilitySurface,
  type SurfaceSlice,
  type VolatilitySurface,
} from '@tutti/analytics/volatility'
import { z } from 'zod'
import { number, positive } from '../value-schemas.ts'
import { ssviSchema, sviSchema } from './volatility-inputs.ts'

const interpolation = z
  .enum(['linear', 'cubic'])
  .describe('of total variance in ln(strike / forward) between the quotes; beyond them it goes on along its end slope')

const expiry = { expiryYears: positive, forward: positive }

/** Quoted smiles of one or more expiries by strike. */
export const strikeSmilesSchema = z
  .array(
    z.strictObject({
      ...expiry,
      strikes: z.array(positive).min(1).describe('increasing'),
      volsAnnual: z.array(positive).min(1),
    }),
  )
  .min(1)
  .describe('in increasing order of expiry')

/** A surface of implied volatility in one of four ways. Total variance is linear in time at constant ln(strike / forward). */
export const volatilitySurfaceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('strikes'), spot: positive, interpolation, smiles: strikeSmilesSchema }),
  z.strictObject({
    kind: z.literal('deltas'),
    spot: positive,
    interpolation,
    deltaConvention: z.enum(['spot', 'forward', 'premium-adjusted spot', 'premium-adjusted forward']),
    atmConvention: z.enum(['spot', 'forward', 'delta-neutral straddle']),
    butterflyConvention: z.enum(['smile strangle', 'market strangle']),
    smiles: z
      .array(
        z.strictObject({
          expiryYears: positive,
          discountDomestic: positive,
          discountForeign: positive.describe('or of the dividend yield'),
          atmVol: positive,
          wings: z
            .array(z.strictObject({ delta: z.number().gt(0).lt(0.5), riskReversal: number, butterfly: number }))
            .min(1)
            .describe('nearest to the money first'),
        }),
      )
      .min(1),
  }),
  z.strictObject({
    kind: z.literal('svi'),
    spot: positive,
    smiles: z.array(z.strictObject({ ...expiry, parameters: sviSchema })).min(1),
  }),
  z.strictObject({
    kind: z.literal('ssvi'),
    spot: positive,
    parameters: ssviSchema,
    smiles: z.array(z.strictObject({ ...expiry, theta: positive.describe('at-the-money total variance') })).min(1),
  }),
])

/** The surface that an input describes. */
export function volatilitySurfaceOf(input: z.infer<typeof volatilitySurfaceSchema>): VolatilitySurface {
  return volatilitySurface(input.spot, slicesOf(input))
}

function slicesOf(input: z.infer<typeof volatilitySurfaceSchema>): SurfaceSlice[] {
  switch (input.kind) {
    case 'strikes':
      return input.smiles.map((smile, i) => ({
        expiryYears: smile.expiryYears,
        forward: smile.forward,
        slice: quotedSlice(smile, input.interpolation, `surface.smiles[${i}]`),
      }))
    case 'deltas':
      return input.smiles.map((smile, i) => {
        const { spot, deltaConvention, atmConvention, butterflyConvention } = input
        const quotes = strikeQuotesOfDeltas({ spot, deltaConvention, atmConvention, butterflyConvention, ...smile })
        return {
          expiryYears: quotes.expiryYears,
          forward: quotes.forward,
          slice: quotedSlice(quotes, input.interpolation, `surface.smiles[${i}]`),
        }
      })
    case 'svi':
      return input.smiles.map(({ expiryYears, forward, parameters }) => ({
        expiryYears,
        forward,
        slice: sviSlice(parameters),
      }))
    case 'ssvi':
      return input.smiles.map(({ expiryYears, forward, theta }) => ({
        expiryYears,
        forward,
        slice: sviSlice(ssviSmile(input.parameters, theta)),
      }))
  }
}

/** A small surface for examples. */
export const exampleSurface = {
  kind: 'strikes' as const,
  spot: 100,
  interpolation: 'cubic' as const,
  smiles: [
    {
      expiryYears: 0.25,
      forward: 100.5,
      strikes: [80, 90, 100, 110, 120],
      volsAnnual: [0.29, 0.242, 0.2, 0.176, 0.171],
    },
    { expiryYears: 1, forward: 102, strikes: [70, 85, 100, 115, 135], volsAnnual: [0.277, 0.24, 0.208, 0.187, 0.18] },
  ],
}
