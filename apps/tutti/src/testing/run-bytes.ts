import assert from 'node:assert/strict'
import { inStore } from './cli-process.ts'

/** The files of a run that must not depend on workers or interruptions. */
export interface RunBytes {
  readonly result: string
  /** Without what stands between the telemetry marks. */
  readonly report: string
}

/** The files of the newest run of a folder's store, or of the run `id`. */
export function runBytes(folder: string, id?: string): RunBytes {
  return inStore(folder, (store) => {
    const run = id ?? store.runs().at(-1)?.id
    if (run === undefined) throw new Error(`no run in ${folder}`)
    const report = store.artifact(run, 'report.html').toString()
    const parts = report.split(/<!--telemetry-->[^]*<!--\/telemetry-->/)
    if (parts.length !== 2) throw new Error('the report has not one telemetry block')
    return { result: store.artifact(run, 'result.json').toString(), report: parts.join('') }
  })
}

/** Fails with the place of the first difference when the files of two runs differ. */
export function assertSameBytes(actual: RunBytes, expected: RunBytes): void {
  for (const name of ['result', 'report'] as const) {
    const [a, b] = [actual[name], expected[name]]
    if (a === b) continue
    let at = 0
    while (a[at] === b[at]) at++
    const around = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60))
    assert.fail(`the ${name} differs at character ${at}:\n  got      ${around(a)}\n  expected ${around(b)}`)
  }
}
