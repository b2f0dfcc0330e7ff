import type { CurveTarget, FilePlan, SeriesTarget, SourceUnit, Target } from '../layouts/index.ts'
import { sourceUnits } from '../layouts/index.ts'
import type { CurveHistory, DailySeries, FileSource } from '../snapshot/market-snapshot.ts'
import { checkDates, checkGaps } from './check-dates.ts'
import { checkUnitOfAll, checkValues } from './check-values.ts'
import { problemList } from './problem-list.ts'
import type { ProblemList } from './problem-list.ts'
import type { Table } from './read-table.ts'

/** The series and curves that one file gave. */
export interface TableContents {
  readonly series: readonly DailySeries[]
  readonly curves: readonly CurveHistory[]
}

/** What the checks of a table are told: the gap limit of each id, and the as-of date that the folder itself states. */
export interface TableRules {
  readonly plan: FilePlan
  readonly targets: readonly Target[]
  readonly maxGapDaysOf: (target: Target) => number
  readonly declaredAsOf: string | undefined
}

/** The columns that `targets` need, each with the power of ten of its unit. */
export function columnsOfTargets(targets: readonly Target[]): Map<string, 0 | -2> {
  const columns = new Map<string, 0 | -2>()
  for (const target of targets) {
    const { exponent } = sourceUnits[target.unit]
    if (target.kind === 'curve') for (const tenor of target.tenors) columns.set(tenor.column, exponent)
    else for (const column of seriesColumns(target)) columns.set(column, exponent)
  }
  return columns
}

function seriesColumns(target: SeriesTarget): string[] {
  return target.over === undefined ? [target.column] : [target.column, target.over]
}

/** A table under check. */
interface Checking {
  readonly table: Table
  readonly rules: TableRules
  readonly source: FileSource
  readonly problems: ProblemList
  readonly warnings: ProblemList
  readonly misplaced: ReadonlySet<number>
  /** Rows before which a gap has been reported. */
  readonly reportedGaps: Set<number>
  /** False when the table has faults already that may be why a column is empty. */
  readonly whole: boolean
}

/** Checks a table that was read and makes its series and curves; they are good only when no problem was added. */
export function tableContents(
  table: Table,
  rules: TableRules,
  source: FileSource,
  problems: ProblemList,
  warnings: ProblemList,
): TableContents {
  const misplaced = checkDates(table, rules.plan.dateColumn, rules.declaredAsOf, problems)
  const whole = problems.count === 0
  const checking = { table, rules, source, problems, warnings, misplaced, reportedGaps: new Set<number>(), whole }
  if (table.openEnd) {
    const line = table.lines[table.lines.length - 1]
    warnings.add({ line, message: 'the last line has no line end; check that its last number is complete' })
  }
  const series: DailySeries[] = []
  const curves: CurveHistory[] = []
  for (const target of rules.targets) {
    if (target.kind === 'series') series.push(checkedSeries(target, checking))
    else curves.push(checkedCurve(target, checking))
  }
  return { series, curves }
}

function checkedSeries(target: SeriesTarget, checking: Checking): DailySeries {
  const { table, source, warnings } = checking
  const { column, over } = target
  const values = over === undefined ? columnOf(table, column) : quotient(table, column, over)
  const present = rowsWith(values)
  const name = over === undefined ? column : `${column}/${over}`
  if (over !== undefined) {
    // The parts of a quotient are amounts of money: they have to be positive, and their moves say nothing.
    const unheeded = { ...checking, warnings: problemList(source.file) }
    for (const part of [column, over]) checkColumn(part, 'price', columnOf(table, part), unheeded)
  }
  checkColumn(name, target.unit, values, checking)
  checkTargetGaps(target, name, present, checking)
  const blanks = table.days.length - present.length
  if (blanks > 0 && checking.rules.plan.targets.length === 1) {
    warnings.add({ field: name, message: `${blanks} rows without a value are left out of ${target.id}` })
  }
  return {
    id: target.id,
    unit: sourceUnits[target.unit].unit,
    convention: target.convention,
    dates: present.map((row) => table.dates[row]),
    days: Int32Array.from(present, (row) => table.days[row]),
    values: Float64Array.from(present, (row) => values[row]),
    source,
  }
}

