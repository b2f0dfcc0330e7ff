import { type BusinessDayConvention, businessDayConventions, type DayCount, scheduleRules } from '@tutti/analytics/time'
import { z } from 'zod'
import type { CalendarInput } from '../../catalogue/time/calendar-input.ts'
import * as catalogue from '../../catalogue/time/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, said } from './form-inputs.ts'

const date = z.iso.date()

/** A text that must name one of the things that are understood; the schema refuses any other. */
const named = <T>(meaning: (text: string) => T | undefined, what: string) =>
  z.string().transform((text, context) => {
    const found = meaning(text)
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: `is not ${what} that is understood` })
    return z.NEVER
  })

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[\s_'"-]+/g, ' ')
    .trim()

const dayCountPatterns: readonly (readonly [RegExp, DayCount])[] = [
  [
    /^30e\/360$|^30e\/360.*(eurobond|4\.16\(g\)|icma|isma)|^30\/360 (european|eurobond basis)$|^eurobond basis$/,
    '30E/360',
  ],
  [/^30e\/360.*(isda|german|4\.16\(h\))|^30\/360 german$/, '30E/360 ISDA'],
  [/^30\/360.* bond basis$|^30\/360 isda( 2006 4\.16\(f\))?$|^bond basis$/, '30/360 bond basis'],
  [/^30\/360 \(?(us|usa|sifma)\b/, '30/360 US'],
  [/^30\/360 \(?italian\)?$/, '30/360 Italian'],
  [/^act(ual)?\/360$/, 'ACT/360'],
  [/^act(ual)?\/365( fixed|f| \(fixed\))$/, 'ACT/365F'],
  [/^act(ual)?\/364$/, 'ACT/364'],
  [/^act(ual)?\/act(ual)? \(?(isda|historical)\)?$/, 'ACT/ACT ISDA'],
  [/^act(ual)?\/act(ual)? \(?(afb|euro)\)?$/, 'ACT/ACT AFB'],
  [/^1\/1$/, '1/1'],
]

const dayCountOf = (text: string): DayCount | undefined =>
  dayCountPatterns.find(([pattern]) => pattern.test(plain(text)))?.[1]

/** The text of ACT/ACT ICMA, `undefined` for another. */
const icma = (text: string): DayCount | undefined =>
  /^act(ual)?\/act(ual)? \(?(icma|isma|bond)\b/.test(plain(text)) ? 'ACT/ACT ICMA' : undefined

const calendarPatterns: readonly (readonly [RegExp, string])[] = [
  [/^target2?( \(eur\))?$/, 'TARGET'],
  [/^(us|united states|u\.s\.) (government|govt) bonds?( market)?( \(sifma\))?$/, 'US government bond'],
  [/^(us|united states|u\.s\.) settlement( \(federal holidays\))?$/, 'US settlement'],
  [/^(uk|united kingdom)( settlement)?( \(london\))?$|^london$/, 'UK'],
  [/^(jp|japan|tokyo)( settlement)?( \(tokyo\))?$/, 'JP'],
  [/^(ca|canada|toronto)( settlement| \(settlement\))?( \(toronto\))?$/, 'CA'],
  [/^(au|australia|sydney)( settlement| \(settlement\))?( \(sydney\))?$/, 'AU'],
  [/^(ch|switzerland|zurich)( settlement| \(settlement\))?( \(zurich\))?$/, 'CH'],
  [/^weekends?( only)?$/, 'weekends'],
  [/^(none|null|no holidays?)$/, 'none'],
]

const builtInCalendar = (text: string): string | undefined =>
  calendarPatterns.find(([pattern]) => pattern.test(plain(text).replace(/ calendar$/, '')))?.[1]

/** One calendar, or several joined: `joint TARGET + UK (join holidays)`. */
const calendarOfText = (text: string): CalendarInput | undefined => {
  const single = builtInCalendar(text)
  if (single !== undefined) return single
  const openAll = /join(ed)? business days/.test(plain(text))
  const names = plain(text)
    .replace(/^joint?( calendar)?( of)?:? /, '')
    .replace(/ ?\(?join(ed)? (holidays|business days)\)?$/, '')
    .split(/ ?\+ ?| ?& ?| and |, ?/)
  const joint = names.flatMap((name) => builtInCalendar(name) ?? [])
  if (names.length < 2 || joint.length !== names.length) return undefined
  return { joint, rule: openAll ? 'all holidays close' : 'any holiday closes' }
}

/** A convention as QuantLib writes it (`ModifiedFollowing`) or with spaces. */
const conventionOf = (text: string): BusinessDayConvention | undefined => {
  const squeezed = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '')
  return businessDayConventions.find((name) => squeezed(name) === squeezed(text))
}

const ruleOf = (text: string) => {
  const squeezed = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return scheduleRules.find((name) => squeezed(name) === squeezed(text))
}

const conventionName = named(conventionOf, 'a business-day convention')
const ruleName = named(ruleOf, 'a rule of date generation')
const calendarName = named(calendarOfText, 'a calendar')
const weekends = z.array(z.enum(['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']))
const periods = z.array(exactly({ start: date, end: date })).min(1)
const tenorText = z.string().regex(/^[+-]?\d+[DWMY]$/i)

/** In these forms days of a period are business days when a date is advanced. */
const inBusinessDays = (period: string): string => period.toUpperCase().replace(/D$/, 'B')

const dayCountAnswer = (input: Parameters<typeof catalogue.yearFractionOperation.run>[0]) => {
  const { days, yearFractions } = catalogue.yearFractionOperation.run(input)
  return { day_count: days, year_fraction: yearFractions }
}

/** Day counts, calendars, business days and schedules. */
export const timeForms: readonly ReferenceForm[] = [
  referenceForm(
    'day_count',
    exactly({ convention: named(dayCountOf, 'a day count'), periods, termination: date.nullable().optional() }),
    ({ convention, periods: spans, termination }) =>
      dayCountAnswer({
        dayCount: convention,
        periods: spans,
        ...(termination === null || termination === undefined ? {} : { terminationDate: termination }),
      }),
  ),
  referenceForm(
    'day_count',
    exactly({
      convention: named(
        (text) =>
          plain(text).startsWith('bus/252')
            ? calendarOfText(plain(text).replace(/^bus\/252 \(?(.*?)\)?$/, '$1'))
            : undefined,
        'BUS/252 with a calendar',
      ),
      periods,
    }),
    ({ convention, periods: spans }) => dayCountAnswer({ dayCount: 'BUS/252', calendar: convention, periods: spans }),
  ),
  referenceForm(
    'day_count',
    exactly({
      convention: named(icma, 'ACT/ACT ICMA'),
      accrual_start: date,
      first_coupon: date,
      penultimate_coupon: date,
      maturity: date,
      frequency: z.literal([1, 2, 3, 4, 6, 12]),
      end_of_month: z.boolean(),
      period: exactly({ start: date, end: date }),
    }),
    (input) => {
      const { days, yearFractions } = catalogue.yearFractionOperation.run({
        dayCount: input.convention,
        periods: [input.period],
        coupons: {
          accrualStart: input.accrual_start,
          firstCoupon: input.first_coupon,
          penultimateCoupon: input.penultimate_coupon,
          maturity: input.maturity,
          frequency: input.frequency,
          endOfMonth: input.end_of_month,
        },
      })
      return { day_count: days[0], year_fraction: yearFractions[0] }
    },
  ),
  referenceForm(
    'day_count',
    exactly({
      convention: named(icma, 'ACT/ACT ICMA'),
      periods: z
        .array(
          exactly({
            start: date,
            end: date,
            reference_start: date,
            reference_end: date,
            frequency: z.literal([1, 2, 3, 4, 6, 12]).optional(),
          }),
        )
        .min(1),
    }),
    ({ convention, periods: spans }) => {
      const results = spans.map(
        ({ frequency, reference_start: referenceStart, reference_end: referenceEnd, ...span }) =>
          catalogue.yearFractionOperation.run({
            dayCount: convention,
            periods: [{ ...span, referenceStart, referenceEnd }],
            ...(frequency === undefined ? {} : { frequency }),
          }),
      )
      return {
        day_count: results.map((result) => result.days[0]),
        year_fraction: results.map((result) => result.yearFractions[0]),
      }
    },
  ),
  referenceForm(
    'holiday_list',
    exactly({
      calendar: calendarName,
      from: date,
      to: date,
      weekends: weekends.refine((days) => days.toSorted().join() === 'Saturday,Sunday', 'is not Saturday and Sunday'),
      include_weekend_holidays: z.boolean(),
    }),
    ({ include_weekend_holidays: includeWeekends, calendar, from, to }) => ({
      holidays: catalogue.holidaysOperation.run({ calendar, from, to, includeWeekends }).holidays,
    }),
  ),
  referenceForm(
    'advance',
    exactly({
      weekends,
      holidays: z.array(date),
      steps: z.array(
        exactly({ convention: conventionName, start: date, period: tenorText, end_of_month: z.boolean() }),
      ),
    }),
    ({ weekends: weekend, holidays, steps }) => ({
      dates: steps.map(
        ({ start, period, convention, end_of_month: endOfMonth }) =>
          catalogue.advancedDateOperation.run({
            date: start,
            tenor: inBusinessDays(period),
            convention,
            calendar: { holidays, weekend },
            endOfMonth,
          }).date,
      ),
    }),
  ),
  referenceForm(
    'schedule',
    exactly({
      effective: date,
      termination: date,
      tenor: tenorText,
      calendar: z.string(),
      holidays: z.array(date).optional(),
      convention: conventionName,
      termination_convention: conventionName,
      rule: ruleName,
      end_of_month: z.boolean(),
      first_date: date.nullable().optional(),
      next_to_last_date: date.nullable().optional(),
    }),
    (input) => {
      // Where the holidays are listed the name of the calendar is only a label.
      const calendar: CalendarInput =
        input.holidays === undefined ? (calendarOfText(input.calendar) ?? input.calendar) : { holidays: input.holidays }
      const result = catalogue.scheduleOperation.run({
        effective: input.effective,
        termination: input.termination,
        tenor: input.tenor,
        calendar,
        convention: input.convention,
        terminationConvention: input.termination_convention,
        rule: input.rule,
        endOfMonth: input.end_of_month,
        ...(typeof input.first_date === 'string' ? { firstDate: input.first_date } : {}),
        ...(typeof input.next_to_last_date === 'string' ? { nextToLastDate: input.next_to_last_date } : {}),
      })
      return { dates: result.dates, is_regular: result.isRegular }
    },
  ),
  referenceForm(
    'cds_schedule',
    exactly({
      trade_date: date,
      tenor: tenorText,
      rule: named(
        (text) => (text === 'CDS' || text === 'CDS2015' ? text : /^old ?CDS$/i.test(text) ? 'old CDS' : undefined),
        'a rule',
      ),
      calendar: calendarName,
      convention: conventionName,
      termination_convention: said('Unadjusted'),
    }),
    ({ trade_date: tradeDate, tenor, rule, calendar, convention }) =>
      catalogue.cdsScheduleOperation.run({ tradeDate, tenor, rule, calendar, convention }),
  ),
]
