// Runs the checks and the tests: `check.ts test | check | slow [--only NAME,…] [TEST PATH…]`. Every step runs, also after
// a failed one; the last line counts them all, each check as one beside the tests.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type CheckReport, closingLine } from './check-report.ts'
import { checkSteps, type Step, testStep } from './check-steps.ts'

const root = join(import.meta.dirname, '..')

function chosenSteps(command: string | undefined, only: string | undefined, paths: readonly string[]): Step[] {
  const unit = testStep('unit', paths)
  const all = { test: [...checkSteps, unit], check: [...checkSteps], slow: [testStep('slow', paths)] }[
    command ?? 'test'
  ]
  if (all === undefined) throw new RangeError(`no command "${command}": test, check or slow`)
  if (only === undefined) return paths.length > 0 ? all.filter((step) => step.takesPaths) : all
  const names = only.split(',')
  const known = all.map((step) => step.name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new RangeError(`no step "${unknown.join(', ')}"; there are ${known.join(', ')}`)
  return all.filter((step) => names.includes(step.name))
}

/** Checks go side by side, one for each core; tests, which share the cores among themselves, come after them. */
async function runSteps(steps: readonly Step[]): Promise<CheckReport> {
  const waiting = steps.filter((step) => step.takesPaths !== true)
  const reports = new Map<Step, CheckReport>()
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) reports.set(step, await timed(step))
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  for (const step of steps) if (step.takesPaths === true) reports.set(step, await timed(step))
  const sum = (count: (report: CheckReport) => number): number =>
    [...reports.values()].reduce((total, report) => total + count(report), 0)
  const failed = steps.filter((step) => (reports.get(step)?.failed ?? 0) > 0).map(({ name }) => name)
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed: count }) => count),
    skipped: sum(({ skipped }) => skipped),
    output: failed.length > 0 ? `Failed: ${failed.join(', ')}` : '',
  }
}

/** Runs one step and prints its line; its own output follows where there is something to say. */
async function timed(step: Step): Promise<CheckReport> {
  const showsCount = process.stdout.isTTY && step.takesPaths === true
  const start = performance.now()
  const report = await step.run(root, (done) => {
    if (showsCount) process.stdout.write(`\r${step.name} … ${done}`)
  })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const verdict = report.failed > 0 ? 'FAILED' : report.passed === 0 && report.skipped > 0 ? 'skipped' : 'ok'
  const counts = step.takesPaths ? ` (${closingLine(report)})` : ''
  console.log(`${showsCount ? '\r' : ''}${step.name} … ${verdict} ${seconds} s${counts}`)
  if (report.output !== '') console.log(report.output.replaceAll(/^/gm, '  '))
  return report
}

try {
  const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })
  const [command, ...paths] = positionals
  const total = await runSteps(chosenSteps(command, values.only, paths))
  if (total.output !== '') console.log(total.output)
  console.log(closingLine(total))
  process.exitCode = total.failed > 0 ? 1 : 0
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}
