import type { Workflow } from '@tutti/workflows/workflow'
import { type Paint, wrapped } from '../cli/text/index.ts'
import type { ShownResult } from './workflow-runner.ts'

/** What a finished run of any workflow says in a terminal: its decision; the figures stand in the report. */
export function genericText(
  { title, decision }: Workflow<unknown, unknown, unknown>,
  { run, result }: ShownResult<unknown>,
  width: number,
  paint: Paint,
): string {
  const { status, headline, reasons } = decision(result)
  return [
    paint.bold(title),
    wrapped(`${headline} (${status.replaceAll('-', ' ')})`, width, '  '),
    ...reasons.map((reason) => wrapped(reason, width, '  - ')),
    wrapped(`All figures: tutti runs show ${run.id} --artifact result.json`, width, '  '),
    '',
  ].join('\n')
}
