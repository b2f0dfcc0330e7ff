import { type MoneyReconciliation, moneyReconciliation } from '@tutti/analytics/attribution'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number } from '../value-schemas.ts'

/** Effects in whole cents that add up. */
export const moneyReport = z.strictObject({
  lines: z.array(z.strictObject({ name: z.string(), amount: number, cents: z.int() })),
  explainedCents: z.int().describe('sum of the lines'),
  residualCents: z.int().describe('total less explained, a line of its own'),
  totalCents: z.int(),
  trueResidual: number.describe('total less the effects before rounding, money'),
  unexplained: z.boolean().describe('whether the true residual is larger than the tolerance'),
})

/** The report as plain data. */
export const plainReport = (report: MoneyReconciliation): z.infer<typeof moneyReport> => ({
  ...report,
  lines: report.lines.map((line) => ({ ...line })),
})

/** Effects to the last cent. */
export const moneyReconciliationOperation = defineOperation({
  name: 'attribution/money-reconciliation',
  title: 'Effects reconciled to the last cent',
  description:
    'Effects in money rounded to cents so that they add up to the rounded total, by largest remainders; what they do not explain stands apart and is flagged above a tolerance.',
  source: 'Method of largest remainders; Balinski & Young, Fair Representation (1982)',
  input: z.strictObject({
    effects: z
      .array(z.strictObject({ name: z.string().min(1).max(400), amount: number.describe('money') }))
      .max(100_000),
    total: number.describe('money that the effects are to explain'),
    tolerance: nonNegative.describe('money that may stay unexplained'),
  }),
  output: moneyReport,
  example: {
    effects: [
      { name: 'allocation', amount: -12_000.334 },
      { name: 'selection', amount: 29_500.333 },
      { name: 'interaction', amount: 1_500.005 },
    ],
    total: 19_000.12,
    tolerance: 0.05,
  },
  compute: ({ effects, total, tolerance }) => plainReport(moneyReconciliation(effects, total, tolerance)),
})
