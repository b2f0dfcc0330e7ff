import { TuttiError } from '@tutti/analytics/errors'
import type { Problem } from '@tutti/analytics/errors'
import { pointerTo } from './json-pointer.ts'

/** A plain JSON value: what a step may return and what can be hashed. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const maxDepth = 1000
const maxProblems = 20

/**
 * Returns `value` when it is plain JSON. Everything that JSON text would lose or change in silence is refused: NaN,
 * infinities, undefined, functions, symbols, bigints, array holes, typed arrays, dates, maps and other class
 * instances, lone surrogates, cycles, nesting deeper than 1,000.
 * Throws `invalid-input` that lists the first 20 such places as JSON pointers; `what` names the value in the message.
 */
export function requireJson(value: unknown, what = 'the value'): Json {
  const problems: Problem[] = []
  visit(value, [], new Set(), problems)
  if (problems.length > 0) {
    const first = problems[0]
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more places)` : ''
    throw new TuttiError(
      'invalid-input',
      `${what} is not plain JSON at "${first.field}": got ${first.got}${more}; use finite numbers, strings, booleans, null, arrays and plain objects`,
      { field: first.field, got: first.got, expected: first.expected, problems },
    )
  }
  return value as Json
}

function visit(value: unknown, path: (string | number)[], ancestors: Set<object>, problems: Problem[]): void {
  if (problems.length >= maxProblems) return
  const refuse = (got: string, expected: string): void => {
    problems.push({ message: `not plain JSON`, field: pointerTo(path), got, expected })
  }
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuse(String(value), 'a finite number, or null for "none"')
    return
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) refuse('a string with a lone surrogate', 'well-formed Unicode text')
    return
  }
  if (typeof value !== 'object') {
    refuse(value === undefined ? 'undefined' : `a ${typeof value}`, 'a JSON value, or leave the member out')
    return
  }
  if (ancestors.has(value)) return refuse('a reference to a value that contains it', 'a tree without cycles')
  if (path.length >= maxDepth) return refuse('deeper nesting', `at most ${maxDepth} levels`)
  ancestors.add(value)
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      path.push(i)
      visit(value[i], path, ancestors, problems)
      path.pop()
    }
  } else if (isPlainObject(value)) {
    for (const key of Object.keys(value)) {
      path.push(key)
      if (!key.isWellFormed()) refuse('a key with a lone surrogate', 'well-formed Unicode text')
      visit((value as Record<string, unknown>)[key], path, ancestors, problems)
      path.pop()
    }
    if (Object.getOwnPropertySymbols(value).length > 0) refuse('a symbol key', 'string keys')
  } else {
    refuse(`a ${value.constructor?.name ?? 'class instance'}`, 'a plain object or array (convert it first)')
  }
  ancestors.delete(value)
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
