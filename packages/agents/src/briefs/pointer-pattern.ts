import { jsonPointer } from '@tutti/workflows/figures'

/** Keys of a pointer or a pattern, unescaped. Source: RFC 6901. */
export function pointerKeys(pointer: string): string[] {
  return pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Whether a pointer is one that the pattern stands for; `*` is any one key or index. An estimate and its `value` are one. */
export function patternFits(pattern: string, pointer: string): boolean {
  const wanted = pointerKeys(pattern)
  const keys = pointerKeys(pointer)
  return fits(wanted, keys) || fits([...wanted, 'value'], keys) || fits(wanted, [...keys, 'value'])
}

function fits(wanted: readonly string[], keys: readonly string[]): boolean {
  return wanted.length === keys.length && wanted.every((key, i) => key === '*' || key === keys[i])
}

/** A figure that a pattern leads to. */
export interface PatternHit {
  readonly pointer: string
  /** What the stars stand for, in words of the result: keys, or the names of list items. */
  readonly of: string
}

/** The numbers, estimates and nulls that a pattern leads to in a result, one at a time: a caller that stops early walks no further. */
export function* patternHits(root: unknown, pattern: string): Generator<PatternHit> {
  yield* hits(root, pointerKeys(pattern), [], [])
}

function* hits(
  value: unknown,
  wanted: readonly string[],
  keys: readonly string[],
  of: readonly string[],
): Generator<PatternHit> {
  const [next, ...rest] = wanted
  if (next === undefined) {
    if (isFigure(value)) yield { pointer: jsonPointer(...keys), of: of.join(', ') }
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (next !== '*') {
    const inside = ownValue(value, next)
    if (inside !== undefined) yield* hits(inside, rest, [...keys, next], of)
    return
  }
  for (const key of Object.keys(value)) {
    const inside = ownValue(value, key)
    yield* hits(inside, rest, [...keys, key], [...of, itemName(inside, key)])
  }
}

function ownValue(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}

function isFigure(value: unknown): boolean {
  if (value === null) return true
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value === 'object' && typeof ownValue(value, 'value') === 'number'
}

function itemName(item: unknown, key: string): string {
  if (typeof item !== 'object' || item === null || !/^\d+$/.test(key)) return key
  const name = ['name', 'label', 'title', 'id']
    .map((field) => ownValue(item, field))
    .find((one) => typeof one === 'string')
  return typeof name === 'string' ? name.slice(0, 60) : key
}
