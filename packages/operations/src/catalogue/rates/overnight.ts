import { compoundedOvernightRate } from '@tutti/analytics/rates'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, positive, series } from '../value-schemas.ts'

/** Overnight fixings compounded over a period. */
export const compoundedOvernightOperation = defineOperation({
  name: 'rates/compounded-overnight-rate',
  title: 'Compounded overnight rate',
  description:
    'Overnight fixings compounded in arrears over a period, the simple rate that this is, and their average.',
  source: '2021 ISDA Interest Rate Derivatives Definitions, 7.3 and 7.4',
  input: z.strictObject({
    rates: series.describe('overnight fixings, decimals, oldest first'),
    days: z.array(positive).min(1).describe('calendar days that each fixing accrues for'),
    daysInYear: positive.describe('360 or 365'),
  }),
  output: z.strictObject({ compoundingFactor: number, compoundedRate: number, averageRate: number, days: positive }),
  example: { rates: [0.0531, 0.053, 0.0532], days: [1, 3, 1], daysInYear: 360 },
  compute: (input) => compoundedOvernightRate(input),
})
