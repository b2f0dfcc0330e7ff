import type { ProblemList } from '../loaders/problem-list.ts'
import { type CellRow, type CellTable, shownCell } from './cell-table.ts'
import { checkColumns } from './checked-columns.ts'
import { breakEvenFault, columnValue, type KnownNames } from './column-value.ts'
import type { ColumnType } from './holding-columns.ts'

/** A payment that is owed. */
export interface LiabilityFlow {
  /** ISO day. */
  readonly date: string
  readonly currency: string
  /** Money; of the as-of date where it grows with inflation from then on. */
  readonly amount: number
  readonly indexation: 'fixed' | 'inflation-linked'
  /** Such as pensions-in-payment, deferred, active; null where the file has none. */
  readonly group: string | null
  readonly line: number
}

/** A member of the scheme, or so many alike. */
export interface LiabilityMember {
  readonly id: string
  /** Years. */
  readonly age: number
  readonly sex: 'female' | 'male'
  readonly status: 'pensioner' | 'deferred' | 'active'
  readonly currency: string
  /** A year: in payment, or accrued to date. */
  readonly annualPension: number
  /** How it grows, before and in payment: not, at a fixed rate, or with inflation. */
  readonly indexation: 'none' | 'fixed' | 'inflation'
  /** Growth a year of `fixed`, decimal; 0 otherwise. */
  readonly increase: number
  /** Age at which the pension starts; null for the assumption's, and for pensioners. */
  readonly retirementAge: number | null
  /** Survivor's pension as a part of the member's; null for the assumption's. */
  readonly spouseFraction: number | null
  /** Members alike; 1 where the file says nothing. */
  readonly count: number
  readonly line: number
}

/** What the fund owes: dated payments, or members whose pensions are to be projected; a file gives one of the two. */
export interface Liabilities {
  readonly flows: readonly LiabilityFlow[]
  readonly members: readonly LiabilityMember[]
}

type Columns = Readonly<Record<string, ColumnType>>

/** Columns of a file of payments. */
export const flowColumns = {
  date: { type: 'date' },
  currency: { type: 'currency' },
  amount: { type: 'positive' },
  indexation: { type: 'name' },
  group: { type: 'text' },
  notes: { type: 'text' },
} as const satisfies Columns

/** Columns of a file of members. */
export const memberColumns = {
  id: { type: 'name' },
  age: { type: 'positive' },
  sex: { type: 'name' },
  status: { type: 'name' },
  currency: { type: 'currency' },
  annualPension: { type: 'positive' },
  indexation: { type: 'name' },
  increasePercent: { type: 'percent' },
  retirementAge: { type: 'positive' },
  spousePercent: { type: 'positivePercent' },
  count: { type: 'positive' },
  notes: { type: 'text' },
} as const satisfies Columns

type Values = ReadonlyMap<string, string | number>

/** The liabilities of a table: a column `date` makes it one of payments, a column `age` one of members. */
export function checkedLiabilities(
  table: CellTable,
  asOf: string,
  known: KnownNames,
  problems: ProblemList,
): Liabilities {
  const ofMembers = table.columns.includes('age') && !table.columns.includes('date')
  const columns: Columns = ofMembers ? memberColumns : flowColumns
  const required = ofMembers
    ? ['id', 'age', 'sex', 'status', 'currency', 'annualPension', 'indexation']
    : ['date', 'currency', 'amount', 'indexation']
  checkColumns(table, Object.keys(columns), required, problems)
  const valuesOf = (row: CellRow): Values => rowValues(row, columns, required, table, known, problems)
  return ofMembers
    ? { flows: [], members: checkedMembers(table, valuesOf, known, problems) }
    : { flows: checkedFlows(table, valuesOf, asOf, known, problems), members: [] }
}

function rowValues(
  row: CellRow,
  columns: Columns,
  required: readonly string[],
  table: CellTable,
  known: KnownNames,
  problems: ProblemList,
): Values {
  const values = new Map<string, string | number>()
  for (const [field, content] of Object.entries(columns)) {
    const cell = row.cells.get(field) ?? null
    if (cell === null) {
      if (required.includes(field) && table.columns.includes(field)) {
        problems.add({ line: row.line, field, message: `the row needs ${field}` })
      }
      continue
    }
    const outcome = columnValue(cell, content, known, table.numbersAreText)
    if ('value' in outcome) values.set(field, outcome.value)
    else {
      problems.add({ line: row.line, field, ...outcome, got: shownCell(cell).slice(0, 80) })
    }
  }
  return values
}

