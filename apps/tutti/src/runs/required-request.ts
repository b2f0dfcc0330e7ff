import { type Problem, TuttiError } from '@tutti/analytics/errors'
import type { RunRequest } from './run-service.ts'
import type { RunTerms } from './workflow-runner.ts'

/**
 * Throws `invalid-input` with every problem unless the names, numbers and the date of a request are ones that its workflow knows.
 * What stands in its files is read later.
 */
export function requireRequest(terms: RunTerms, request: RunRequest): void {
  const problems: Problem[] = []
  const inputs = terms.inputs.map(({ name }) => name)
  for (const name of Object.keys(request.files)) {
    if (!inputs.includes(name)) {
      problems.push({ field: `files.${name}`, message: 'there is no such input', expected: inputs.join(' | ') })
    }
  }
  for (const { name, required } of terms.inputs) {
    if (required && request.files[name] === undefined) problems.push({ field: `files.${name}`, message: 'is missing' })
  }
  for (const [name, value] of Object.entries(request.overrides)) {
    const known = terms.overrides.find((override) => override.name === name)
    if (known === undefined) {
      const names = terms.overrides.map((override) => override.name).join(' | ') || 'none'
      problems.push({ field: `overrides.${name}`, message: 'there is no such setting', expected: names })
      continue
    }
    const { integer, from, to } = known
    const fits =
      typeof value === 'number' && value <= to && (integer ? Number.isInteger(value) && value >= from : value > from)
    if (fits) continue
    const expected = integer ? `a whole number from ${from} to ${to}` : `a number above ${from}, at most ${to}`
    problems.push({ field: `overrides.${name}`, message: 'does not fit', got: JSON.stringify(value), expected })
  }
  const { seed, asOf } = request
  if (!Number.isSafeInteger(seed) || seed < 0) {
    problems.push({ field: 'seed', message: 'does not fit', got: String(seed), expected: 'a whole number from 0' })
  }
  if (asOf !== null && !isDate(asOf)) {
    problems.push({
      field: 'asOf',
      message: 'is no date',
      got: JSON.stringify(asOf),
      expected: 'a date such as 2025-12-31',
    })
  }
  if (problems.length === 0) return
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  throw new TuttiError('invalid-input', `the request of a run of ${terms.name} has ${count}`, {
    field: problems[0].field,
    problems,
  })
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00.000Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
}
