import { z } from 'zod'

const law = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('gompertz-modal'),
    modal_age: z.number().min(40).max(120),
    dispersion: z.number().min(1).max(40),
  }),
  z.strictObject({
    kind: z.literal('gompertz-makeham'),
    a: z.number().min(0).max(1),
    b: z.number().min(0).max(1),
    c: z.number().min(1).max(2),
  }),
])
const table = z.strictObject({
  kind: z.literal('table'),
  first_age: z.number().int().min(0).max(120),
  /** Probabilities of death within a year, from the first age; the last one is 1. */
  deaths: z.array(z.number().min(0).max(1)).min(2).max(130),
})
const mortality = z.union([law, table])

/** How members' pensions are projected; needed where the liabilities file lists members rather than cash flows. */
export const memberBasisSchema = z.strictObject({
  mortality: z.strictObject({ male: mortality, female: mortality }),
  retirement_age: z.number().min(40).max(80).default(65),
  married_fraction: z.number().min(0).max(1).default(0.75),
  /** Age of the member less that of the spouse. */
  spouse_age_difference: z
    .strictObject({ male: z.number().min(-30).max(30).default(3), female: z.number().min(-30).max(30).default(-3) })
    .prefault({}),
  spouse_fraction: z.number().min(0).max(1).default(0.5),
})
