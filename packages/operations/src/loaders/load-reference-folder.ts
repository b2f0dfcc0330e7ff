import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { parsedCases, type ReferenceCase, repeatedNames } from '../reference/index.ts'

/** The cases of a folder, and what could not be read. */
export interface ReferenceFolder {
  readonly cases: readonly ReferenceCase[]
  readonly problems: readonly Problem[]
  /** The files that hold cases or should have held them, in alphabetical order. */
  readonly files: readonly string[]
}

const EXPECTED =
  'files NAME.json, each an array of cases {"name": "area/slug", "inputs": {"function": ...}, "expected": {...}, ' +
  '"tolerance": {"abs": ..., "rel": ...}, "source": ...}'

/**
 * Reads the `*.json` files of a folder (not of its subfolders) as reference cases. Faulty files and cases become
 * problems; the rest is kept. Throws `missing-data` where the folder cannot be read or holds no case file at all, saying
 * what is expected there.
 */
export function loadReferenceFolder(directory: string): ReferenceFolder {
  let entries: Dirent[]
  try {
    entries = readdirSync(directory, { withFileTypes: true })
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such folder' : String(error)
    throw new TuttiError('missing-data', `cannot read the reference cases in ${directory}: ${reason}`, {
      file: directory,
      got: reason,
      expected: `a folder with ${EXPECTED}`,
      cause: error,
    })
  }
  const names = entries.flatMap((entry) => (!entry.isDirectory() && entry.name.endsWith('.json') ? [entry.name] : []))
  const cases: ReferenceCase[] = []
  const problems: Problem[] = []
  const files: string[] = []
  for (const name of names.sort()) {
    const path = join(directory, name)
    let text: string
    try {
      text = readFileSync(path, 'utf8')
    } catch (error) {
      problems.push({ file: name, message: 'cannot be read', got: String(error), expected: 'a readable file' })
      files.push(name)
      continue
    }
    const parsed = parsedCases(text, name)
    if (parsed.describesForms) continue
    files.push(name)
    cases.push(...parsed.cases)
    problems.push(...parsed.problems)
  }
  if (files.length === 0) {
    throw new TuttiError('missing-data', `there are no case files in ${directory}; put there ${EXPECTED}`, {
      file: directory,
      got: entries.length === 0 ? 'an empty folder' : `${entries.length} entries, none with cases`,
      expected: EXPECTED,
    })
  }
  return { cases, problems: [...problems, ...repeatedNames(cases)], files }
}
