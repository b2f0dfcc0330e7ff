import type { Problem } from '@tutti/analytics/errors'
import type { ProblemList } from '../loaders/problem-list.ts'
import { type CellRow, type CellTable, shownCell } from './cell-table.ts'
import { checkColumns } from './checked-columns.ts'
import { breakEvenFault, columnValue, type KnownNames } from './column-value.ts'
import { withArticle } from './with-article.ts'
import {
  holdingKinds,
  type HoldingKind,
  type KindColumns,
  type PortfolioColumn,
  portfolioColumns,
  sharedColumns,
} from './holding-columns.ts'
import type { Holding } from './holding.ts'

const columnNames = Object.keys(portfolioColumns) as PortfolioColumn[]
const kindNames = Object.keys(holdingKinds) as HoldingKind[]

/** Kinds whose value follows inflation. */
const linkedKinds: ReadonlySet<HoldingKind> = new Set([
  'inflation-linked-bond',
  'inflation-linked-bond-fund',
  'inflation-swap',
])

type Values = Map<PortfolioColumn, string | number>

/** What else is wrong with a holding whose row is complete; undefined where nothing is. */
export type HoldingFault = (holding: Holding) => Omit<Problem, 'file' | 'line'> | undefined

/** The holdings of a table; they are complete only when nothing was added to `problems`. */
export function checkedPortfolio(
  table: CellTable,
  asOf: string,
  known: KnownNames,
  problems: ProblemList,
  faultOf?: HoldingFault,
): Holding[] {
  checkColumns(table, columnNames, ['id', 'kind', 'currency'], problems)
  const lines = new Map<string, number>()
  return table.rows.flatMap((row) => {
    if (problems.full) return []
    const id = row.cells.get('id') ?? null
    if (id !== null && typeof id !== 'object') {
      const earlier = lines.get(String(id))
      if (earlier === undefined) lines.set(String(id), row.line)
      else {
        const expected = `each id once (it stands on line ${earlier})`
        problems.add({ line: row.line, field: 'id', message: 'the id stands twice', got: String(id), expected })
      }
    }
    const holding = checkedHolding(row, table, asOf, known, problems)
    const fault = holding === undefined ? undefined : faultOf?.(holding)
    if (fault !== undefined) problems.add({ line: row.line, ...fault })
    return holding === undefined ? [] : [holding]
  })
}

function checkedHolding(
  row: CellRow,
  table: CellTable,
  asOf: string,
  known: KnownNames,
  problems: ProblemList,
): Holding | undefined {
  const before = problems.count
  const values: Values = new Map()
  for (const column of columnNames) {
    const cell = row.cells.get(column) ?? null
    if (cell === null) continue
    const outcome = columnValue(cell, portfolioColumns[column].content, known, table.numbersAreText)
    if ('value' in outcome) values.set(column, outcome.value)
    else problems.add({ line: row.line, field: column, ...outcome, got: shownCell(cell).slice(0, 80) })
  }
  const kind = kindNames.find((name) => name === values.get('kind'))
  if (kind === undefined) {
    const given = values.get('kind')
    const message = given === undefined ? 'the kind is missing' : 'the kind is unknown'
    const got = given === undefined ? undefined : String(given)
    problems.add({ line: row.line, field: 'kind', message, got, expected: `one of ${kindNames.join(', ')}` })
    return undefined
  }
  checkKind(kind, row, values, problems)
  checkTerms(kind, row.line, values, asOf, known, problems)
  if (problems.count > before) return undefined
  return holdingOf(kind, row.line, values)
}

