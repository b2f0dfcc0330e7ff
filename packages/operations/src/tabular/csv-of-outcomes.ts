import { stringify } from 'csv-stringify/sync'
import type { CaseOutcome } from './case-outcome.ts'
import { flatRecord } from './flat-record.ts'

/** A CSV with a row for each outcome: the leading fields given, `status`, the leaves of its result, and its error. */
export function csvOfOutcomes(
  rows: readonly { readonly lead: Readonly<Record<string, string>>; readonly outcome: CaseOutcome }[],
): string {
  const results = rows.map(({ outcome }) => (outcome.status === 'ok' ? flatRecord(outcome.result) : {}))
  const names = (records: readonly object[]): string[] => [...new Set(records.flatMap((record) => Object.keys(record)))]
  const errors = rows.some(({ outcome }) => outcome.status === 'error') ? ['error'] : []
  const columns = [...names(rows.map(({ lead }) => lead)), 'status', ...names(results), ...errors]
  return csvOf(
    rows.map(({ lead, outcome }, i) =>
      outcome.status === 'ok'
        ? { ...lead, status: 'ok', ...results[i] }
        : { ...lead, status: outcome.error.code, error: outcome.error.message },
    ),
    columns,
  )
}

/** A CSV of one result: a row for each leaf with its path. */
export function csvOfResult(result: unknown): string {
  const fields = Object.entries(flatRecord(result)).map(([field, value]) => ({ field, value }))
  return csvOf(fields, ['field', 'value'])
}

/** Records as CSV with these columns. A text that a spreadsheet would run is marked as text. */
function csvOf(records: readonly Readonly<Record<string, string>>[], columns: readonly string[]): string {
  const cell = (text: string | undefined): string => (text !== undefined && isFormula(text) ? `'${text}` : (text ?? ''))
  return stringify([[...columns], ...records.map((record) => columns.map((column) => cell(record[column])))])
}

/** Whether a spreadsheet would take the text for a formula; a number with a sign is none. */
const isFormula = (text: string): boolean => /^[=+\-@\t\r]/.test(text) && !Number.isFinite(Number(text))
