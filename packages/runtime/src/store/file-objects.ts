import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import { sha256 } from '../hashing/index.ts'

/** Steps' values are JSON, artifacts any bytes; the ending of the file says which. */
export type ObjectKind = 'step' | 'artifact'

/** Writes all bytes to an open file; replaced in tests of full disks. */
export type WriteBytes = (descriptor: number, bytes: Uint8Array) => void

/** What reading an object gave: its bytes, or what is wrong with its file. */
export type ObjectRead = { readonly bytes: Buffer } | { readonly problem: string }

const endings = { step: '.json', artifact: '.bin' } as const
const temporaryEnding = '.tmp'
/** A temporary file that is older was left by a process that died. */
const litterAgeMs = 3_600_000

/**
 * Content-addressed files: `ab/<sha256>.json` below a folder. A file is written under a temporary name, flushed to the
 * disk and renamed, so under its own name it is whole or not there; reading hashes it again.
 */
export class FileObjects {
  readonly directory: string
  readonly #writeBytes: WriteBytes

  constructor(directory: string, writeBytes: WriteBytes = writeAll) {
    this.directory = directory
    this.#writeBytes = writeBytes
  }

  /** The file of an object. */
  file(kind: ObjectKind, hash: string): string {
    return join(this.directory, hash.slice(0, 2), hash + endings[kind])
  }

  /** Saves bytes and returns their SHA-256. A sound file of the same content is kept. Leaves no litter when it throws. */
  save(kind: ObjectKind, bytes: Uint8Array): string {
    const hash = sha256(bytes)
    const file = this.file(kind, hash)
    if ('bytes' in this.read(kind, hash)) return hash
    const folder = dirname(file)
    if (mkdirSync(folder, { recursive: true }) !== undefined) flushFolder(this.directory)
    const temporary = join(folder, `${hash}.${process.pid}.${randomBytes(4).toString('hex')}${temporaryEnding}`)
    try {
      const descriptor = openSync(temporary, 'wx')
      try {
        this.#writeBytes(descriptor, bytes)
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
      renameSync(temporary, file)
    } catch (error) {
      rmSync(temporary, { force: true })
      throw error
    }
    flushFolder(folder)
    return hash
  }

  /** The bytes of an object if its file has the right hash. Throws `unauthorised` when the file may not be read. */
  read(kind: ObjectKind, hash: string): ObjectRead {
    const file = this.file(kind, hash)
    let bytes: Buffer
    try {
      bytes = readFileSync(file)
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code
      if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: `the file ${file} is missing` }
      throw new TuttiError(
        'unauthorised',
        `the file ${file} cannot be read (${code}); check its permissions and disk`,
        {
          file,
          cause,
        },
      )
    }
    const found = sha256(bytes)
    if (found === hash) return { bytes }
    return { problem: `the file ${file} is damaged: expected SHA-256 ${hash}, found ${found} (${bytes.length} bytes)` }
  }

  /** Renames the file of a damaged object to `<sha256>.corrupt` and returns that name; undefined if there is no file. */
  moveAside(kind: ObjectKind, hash: string): string | undefined {
    const aside = join(this.directory, hash.slice(0, 2), `${hash}.corrupt`)
    try {
      renameSync(this.file(kind, hash), aside)
      return aside
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  /** Removes temporary files that a process left when it was killed more than an hour ago. */
  removeLitter(): void {
    for (const folder of readdirSync(this.directory, { withFileTypes: true })) {
      if (!folder.isDirectory()) continue
      for (const name of readdirSync(join(this.directory, folder.name))) {
        const file = join(this.directory, folder.name, name)
        if (!name.endsWith(temporaryEnding)) continue
        const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs
        if (written !== undefined && written < Date.now() - litterAgeMs) rmSync(file, { force: true })
      }
    }
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
}

/** Makes a rename or a new folder last; systems that cannot flush a folder (Windows) do that themselves. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
