import type { TimedAmount } from '@tutti/analytics/bonds'
import { curveTime, type DatedCurve, type DiscountCurve } from '@tutti/analytics/curves'
import { TuttiError } from '@tutti/analytics/errors'
import { dayCounts, dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { isoDate, nonNegative, number } from '../value-schemas.ts'

/** Payments by time or by date. */
export const cashFlowFields = {
  curve: discountCurveSchema,
  curveDate: z
    .strictObject({ date: isoDate.describe('of time 0'), dayCount: z.enum(dayCounts) })
    .optional()
    .describe('needed for payments and settlement given by dates'),
  timesYears: z.array(nonNegative).min(1).optional().describe('of the payments'),
  dates: z.array(isoDate).min(1).optional().describe('of the payments, instead of times'),
  amounts: z.array(number).min(1).describe('one for each time or date'),
}

const cashFlowsShape = z.strictObject({ ...cashFlowFields, settlement: isoDate.optional() })
type CashFlowsInput = z.infer<typeof cashFlowsShape>

/** Curve, payments on its time axis and the time of settlement (0 unless given). */
export function cashFlowsOf(input: Pick<CashFlowsInput, keyof CashFlowsInput>): {
  readonly curve: DiscountCurve
  readonly flows: readonly TimedAmount[]
  readonly settlementYears: number
} {
  const { timesYears, dates, amounts, settlement } = input
  const curve = discountCurveOf(input.curve)
  if ((timesYears === undefined) === (dates === undefined)) {
    throw new TuttiError('invalid-input', 'payments have either times or dates', {
      field: 'timesYears',
      got: timesYears === undefined ? 'neither' : 'both',
      expected: 'timesYears or dates',
    })
  }
  const dated = datedCurveOf(input, curve)
  const times = timesYears ?? dates?.map((date, i) => timeOf(dated, date, `dates[${i}]`)) ?? []
  if (times.length !== amounts.length) {
    throw new TuttiError('invalid-input', 'each payment has a time and an amount', {
      field: 'amounts',
      got: `${amounts.length} amounts`,
      expected: `${times.length}, as many as times`,
    })
  }
  return {
    curve,
    flows: amounts.map((amount, i) => ({ timeYears: times[i], amount })),
    settlementYears: settlement === undefined ? 0 : timeOf(dated, settlement, 'settlement'),
  }
}

function datedCurveOf({ curveDate }: Pick<CashFlowsInput, 'curveDate'>, curve: DiscountCurve): DatedCurve | undefined {
  if (curveDate === undefined) return undefined
  return { referenceDay: dayOf(curveDate.date, 'curveDate.date'), dayCount: curveDate.dayCount, curve }
}

function timeOf(dated: DatedCurve | undefined, date: string, field: string): number {
  if (dated !== undefined) return curveTime(dated, dayOf(date, field))
  throw new TuttiError('invalid-input', `${field} is a date: give the date and the day count of the curve`, {
    field: 'curveDate',
    got: 'nothing',
    expected: 'date and dayCount',
  })
}
