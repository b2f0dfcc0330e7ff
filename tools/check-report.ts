/** What one check found: counts for the closing line, and the text to show unless all went well. */
export interface CheckReport {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Failures and skips in full; with neither, warnings worth showing. */
  readonly output: string
}

/** The report of a check that either holds or has problems, one a line; `warnings` are shown but fail nothing. */
export function problemReport(problems: readonly string[], warnings: readonly string[] = []): CheckReport {
  const failed = problems.length > 0 ? 1 : 0
  const lines = [...problems, ...warnings.map((warning) => `warning: ${warning}`)]
  return { passed: 1 - failed, failed, skipped: 0, output: lines.join('\n') }
}

export function skippedReport(reason: string): CheckReport {
  return { passed: 0, failed: 0, skipped: 1, output: `skipped: ${reason}` }
}

/** The line a run ends with. */
export function closingLine({ passed, failed, skipped }: Omit<CheckReport, 'output'>): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/** Prints a report and sets the exit status: what a check does when it is run by itself. */
export function endWith(report: CheckReport): void {
  if (report.output !== '') console.log(report.output)
  console.log(closingLine(report))
  if (report.failed > 0) process.exitCode = 1
}
