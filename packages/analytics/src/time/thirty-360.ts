import { civilOf, type Day, daysInMonth } from './day.ts'

/**
 * The 30/360 day counts. With the days of the month d1 and d2, in this order:
 *
 * - `30/360 bond basis` (ISDA 4.16(f)): d1 = 31 becomes 30; then d2 = 31 becomes 30 if d1 = 30
 * - `30/360 US` (SIFMA): the same, after the last day of February became a 30th in d1, and in d2 when in both
 * - `30E/360` (ISDA 4.16(g), Eurobond basis): 31 becomes 30 in both
 * - `30E/360 ISDA` (4.16(h), German): the same, and the last day of February, but in d2 not on the termination day
 * - `30/360 Italian`: 31 becomes 30 and 28 or 29 February becomes a 30th in both
 */
export type Thirty360 = '30/360 bond basis' | '30/360 US' | '30E/360' | '30E/360 ISDA' | '30/360 Italian'

/** Days from `start` to `end` in months of 30 days. `terminationDay` matters for 30E/360 ISDA alone. */
export function days30360(dayCount: Thirty360, start: Day, end: Day, terminationDay?: Day): number {
  const a = civilOf(start)
  const b = civilOf(end)
  const [d1, d2] = monthDays(dayCount, start, end, terminationDay)
  return 360 * (b.year - a.year) + 30 * (b.month - a.month) + d2 - d1
}

function monthDays(dayCount: Thirty360, start: Day, end: Day, terminationDay?: Day): readonly [number, number] {
  const a = civilOf(start)
  const b = civilOf(end)
  const capped = (day: number): number => Math.min(day, 30)
  switch (dayCount) {
    case '30/360 bond basis': {
      const d1 = capped(a.dayOfMonth)
      return [d1, d1 === 30 ? capped(b.dayOfMonth) : b.dayOfMonth]
    }
    case '30/360 US': {
      const startsOnFebruaryEnd = isLastOfFebruary(a)
      const d1 = startsOnFebruaryEnd ? 30 : capped(a.dayOfMonth)
      const d2 = startsOnFebruaryEnd && isLastOfFebruary(b) ? 30 : b.dayOfMonth
      return [d1, d1 === 30 ? capped(d2) : d2]
    }
    case '30E/360':
      return [capped(a.dayOfMonth), capped(b.dayOfMonth)]
    case '30E/360 ISDA':
      return [
        isLastOfFebruary(a) ? 30 : capped(a.dayOfMonth),
        isLastOfFebruary(b) && end !== terminationDay ? 30 : capped(b.dayOfMonth),
      ]
    case '30/360 Italian':
      return [
        a.month === 2 && a.dayOfMonth > 27 ? 30 : capped(a.dayOfMonth),
        b.month === 2 && b.dayOfMonth > 27 ? 30 : capped(b.dayOfMonth),
      ]
  }
}

function isLastOfFebruary({ year, month, dayOfMonth }: ReturnType<typeof civilOf>): boolean {
  return month === 2 && dayOfMonth === daysInMonth(year, 2)
}
