import { existsSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'

/** Whether an error says that the disk (or the user's quota of it) is full: from a file, or from SQLite. */
export function isDiskFull(error: unknown, directory: string): boolean {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  if (code === 'ENOSPC' || code === 'EDQUOT') return true
  if (code !== 'ERR_SQLITE_ERROR' || typeof errcode !== 'number') return false
  const [full, ioError] = [13, 10]
  return (errcode & 0xff) === full || ((errcode & 0xff) === ioError && freeBytes(directory) < 2 ** 16)
}

/** The error for a write of `neededBytes` to a full disk, with what to do about it. */
export function diskFull(
  directory: string,
  neededBytes: number,
  runId: string | undefined,
  cause: unknown,
): TuttiError {
  const free = freeBytes(directory)
  const next = runId === undefined ? 'start the run again' : `run: tutti runs resume ${runId}`
  return new TuttiError(
    'conflict',
    `the disk of ${directory} is full: ${neededBytes} bytes were needed, ${free} are free. ` +
      `Nothing that was saved before is lost. Free some space, then ${next}`,
    { file: directory, got: `${free} bytes free`, expected: `${neededBytes} bytes`, cause },
  )
}

/** Free bytes of the disk that holds a folder, which may itself not be there yet. */
function freeBytes(directory: string): number {
  let existing = resolve(directory)
  while (!existsSync(existing)) existing = dirname(existing)
  const { bavail, bsize } = statfsSync(existing)
  return bavail * bsize
}
