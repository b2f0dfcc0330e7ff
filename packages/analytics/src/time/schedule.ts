import { TuttiError } from '../errors/index.ts'
import { adjustedDay, type BusinessDayConvention, lastBusinessDayOfMonth } from './business-day.ts'
import { nextTwentieth, previousTwentieth } from './credit-dates.ts'
import { civilOf, type Day, endOfMonth, isEndOfMonth, isoOfDay } from './day.ts'
import type { Calendar } from './holiday-calendar.ts'
import { addTenor, type Tenor, tenorText } from './tenor.ts'
import { nthWeekday } from './weekday-of-month.ts'

/**
 * From which end the dates of a schedule are generated:
 *
 * - `backward` from the termination, a stub at the front; `forward` from the effective date, a stub at the back
 * - `zero`: one period
 * - `third Wednesday`: forward, with the inner dates on the third Wednesday of their month (`inclusive`: all dates)
 * - `twentieth`, `twentieth IMM`: forward on the 20th of months, of March, June, September and December
 * - `old CDS`: as `twentieth IMM`, with a first stub of at least 30 days
 * - `CDS` (Big Bang, 2009) and `CDS2015`: from the 20th of the IMM month on or before the effective date; the last day
 *   is the contract's maturity, which is never adjusted
 */
export const scheduleRules = [
  'backward',
  'forward',
  'zero',
  'third Wednesday',
  'third Wednesday inclusive',
  'twentieth',
  'twentieth IMM',
  'old CDS',
  'CDS',
  'CDS2015',
] as const
export type ScheduleRule = (typeof scheduleRules)[number]

/** What a schedule is made from. */
export interface ScheduleTerms {
  readonly effective: Day
  readonly termination: Day
  /** Length of a regular period in D, W, M or Y; a count of 0 is one single period. */
  readonly tenor: Tenor
  readonly calendar: Calendar
  /** For all days but the last. */
  readonly convention: BusinessDayConvention
  /** For the last day. */
  readonly terminationConvention: BusinessDayConvention
  readonly rule: ScheduleRule
  /** Regular days stay on month ends when the day they are counted from is the last business day of its month; ignored for tenors in days and weeks. */
  readonly endOfMonth: boolean
  /** End of an irregular first period (rules backward, forward). */
  readonly firstDay?: Day | undefined
  /** Start of an irregular last period (rules backward, forward). */
  readonly nextToLastDay?: Day | undefined
}

/** The dates of a leg, ascending, without repetitions. */
export interface Schedule {
  /** Adjusted to business days; one more than there are periods. */
  readonly days: readonly Day[]
  /** The same before the adjustment (month ends already applied): the accrual days of unadjusted bonds. */
  readonly unadjustedDays: readonly Day[]
  /** One for each period: whether it has the length of the tenor. */
  readonly isRegular: readonly boolean[]
}

/** More periods than any contract has. */
const mostPeriods = 20_000

/**
 * The schedule of a leg. Dates that the adjustment would make equal are kept once. With the end-of-month rule only the
 * generated inner days move to month ends; the effective and the termination date stay where the contract puts them.
 *
 * Throws `invalid-input` for dates out of order, a tenor that does not advance, and stubs or end of month with a rule
 * that excludes them.
 *
 * Source: the rules of QuantLib's Schedule (ql/time/schedule.cpp, 1.30 and later); ISDA 2006 definitions, section 4.
 */
export function schedule(terms: ScheduleTerms): Schedule {
  requireTerms(terms)
  const { calendar, convention } = terms
  const rule = terms.tenor.count === 0 ? 'zero' : terms.rule
  const terminationConvention = rule === 'CDS' || rule === 'CDS2015' ? 'unadjusted' : terms.terminationConvention
  const months = terms.tenor.unit === 'M' || terms.tenor.unit === 'Y'
  const onMonthEnds = terms.endOfMonth && months
  const raw =
    rule === 'zero'
      ? { days: [terms.effective, terms.termination], isRegular: [true], seed: terms.termination }
      : rule === 'backward'
        ? backwardDays(terms, onMonthEnds)
        : forwardDays(terms, onMonthEnds)

  const seedEndsMonth = onMonthEnds && raw.seed >= lastBusinessDayOfMonth(raw.seed, calendar)
  const unadjusted = raw.days.map((day, i) => {
    const inner = i > 0 && i < raw.days.length - 1
    if (rule === 'third Wednesday inclusive' || (rule === 'third Wednesday' && inner)) return thirdWednesdayOf(day)
    return seedEndsMonth && inner ? endOfMonth(day) : day
  })
  const last = unadjusted.length - 1
  const adjusted = unadjusted.map((day, i) => {
    if (i === 0 && rule === 'old CDS') return day
    return adjustedDay(day, i === last ? terminationConvention : convention, calendar)
  })
  return withoutRepetition(adjusted, unadjusted, raw.isRegular)
}

