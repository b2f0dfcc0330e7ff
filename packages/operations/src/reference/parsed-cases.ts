import type { Problem } from '@tutti/analytics/errors'
import { schemaProblems } from '../catalogue/schema-problems.ts'
import { type ReferenceCase, referenceCaseSchema } from './reference-case.ts'

/** What one file of a validation pack holds. */
export interface ParsedCases {
  readonly cases: readonly ReferenceCase[]
  /** One for each fault; they name the file and the case. */
  readonly problems: readonly Problem[]
  /** Whether the file describes forms of input instead of holding cases, and so has nothing to run. */
  readonly describesForms: boolean
}

/**
 * The cases in the `text` of a JSON file: an array of cases. Malformed cases are left out and told with file and case;
 * the others are kept. A file that maps functions to their forms of input (`{"area", "forms"}` each) holds no cases.
 */
export function parsedCases(text: string, file: string): ParsedCases {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    return faulty({ file, message: 'is not JSON', got, expected: 'a JSON array of cases' })
  }
  if (!Array.isArray(content)) {
    if (isFormsDescription(content)) return { cases: [], problems: [], describesForms: true }
    return faulty({ file, message: 'holds no array of cases', expected: 'a JSON array of cases' })
  }
  if (content.length === 0) return faulty({ file, message: 'holds an empty array', expected: 'at least one case' })
  const cases: ReferenceCase[] = []
  const problems: Problem[] = []
  content.forEach((item: unknown, i) => {
    const parsed = referenceCaseSchema.safeParse(item)
    if (parsed.success) cases.push({ ...parsed.data, file })
    else {
      for (const problem of schemaProblems(parsed.error, item)) {
        const place = [caseLabel(item, i), problem.field].filter((part) => part !== undefined).join(': ')
        problems.push({ ...problem, file, field: place })
      }
    }
  })
  return { cases, problems, describesForms: false }
}

/** Problems of cases that bear the name of an earlier one. */
export function repeatedNames(cases: readonly ReferenceCase[]): Problem[] {
  const first = new Map<string, ReferenceCase>()
  return cases.flatMap((item) => {
    const earlier = first.get(item.name)
    if (earlier === undefined) {
      first.set(item.name, item)
      return []
    }
    const place = earlier.file === undefined ? '' : ` in ${earlier.file}`
    return [{ file: item.file, field: item.name, message: `another case${place} has the same name` }]
  })
}

const faulty = (problem: Problem): ParsedCases => ({ cases: [], problems: [problem], describesForms: false })

/** The name of a malformed case, or its place in the array (from 1). */
function caseLabel(item: unknown, index: number): string {
  const name = typeof item === 'object' && item !== null ? (item as Record<string, unknown>)['name'] : undefined
  return typeof name === 'string' && name !== '' ? name : `case ${index + 1}`
}

function isFormsDescription(content: unknown): boolean {
  if (typeof content !== 'object' || content === null) return false
  const entries: unknown[] = Object.values(content)
  return (
    entries.length > 0 &&
    entries.every((entry) => typeof entry === 'object' && entry !== null && 'area' in entry && 'forms' in entry)
  )
}
