import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import type { CheckReport } from './check-report.ts'
import { testGroups } from './test-groups.ts'

export type TestKind = 'unit' | 'slow'

const patterns = ['packages', 'apps', 'tools'].map((folder) => `${folder}/**/*.test.ts`)
const timeoutSeconds: Readonly<Record<TestKind, number>> = { unit: 600, slow: 900 }

/** The test files of one kind, from the root; with `paths`, only those whose path contains one of them. */
export function testFiles(root: string, kind: TestKind, paths: readonly string[] = []): string[] {
  return globSync(patterns, { cwd: root, exclude: (name) => name === 'node_modules' })
    .filter((file) => file.endsWith('.slow.test.ts') === (kind === 'slow'))
    .filter((file) => paths.length === 0 || paths.some((path) => file.includes(path)))
    .toSorted()
}

export interface TestRunOptions {
  readonly kind: TestKind
  readonly paths?: readonly string[] | undefined
  /** Called after each test with the number of those done. */
  readonly onProgress?: ((done: number) => void) | undefined
}

/**
 * Runs the tests of one kind, the slow ones each file in its own process, and reports failures with their errors, skipped
 * tests with their reasons, and the counts. Groups (`describe`) are not counted; a file that breaks counts as one failure.
 */
export async function testReport(root: string, { kind, paths, onProgress }: TestRunOptions): Promise<CheckReport> {
  const files = testFiles(root, kind, paths)
  if (files.length === 0) return noTestsReport(kind, paths)
  // what one process has compiled the next ones need not compile again
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'tutti', 'compiled')
  using groups = kind === 'unit' ? testGroups(root, files) : undefined
  const stream = run({
    cwd: root,
    files: groups === undefined ? files.map((file) => join(root, file)) : [...groups.entries],
    concurrency: availableParallelism(),
    timeout: timeoutSeconds[kind] * 1000,
  })
  let passed = 0
  const failures: string[] = []
  const skips: string[] = []
  const printed = new Map<string, string>()
  stream.on('test:pass', (event) => {
    if (event.skip !== undefined || event.todo !== undefined) skips.push(skipText(root, event))
    else if (event.details.type !== 'suite') passed += 1
    onProgress?.(passed + failures.length + skips.length)
  })
  stream.on('test:fail', (event) => {
    if (event.todo !== undefined) skips.push(skipText(root, event))
    else if (!isOnlyBySubtest(event.details.error)) failures.push(failureText(root, event))
  })
  const keep = (event: { file?: string; message: string }): void => {
    const file = event.file === undefined ? '' : relative(root, event.file)
    printed.set(file, (printed.get(file) ?? '') + event.message)
  }
  stream.on('test:stderr', keep)
  stream.on('test:stdout', keep)
  for await (const _event of stream);
  if (passed + failures.length + skips.length === 0) failures.push(`${files.length} test files, and not one test ran`)
  const output = [...failures, ...outputOfFailed(printed, failures), ...skips].join('\n')
  return { passed, failed: failures.length, skipped: skips.length, output }
}

function noTestsReport(kind: TestKind, paths: readonly string[] | undefined): CheckReport {
  const asked = paths !== undefined && paths.length > 0
  if (asked) return { passed: 0, failed: 1, skipped: 0, output: `no ${kind} test file matches ${paths.join(', ')}` }
  return { passed: 0, failed: 0, skipped: 0, output: '' }
}

interface TestEvent {
  readonly name: string
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly skip?: string | boolean | undefined
  readonly todo?: string | boolean | undefined
}

function place(root: string, { file, line }: TestEvent): string {
  return file === undefined ? '' : `${relative(root, file)}:${line ?? 1}: `
}

function skipText(root: string, event: TestEvent): string {
  const reason = event.skip ?? event.todo
  const word = event.skip === undefined ? 'to do' : 'skipped'
  return `${place(root, event)}${event.name} — ${word}: ${typeof reason === 'string' ? reason : 'no reason given'}`
}

function failureText(root: string, event: TestEvent & { details: { error: Error } }): string {
  const { error } = event.details
  const cause = error.cause instanceof Error ? error.cause : error
  const text = (cause.stack ?? String(cause))
    .split('\n')
    .filter((line) => !/^\s+at .*(node:internal|node:test)/.test(line))
  return [`${place(root, event)}${event.name} — FAILED`, ...text.map((line) => `    ${line}`)].join('\n')
}

/** Whether a test failed for no reason of its own: a test inside it did, and is reported by itself. */
function isOnlyBySubtest(error: Error): boolean {
  return 'failureType' in error && error.failureType === 'subtestsFailed'
}

/** What the files with failures printed: the end of it, where the cause of a broken file stands. */
function outputOfFailed(printed: ReadonlyMap<string, string>, failures: readonly string[]): string[] {
  return [...printed]
    .filter(([file]) => failures.some((failure) => failure.startsWith(`${file}:`)))
    .map(([file, text]) => `${file} printed:\n${text.trimEnd().split('\n').slice(-40).join('\n')}`)
}
