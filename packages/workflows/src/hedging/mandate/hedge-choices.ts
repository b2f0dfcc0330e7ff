import { z } from 'zod'
import { hedgeFamilies } from '../universe/hedge-instrument.ts'

const ratios = z.array(z.number().min(0.05).max(1)).min(1).max(10)
const tenors = z
  .array(
    z
      .number()
      .min(1 / 52)
      .max(60),
  )
  .min(1)
  .max(20)

/** What may be traded and in which ratios and tenors strategies are designed. An empty list of kinds leaves a domain unhedged. */
export const instrumentsSchema = z.strictObject({
  currency: z
    .strictObject({
      allowed: z.array(z.enum(hedgeFamilies.currency)).default([...hedgeFamilies.currency]),
      tenors_years: tenors.default([0.25, 1]),
      cross_currency_swap_years: tenors.default([5]),
      ratios: ratios.default([0.5, 0.75, 1]),
      /** Strike of a bought put on the foreign currency, share of the forward. */
      put_strike: z.number().min(0.5).max(1).default(0.95),
    })
    .prefault({}),
  rates: z
    .strictObject({
      allowed: z.array(z.enum(hedgeFamilies.rates)).default([...hedgeFamilies.rates]),
      tenors_years: tenors.default([5, 10, 20, 30, 50]),
      forward_starts_years: tenors.default([5, 10]),
      swaption_expiry_years: z.number().min(0.1).max(20).default(1),
      future_tenors_years: tenors.default([5, 10, 30]),
      ratios: ratios.default([0.5, 0.75, 1]),
    })
    .prefault({}),
  inflation: z
    .strictObject({
      allowed: z.array(z.enum(hedgeFamilies.inflation)).default([...hedgeFamilies.inflation]),
      tenors_years: tenors.default([5, 10, 20, 30]),
      ratios: ratios.default([0.5, 1]),
    })
    .prefault({}),
  credit: z
    .strictObject({
      allowed: z.array(z.enum(hedgeFamilies.credit)).default([...hedgeFamilies.credit]),
      tenor_years: z.number().min(1).max(10).default(5),
      ratios: ratios.default([0.5, 0.8, 1]),
      /** Largest issuers that single-name protection is considered for. */
      single_names: z.number().int().min(0).max(50).default(10),
    })
    .prefault({}),
})
