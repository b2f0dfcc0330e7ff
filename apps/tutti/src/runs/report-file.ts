import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import type { RunFile } from './workflow-runner.ts'

/**
 * Writes a report, making its folder if need be; the file is whole or not there. Throws `unauthorised` where it may not be
 * written, `conflict` for a full disk, saying how to write it again from the run.
 */
export function writeReport(file: string, html: string, runId: string): void {
  const path = resolve(file)
  const temporary = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(temporary, html)
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    const { code } = cause as NodeJS.ErrnoException
    const full = code === 'ENOSPC' || code === 'EDQUOT'
    const reason = full ? 'the disk is full' : (cause as Error).message
    throw new TuttiError(
      full ? 'conflict' : 'unauthorised',
      `the report cannot be written to ${file}: ${reason}. Run ${runId} is complete and holds it; ` +
        `write it elsewhere with: tutti runs report ${runId} --report FILE`,
      { file, cause },
    )
  }
}

/**
 * Writes the files of a run beside its report, each named after it (`hedging.html`: `hedging-orders.csv`), and returns
 * their paths. Errors: those of `writeReport`.
 */
export function writtenFiles(report: string, files: readonly RunFile[], runId: string): string[] {
  const stem = basename(report, extname(report))
  return files.map(({ name, content }) => {
    const path = join(dirname(report), `${stem}-${name}`)
    writeReport(path, content, runId)
    return path
  })
}
