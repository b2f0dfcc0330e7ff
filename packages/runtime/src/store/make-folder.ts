import { mkdirSync } from 'node:fs'
import { TuttiError } from '@tutti/analytics/errors'
import { diskFull, isDiskFull } from './disk-full.ts'

/**
 * Makes a folder of the store (`noun`) in `directory` where it is not there. Throws `conflict` for a full disk,
 * `unauthorised` where it may not be made.
 */
export function makeFolder(folder: string, directory: string, noun: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    if (isDiskFull(cause, directory)) throw diskFull(directory, 4096, undefined, cause)
    const reason = (cause as Error).message
    throw new TuttiError('unauthorised', `the ${noun} ${directory} cannot be made: ${reason}; choose another folder`, {
      file: directory,
      cause,
    })
  }
}