/** Adds cells that the kind needs and lacks, or has and does not need, and sides that it does not know. */
function checkKind(kind: HoldingKind, { line, cells }: CellRow, values: Values, problems: ProblemList): void {
  const { required, optional, sides = [], options = [] }: KindColumns = holdingKinds[kind]
  for (const field of ['id', 'currency', ...required] as const) {
    if ((cells.get(field) ?? null) === null)
      problems.add({ line, field, message: `${withArticle(kind)} needs ${field}` })
  }
  const allowed: readonly string[] = [...sharedColumns, ...required, ...optional]
  for (const [field] of values) {
    if (allowed.includes(field)) continue
    problems.add({
      line,
      field,
      message: `${withArticle(kind)} has no ${field}`,
      got: String(values.get(field)),
      expected: 'an empty cell',
    })
  }
  for (const [field, choices] of [
    ['side', sides],
    ['option', options],
  ] as const) {
    const value = values.get(field)
    if (value === undefined || choices.length === 0 || choices.includes(String(value))) continue
    problems.add({
      line,
      field,
      message: `the ${field} is unknown`,
      got: String(value),
      expected: choices.join(' or '),
    })
  }
}

/** Adds what does not fit together: dates out of order, a currency against itself, an unknown index, a missing fixing. */
function checkTerms(
  kind: HoldingKind,
  line: number,
  values: Values,
  asOf: string,
  known: KnownNames,
  problems: ProblemList,
): void {
  const text = (column: PortfolioColumn): string | undefined => {
    const value = values.get(column)
    return value === undefined ? undefined : String(value)
  }
  const [start, expiry, maturity] = [text('start'), text('expiry'), text('maturity')]
  for (const [field, date] of [
    ['expiry', expiry],
    ['maturity', maturity],
  ] as const) {
    if (date === undefined || date > asOf) continue
    const message = `the ${field} is not after the as-of date`
    problems.add({ line, field, message, got: date, expected: `a date after ${asOf}` })
  }
  const first = start ?? expiry
  if (first !== undefined && maturity !== undefined && maturity <= first) {
    const message = `the maturity is not after the ${start === undefined ? 'expiry' : 'start'}`
    problems.add({ line, field: 'maturity', message, got: maturity, expected: `a date after ${first}` })
  }
  if (kind === 'swap' && start !== undefined && start <= asOf && values.get('fixingPercent') === undefined) {
    const message = 'a swap that runs needs the fixing of its floating period'
    problems.add({ line, field: 'fixingPercent', message, expected: 'the rate of the current period, percent' })
  }
  if (kind === 'inflation-swap' && start !== undefined && start < asOf && values.get('indexRatio') === undefined) {
    const message = 'an inflation swap that runs needs the index ratio'
    problems.add({ line, field: 'indexRatio', message, expected: 'the index now over the index at the start' })
  }
  if (kind === 'inflation-swap' && start !== undefined && start > asOf) {
    problems.add({
      line,
      field: 'start',
      message: 'an inflation swap starts by the as-of date',
      got: start,
      expected: `at most ${asOf}`,
    })
  }
  const currency = text('currency')
  const fault = linkedKinds.has(kind) && currency !== undefined ? breakEvenFault(currency, known) : undefined
  if (fault !== undefined) problems.add({ line, ...fault })
  if (text('counterCurrency') !== undefined && text('counterCurrency') === text('currency')) {
    problems.add({ line, field: 'counterCurrency', message: 'the two currencies are the same', got: text('currency') })
  }
  const recovery = values.get('recoveryPercent')
  if (typeof recovery === 'number' && recovery >= 1) {
    problems.add({
      line,
      field: 'recoveryPercent',
      message: 'the recovery leaves nothing to protect',
      expected: 'below 100',
    })
  }
  const names = kind === 'index-cds' ? known.creditIndices : known.indices
  const index = text('index')
  if (names !== undefined && index !== undefined && !names.includes(index)) {
    problems.add({
      line,
      field: 'index',
      message: 'the index is unknown',
      got: index,
      expected: `one of ${names.join(', ')}`,
    })
  }
}

function holdingOf(kind: HoldingKind, line: number, values: Values): Holding {
  const { required, optional } = holdingKinds[kind]
  const fields: Record<string, string | number | null> = {
    id: values.get('id') ?? null,
    kind,
    currency: values.get('currency') ?? null,
    name: values.get('name') ?? values.get('id') ?? null,
    issuer: values.get('issuer') ?? null,
    rating: values.get('rating') ?? null,
    sector: values.get('sector') ?? null,
    line,
  }
  for (const column of [...required, ...optional]) fields[portfolioColumns[column].field] = values.get(column) ?? null
  return fields as unknown as Holding
}
