import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { businessDayConventions } from './business-day.ts'
import { calendar, calendarNames } from './calendar.ts'
import { creditMaturity } from './credit-dates.ts'
import { dayOf, isoOfDay } from './day.ts'
import { schedule, type ScheduleTerms } from './schedule.ts'
import { tenorOf } from './tenor.ts'

const terms = (
  effective: string,
  termination: string,
  tenor: string,
  rest: Partial<ScheduleTerms> = {},
): ScheduleTerms => ({
  effective: dayOf(effective),
  termination: dayOf(termination),
  tenor: tenorOf(tenor),
  calendar: calendar('TARGET'),
  convention: 'modified following',
  terminationConvention: 'modified following',
  rule: 'backward',
  endOfMonth: false,
  ...rest,
})
const dates = (input: ScheduleTerms): string[] => schedule(input).days.map(isoOfDay)
const unadjusted = { convention: 'unadjusted', terminationConvention: 'unadjusted' } as const
const refused = (code: string, run: () => unknown): void =>
  assert.throws(run, (error) => error instanceof TuttiError && error.code === code)

test('stubs stand in front when generated backward and behind when forward', () => {
  // QuantLib 1.29, the reference cases schedule_backward_short_front_stub and schedule_forward_short_back_stub.
  assert.deepEqual(dates(terms('2024-01-17', '2027-05-03', '6M')), [
    '2024-01-17',
    '2024-05-03',
    '2024-11-04',
    '2025-05-05',
    '2025-11-03',
    '2026-05-04',
    '2026-11-03',
    '2027-05-03',
  ])
  assert.deepEqual(dates(terms('2024-01-17', '2027-05-03', '6M', { rule: 'forward' })), [
    '2024-01-17',
    '2024-07-17',
    '2025-01-17',
    '2025-07-17',
    '2026-01-19',
    '2026-07-17',
    '2027-01-18',
    '2027-05-03',
  ])
  const { isRegular } = schedule(terms('2024-01-17', '2027-05-03', '6M'))
  assert.deepEqual(isRegular, [false, true, true, true, true, true, true])
})

test('month ends hold between the ends, which stay where they are', () => {
  // QuantLib test-suite/schedule.cpp: testEndDateWithEomAdjustment, testForward- and testBackwardDatesWithEomAdjustment.
  const bond = { ...unadjusted, calendar: calendar('US government bond'), endOfMonth: true }
  assert.deepEqual(
    dates(terms('2009-09-30', '2012-06-15', '6M', { calendar: calendar('JP'), rule: 'forward', endOfMonth: true })),
    ['2009-09-30', '2010-03-31', '2010-09-30', '2011-03-31', '2011-09-30', '2012-03-30', '2012-06-15'],
  )
  assert.deepEqual(dates(terms('1996-08-31', '1997-09-15', '6M', { ...bond, rule: 'forward' })), [
    '1996-08-31',
    '1997-02-28',
    '1997-08-31',
    '1997-09-15',
  ])
  assert.deepEqual(dates(terms('1996-08-22', '1997-08-31', '6M', bond)), [
    '1996-08-22',
    '1996-08-31',
    '1997-02-28',
    '1997-08-31',
  ])
  // testDatesPastEndDateWithEomAdjustment: a month end beyond the termination gives way to it.
  const past = terms('2013-03-28', '2015-03-30', '1Y', { ...unadjusted, rule: 'forward', endOfMonth: true })
  assert.deepEqual(dates(past), ['2013-03-28', '2014-03-31', '2015-03-30'])
})

test('given first and next-to-last days make the stubs, and only those are irregular', () => {
  const stubs = { ...unadjusted, firstDay: dayOf('2024-03-15'), nextToLastDay: dayOf('2025-09-15') }
  const backward = schedule(terms('2024-01-10', '2025-12-01', '6M', stubs))
  assert.deepEqual(backward.days.map(isoOfDay), [
    '2024-01-10',
    '2024-03-15',
    '2024-09-15',
    '2025-03-15',
    '2025-09-15',
    '2025-12-01',
  ])
  assert.deepEqual(backward.isRegular, [false, true, true, true, false])
  const forward = schedule(terms('2024-01-10', '2025-12-01', '6M', { ...stubs, rule: 'forward' }))
  assert.deepEqual(forward, backward)
})

test('third Wednesdays, single periods and days as tenors', () => {
  const imm = dates(terms('2026-03-18', '2027-03-17', '3M', { rule: 'third Wednesday' }))
  assert.deepEqual(imm, ['2026-03-18', '2026-06-17', '2026-09-16', '2026-12-16', '2027-03-17'])
  assert.deepEqual(dates(terms('2026-01-15', '2031-01-15', '5Y', { rule: 'zero' })), ['2026-01-15', '2031-01-15'])
  assert.deepEqual(dates(terms('2026-01-15', '2031-01-15', '0D')), ['2026-01-15', '2031-01-15'])
  const weeks = dates(terms('2026-01-07', '2026-04-01', '28D', unadjusted))
  assert.deepEqual(weeks, ['2026-01-07', '2026-02-04', '2026-03-04', '2026-04-01'])
})

