import { bootstrappedCurve, curveInterpolations, type KnownCurves, timeAxis } from '@tutti/analytics/curves'
import { advancedDay, dayOf, isoOfDay, tenorOf, yearFraction } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import {
  businessDayConventionSchema,
  calendarOf,
  calendarSchema,
  dayCountSchema,
  tenorSchema,
} from '../time/calendar-input.ts'
import { isoDate, nonNegative, number, positive, series } from '../value-schemas.ts'
import { curveInstruments, curveInstrumentsShape } from './bootstrap-inputs.ts'
import { discountCurveOf, discountCurveSchema } from './discount-curve-input.ts'

const knownCurve = discountCurveSchema.optional()

/** Curves that are known while another one is built, as data on the times of that curve. */
export const knownCurvesShape = {
  discountCurve: knownCurve.describe('discounts the flows; the new curve then only projects'),
  projectionCurve: knownCurve.describe('projects the floating flows; the new curve then only discounts'),
  otherProjectionCurve: knownCurve.describe('of the other leg of a basis or cross-currency swap'),
}

type KnownCurvesInput = { readonly [K in keyof typeof knownCurvesShape]?: z.infer<typeof knownCurve> }

/** The curves that the data describe. */
export function knownCurvesOf(input: KnownCurvesInput): KnownCurves {
  const { discountCurve, projectionCurve, otherProjectionCurve } = input
  return {
    discount: discountCurve === undefined ? undefined : discountCurveOf(discountCurve),
    projection: projectionCurve === undefined ? undefined : discountCurveOf(projectionCurve),
    otherProjection: otherProjectionCurve === undefined ? undefined : discountCurveOf(otherProjectionCurve),
  }
}

/** What a bootstrap needs besides its instruments. */
export const bootstrapSettingShape = {
  referenceDate: isoDate.describe('where the curve is 1'),
  tradeDate: isoDate.optional().describe('from which spot is counted; the reference date when left out'),
  dayCount: dayCountSchema.describe("of the curve's times"),
  interpolation: z.enum(curveInterpolations),
  tensionPerYear: nonNegative.optional().describe('of the tension forms'),
}

/** The instruments of a bootstrap input on the axis of its curve, and the axis. */
export function bootstrapSetting(input: {
  readonly referenceDate: string
  readonly tradeDate?: string | undefined
  readonly dayCount: z.infer<typeof dayCountSchema>
  readonly instruments: z.infer<typeof curveInstrumentsShape.instruments>
  readonly conventions?: z.infer<typeof curveInstrumentsShape.conventions>
}) {
  const axis = timeAxis(dayOf(input.referenceDate, 'referenceDate'), input.dayCount)
  const tradeDay = dayOf(input.tradeDate ?? input.referenceDate, 'tradeDate')
  return { axis, instruments: curveInstruments({ axis, tradeDay }, input.instruments, input.conventions) }
}

/** The curve as data that every operation takes. */
export const interpolatedCurveSchema = z.strictObject({
  kind: z.literal('interpolated'),
  interpolation: z.enum(curveInterpolations),
  timesYears: z.array(positive).min(1),
  zeroRates: series.describe('continuous'),
  tensionPerYear: nonNegative.optional(),
})

/** How each instrument of a bootstrap is repriced. */
const repricedSchema = z.array(
  z.strictObject({
    id: z.string(),
    kind: z.string(),
    quote: number,
    pillarDate: isoDate,
    pillarYears: positive,
    residual: number.describe('value on the curve, a unit of notional; 0 up to rounding'),
  }),
)

