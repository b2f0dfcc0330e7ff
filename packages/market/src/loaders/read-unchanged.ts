import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import type { BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { ProblemList } from './problem-list.ts'

/** What a file held, and the identity of its bytes. */
export interface FileReading<T> {
  readonly content: T
  readonly sha256: string
  readonly bytes: number
}

const chunkBytes = 1 << 18

/**
 * Hands the bytes of the file at `path` to `read` in chunks and hashes them on the way. A file that cannot be read, or
 * that changes between opening and closing, is a problem.
 */
export async function readUnchanged<T>(
  path: string,
  problems: ProblemList,
  read: (bytes: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<FileReading<T> | undefined> {
  let handle: FileHandle | undefined
  try {
    // Asked before opening: to open a named pipe would wait for a writer.
    if (!(await stat(path)).isFile()) {
      problems.add({ message: 'this is not a file', expected: 'a regular file' })
      return undefined
    }
    handle = await open(path, 'r')
    const before = await handle.stat({ bigint: true })
    const hash = createHash('sha256')
    const counter = { bytes: 0 }
    const content = await read(hashedChunks(handle, hash, counter))
    const after = await handle.stat({ bigint: true })
    const there = await stat(path, { bigint: true })
    if (!sameFile(before, after) || !sameFile(before, there)) {
      problems.add({
        message: 'the file changed while it was being read; try again when nothing writes to it',
        got: `${after.size} bytes after reading`,
        expected: `${before.size} bytes and the modification time at the start`,
      })
    }
    return { content, sha256: hash.digest('hex'), bytes: counter.bytes }
  } catch (error) {
    problems.add({ message: readFault(error), expected: 'a file that can be read' })
    return undefined
  } finally {
    await handle?.close()
  }
}

async function* hashedChunks(
  handle: FileHandle,
  hash: ReturnType<typeof createHash>,
  counter: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null)
    if (bytesRead === 0) return
    const chunk = buffer.subarray(0, bytesRead)
    hash.update(chunk)
    counter.bytes += bytesRead
    yield chunk
  }
}

function sameFile(a: BigIntStats, b: BigIntStats): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ino === b.ino && a.dev === b.dev
}

const faultTexts: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'no permission to read',
  EPERM: 'no permission to read',
  EISDIR: 'this is a folder, not a file',
  ENOTDIR: 'this is not a folder',
  ELOOP: 'a symbolic link that leads to itself',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports a read error',
}

/** What went wrong when the system refused to read, in words; errors of other kinds are thrown on. */
export function readFault(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error
  return faultTexts[code] ?? `reading failed (${code})`
}
