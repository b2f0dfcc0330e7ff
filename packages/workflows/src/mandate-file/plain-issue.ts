import type { z } from 'zod'

/** What belongs at a place, in words, for a fault that the schema itself has no words for; undefined leaves it the library's. */
export function plainIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `${issue.input === undefined ? 'is missing: ' : ''}expected ${nounOf[issue.expected] ?? issue.expected}`
    case 'too_small':
      return `expected ${sizeText(issue.origin, issue.inclusive === false ? '>' : '≥', Number(issue.minimum))}`
    case 'too_big':
      return `expected ${sizeText(issue.origin, issue.inclusive === false ? '<' : '≤', Number(issue.maximum))}`
    case 'invalid_value':
      return `${issue.input === undefined ? 'is missing: ' : ''}expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return issue.format === 'date' ? 'expected a date YYYY-MM-DD that exists' : undefined
    case 'not_multiple_of':
      return `expected a multiple of ${issue.divisor}`
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'unrecognized_keys':
      return undefined
  }
}

const nounOf: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a section with keys of its own',
  record: 'a section with keys of its own',
  null: 'null',
}

function sizeText(origin: string, sign: string, bound: number): string {
  if (origin === 'string') return `a text of ${sign} ${bound} characters`
  if (origin === 'array') return `a list of ${sign} ${bound} entries`
  return `a number ${sign} ${bound}`
}
