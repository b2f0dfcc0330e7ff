import { TuttiError } from '@tutti/analytics/errors'
import { caseArea, verifyCases, type VerificationReport } from '../reference/index.ts'
import { loadReferenceFolder } from './load-reference-folder.ts'

/** Which cases to run; all of them when left out. */
export interface VerificationOptions {
  /** Only these areas. */
  readonly areas?: readonly string[] | undefined
  /** Only cases whose name contains this. */
  readonly nameContains?: string | undefined
}

/**
 * Runs the reference cases of a folder through the catalogue: what `tutti verify DIR` shows. Throws `missing-data` where
 * there is nothing to read, and `invalid-input` where the options leave no case; a faulty file or case is a problem in
 * the report.
 */
export function verifyReference(directory: string, options: VerificationOptions = {}): VerificationReport {
  const { cases, problems } = loadReferenceFolder(directory)
  const { areas, nameContains = '' } = options
  const wanted = cases.filter(
    ({ name }) => (areas === undefined || areas.includes(caseArea(name))) && name.includes(nameContains),
  )
  if (wanted.length === 0 && cases.length > 0) {
    const present = [...new Set(cases.map(({ name }) => caseArea(name)))].sort().join(', ')
    throw new TuttiError('invalid-input', `none of the ${cases.length} cases in ${directory} is wanted`, {
      got: [...(areas ?? []), nameContains].filter((part) => part !== '').join(', '),
      expected: `one of the areas ${present}, or a part of a case's name`,
    })
  }
  return verifyCases(wanted, problems)
}
