import type { ValueLine } from '@tutti/analytics/pricing'
import type { RateLine } from '@tutti/analytics/rates'
import { isoOfDay } from '@tutti/analytics/time'
import { z } from 'zod'
import { isoDate, number } from '../value-schemas.ts'

const common = {
  label: z.string(),
  timeYears: number.describe('of the payment, from the date of the curve'),
  date: isoDate.optional().describe('of the payment'),
  amount: number,
  discountFactor: number,
  presentValue: number,
}

/** A line of an explanation: the lines add up to the present value. */
export const valueLineSchema = z.strictObject(common)

/** A line with its leg, period and rate. */
export const rateLineSchema = z.strictObject({
  ...common,
  leg: z.string(),
  startYears: number,
  endYears: number,
  accrualYears: number,
  rate: number.describe('fixed or forward rate, with its spread'),
})

/** A line as data. */
export const plainLine = ({
  label,
  timeYears,
  day,
  amount,
  discountFactor,
  presentValue,
}: ValueLine): z.infer<typeof valueLineSchema> => ({
  label,
  timeYears,
  ...(day === undefined ? {} : { date: isoOfDay(day) }),
  amount,
  discountFactor,
  presentValue,
})

/** A line of a leg as data. */
export const plainRateLine = (line: RateLine): z.infer<typeof rateLineSchema> => ({
  ...plainLine(line),
  leg: line.leg,
  startYears: line.startYears,
  endYears: line.endYears,
  accrualYears: line.accrualYears,
  rate: line.rate,
})