function checkedCurve(target: CurveTarget, checking: Checking): CurveHistory {
  const { table, source } = checking
  const columns = target.tenors.map((tenor) => columnOf(table, tenor.column))
  const present = [...table.days.keys()].filter((row) => columns.some((column) => !Number.isNaN(column[row])))
  const name = `${target.tenors[0].column}..${target.tenors[target.tenors.length - 1].column}`
  checkCurveColumns(target, name, columns, checking)
  checkTargetGaps(target, name, present, checking)
  const rates = new Float64Array(present.length * columns.length)
  present.forEach((row, i) => columns.forEach((column, k) => (rates[i * columns.length + k] = column[row])))
  return {
    id: target.id,
    kind: target.curveKind,
    compounding: target.compounding,
    tenorsYears: Float64Array.from(target.tenors, (tenor) => tenor.years),
    dates: present.map((row) => table.dates[row]),
    days: Int32Array.from(present, (row) => table.days[row]),
    rates,
    source,
  }
}

/**
 * The unit is judged on the whole curve, since bill rates alone may lie near zero for years. A column of two years or more
 * that is fifty times smaller than the rest is judged by itself.
 */
function checkCurveColumns(
  target: CurveTarget,
  name: string,
  columns: readonly (readonly number[])[],
  checking: Checking,
): void {
  const { table, problems, warnings, rules } = checking
  const { checkUnit } = rules.plan
  const facts = sourceUnits[target.unit]
  const all = columns.flatMap((column) => column.filter((value) => !Number.isNaN(value)))
  if (checkUnit && !checkUnitOfAll(all, facts, name, table.lines[0], problems)) return
  const largestOfAll = largest(all)
  target.tenors.forEach(({ column, years }, k) => {
    const values = columns[k]
    const present = rowsWith(values)
    const own = present.map((row) => values[row])
    const apart = target.unit === 'decimal' || (years >= 2 && largestOfAll >= 50 * largest(own))
    if (checkUnit && apart && !checkUnitOfAll(own, facts, column, table.lines[present[0]], problems)) return
    checkValues(table, { column, facts, present, values, checkUnit }, problems, warnings)
  })
}

function checkColumn(column: string, unit: SourceUnit, values: readonly number[], checking: Checking): void {
  const { table, problems, warnings, rules } = checking
  const { checkUnit } = rules.plan
  const facts = sourceUnits[unit]
  const present = rowsWith(values)
  const own = present.map((row) => values[row])
  if (checkUnit && !checkUnitOfAll(own, facts, column, table.lines[present[0]], problems)) return
  checkValues(table, { column, facts, present, values, checkUnit }, problems, warnings)
}

function checkTargetGaps(target: Target, column: string, present: readonly number[], checking: Checking): void {
  const { table, rules, problems, misplaced, reportedGaps } = checking
  if (present.length === 0) {
    if (checking.whole) problems.add({ line: 1, field: column, message: `no row has a value for ${target.id}` })
    return
  }
  const valued = new Set(present)
  const observed = [...table.days.keys()].filter(
    (row) => !misplaced.has(row) && (valued.has(row) || table.faultyRows.has(row)),
  )
  const knownGaps = target.kind === 'series' ? (target.knownGaps ?? []) : []
  const rule = { column, observed, misplaced, maxGapDays: rules.maxGapDaysOf(target), knownGaps }
  checkGaps(table, rules.plan.dateColumn, rule, reportedGaps, problems)
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

function columnOf(table: Table, column: string): readonly number[] {
  return table.columns.get(column) ?? []
}

function rowsWith(values: readonly number[]): number[] {
  const rows: number[] = []
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row])) rows.push(row)
  return rows
}

function quotient(table: Table, numerator: string, denominator: string): number[] {
  const below = columnOf(table, denominator)
  return columnOf(table, numerator).map((value, row) => value / below[row])
}