/** A curve from dated instruments. */
export const bootstrapOperation = defineOperation({
  name: 'curves/bootstrap',
  title: 'Curve bootstrap',
  description:
    'Discount or projection curve on which deposits, forward rate agreements, futures, swaps, overnight index swaps, basis swaps, FX forwards, cross-currency basis swaps and bonds are worth their quotes, with dates by market conventions.',
  source:
    'Hagan & West, Wilmott (May 2008), 70-81; Ametrano & Bianchetti, SSRN 2219548 (2013); Fujii, Shimada & Takahashi, J. Fixed Income 20 (2010)',
  cost: 'light',
  failures: [
    { code: 'infeasible', when: 'no discount factor reprices an instrument: its quote is an arbitrage' },
    { code: 'not-converged', when: 'a smooth interpolation does not meet the quotes' },
    { code: 'missing-data', when: 'an instrument has no conventions, or needs a curve that is not given' },
    { code: 'unsupported', when: 'a calendar is not known' },
  ],
  input: z.strictObject({
    ...bootstrapSettingShape,
    ...curveInstrumentsShape,
    ...knownCurvesShape,
    queryDates: z.array(isoDate).optional().describe('where to read the curve'),
    forwards: z
      .strictObject({
        tenor: tenorSchema,
        dayCount: dayCountSchema,
        businessDayConvention: businessDayConventionSchema,
        calendar: calendarSchema,
        endOfMonth: z.boolean(),
        fromDates: z.array(isoDate).min(1),
      })
      .optional()
      .describe('simple forward rates from given dates over a tenor'),
  }),
  output: z.strictObject({
    curve: interpolatedCurveSchema.describe('as other operations take it'),
    nodes: z
      .array(
        z.strictObject({
          date: isoDate,
          timeYears: nonNegative,
          discountFactor: positive,
          zeroRateContinuous: number.describe('its limit on the reference date'),
        }),
      )
      .describe('the reference date and the pillar of each instrument'),
    instruments: repricedSchema,
    queries: z.array(z.strictObject({ date: isoDate, discountFactor: positive, zeroRateContinuous: number })),
    forwards: z.array(z.strictObject({ startDate: isoDate, endDate: isoDate, simpleRate: number })),
  }),
  example: {
    referenceDate: '2023-12-11',
    dayCount: 'ACT/365F' as const,
    interpolation: 'log-linear-discount' as const,
    instruments: [
      { kind: 'ois' as const, tenor: '1M', rate: 0.03903, index: 'ESTR' as const },
      { kind: 'ois' as const, tenor: '6M', rate: 0.03716, index: 'ESTR' as const },
      { kind: 'ois' as const, tenor: '1Y', rate: 0.03256, index: 'ESTR' as const },
      { kind: 'ois' as const, tenor: '5Y', rate: 0.02373, index: 'ESTR' as const },
      { kind: 'ois' as const, tenor: '10Y', rate: 0.02469, index: 'ESTR' as const },
    ],
    queryDates: ['2026-06-11'],
  },
  compute: (input) => {
    const { interpolation, tensionPerYear, queryDates = [] } = input
    const { axis, instruments } = bootstrapSetting(input)
    const built = bootstrappedCurve({ instruments, interpolation, tensionPerYear, known: knownCurvesOf(input) })
    const dateAt = (timeYears: number): string => isoOfDay(axis.dayAt(timeYears) ?? axis.referenceDay)
    const node = (timeYears: number) => ({
      date: dateAt(timeYears),
      timeYears,
      discountFactor: built.curve.discountFactor(timeYears),
      zeroRateContinuous: built.curve.zeroRate(timeYears),
    })
    const factorOn = (text: string, field: string) => {
      const time = axis.timeOf(dayOf(text, field))
      return {
        date: text,
        discountFactor: built.curve.discountFactor(time),
        zeroRateContinuous: built.curve.zeroRate(time),
      }
    }
    return {
      curve: {
        kind: 'interpolated' as const,
        interpolation,
        timesYears: [...built.timesYears],
        zeroRates: [...built.zeroRates],
        ...(tensionPerYear === undefined ? {} : { tensionPerYear }),
      },
      nodes: [0, ...built.timesYears].map(node),
      instruments: built.instruments.map((item) => ({ ...item, pillarDate: dateAt(item.pillarYears) })),
      queries: queryDates.map((date, i) => factorOn(date, `queryDates[${i}]`)),
      forwards: (input.forwards?.fromDates ?? []).map((startDate, i) => {
        const { tenor, dayCount, businessDayConvention, calendar, endOfMonth } = input.forwards!
        const days = calendarOf(calendar)
        const start = dayOf(startDate, `forwards.fromDates[${i}]`)
        const end = advancedDay(start, tenorOf(tenor), days, businessDayConvention, endOfMonth)
        const accrual = yearFraction(dayCount, start, end, { calendar: days, referenceStart: start, referenceEnd: end })
        const growth = built.curve.discountFactor(axis.timeOf(start)) / built.curve.discountFactor(axis.timeOf(end))
        return { startDate, endDate: isoOfDay(end), simpleRate: (growth - 1) / accrual }
      }),
    }
  },
})