interface RawSchedule {
  readonly days: readonly Day[]
  readonly isRegular: readonly boolean[]
  /** The day that regular periods are counted from. */
  readonly seed: Day
}

function backwardDays(terms: ScheduleTerms, onMonthEnds: boolean): RawSchedule {
  const { effective, termination, calendar, convention } = terms
  const same = (a: Day, b: Day): boolean =>
    adjustedDay(a, convention, calendar) === adjustedDay(b, convention, calendar)
  const firstDay = terms.firstDay === effective ? undefined : terms.firstDay
  const nextToLast = terms.nextToLastDay === termination ? undefined : terms.nextToLastDay
  const days = [termination]
  const isRegular: boolean[] = []
  let seed = termination
  if (nextToLast !== undefined) {
    days.unshift(nextToLast)
    isRegular.unshift(steppedDay(termination, terms.tenor, -1, onMonthEnds) === nextToLast)
    seed = nextToLast
  }
  const exit = firstDay ?? effective
  for (let k = 1; ; k++) {
    const day = steppedDay(seed, terms.tenor, -k, onMonthEnds)
    if (day < exit) break
    requireFewPeriods(k, terms)
    if (same(days[0], day)) continue
    days.unshift(day)
    isRegular.unshift(true)
  }
  for (const stub of [firstDay, effective]) {
    if (stub === undefined || same(days[0], stub)) continue
    // After a given first day, the period before it may have the regular length.
    isRegular.unshift(stub === effective && steppedDay(days[0], terms.tenor, -1, onMonthEnds) === effective)
    days.unshift(stub)
  }
  return { days, isRegular, seed }
}

function forwardDays(terms: ScheduleTerms, onMonthEnds: boolean): RawSchedule {
  const { termination, rule, calendar, convention, terminationConvention } = terms
  const same = (a: Day, b: Day, by: BusinessDayConvention): boolean =>
    adjustedDay(a, by, calendar) === adjustedDay(b, by, calendar)
  const { days, isRegular } = forwardStart(terms, onMonthEnds)
  const seed = days[days.length - 1]
  const nextToLast = terms.nextToLastDay === termination ? undefined : terms.nextToLastDay
  const exit = nextToLast ?? termination
  for (let k = 1; ; k++) {
    const day = steppedDay(seed, terms.tenor, k, onMonthEnds)
    if (day > exit) break
    requireFewPeriods(k, terms)
    if (same(days[days.length - 1], day, convention)) continue
    days.push(day)
    isRegular.push(true)
  }
  if (nextToLast !== undefined && !same(days[days.length - 1], nextToLast, convention)) {
    days.push(nextToLast)
    isRegular.push(false)
  }
  if (!same(days[days.length - 1], termination, terminationConvention)) {
    const onTwentieth = isTwentieth(rule)
    const end = onTwentieth ? nextTwentieth(termination, rule === 'twentieth' ? 1 : 3) : termination
    // After a given next-to-last day, the period after it may have the regular length.
    isRegular.push(onTwentieth || steppedDay(days[days.length - 1], terms.tenor, 1, onMonthEnds) === end)
    days.push(end)
  }
  return { days, isRegular, seed }
}

/** The first day or two of a forward schedule; the last of them is the one that regular periods are counted from. */
function forwardStart(terms: ScheduleTerms, onMonthEnds: boolean): { days: Day[]; isRegular: boolean[] } {
  const { effective, rule, calendar, convention } = terms
  const bigBang = rule === 'CDS' || rule === 'CDS2015'
  const days: Day[] = []
  const isRegular: boolean[] = []
  if (bigBang) {
    const previous = previousTwentieth(effective, 3)
    // The accrual start is an adjusted date: before it the preceding period still runs.
    if (adjustedDay(previous, convention, calendar) > effective) {
      days.push(previousTwentieth(previous - 1, 3))
      isRegular.push(true)
    }
    days.push(previous)
  } else {
    days.push(effective)
  }
  const firstDay = terms.firstDay === effective ? undefined : terms.firstDay
  if (firstDay !== undefined) {
    isRegular.push(steppedDay(effective, terms.tenor, 1, onMonthEnds) === firstDay)
    days.push(firstDay)
  } else if (isTwentieth(rule)) {
    const months = rule === 'twentieth' ? 1 : 3
    const nearest = nextTwentieth(effective, months)
    const next = rule === 'old CDS' && nearest - effective < 30 ? nextTwentieth(nearest + 1, months) : nearest
    if (next !== effective) {
      days.push(next)
      isRegular.push(bigBang)
    }
  }
  return { days, isRegular }
}

