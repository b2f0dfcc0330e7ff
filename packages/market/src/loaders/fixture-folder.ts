import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Problem } from '@tutti/analytics/errors'
import { TuttiError } from '@tutti/analytics/errors'

/** For tests: hands a temporary folder with `files` (path to content) to `use` and removes it afterwards. */
export async function withFixtureFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'tutti-market-'))
  try {
    for (const [file, content] of Object.entries(files)) {
      await mkdir(dirname(join(directory, file)), { recursive: true })
      await writeFile(join(directory, file), content)
    }
    return await use(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** For tests: the error that `run` rejects with, or a plain error when it does not. */
export async function failureOf(run: () => Promise<unknown>): Promise<TuttiError & { problems: readonly Problem[] }> {
  try {
    await run()
  } catch (error) {
    if (error instanceof TuttiError) return Object.assign(error, { problems: error.details.problems ?? [] })
    throw error
  }
  throw new Error('expected a failure, and there was none')
}
