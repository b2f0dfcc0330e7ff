import { z } from 'zod'
import { correlation, nonNegative, number, positive } from '../value-schemas.ts'

/** How the rate under an option varies. */
export const rateVolatilitySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lognormal'), volAnnual: nonNegative }),
  z.strictObject({ kind: z.literal('shifted-lognormal'), volAnnual: nonNegative, shift: number.describe('decimal') }),
  z.strictObject({ kind: z.literal('normal'), volAnnual: nonNegative.describe('decimal: 0.008 for 80 bp') }),
  z.strictObject({
    kind: z.literal('sabr'),
    alpha: positive,
    beta: z.number().min(0).max(1),
    nu: nonNegative,
    rho: correlation,
    shift: number.describe('decimal, 0 for none'),
  }),
])
