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

/** Checks a table that was read and makes its series and curves; they are good only when no problem was added. */
export function tableContents(
  table: Table,
  rules: TableRules,
  source: FileSource,
  problems: ProblemList,
  warnings: ProblemList,
): TableContents {
  const misplaced = checkDates(table, rules.plan.dateColumn, rules.declaredAsOf, problems)
  const checkable = problems.count === 0
  const reported = new Set<number>()
  const series: DailySeries[] = []
  const curves: CurveHistory[] = []
  if (table.openEnd) {
    const line = table.lines[table.lines.length - 1]
    warnings.add({ line, message: 'the last line has no line end; check that its last number is complete' })
  }
  for (const target of rules.targets) {
    if (target.kind === 'series') series.push(seriesOfTable(table, target, source))
    else curves.push(curveOfTable(table, target, source))
  }
  return { series, curves }

  function seriesOfTable(of: Table, target: SeriesTarget, from: FileSource): DailySeries {
    const values = target.over === undefined ? columnOf(of, target.column) : quotient(of, target.column, target.over)
    const present = rowsWith(values)
    const name = target.over === undefined ? target.column : `${target.column}/${target.over}`
    if (target.over !== undefined) {
      const unheeded = problemList(from.file)
      // The parts of a quotient are amounts of money: they have to be positive, and their moves say nothing.
      for (const column of seriesColumns(target)) check(of, column, 'price', columnOf(of, column), unheeded)
    }
    check(of, name, target.unit, values, warnings)
    noteBlanks(of, present, target, name)
    checkTargetGaps(of, target, name, present)
    return {
      id: target.id,
      unit: sourceUnits[target.unit].unit,
      convention: target.convention,
      dates: present.map((row) => of.dates[row]),
      days: Int32Array.from(present, (row) => of.days[row]),
      values: Float64Array.from(present, (row) => values[row]),
      source: from,
    }
  }

  function curveOfTable(of: Table, target: CurveTarget, from: FileSource): CurveHistory {
    const columns = target.tenors.map((tenor) => columnOf(of, tenor.column))
    const present = of.days.map((_, row) => row).filter((row) => columns.some((column) => !Number.isNaN(column[row])))
    const name = `${target.tenors[0].column}..${target.tenors[target.tenors.length - 1].column}`
    const facts = sourceUnits[target.unit]
    const all = columns.flatMap((column) => column.filter((value) => !Number.isNaN(value)))
    const unitFits = !rules.plan.checkUnit || checkUnitOfAll(all, facts, name, of.lines[0], problems)
    if (unitFits) {
      target.tenors.forEach(({ column }, k) => {
        const values = columns[k]
        const rule = { column, facts, present: rowsWith(values), values, checkUnit: rules.plan.checkUnit }
        checkValues(of, rule, problems, warnings)
      })
    }
    checkTargetGaps(of, target, name, present)
    const rates = new Float64Array(present.length * columns.length)
    present.forEach((row, i) => columns.forEach((column, k) => (rates[i * columns.length + k] = column[row])))
    return {
      id: target.id,
      kind: target.curveKind,
      compounding: target.compounding,
      tenorsYears: Float64Array.from(target.tenors, (tenor) => tenor.years),
      dates: present.map((row) => of.dates[row]),
      days: Int32Array.from(present, (row) => of.days[row]),
      rates,
      source: from,
    }
  }

  function check(of: Table, column: string, unit: SourceUnit, values: readonly number[], large: ProblemList): void {
    const facts = sourceUnits[unit]
    const present = rowsWith(values)
    const { checkUnit } = rules.plan
    const sizes = present.map((row) => values[row])
    if (checkUnit && !checkUnitOfAll(sizes, facts, column, of.lines[present[0]], problems)) return
    checkValues(of, { column, facts, present, values, checkUnit }, problems, large)
  }

  function checkTargetGaps(of: Table, target: Target, column: string, present: readonly number[]): void {
    if (present.length === 0) {
      if (checkable) problems.add({ line: 1, field: column, message: `no row has a value for ${target.id}` })
      return
    }
    const knownGaps = target.kind === 'series' ? (target.knownGaps ?? []) : []
    const valued = new Set(present)
    const observed = [...of.days.keys()].filter(
      (row) => !misplaced.has(row) && (valued.has(row) || of.faultyRows.has(row)),
    )
    const rule = { column, observed, misplaced, maxGapDays: rules.maxGapDaysOf(target), knownGaps }
    checkGaps(of, rules.plan.dateColumn, rule, reported, problems)
  }

  function noteBlanks(of: Table, present: readonly number[], target: SeriesTarget, field: string): void {
    const alone = rules.plan.targets.length === 1
    const blanks = of.days.length - present.length
    if (!alone || blanks === 0) return
    warnings.add({ field, message: `${blanks} rows without a value are left out of ${target.id}` })
  }
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
