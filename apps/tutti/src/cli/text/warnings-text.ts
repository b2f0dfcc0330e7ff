import { type Problem, problemText } from '@tutti/analytics/errors'
import { printable } from './layout.ts'

/** Warnings shown before a run; the report has them all. */
const shownWarnings = 5

/** Warnings about the data of a run, in a few lines, after what they are about; empty when there are none. */
export function warningsText(warnings: readonly Problem[], about = 'Market data'): string {
  if (warnings.length === 0) return ''
  const shown = warnings.slice(0, shownWarnings).map((warning) => `  ${printable(problemText(warning))}`)
  const more = warnings.length > shownWarnings ? [`  and ${warnings.length - shownWarnings} more, in the report`] : []
  return [
    `${about}: ${warnings.length === 1 ? 'one warning' : `${warnings.length} warnings`}`,
    ...shown,
    ...more,
    '',
  ].join('\n')
}
