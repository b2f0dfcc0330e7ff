import type { Indexation } from '@tutti/analytics/actuarial'
import { z } from 'zod'

/** How a pension grows each year, as data. */
export const indexationSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('fixed'), rateAnnual: z.number().min(-0.99).max(1).describe('decimal') }),
    z.strictObject({
      kind: z.literal('inflation'),
      floor: z.number().min(-0.99).max(1).optional().describe('lowest growth a year, decimal; none'),
      cap: z.number().min(-0.9).max(10).optional().describe('highest growth a year, decimal; none'),
      model: z
        .enum(['deterministic', 'normal', 'lognormal'])
        .optional()
        .describe("scatter of a year's inflation about its forward; deterministic"),
      volAnnual: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe(
          "standard deviation of a year's inflation (normal) or of ln(1 + inflation) (lognormal), the same in every year: it does not grow with the time to the fixing; 0",
        ),
    }),
  ])
  .meta({ title: 'indexation' })

/** The rule that the data describe. */
export function indexationOf(input: z.infer<typeof indexationSchema>): Indexation {
  if (input.kind !== 'inflation') return input
  return {
    kind: 'inflation',
    floor: input.floor ?? null,
    cap: input.cap ?? null,
    model: input.model ?? 'deterministic',
    volAnnual: input.volAnnual ?? 0,
  }
}
