import { requireFinite } from '@tutti/analytics/errors'
import type { RunTelemetry } from '../report-context.ts'
import { fixedText } from '@tutti/workflows/figures'
import { escapeHtml } from './escape-html.ts'

/**
 * The facts of a run that differ from run to run of the same result, between the marks that a comparison cuts out. Throws
 * `invalid-input` for a number that is not finite.
 */
export function telemetryHtml(producedBy: string, telemetry: RunTelemetry | null): string {
  const number = (key: string, value: number, digits: number): string =>
    fixedText(requireFinite(value, `telemetry.${key}`), digits)
  const facts: readonly (readonly [string, string])[] =
    telemetry === null
      ? [['Speed', 'n/a: not measured']]
      : [
          ...workFacts(telemetry, number),
          ['Time', `${number('seconds', telemetry.seconds, 2)} s`],
          ['Workers', number('workers', telemetry.workers, 0)],
          ...(telemetry.peakMemoryMb === undefined
            ? []
            : [['Peak memory', `${number('peakMemoryMb', telemetry.peakMemoryMb, 0)} MB`] as const]),
          ['Machine', telemetry.machine],
        ]
  const rows = [['Produced by', producedBy] as const, ...facts]
    .map(([term, text]) => `<div><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(text)}</dd></div>`)
    .join('')
  return `<!--telemetry--><dl class="definitions telemetry">${rows}</dl><!--/telemetry-->`
}

function workFacts(
  { pathSteps, pathStepsPerSecond, revaluations = 0 }: RunTelemetry,
  number: (key: string, value: number, digits: number) => string,
): readonly (readonly [string, string])[] {
  const speed = `${number('pathStepsPerSecond', pathStepsPerSecond / 1e6, 2)} million path-steps a second`
  if (revaluations > 0) return [['Instruments revalued', number('revaluations', revaluations, 0)]]
  return [
    ['Path-steps', number('pathSteps', pathSteps, 0)],
    ['Speed', speed],
  ]
}
