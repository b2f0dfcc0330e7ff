import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import type { discountCurveSchema } from '../../catalogue/curves/discount-curve-input.ts'
import { exactly, list } from './form-inputs.ts'

/** The first of the readings whose pattern the text fits. Throws `unsupported` where there is none. */
export function understood<T>(text: string, field: string, readings: readonly (readonly [RegExp, T])[]): T {
  const plain = text.toLowerCase().replace(/\s+/g, ' ').trim()
  const found = readings.find(([pattern]) => pattern.test(plain))
  if (found !== undefined) return found[1]
  throw new TuttiError('unsupported', `${field} says ${text}, which no operation knows`, {
    field,
    got: text,
    expected: readings.map(([pattern]) => String(pattern)).join(' or '),
  })
}

/** Day counts of bonds by the names that cases give them. */
export const bondDayCount = (text: string) =>
  understood(text, 'day_count', [
    [/^act(ual)?\/act(ual)?( \(?(icma|isma|bond)\)?)?$/, 'ACT/ACT ICMA' as const],
    [/^act(ual)?\/act(ual)? \(?isda\)?$/, 'ACT/ACT ISDA' as const],
    [/^act(ual)?\/act(ual)? \(?(afb|euro)\)?$/, 'ACT/ACT AFB' as const],
    [/^act(ual)?\/360$/, 'ACT/360' as const],
    [/^act(ual)?\/365 ?l$/, 'ACT/365L' as const],
    [/^act(ual)?\/365 ?(f|fixed|\(fixed\))?$/, 'ACT/365F' as const],
    [/^act(ual)?\/364$/, 'ACT/364' as const],
    [/^30e\/360 \(?isda\)?$|^30\/360 german$/, '30E/360 ISDA' as const],
    [/^30e\/360( eurobond basis)?$|^30\/360 (european|eurobond basis)$/, '30E/360' as const],
    [/^30\/360 (us|usa|nasd)( \(nasd\))?$/, '30/360 US' as const],
    [/^30\/360 italian$/, '30/360 Italian' as const],
    [/^30\/360( \(?(bond ?basis|isda)\)?)?$/, '30/360 bond basis' as const],
  ])

/** Compounding of a yield or spread. */
export const compoundingSaid = (text: string, field = 'compounding') =>
  understood<'continuous' | 'simple' | { timesPerYear: number }>(text, field, [
    [/^continuous/, 'continuous'],
    [/^simple(?! then)/, 'simple'],
    [/^(semi-?annual|2 per year|compounded semi)/, { timesPerYear: 2 }],
    [/^(annual|1 per year|yearly|compounded annual)/, { timesPerYear: 1 }],
    [/^(quarterly|4 per year)/, { timesPerYear: 4 }],
    [/^(monthly|12 per year)/, { timesPerYear: 12 }],
  ])

/** Where payments go and on which calendar. */
export const paymentsSaid = (text: string) => ({
  paymentConvention: understood(text, 'payments', [
    [/^modified following/, 'modified following' as const],
    [/^following/, 'following' as const],
    [/^modified preceding/, 'modified preceding' as const],
    [/^preceding/, 'preceding' as const],
    [/^(unadjusted|none)/, 'unadjusted' as const],
  ]),
  calendar: understood(text, 'payments', [
    [/null calendar|all days good/, 'none' as const],
    [/target/, 'TARGET' as const],
    [/us government bond|us gov/, 'US government bond' as const],
    [/us settlement/, 'US settlement' as const],
    [/\b(uk|london)\b/, 'UK' as const],
    [/weekends/, 'weekends' as const],
    [/^(unadjusted|none)$/, 'none' as const],
  ]),
})

/** Calendars of ex-coupon days. */
export const calendarSaid = (text: string) =>
  understood(text, 'calendar', [
    [/\b(uk|united kingdom|london)\b/, 'UK' as const],
    [/target/, 'TARGET' as const],
    [/us government bond/, 'US government bond' as const],
    [/us settlement|united states/, 'US settlement' as const],
    [/austral|^au$/, 'AU' as const],
    [/japan|^jp$/, 'JP' as const],
    [/canad|^ca$/, 'CA' as const],
    [/swiss|switzerland|^ch$/, 'CH' as const],
    [/weekends/, 'weekends' as const],
    [/^(null|none)/, 'none' as const],
  ])

/** A curve of zero rates on nodes. */
export const nodeCurve = exactly({
  type: z.string(),
  reference: z.iso.date(),
  tenors_years: list,
  zero_rates: list,
})

/** A flat curve. */
export const flatCurve = exactly({
  type: z.string(),
  rate: z.number(),
  reference: z.iso.date().optional(),
  day_count: z.string().optional(),
})

type CurveInput = z.infer<typeof discountCurveSchema>

/** The curve of a case on its own times. */
export function curveOf(curve: z.infer<typeof nodeCurve> | z.infer<typeof flatCurve>): CurveInput {
  if ('rate' in curve) {
    return understood(curve.type, 'curve.type', [
      [/^flat,? continuous/, { kind: 'flat' as const, rateContinuous: curve.rate }],
    ])
  }
  return understood(curve.type, 'curve.type', [
    [
      /zero rates, continuous,.*linear in (the )?(zero )?rates?( between tenors)?, flat outside$/,
      { kind: 'linear-zero' as const, timesYears: curve.tenors_years, zeroRates: curve.zero_rates },
    ],
  ])
}

/** The day count of a curve's times: its own key, or what its type says. */
export function curveDayCount(curve: z.infer<typeof nodeCurve> | z.infer<typeof flatCurve>) {
  if ('rate' in curve && curve.day_count !== undefined) return bondDayCount(curve.day_count)
  return understood(curve.type, 'curve.type', [
    [/act(ual)?\/365/, 'ACT/365F' as const],
    [/act(ual)?\/360/, 'ACT/360' as const],
    [/act(ual)?\/act(ual)? ?\(?isda/, 'ACT/ACT ISDA' as const],
  ])
}

/** The curve of a case with its date. */
export function datedCurveOf(
  curve: z.infer<typeof nodeCurve> | z.infer<typeof flatCurve>,
  reference = curve.reference,
) {
  if (reference === undefined) {
    throw new TuttiError('unsupported', 'the curve has no reference date', { field: 'curve.reference' })
  }
  return { referenceDate: reference, dayCount: curveDayCount(curve), curve: curveOf(curve) }
}
