import { TuttiError } from '@tutti/analytics/errors'

/** The pointer of the value reached from the root by `keys`. Source: RFC 6901, sections 3 and 4. */
export function jsonPointer(...keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/**
 * The value at a JSON pointer (RFC 6901): `''` is the root itself. Throws `invalid-input` for a pointer that is none and
 * `missing-data`, naming the first key that is not there, where it leads nowhere.
 */
export function valueAtPointer(root: unknown, pointer: string): unknown {
  if (pointer === '') return root
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) {
    throw new TuttiError('invalid-input', `"${pointer}" is not a JSON pointer`, {
      field: pointer,
      expected: 'a pointer such as /decision/limits/0/figure',
    })
  }
  let value: unknown = root
  for (const raw of pointer.slice(1).split('/')) {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~')
    if (!hasKey(value, key)) {
      throw new TuttiError('missing-data', `the result has nothing at ${pointer}: "${key}" is not there`, {
        field: pointer,
        got: key,
        expected: keysOf(value),
      })
    }
    value = value[key]
  }
  return value
}

function hasKey(value: unknown, key: string): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return /^(0|[1-9][0-9]*)$/.test(key) && Number(key) < value.length
  return Object.hasOwn(value, key) && (value as Record<string, unknown>)[key] !== undefined
}

function keysOf(value: unknown): string {
  if (Array.isArray(value)) return `an index below ${value.length}`
  if (typeof value === 'object' && value !== null) return Object.keys(value).slice(0, 20).join(' | ')
  return 'a path that ends here'
}
