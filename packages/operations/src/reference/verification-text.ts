import { problemText } from '@tutti/analytics/errors'
import type { ComparedElement } from './compared-results.ts'
import type { CaseVerification, VerificationCounts, VerificationReport } from './verification-report.ts'

/** What to show. */
export interface VerificationTextOptions {
  /** Every case, not only those that failed. */
  readonly all?: boolean | undefined
}

/** At most so many failed figures of one case. */
const MOST_ELEMENTS = 10

/**
 * The report for a terminal: counts by area, then each failed case in full (expected, computed, deviation, tolerance,
 * source), then what could not be read; with `all` a line for each case. Plain text without colours.
 */
export function verificationText(report: VerificationReport, options: VerificationTextOptions = {}): string {
  const { cases, problems } = report
  const failed = cases.filter(({ verdict }) => verdict === 'fail' || verdict === 'error')
  const blocks = [
    ...(options.all === true ? [caseLines(cases)] : []),
    areaTable(report),
    ...failed.map(failureText),
    ...(problems.length === 0
      ? []
      : [['Could not be read:', ...problems.map((problem) => `  ${problemText(problem)}`)].join('\n')]),
    conclusion(report),
  ]
  return `${blocks.join('\n\n')}\n`
}

function areaTable({ areas, counts }: VerificationReport): string {
  const header = ['area', 'cases', 'pass', 'fail', 'error', 'not served']
  const row = (label: string, count: VerificationCounts): string[] => [
    label,
    ...[count.cases, count.pass, count.fail, count.error, count.notServed].map(String),
  ]
  const rows = [header, ...areas.map((area) => row(area.area, area)), row('all', counts)]
  return alignedRows(rows, (column) => column > 0)
}

/** The cases model by model: verdict, the figure that uses up most of its tolerance, and where the expected value is from. */
function caseLines(cases: readonly CaseVerification[]): string {
  const models = [...new Set(cases.map((item) => `${item.area}: ${item.function}`))].sort()
  return models
    .map((model) => {
      const own = cases.filter((item) => `${item.area}: ${item.function}` === model)
      const rows = own.map((item) => [item.verdict, item.name, ...worstFigure(item)])
      const header = ['verdict', 'case', 'worst figure', 'expected', 'computed', 'tolerance', 'used', 'figures']
      const sources = [...new Set(own.map((item) => item.source))].map((source) => `  source: ${source}`)
      return [model, alignedRows([header, ...rows], () => false, '  '), ...sources].join('\n')
    })
    .join('\n\n')
}

/** The worst figure of a case as cells; the reason where there is none. */
function worstFigure({ worst, elements, reason }: CaseVerification): string[] {
  if (worst === null) return [reason?.split('\n')[0] ?? '', '', '', '', '', '']
  const [path, expected, computed, , allowed] = elementRow(worst)
  const used =
    worst.ratio === null ? 'not equal' : worst.ratio === 0 ? 'equal' : `${(worst.ratio * 100).toPrecision(2)} %`
  return [path, shortened(expected), shortened(computed), allowed, used, String(elements)]
}

const shortened = (text: string): string => (text.length <= 24 ? text : `${text.slice(0, 23)}…`)

function failureText(item: CaseVerification): string {
  const { file, source, failures } = item
  const lines = [`${item.verdict.toUpperCase()} ${item.name} (${item.function}${file === null ? '' : `, ${file}`})`]
  if (item.reason !== null) lines.push(...item.reason.split('\n').map((line) => `  ${line}`))
  if (failures.length > 0) {
    const shown = [...failures].sort((a, b) => (b.ratio ?? Infinity) - (a.ratio ?? Infinity)).slice(0, MOST_ELEMENTS)
    const rows = [['figure', 'expected', 'computed', 'deviation', 'tolerance'], ...shown.map(elementRow)]
    lines.push(
      ...alignedRows(rows, () => false)
        .split('\n')
        .map((line) => `  ${line}`),
    )
    const rest = failures.length - shown.length
    lines.push(
      `  ${failures.length} of ${item.elements} figures are outside their tolerance` +
        (rest > 0 ? `; ${rest} more are not shown` : ''),
    )
  }
  lines.push(`  source: ${source}`)
  return lines.join('\n')
}

const elementRow = ({ path, expected, computed, deviation, allowed }: ComparedElement): string[] => [
  path,
  valueText(expected),
  valueText(computed),
  deviation === null ? '' : deviation.toExponential(3),
  allowed === null ? 'equal' : allowed.toExponential(3),
]

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function conclusion({ ok, counts, problems }: VerificationReport): string {
  const parts = [
    `${counts.pass} of ${counts.cases} cases pass`,
    ...(counts.fail > 0 ? [`${counts.fail} fail`] : []),
    ...(counts.error > 0 ? [`${counts.error} end in an error`] : []),
    ...(counts.notServed > 0 ? [`${counts.notServed} are served by no operation yet`] : []),
    ...(problems.length > 0 ? [`${problems.length} problems in the files`] : []),
  ]
  return `${ok ? 'Verified' : 'Not verified'}: ${parts.join(', ')}.`
}

/** Rows of cells in columns, two spaces apart; numbers to the right. */
function alignedRows(rows: readonly (readonly string[])[], right: (column: number) => boolean, indent = ''): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => (right(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => indent + line)
    .join('\n')
}
