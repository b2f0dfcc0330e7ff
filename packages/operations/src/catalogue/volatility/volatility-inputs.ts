import { z } from 'zod'
import { nonNegative, number, positive } from '../value-schemas.ts'

/** Raw SVI. */
export const sviSchema = z
  .strictObject({
    a: number,
    b: nonNegative,
    rho: z.number().min(-1).max(1),
    m: number,
    sigma: positive,
  })
  .describe('raw SVI: total variance a + b (rho (k - m) + sqrt((k - m)^2 + sigma^2)), k = ln(strike / forward)')

/** How curvature falls with at-the-money total variance in SSVI. */
export const ssviCurvatureSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('power-law'), eta: positive, gamma: z.number().min(0).max(1) }),
    z.strictObject({ kind: z.literal('bounded-power-law'), eta: positive, gamma: z.number().min(0).max(1) }),
    z.strictObject({ kind: z.literal('heston-like'), lambda: positive }),
  ])
  .describe(
    'eta theta^-gamma; eta / (theta^gamma (1 + theta)^(1 - gamma)); or (1 - (1 - e^-x) / x) / x with x = lambda theta',
  )

/** SSVI. */
export const ssviSchema = z.strictObject({ rho: z.number().gt(-1).lt(1), curvature: ssviCurvatureSchema })

/** Weights of quotes in a fit. */
export const strikeWeights = z
  .array(nonNegative)
  .optional()
  .describe('weight of each volatility error, such as one over the bid-ask spread; 1 unless given')

/** Quoted volatilities of one expiry. */
export const smileQuotesSchema = z.strictObject({
  expiryYears: positive,
  logMoneyness: z.array(number).min(1).describe('ln(strike / forward)'),
  volsAnnual: z.array(positive).min(1),
  weights: strikeWeights,
})

/** How a fit meets its quotes. */
export const smileFit = {
  fittedVols: z.array(nonNegative),
  errors: z.array(number).describe('fitted less quoted volatility'),
  rootMeanSquareError: nonNegative,
  largestError: nonNegative,
}

/** Where a smile has a negative density. */
export const butterflySchema = z.array(
  z.strictObject({
    from: number.describe('log-moneyness'),
    to: number,
    worst: number,
    factor: number.describe("Durrleman's g at the worst point, below zero"),
  }),
)
