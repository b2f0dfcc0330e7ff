import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { docExamplesReport } from './check-doc-examples.ts'
import { fileSizeReport } from './check-file-size.ts'
import { layerReport } from './check-layers.ts'
import { clockReport } from './check-clock.ts'
import { type CheckReport, problemReport, skippedReport } from './check-report.ts'
import { runProgram } from './run-program.ts'
import { type TestKind, testReport } from './test-run.ts'

export interface Step {
  readonly name: string
  /** Whether it runs tests, and so can be held to some paths. */
  readonly takesPaths?: boolean
  readonly run: (root: string, onProgress: (done: number) => void) => Promise<CheckReport> | CheckReport
}

/** The checks, in the order in which they run. */
export const checkSteps: readonly Step[] = [
  { name: 'types', run: (root) => packageReport(root, 'typescript', 'tsc', ['-p', 'tsconfig.json', '--noEmit']) },
  {
    name: 'lint',
    run: (root) => packageReport(root, 'oxlint', 'oxlint', ['--type-aware', '--deny-warnings', '-f', 'unix']),
  },
  { name: 'format', run: formatReport },
  { name: 'layers', run: layerReport },
  { name: 'clock', run: clockReport },
  { name: 'file-size', run: (root) => fileSizeReport(root) },
  { name: 'unused', run: (root) => packageReport(root, 'knip', 'knip', ['--no-progress', '--no-config-hints']) },
  { name: 'doc-examples', run: docExamplesReport },
  { name: 'lock', run: lockReport },
]

/** The step that runs the tests of one kind; with `paths`, only the files whose path contains one of them. */
export function testStep(kind: TestKind, paths: readonly string[]): Step {
  const name = kind === 'unit' ? 'tests' : 'slow-tests'
  return { name, takesPaths: true, run: (root, onProgress) => testReport(root, { kind, paths, onProgress }) }
}

function formatReport(root: string): Promise<CheckReport> {
  const cache = ['--cache', '--cache-strategy', 'content']
  return packageReport(root, 'prettier', 'prettier', ['--check', '--log-level', 'warn', ...cache, '.'])
}

/** Runs a program of an installed package under this same Node. */
async function packageReport(
  root: string,
  name: string,
  program: string,
  args: readonly string[],
): Promise<CheckReport> {
  const folder = join(root, 'node_modules', name)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>
  }
  const entry = typeof bin === 'string' ? bin : bin[program]
  if (entry === undefined) return problemReport([`the package ${name} has no program ${program}`])
  const result = await runProgram(process.execPath, [join(folder, entry), ...args], { cwd: root })
  return problemReport(result.ok ? [] : [result.output || `${program} failed without a word`])
}

/** Whether `npm ci` would take the lock file, other platforms' packages included. */
async function lockReport(root: string): Promise<CheckReport> {
  const args = [
    'ci',
    '--dry-run',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--fetch-retries=0',
  ]
  const result = await runProgram('npm', args, { cwd: root })
  if (result.ok) return problemReport([])
  if (/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/.test(result.output)) {
    return skippedReport('the npm registry cannot be reached')
  }
  return problemReport([result.output.split('npm error Clean install a project')[0] ?? ''])
}
