import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Packages of pure functions: their test files share nothing but modules, so that many of them can share a process. */
const sharing = [
  'packages/analytics/',
  'packages/market/',
  'packages/operations/',
  'packages/workflows/',
  'packages/reports/',
]

/** Files in a process: loading modules takes longer than most tests, yet all cores are to have work until the end. */
const mostInGroup = 25

/** What the processes of a test run begin with. */
export interface TestGroups {
  /** Absolute paths: test files, and files made for the run that import several of them. */
  readonly entries: readonly string[]
  /** Removes the files that were made. */
  readonly [Symbol.dispose]: () => void
}

/** The processes in which to run test files (paths from the root): the files of a pure folder together, others each in its own. */
export function testGroups(root: string, files: readonly string[]): TestGroups {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-tests-'))
  const groups = sharing.flatMap((start) => {
    const own = files.filter((file) => file.startsWith(start))
    const count = Math.ceil(own.length / mostInGroup)
    // dealt out in turn, so that a folder of long tests is spread over the groups
    return Array.from({ length: count }, (_, group) => own.filter((_file, i) => i % count === group)).map(
      (group, i) => {
        const entry = join(folder, `${start.replace(/\W+/g, '-')}${i + 1}.mjs`)
        const lines = group.map((file) => `import ${JSON.stringify(pathToFileURL(join(root, file)).href)}\n`)
        writeFileSync(entry, lines.join(''))
        return entry
      },
    )
  })
  const alone = files.filter((file) => !sharing.some((start) => file.startsWith(start)))
  return {
    entries: [...alone.map((file) => join(root, file)), ...groups],
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}
