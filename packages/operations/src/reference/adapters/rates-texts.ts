import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { exactly, list } from './form-inputs.ts'

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim()

/** The first of the readings whose pattern the text fits. Throws `unsupported` where there is none. */
export function reading<T>(text: string, field: string, readings: readonly (readonly [RegExp, T])[]): T {
  const found = readings.find(([pattern]) => pattern.test(plain(text)))
  if (found !== undefined) return found[1]
  throw new TuttiError('unsupported', `${field} says ${text}, which no operation knows`, {
    field,
    got: text,
    expected: readings.map(([pattern]) => String(pattern)).join(' or '),
  })
}

/** Day counts by the names that cases give them. */
export const dayCountSaid = (text: string, field: string) =>
  reading(text, field, [
    [/^act(ual)?\/360$/, 'ACT/360' as const],
    [/^act(ual)?\/365 ?(f|fixed|\(fixed\))?$/, 'ACT/365F' as const],
    [/^act(ual)?\/act(ual)? ?\(?isda\)?$/, 'ACT/ACT ISDA' as const],
    [/^30e\/360$|^30\/360 european$/, '30E/360' as const],
    [/^30\/360 us( \(nasd\))?$/, '30/360 US' as const],
    [/^30\/360( \(?bond ?basis\)?)?$/, '30/360 bond basis' as const],
  ])

/** Business-day conventions, with the calendar behind them in brackets or after a comma. */
export const conventionSaid = (text: string, field: string) => ({
  convention: reading(text, field, [
    [/^modified following/, 'modified following' as const],
    [/^following/, 'following' as const],
    [/^modified preceding/, 'modified preceding' as const],
    [/^preceding/, 'preceding' as const],
    [/^(unadjusted|none)/, 'unadjusted' as const],
  ]),
  calendar: reading(text, field, [
    [/target/, 'TARGET' as const],
    [/us government bond/, 'US government bond' as const],
    [/us settlement/, 'US settlement' as const],
    [/\b(uk|london)\b/, 'UK' as const],
    [/null calendar|all days good/, 'none' as const],
    [/^[a-z ]*(\(weekends( only)?\)|, weekends( only)?)?$/, 'weekends' as const],
  ]),
})

export const sideSaid = (text: string) =>
  reading(text, 'side', [
    [/^pay|pays fixed|^long\b/, 'payer' as const],
    [/^receive|receives fixed|^short\b/, 'receiver' as const],
  ])

const volatilityKindSaid = (text: string) =>
  reading(text, 'volatility_type', [
    [/^shifted[ -](log-?normal|black)/, 'shifted-lognormal' as const],
    [/^(log-?normal|black)/, 'lognormal' as const],
    [/^(normal|bachelier)/, 'normal' as const],
  ])

/** A volatility of its kind; a shift is an input of the shifted kind alone. */
export function volatilitySaid(type: string, volAnnual: number, shift: number) {
  const kind = volatilityKindSaid(type)
  if (kind === 'shifted-lognormal') return { kind, volAnnual, shift }
  if (shift === 0) return { kind, volAnnual }
  throw new TuttiError('unsupported', `a ${type} volatility has no shift`, {
    field: 'shift',
    got: String(shift),
    expected: '0',
  })
}

/** A flat curve from a date, with its day count in its type. */
export const datedFlatCurve = exactly({ type: z.string(), rate: z.number(), reference: z.string() })

/** The curve as data, and its date. */
export function datedFlatCurveOf({ type, rate, reference }: z.infer<typeof datedFlatCurve>) {
  const match = /^flat,? continuous(ly compounded)?,? (.+)$/.exec(plain(type))
  if (match === null) {
    throw new TuttiError('unsupported', `no operation knows a curve of type ${type}`, {
      field: 'curve.type',
      got: type,
      expected: 'flat continuous with a day count',
    })
  }
  return {
    curve: { kind: 'flat' as const, rateContinuous: rate },
    curveDate: { date: reference, dayCount: dayCountSaid(match[2], 'curve.type') },
  }
}

/** Curves in times: flat, or zero rates at tenors. */
export const undatedCurve = z.union([
  exactly({ type: z.string(), rate: z.number() }),
  exactly({ type: z.string(), tenors_years: list, zero_rates: list }),
])

/** The curve as data. */
export function undatedCurveOf(curve: z.infer<typeof undatedCurve>) {
  if ('rate' in curve) {
    reading(curve.type, 'curve.type', [[/^flat,? continuous(ly compounded)?$/, true]])
    return { kind: 'flat' as const, rateContinuous: curve.rate }
  }
  reading(curve.type, 'curve.type', [
    [/^zero rates, continuous, linear in (the )?(zero )?rate between (tenors|nodes), flat outside$/, true],
  ])
  return { kind: 'linear-zero' as const, timesYears: curve.tenors_years, zeroRates: curve.zero_rates }
}
