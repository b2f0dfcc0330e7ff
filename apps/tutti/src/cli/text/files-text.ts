import type { FileBesideReport } from '../../runs/workflow-runner.ts'

/** Where the files beside a report were written, or why orders were not; empty for a result that has none. */
export function filesText(paths: readonly string[], files: readonly FileBesideReport[]): string {
  if (paths.length > 0) return `Files:  ${paths.join('\n        ')}\n`
  const because = files.find(({ heldBack }) => heldBack !== undefined)?.heldBack
  if (because === undefined) return ''
  return because === 'waiting'
    ? 'Files:  none yet; orders are written once the decision is approved\n'
    : 'Files:  none; rejected: no orders\n'
}
