import { stringify } from 'csv-stringify/sync'
import type { CaseOutcome } from './case-outcome.ts'
import { flatRecord } from './flat-record.ts'

/** A CSV with a row for each outcome: the leading fields given, `status`, the leaves of its result, and its error. */
export function csvOfOutcomes(
  rows: readonly { readonly lead: Readonly<Record<string, string>>; readonly outcome: CaseOutcome }[],
): string {
  return csvOf(
    rows.map(({ lead, outcome }) =>
      outcome.status === 'ok'
        ? { ...lead, status: 'ok', ...flatRecord(outcome.result) }
        : { ...lead, status: outcome.error.code, error: outcome.error.message },
    ),
  )
}

/** A CSV of one result: a row for each leaf with its path. */
export function csvOfResult(result: unknown): string {
  return csvOf(Object.entries(flatRecord(result)).map(([field, value]) => ({ field, value })))
}

/** Records as CSV, the columns in order of their first appearance. A text that a spreadsheet would run is marked as text. */
function csvOf(records: readonly Readonly<Record<string, string>>[]): string {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const cell = (text: string | undefined): string => (text !== undefined && isFormula(text) ? `'${text}` : (text ?? ''))
  return stringify([columns, ...records.map((record) => columns.map((column) => cell(record[column])))])
}

/** Whether a spreadsheet would take the text for a formula; a number with a sign is none. */
const isFormula = (text: string): boolean => /^[=+\-@\t\r]/.test(text) && !Number.isFinite(Number(text))
