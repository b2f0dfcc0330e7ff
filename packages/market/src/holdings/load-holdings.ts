import { basename, extname } from 'node:path'
import { type Problem, problemText, TuttiError } from '@tutti/analytics/errors'
import { dayOfIso } from '../days/index.ts'
import { type ProblemList, problemList } from '../loaders/problem-list.ts'
import { readUnchanged } from '../loaders/read-unchanged.ts'
import type { FileSource } from '../snapshot/index.ts'
import { decimalMembers, decimalRecoveries } from './decimal-percents.ts'
import type { CellTable } from './cell-table.ts'
import { checkedLiabilities, type Liabilities } from './checked-liabilities.ts'
import { checkedPortfolio, type HoldingFault } from './checked-portfolio.ts'
import type { KnownNames } from './column-value.ts'
import { csvCells } from './csv-cells.ts'
import type { Holding } from './holding.ts'
import { jsonCells } from './json-cells.ts'
import { workbookCells } from './workbook-cells.ts'

/** What holdings are read against. */
export interface HoldingChecks extends KnownNames {
  /** ISO day; nothing that is held or owed may end by then. */
  readonly asOf: string
  /** What else is wrong with a holding, such as an issuer that no bucket of spreads moves; told with the other problems. */
  readonly holdingFault?: HoldingFault | undefined
}

/** What a fund has and owes, and the files that said so. */
export interface FundHoldings {
  readonly holdings: readonly Holding[]
  readonly liabilities: Liabilities
  /** The portfolio's file, then the liabilities'. */
  readonly sources: readonly FileSource[]
  /** What a reader should know: a file whose last line has no line end, percentages that look like decimals. */
  readonly warnings: readonly Problem[]
}

/**
 * Reads a portfolio and a liabilities file (`.csv`, `.xlsx` or `.json`, each in its own format): columns, kinds and units in
 * `docs/hedging-files.md`. Text in a file is data and is never run or obeyed.
 *
 * @throws `invalid-input` with every problem of both files at once in `details.problems`: file, line or row, column, what was
 * got and expected.
 */
export async function loadHoldings(
  files: { readonly portfolio: string; readonly liabilities: string },
  checks: HoldingChecks,
): Promise<FundHoldings> {
  if (dayOfIso(checks.asOf) === undefined) {
    throw new TuttiError('invalid-input', `the as-of date ${checks.asOf} is no date`, {
      field: 'asOf',
      got: checks.asOf,
      expected: 'a date YYYY-MM-DD that exists',
    })
  }
  const problems: Problem[] = []
  const portfolio = await checkedFile(files.portfolio, 'portfolio', problems, (table, list) =>
    checkedPortfolio(table, checks.asOf, checks, list, checks.holdingFault),
  )
  const owed = await checkedFile(files.liabilities, 'liabilities', problems, (table, list) =>
    checkedLiabilities(table, checks.asOf, checks, list),
  )
  if (problems.length > 0 || portfolio === undefined || owed === undefined) {
    const others = problems.length - 1
    const more = others === 0 ? '' : ` and ${others} more problem${others === 1 ? '' : 's'}`
    const { file, line, field, got, expected } = problems[0]
    const message = `the fund's files cannot be used: ${problemText(problems[0])}${more}`
    throw new TuttiError('invalid-input', message, { file, line, field, got, expected, problems })
  }
  return {
    holdings: portfolio.content,
    liabilities: owed.content,
    sources: [portfolio.source, owed.source],
    warnings: [
      ...portfolio.warning,
      ...decimalRecoveries(portfolio.content, portfolio.source.file),
      ...owed.warning,
      ...decimalMembers(owed.content.members, owed.source.file),
    ],
  }
}

async function checkedFile<T>(
  path: string,
  sheetName: string,
  problems: Problem[],
  check: (table: CellTable, list: ProblemList) => T,
): Promise<{ readonly content: T; readonly source: FileSource; readonly warning: readonly Problem[] } | undefined> {
  const list = problemList(path)
  const reading = await tableOf(path, sheetName, list)
  const table = reading?.content
  const content = table === undefined ? undefined : check(table, list)
  problems.push(...list.problems())
  if (reading === undefined || table === undefined || content === undefined || list.count > 0) return undefined
  const { sha256, bytes } = reading
  const file = basename(path)
  const message = 'the last line has no line end; check that its last cell is complete'
  const warning = table.openEnd ? [{ file, line: table.rows.at(-1)?.line, message }] : []
  return { content, source: { file, sha256, bytes, rows: table.rows.length }, warning }
}

async function tableOf(path: string, sheetName: string, list: ProblemList) {
  switch (extname(path).toLowerCase()) {
    case '.csv':
      return readUnchanged(path, list, (bytes) => csvCells(bytes, list))
    case '.json':
      return readUnchanged(path, list, (bytes) => jsonCells(bytes, list))
    case '.xlsx':
      return readUnchanged(path, list, (bytes) => workbookCells(bytes, sheetName, list))
    default:
      list.add({
        message: 'the format is unknown',
        got: extname(path) || 'no ending',
        expected: '.csv, .xlsx or .json',
      })
      return undefined
  }
}
