import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseVerification } from '../verify-cases.ts'

const outcome = (inputs: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, unknown>>) =>
  caseVerification({
    name: 'curves/x',
    inputs,
    expected,
    tolerance: { abs: 1e-12 },
    source: 'made up',
  } as unknown as Parameters<typeof caseVerification>[0])

const bond = {
  function: 'day_count',
  convention: 'ACT/ACT ICMA with schedule',
  accrual_start: '1999-05-31',
  first_coupon: '1999-08-31',
  penultimate_coupon: '1999-11-30',
  maturity: '2000-04-30',
  frequency: 4,
  period: { start: '1999-11-30', end: '2000-04-30' },
}

test('ACT/ACT ICMA with a schedule is served as the ISDA paper counts', () => {
  // QuantLib test-suite/daycounters.cpp, testActualActualIsma.
  const expected = (fraction: number) => ({ year_fraction: fraction })
  assert.equal(outcome({ ...bond, end_of_month: true }, expected(91 / 364 + 61 / 368)).verdict, 'pass')
  assert.equal(outcome({ ...bond, end_of_month: false }, expected(91 / 364 + 61 / 360)).verdict, 'pass')
})

const period = { start: '2024-01-31', end: '2024-07-31' }
const fraction = (convention: string, year_fraction: number) =>
  outcome({ function: 'day_count', convention, periods: [period] }, { year_fraction: [year_fraction] }).verdict

test('day counts are known by the names that cases give them', () => {
  for (const [name, expected] of [
    ['ACT/360', 182 / 360],
    ['Actual/360', 182 / 360],
    ['ACT/365F', 182 / 365],
    ['Actual/365 (Fixed)', 182 / 365],
    ['ACT/ACT ISDA', 182 / 366],
    ['ACT/ACT (ISDA)', 182 / 366],
    ['Actual/Actual (AFB)', 182 / 366],
    ['30E/360', 0.5],
    ["30E/360 'Eurobond Basis'", 0.5],
    ['30E/360 ISDA', 0.5],
    ["30/360 ISDA 2006 4.16(f) 'Bond Basis'", 0.5],
    ['30/360 Italian', 0.5],
  ] as const) {
    assert.equal(fraction(name, expected), 'pass', name)
  }
})

test('joint calendars are read from their names, never a part of them alone', () => {
  const listed = (calendar: string) =>
    outcome(
      {
        function: 'holiday_list',
        calendar,
        from: '2024-05-01',
        to: '2024-05-31',
        weekends: ['Saturday', 'Sunday'],
        include_weekend_holidays: false,
      },
      { holidays: ['2024-05-01', '2024-05-06', '2024-05-27'] },
    ).verdict
  assert.equal(listed('joint TARGET + UK (join holidays)'), 'pass')
  assert.equal(listed('TARGET and UK'), 'pass')
  assert.equal(listed('TARGET + UK (join business days)'), 'fail')
  assert.equal(listed('TARGET + Atlantis'), 'not-served')
})

test('a convention, a calendar or a rule that is not known is refused', () => {
  assert.equal(fraction('ACT/ACT', 0.5), 'not-served')
  assert.equal(fraction('30/365', 0.5), 'not-served')
  const holidays = { function: 'holiday_list', from: '2024-01-01', to: '2024-12-31', include_weekend_holidays: false }
  const listed = (calendar: string, weekends = ['Saturday', 'Sunday']) =>
    outcome({ ...holidays, calendar, weekends }, { holidays: [] }).verdict
  assert.equal(listed('Atlantis'), 'not-served')
  assert.equal(listed('weekends only', ['Friday', 'Saturday']), 'not-served')
  assert.equal(listed('weekends only'), 'pass')
})
