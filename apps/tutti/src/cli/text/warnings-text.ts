import { type Problem, problemText } from '@tutti/analytics/errors'
import { printable } from './layout.ts'

/** Warnings shown before a run; the report has them all. */
const shownWarnings = 5

/** Warnings about the files of a run, in a few lines for each kind of files that has any, after what they are about. */
export function warningBlocks(...groups: readonly (readonly [readonly Problem[], string])[]): readonly string[] {
  return groups.flatMap(([warnings, about]) => {
    if (warnings.length === 0) return []
    const shown = warnings.slice(0, shownWarnings).map((warning) => `  ${printable(problemText(warning))}`)
    const more = warnings.length > shownWarnings ? [`  and ${warnings.length - shownWarnings} more, in the report`] : []
    const count = warnings.length === 1 ? 'one warning' : `${warnings.length} warnings`
    return [[`${about}: ${count}`, ...shown, ...more].join('\n')]
  })
}
