// Runs the checks and the tests: `check.ts test | check | slow [--only NAME,…] [TEST PATH…]`. Every step runs, also after
// a failed one; the last line counts them all, each check as one beside the tests.
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

async function runSteps(steps: readonly Step[]): Promise<CheckReport> {
  const total = { passed: 0, failed: 0, skipped: 0, output: '' }
  const failedSteps: string[] = []
  for (const step of steps) {
    const report = await timed(step)
    total.passed += report.passed
    total.failed += report.failed
    total.skipped += report.skipped
    if (report.failed > 0) failedSteps.push(step.name)
  }
  return { ...total, output: failedSteps.length > 0 ? `Failed: ${failedSteps.join(', ')}` : '' }
}

/** Runs one step and prints its line; its own output follows where there is something to say. */
async function timed(step: Step): Promise<CheckReport> {
  const terminal = process.stdout.isTTY
  if (terminal) process.stdout.write(`${step.name} …`)
  const start = performance.now()
  const report = await step.run(root, (done) => {
    if (terminal) process.stdout.write(`\r${step.name} … ${done}`)
  })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const verdict = report.failed > 0 ? 'FAILED' : report.passed === 0 && report.skipped > 0 ? 'skipped' : 'ok'
  const counts = step.takesPaths ? ` (${closingLine(report)})` : ''
  console.log(`${terminal ? '\r' : ''}${step.name} … ${verdict} ${seconds} s${counts}`)
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
