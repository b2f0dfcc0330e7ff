import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { DocBlock } from './doc-blocks.ts'
import { runProgram } from './run-program.ts'

const timeoutSeconds = { ts: 60, sh: 300 }

/** What `doc-example-process.ts` says about each file it was given. */
export interface ExampleMessage {
  readonly index: number
  readonly error?: string
}

/**
 * Runs TypeScript examples one after the other in one process, and returns each failure as `file:line: why`. An example
 * may use `assert`; it fails if it throws, ends the process or takes too long. The code stands on the very lines of its
 * page, so that the lines of an error are those of the page.
 */
export async function runTypescriptBlocks(root: string, blocks: readonly DocBlock[]): Promise<string[]> {
  if (blocks.length === 0) return []
  // Inside the project, for its packages to resolve; not under node_modules, where Node strips no types.
  const folder = mkdtempSync(join(root, '.doc-examples-'))
  try {
    const files = blocks.map((block, index) => {
      const path = join(folder, `${index}.ts`)
      writeFileSync(path, exampleModule(block))
      return path
    })
    const failures: string[] = []
    for (let next = 0; next < files.length;) {
      const { done, errors } = await runProcess(root, files.slice(next))
      for (const { index, error } of errors)
        failures.push(failureText(blocks[next + index], files[next + index], error))
      next += done
    }
    return failures
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function exampleModule({ code, line }: DocBlock): string {
  const prelude = /^import\b.*\bassert\b/m.test(code) ? '' : "import assert from 'node:assert/strict'"
  return `${prelude}${'\n'.repeat(line - 1)}${code}\nexport {}\n`
}

interface Progress {
  /** How many files are finished; one that broke the process is the last of them. */
  readonly done: number
  readonly errors: readonly { index: number; error: string }[]
}

function runProcess(root: string, files: readonly string[]): Promise<Progress> {
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, 'doc-example-process.ts'), files, { cwd: root, silent: true })
    const errors: { index: number; error: string }[] = []
    let done = 0
    let printed = ''
    let late = false
    const stop = (): void => {
      late = true
      child.kill('SIGKILL')
    }
    let timer = setTimeout(stop, timeoutSeconds.ts * 1000)
    child.stderr?.on('data', (chunk) => (printed += String(chunk)))
    child.stdout?.resume()
    child.on('message', (message: ExampleMessage) => {
      done = message.index + 1
      if (message.error !== undefined) errors.push({ index: message.index, error: message.error })
      clearTimeout(timer)
      timer = setTimeout(stop, timeoutSeconds.ts * 1000)
    })
    child.on('close', () => {
      clearTimeout(timer)
      if (done < files.length) {
        const why = late ? `took more than ${timeoutSeconds.ts} s` : `ended the process\n${printed}`
        errors.push({ index: done, error: why.trim() })
        done += 1
      }
      resolve({ done, errors })
    })
  })
}

function failureText({ file, line }: DocBlock, path: string, error: string): string {
  const own = error
    .split('\n')
    .filter((text) => !/^\s+at .*(node:internal|doc-example-process)/.test(text))
    .join('\n')
    .replaceAll(`file://${path}`, file)
    .replaceAll(path, file)
  return `${file}:${line}: the example fails: ${own}`
}

/** Runs shell examples from the root with the project's Node and a store of their own; returns each failure. */
export async function runShellBlocks(root: string, blocks: readonly DocBlock[]): Promise<string[]> {
  const failures: string[] = []
  const home = mkdtempSync(join(tmpdir(), 'tutti-doc-'))
  const path = [dirname(process.execPath), join(root, 'node_modules', '.bin'), process.env['PATH'] ?? '']
  const env = { ...process.env, TUTTI_HOME: home, PATH: path.join(delimiter) }
  try {
    for (const { file, line, code } of blocks) {
      const result = await runProgram('sh', ['-euc', code], { cwd: root, env, timeoutSeconds: timeoutSeconds.sh })
      if (!result.ok) failures.push(`${file}:${line}: the commands fail:\n${result.output}`)
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
  return failures
}
