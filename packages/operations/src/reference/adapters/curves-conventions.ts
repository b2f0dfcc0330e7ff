import { TuttiError } from '@tutti/analytics/errors'
import type { CalendarInput } from '../../catalogue/time/calendar-input.ts'

const unknown = (field: string, text: string, expected: string): never => {
  throw new TuttiError('unsupported', `the text of ${field} says nothing that is known: "${text}"`, {
    field,
    got: text,
    expected,
  })
}

/** First pattern that a text fits. */
function named<T>(field: string, text: string, names: readonly (readonly [RegExp, T])[]): T {
  const found = names.find(([pattern]) => pattern.test(text))
  return found === undefined ? unknown(field, text, names.map(([pattern]) => pattern.source).join(' or ')) : found[1]
}

const dayCounts = [
  [/30e\/360 isda/i, '30E/360 ISDA'],
  [/30e\/360|eurobond/i, '30E/360'],
  [/30\/360 us/i, '30/360 US'],
  [/30\/360/i, '30/360 bond basis'],
  [/act(ual)?\/360/i, 'ACT/360'],
  [/act(ual)?\/365 ?(f|\(fixed\))?/i, 'ACT/365F'],
  [/act(ual)?\/act(ual)? \(?isda/i, 'ACT/ACT ISDA'],
] as const

/** The only day count that a text names. */
export const dayCountIn = (field: string, text: string) => named(field, text, dayCounts)

/** The business-day convention that a text names. */
export const businessDayConventionIn = (field: string, text: string) =>
  named(field, text, [
    [/modified[ -]?following/i, 'modified following'],
    [/modified[ -]?preceding/i, 'modified preceding'],
    [/following/i, 'following'],
    [/preceding/i, 'preceding'],
    [/unadjusted|no adjustment/i, 'unadjusted'],
  ] as const)

/** The length of period that a text names. */
export const periodIn = (field: string, text: string) =>
  named(field, text, [
    [/semi-?annual/i, '6M'],
    [/quarterly/i, '3M'],
    [/monthly/i, '1M'],
    [/annual/i, '1Y'],
  ] as const)

/** Business days of a lag, such as `spot lag 2`. */
export function lagIn(field: string, name: 'spot' | 'payment', text: string): number {
  const found = new RegExp(`${name} lag (?:of )?(\\d+)`, 'i').exec(text)
  return found === null ? unknown(field, text, `${name} lag and a number of days`) : Number(found[1])
}

/** Whether a text asks for the end-of-month rule; `silent` where it does not speak of it. */
export function endOfMonthIn(text: string, silent: boolean): boolean {
  if (/\b(no|without)( the)? (eom|end[ -]of[ -]month)/i.test(text)) return false
  return /\beom\b|end[ -]of[ -]month/i.test(text) || silent
}

/** The part of a text about one leg: from its name to the next semicolon. */
export function legText(field: string, text: string, leg: 'fixed' | 'float'): string {
  const found = new RegExp(`${leg}[^;]*`, 'i').exec(text)
  return found === null ? unknown(field, text, `a ${leg} leg`) : found[0]
}

/** The calendar of a case: its listed holidays, or a built-in calendar. */
export function calendarIn(text: string, holidays: readonly string[] | undefined): CalendarInput {
  if (holidays !== undefined && holidays.length > 0) return { holidays: [...holidays] }
  return named('calendar', text, [
    [/target/i, 'TARGET'],
    [/weekends? only/i, 'weekends'],
    [/us.*(government|govt).*bond/i, 'US government bond'],
    [/us.*settlement|federal/i, 'US settlement'],
    [/uk|united kingdom|london/i, 'UK'],
    [/japan|jp|tokyo/i, 'JP'],
    [/canada|\bca\b|toronto/i, 'CA'],
    [/australia|\bau\b|sydney/i, 'AU'],
    [/switzerland|\bch\b|zurich/i, 'CH'],
    [/null|none|all days/i, 'none'],
  ] as const)
}