test('credit default swaps have the dates and maturities of the ISDA rolls', () => {
  const weekends = {
    calendar: calendar('weekends'),
    convention: 'following',
    terminationConvention: 'unadjusted',
  } as const
  // QuantLib test-suite/schedule.cpp: testCDS2015ConventionSampleDates and testCDSConventionSampleDates.
  const semiannual = terms('2015-09-21', '2016-12-20', '3M', { ...weekends, rule: 'CDS2015' })
  assert.deepEqual(dates(semiannual), [
    '2015-09-21',
    '2015-12-21',
    '2016-03-21',
    '2016-06-20',
    '2016-09-20',
    '2016-12-20',
  ])
  const quarterly = terms('2015-09-18', '2016-09-20', '3M', { ...weekends, rule: 'CDS' })
  assert.deepEqual(dates(quarterly), [
    '2015-06-22',
    '2015-09-21',
    '2015-12-21',
    '2016-03-21',
    '2016-06-20',
    '2016-09-20',
  ])
  const maturity = (trade: string, tenor: string, rule: 'CDS' | 'CDS2015' | 'old CDS'): string =>
    isoOfDay(creditMaturity(dayOf(trade), tenorOf(tenor), rule))
  assert.equal(maturity('2015-09-21', '1Y', 'CDS2015'), '2016-12-20')
  assert.equal(maturity('2015-09-18', '1Y', 'CDS'), '2016-09-20')
  assert.equal(maturity('2026-03-19', '5Y', 'CDS2015'), '2030-12-20')
  assert.equal(maturity('2026-03-20', '5Y', 'CDS2015'), '2031-06-20')
  assert.equal(maturity('2026-06-22', '5Y', 'CDS2015'), '2031-06-20')
  assert.equal(maturity('2026-06-22', '5Y', 'CDS'), '2031-09-20')
  assert.equal(maturity('2026-06-22', '6M', 'CDS2015'), '2026-12-20')
})

test('an old credit schedule has a first stub of at least thirty days and starts on the day given', () => {
  const old = terms('2008-06-01', '2009-03-20', '3M', {
    calendar: calendar('weekends'),
    convention: 'following',
    terminationConvention: 'unadjusted',
    rule: 'old CDS',
  })
  assert.deepEqual(dates(old), ['2008-06-01', '2008-09-22', '2008-12-22', '2009-03-20'])
})

test('any schedule ascends, spans its contract, has a flag for each period and regular periods of its tenor', () => {
  fc.assert(
    fc.property(
      fc.record({
        effective: fc.integer({ min: dayOf('1990-01-01'), max: dayOf('2060-12-31') }),
        length: fc.integer({ min: 12, max: 12_000 }),
        tenor: fc.constantFrom('1M', '3M', '6M', '1Y', '4W', '28D', '5Y'),
        where: fc.constantFrom(...calendarNames),
        convention: fc.constantFrom(...businessDayConventions),
        terminationConvention: fc.constantFrom(...businessDayConventions),
        rule: fc.constantFrom('backward' as const, 'forward' as const, 'zero' as const),
        endOfMonth: fc.boolean(),
      }),
      ({ effective, length, tenor, where, ...rest }) => {
        const input = {
          ...rest,
          effective,
          termination: effective + length,
          tenor: tenorOf(tenor),
          calendar: calendar(where),
        }
        const { days, unadjustedDays, isRegular } = schedule(input)
        assert.equal(isRegular.length, days.length - 1)
        assert.equal(unadjustedDays.length, days.length)
        for (let i = 1; i < days.length; i++) assert.ok(days[i] > days[i - 1])
        assert.ok(Math.abs(days[0] - effective) <= 10)
        assert.ok(Math.abs(days[days.length - 1] - input.termination) <= 10)
        for (const day of days.slice(0, -1)) {
          if (rest.convention !== 'unadjusted') assert.ok(input.calendar.isBusinessDay(day))
        }
        if (rest.rule === 'zero') return
        const irregular = rest.rule === 'backward' ? isRegular.slice(1) : isRegular.slice(0, -1)
        // A period between whole months may swallow a neighbour that the adjustment made equal, no more than at one end.
        assert.ok(irregular.filter((regular) => !regular).length <= 1)
      },
    ),
    { seed: 41, numRuns: 400 },
  )
})

test('a schedule for a hundred years is made', () => {
  assert.equal(dates(terms('2026-01-15', '2126-01-15', '6M')).length, 201)
})

test('contracts that cannot be scheduled are refused', () => {
  refused('invalid-input', () => schedule(terms('2026-01-15', '2026-01-15', '6M')))
  refused('invalid-input', () => schedule(terms('2026-01-15', '2025-01-15', '6M')))
  refused('invalid-input', () => schedule(terms('2026-01-15', '2027-01-15', '-6M')))
  refused('invalid-input', () => schedule(terms('2026-01-15', '2027-01-15', '5B')))
  refused('invalid-input', () => schedule({ ...terms('2026-01-15', '2027-01-15', '6M'), effective: NaN }))
  refused('invalid-input', () => schedule(terms('1700-01-15', '2127-01-15', '1D')))
  const twentieth = { rule: 'CDS', endOfMonth: true } as const
  refused('invalid-input', () => schedule(terms('2026-01-15', '2027-01-15', '3M', twentieth)))
  const outside = { firstDay: dayOf('2030-01-15') }
  refused('invalid-input', () => schedule(terms('2026-01-15', '2027-01-15', '3M', outside)))
  const zero = { rule: 'zero', firstDay: dayOf('2026-03-15') } as const
  refused('invalid-input', () => schedule(terms('2026-01-15', '2027-01-15', '3M', zero)))
  // Both ends move to the same Monday.
  refused('invalid-input', () =>
    schedule(terms('2026-05-30', '2026-05-31', '3M', { convention: 'following', terminationConvention: 'following' })),
  )
  refused('invalid-input', () => creditMaturity(0, tenorOf('1M'), 'CDS'))
  refused('not-applicable', () => creditMaturity(dayOf('2026-06-22'), tenorOf('0M'), 'CDS2015'))
})
