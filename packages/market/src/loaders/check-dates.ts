import { isoOfDay } from '../days/index.ts'
import type { KnownGap } from '../layouts/index.ts'
import type { ProblemList } from './problem-list.ts'
import type { Table } from './read-table.ts'

/**
 * Adds duplicate and unordered dates, and dates after `declaredAsOf` (the as-of date the folder itself states). Returns the
 * rows whose date stands in the wrong place, which say nothing about gaps.
 */
export function checkDates(
  table: Table,
  field: string,
  declaredAsOf: string | undefined,
  problems: ProblemList,
): ReadonlySet<number> {
  const { days, dates, lines } = table
  const misplaced = new Set<number>()
  if (newestFirst(days)) {
    problems.add({
      line: lines[0],
      field,
      message: 'the dates run from newest to oldest',
      got: `${dates[0]} first, ${dates[dates.length - 1]} last`,
      expected: 'dates in increasing order',
    })
    return new Set(days.keys())
  }
  const firstLine = new Map<number, number>()
  let latest = -Infinity
  let latestLine = 0
  for (let i = 0; i < days.length; i++) {
    const earlier = firstLine.get(days[i])
    const tooEarly = days[i] < latest
    // A single date that is later than the two rows after it is itself the one out of place, not all that follow.
    const tooLate = i + 2 < days.length && days[i] > days[i + 1] && days[i] > days[i + 2] && days[i + 1] > latest
    if (earlier !== undefined) {
      const expected = `each date once (it stands on line ${earlier})`
      problems.add({ line: lines[i], field, message: 'the date stands twice', got: dates[i], expected })
    } else if (tooEarly || tooLate) {
      const expected = tooEarly
        ? `a date after ${isoOfDay(latest)} on line ${latestLine}`
        : `a date before ${dates[i + 1]} on line ${lines[i + 1]}`
      problems.add({ line: lines[i], field, message: 'the dates are out of order', got: dates[i], expected })
    }
    if (earlier === undefined) firstLine.set(days[i], lines[i])
    if (earlier !== undefined || tooEarly || tooLate) misplaced.add(i)
    else {
      latest = days[i]
      latestLine = lines[i]
    }
    if (declaredAsOf !== undefined && dates[i] > declaredAsOf) {
      const expected = `no date after ${declaredAsOf}, the as-of date in market.yaml`
      problems.add({ line: lines[i], field, message: 'the date is after the as-of date', got: dates[i], expected })
    }
  }
  return misplaced
}

function newestFirst(days: readonly number[]): boolean {
  if (days.length < 3) return false
  for (let i = 1; i < days.length; i++) if (days[i] >= days[i - 1]) return false
  return true
}

/** What {@link checkGaps} needs to know of one series. */
export interface GapRule {
  readonly column: string
  /** Rows with a value or a faulty cell, in order, without misplaced ones. */
  readonly observed: readonly number[]
  readonly misplaced: ReadonlySet<number>
  readonly maxGapDays: number
  readonly knownGaps: readonly KnownGap[]
}

/**
 * Adds each gap longer than stated between two observations, at the line after it. Several series of one table share
 * `reported`, so that a stretch without rows is named once and not for every column.
 */
export function checkGaps(
  table: Table,
  dateColumn: string,
  rule: GapRule,
  reported: Set<number>,
  problems: ProblemList,
): void {
  const { days, dates, lines } = table
  for (let k = 1; k < rule.observed.length; k++) {
    const from = rule.observed[k - 1]
    const to = rule.observed[k]
    const gap = days[to] - days[from]
    if (gap <= rule.maxGapDays) continue
    if (rule.knownGaps.some((known) => dates[from] >= known.last && dates[to] <= known.next)) continue
    let between = from + 1
    while (between < to && rule.misplaced.has(between)) between++
    const noRows = between === to
    if (noRows && reported.has(to)) continue
    if (noRows) reported.add(to)
    problems.add({
      line: lines[to],
      field: noRows ? dateColumn : rule.column,
      message: `a gap of ${gap} days without ${noRows ? 'rows' : 'values'}`,
      got: `${dates[from]} to ${dates[to]}`,
      expected: `at most ${rule.maxGapDays} days (option maxGapDays)`,
    })
  }
}
