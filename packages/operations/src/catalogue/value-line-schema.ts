import { z } from 'zod'

/** One addend of a present value. */
const valueLineSchema = z.strictObject({
  label: z.string(),
  timeYears: z.number().describe('when it is paid, years from the valuation date'),
  day: z.int().optional().describe('when it is paid, days since 1970-01-01'),
  amount: z.number().describe('in the currency of the payment, expected where it is random'),
  discountFactor: z.number().describe('survival and currency conversion included'),
  presentValue: z.number(),
})

/** A present value with the lines that add up to it. */
export const presentValueFields = {
  presentValue: z.number(),
  lines: z.array(valueLineSchema).describe('the addends of the present value'),
}

/** The lines of an analytic as plain data. */
export const plainLines = <T extends { readonly lines: readonly object[] }>(value: T) => ({
  ...value,
  lines: value.lines.map((line) => ({ ...line }) as z.infer<typeof valueLineSchema>),
})
