import { mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import type { RunRecord } from '@tutti/runtime'
import type { FileBesideReport } from './workflow-runner.ts'

const elsewhere = 'give another path with --report FILE'

/** Where the report of a workflow goes when nothing else is asked for. */
export function standardReport(workflow: string): string {
  return `reports/${workflow}.html`
}

/** Where the report of a run goes: to the path that was given when it was started, else to the standard one. */
export function reportPlace({ machine, workflow }: Pick<RunRecord, 'machine' | 'workflow'>): string {
  const { report } = (machine ?? {}) as { readonly report?: unknown }
  return typeof report === 'string' ? report : standardReport(workflow)
}

/**
 * Throws unless a report can be written to a path, before anything is computed for it: `invalid-input` where the path is a
 * folder or no plain file, or leads through something that is no folder, `unauthorised` where its folder may not be written to,
 * `conflict` for a full disk. Leaves nothing behind.
 */
export function requireReportPlace(file: string): void {
  const path = resolve(file)
  const there = found(path, file)
  if (file === '' || there?.isDirectory() === true) throw unfit(file, `${path} is a folder`)
  if (there !== undefined && !there.isFile()) throw unfit(file, `${path} is no plain file`)
  let folder = dirname(path)
  let nearest = found(folder, file)
  while (nearest === undefined) {
    folder = dirname(folder)
    nearest = found(folder, file)
  }
  if (!nearest.isDirectory()) throw unfit(file, `${folder} is a file, not a folder`)
  try {
    rmdirSync(mkdtempSync(join(folder, '.tutti-')))
  } catch (cause) {
    throw unwritable(file, `${folder} cannot be written to: ${reasonOf(cause)}`, elsewhere, cause)
  }
}

/**
 * Writes a report, making its folder if need be; the file is whole or not there. Throws `unauthorised` where it may not be
 * written, `conflict` for a full disk, saying how to write it again from the run.
 */
export function writeReport(file: string, html: string, runId: string): void {
  const path = resolve(file)
  const temporary = `${path}.${process.pid}.tmp`
  let isBegun = false
  try {
    makeFolder(dirname(path))
    isBegun = true
    writeFileSync(temporary, html)
    renameSync(temporary, path)
  } catch (cause) {
    if (isBegun) rmSync(temporary, { force: true })
    const again = `Run ${runId} is complete and holds it; write it elsewhere with: tutti runs report ${runId} --report FILE`
    throw unwritable(file, reasonOf(cause), again, cause)
  }
}

/**
 * Writes the files of a run beside its report, each named after it (`hedging.html`: `hedging-orders.csv`), and returns
 * their paths; one that the run has not is taken away, since it would be read as its own. Errors: those of `writeReport`.
 */
export function writtenFiles(report: string, files: readonly FileBesideReport[], runId: string): string[] {
  const stem = basename(report, extname(report))
  return files.flatMap(({ name, content }) => {
    const path = join(dirname(report), `${stem}-${name}`)
    if (content !== null) {
      writeReport(path, content, runId)
      return [path]
    }
    try {
      rmSync(resolve(path), { force: true })
    } catch (cause) {
      throw unwritable(path, `it is of another run and cannot be taken away: ${reasonOf(cause)}`, elsewhere, cause)
    }
    return []
  })
}

/** Folder by folder: the recursive call of Node never ends where a folder that exists takes none, as in /proc. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return
    const above = dirname(folder)
    if (code !== 'ENOENT' || statSync(above, { throwIfNoEntry: false }) !== undefined) throw cause
    makeFolder(above)
    mkdirSync(folder)
  }
}

/** What is at a path; undefined where there is nothing, or where it leads through a file. */
function found(path: string, file: string): Stats | undefined {
  try {
    return statSync(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (code === 'EACCES' || code === 'EPERM') throw unwritable(file, `${path} cannot be read`, elsewhere, cause)
    throw unfit(file, reasonOf(cause))
  }
}

function unfit(file: string, reason: string): TuttiError {
  return new TuttiError(
    'invalid-input',
    `the report cannot be written to ${JSON.stringify(file)}: ${reason}; ${elsewhere}`,
    {
      field: '--report',
      got: file,
      expected: 'a file, in a folder that can be written to',
    },
  )
}

function unwritable(file: string, reason: string, advice: string, cause: unknown): TuttiError {
  const message = `the report cannot be written to ${file}: ${reason}. ${advice[0].toUpperCase()}${advice.slice(1)}`
  return new TuttiError(isFull(cause) ? 'conflict' : 'unauthorised', message, { file, cause })
}

function isFull(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT'
}

function reasonOf(cause: unknown): string {
  return isFull(cause) ? 'the disk is full' : (cause as Error).message
}