function checkedFlows(
  table: CellTable,
  valuesOf: (row: CellRow) => Values,
  asOf: string,
  known: KnownNames,
  problems: ProblemList,
): LiabilityFlow[] {
  const told = new Set<unknown>()
  return table.rows.flatMap((row): LiabilityFlow[] => {
    if (problems.full) return []
    const before = problems.count
    const values = valuesOf(row)
    const { line } = row
    const date = String(values.get('date') ?? '')
    if (date !== '' && date <= asOf) {
      const message = 'the payment is not after the as-of date'
      problems.add({ line, field: 'date', message, got: date, expected: `a date after ${asOf}` })
    }
    const indexation = oneOf(values, 'indexation', ['fixed', 'inflation-linked'] as const, line, problems)
    if (indexation === 'inflation-linked') addBreakEvenFault(values, line, known, told, problems)
    if (problems.count > before || indexation === undefined) return []
    const group = values.get('group')
    return [
      {
        date,
        currency: String(values.get('currency')),
        amount: Number(values.get('amount')),
        indexation,
        group: group === undefined ? null : String(group),
        line,
      },
    ]
  })
}

function checkedMembers(
  table: CellTable,
  valuesOf: (row: CellRow) => Values,
  known: KnownNames,
  problems: ProblemList,
): LiabilityMember[] {
  const lines = new Map<string, number>()
  const told = new Set<unknown>()
  return table.rows.flatMap((row): LiabilityMember[] => {
    if (problems.full) return []
    const before = problems.count
    const values = valuesOf(row)
    const { line } = row
    const id = String(values.get('id') ?? '')
    const earlier = lines.get(id)
    if (earlier === undefined) lines.set(id, line)
    else if (id !== '') {
      problems.add({
        line,
        field: 'id',
        message: 'the id stands twice',
        got: id,
        expected: `each id once (it stands on line ${earlier})`,
      })
    }
    const sex = oneOf(values, 'sex', ['female', 'male'] as const, line, problems)
    const status = oneOf(values, 'status', ['pensioner', 'deferred', 'active'] as const, line, problems)
    const indexation = oneOf(values, 'indexation', ['none', 'fixed', 'inflation'] as const, line, problems)
    if (indexation === 'inflation') addBreakEvenFault(values, line, known, told, problems)
    const increase = values.get('increasePercent')
    if (indexation === 'fixed' && increase === undefined) {
      problems.add({ line, field: 'increasePercent', message: 'a fixed indexation needs increasePercent' })
    }
    if (indexation !== undefined && indexation !== 'fixed' && increase !== undefined) {
      problems.add({
        line,
        field: 'increasePercent',
        message: `an indexation ${indexation} has no increasePercent`,
        expected: 'an empty cell',
      })
    }
    const number = (field: string): number | null => {
      const value = values.get(field)
      return typeof value === 'number' ? value : null
    }
    for (const [field, low, high] of [
      ['age', 15, 120],
      ['retirementAge', 40, 85],
    ] as const) {
      const value = number(field)
      if (value !== null && (value < low || value > high)) {
        problems.add({
          line,
          field,
          message: 'the age is outside what is believable',
          got: String(value),
          expected: `${low} to ${high}`,
        })
      }
    }
    if (problems.count > before || sex === undefined || status === undefined || indexation === undefined) return []
    return [
      {
        id,
        age: number('age') ?? 0,
        sex,
        status,
        currency: String(values.get('currency')),
        annualPension: number('annualPension') ?? 0,
        indexation,
        increase: number('increasePercent') ?? 0,
        retirementAge: number('retirementAge'),
        spouseFraction: number('spousePercent'),
        count: number('count') ?? 1,
        line,
      },
    ]
  })
}

/** Adds the fault of a linked row in a currency without break-evens, once for each currency. */
function addBreakEvenFault(
  values: Values,
  line: number,
  known: KnownNames,
  told: Set<unknown>,
  problems: ProblemList,
): void {
  const currency = values.get('currency')
  if (typeof currency !== 'string' || told.has(currency)) return
  told.add(currency)
  const fault = breakEvenFault(currency, known)
  if (fault !== undefined) problems.add({ line, ...fault })
}

function oneOf<T extends string>(
  values: Values,
  field: string,
  choices: readonly T[],
  line: number,
  problems: ProblemList,
): T | undefined {
  const value = values.get(field)
  const found = choices.find((choice) => choice === value)
  if (found === undefined && value !== undefined) {
    problems.add({
      line,
      field,
      message: `the ${field} is unknown`,
      got: String(value),
      expected: choices.join(' or '),
    })
  }
  return found
}