function isTwentieth(rule: ScheduleRule): boolean {
  return rule === 'twentieth' || rule === 'twentieth IMM' || rule === 'old CDS' || rule === 'CDS' || rule === 'CDS2015'
}

/** `anchor` moved by `periods` tenors without a calendar, from month end to month end where that is the rule. */
function steppedDay(anchor: Day, tenor: Tenor, periods: number, onMonthEnds: boolean): Day {
  const moved = addTenor(anchor, { count: tenor.count * periods, unit: tenor.unit })
  return onMonthEnds && isEndOfMonth(anchor) ? endOfMonth(moved) : moved
}

function thirdWednesdayOf(day: Day): Day {
  const { year, month } = civilOf(day)
  return nthWeekday(3, 3, month, year)
}

/** Drops a second or next-to-last day that month ends or adjustment pushed onto or beyond its neighbour at the end. */
function withoutRepetition(days: Day[], unadjusted: Day[], isRegular: readonly boolean[]): Schedule {
  const kept = { days: [...days], unadjustedDays: [...unadjusted], isRegular: [...isRegular] }
  const drop = (day: number, period: number): void => {
    kept.days.splice(day, 1)
    kept.unadjustedDays.splice(day, 1)
    kept.isRegular.splice(period, 1)
  }
  const n = kept.days.length
  if (n > 2 && kept.days[n - 2] >= kept.days[n - 1]) {
    kept.isRegular[n - 3] = kept.days[n - 2] === kept.days[n - 1]
    drop(n - 2, n - 2)
  }
  if (kept.days.length > 2 && kept.days[1] <= kept.days[0]) {
    kept.isRegular[1] = kept.days[1] === kept.days[0]
    drop(1, 0)
  }
  if (kept.days[0] < kept.days[kept.days.length - 1]) return kept
  throw new TuttiError('invalid-input', 'the adjusted schedule has no period left', {
    field: 'termination',
    got: kept.days.map(isoOfDay).join(', '),
    expected: 'a termination on a later business day than the effective date',
  })
}

function requireFewPeriods(periods: number, terms: ScheduleTerms): void {
  if (periods <= mostPeriods) return
  throw new TuttiError('invalid-input', `the schedule has more than ${mostPeriods} periods`, {
    field: 'tenor',
    got: `${tenorText(terms.tenor)} from ${isoOfDay(terms.effective)} to ${isoOfDay(terms.termination)}`,
    expected: 'a longer tenor or an earlier termination',
  })
}

function requireTerms(terms: ScheduleTerms): void {
  const { effective, termination, tenor } = terms
  const rule = tenor.count === 0 ? 'zero' : terms.rule
  const fail = (field: string, message: string, got: string, expected: string): never => {
    throw new TuttiError('invalid-input', message, { field, got, expected })
  }
  if (!Number.isInteger(effective) || !Number.isInteger(termination)) {
    fail('effective', 'a schedule needs two days', `${effective}, ${termination}`, 'whole days since 1970-01-01')
  }
  if (effective >= termination) {
    fail(
      'termination',
      'the termination is not after the effective date',
      isoOfDay(termination),
      `after ${isoOfDay(effective)}`,
    )
  }
  if (!Number.isInteger(tenor.count) || tenor.count < 0 || tenor.unit === 'B') {
    fail('tenor', 'a schedule does not advance by this tenor', tenorText(tenor), 'a positive tenor in D, W, M or Y')
  }
  if (terms.endOfMonth && rule !== 'backward' && rule !== 'forward' && rule !== 'zero') {
    fail('endOfMonth', `the rule ${rule} fixes the day of the month`, 'true', 'false')
  }
  for (const [field, day] of [
    ['firstDay', terms.firstDay],
    ['nextToLastDay', terms.nextToLastDay],
  ] as const) {
    if (day === undefined) continue
    if (rule !== 'backward' && rule !== 'forward') {
      fail(field, `the rule ${rule} has no room for ${field}`, isoOfDay(day), 'none')
    }
    if (!(day >= effective && day <= termination)) {
      fail(
        field,
        `${field} lies outside the schedule`,
        isoOfDay(day),
        `${isoOfDay(effective)} to ${isoOfDay(termination)}`,
      )
    }
  }
}
