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

/** A value's own member; undefined where there is none. */
export function ownValue(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}

/** The value that keys lead to, by own members alone; undefined where they lead nowhere. */
export function valueAt(root: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(ownValue, root)
}

/** The finite number that a value is or, as an estimate, holds. */
export function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : ownValue(value, 'value')
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Whether a value is a number, an estimate or null, which is a figure that is missing. */
export function isFigure(value: unknown): boolean {
  if (value === null) return true
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof ownValue(value, 'value') === 'number'
}

/** Fields that name an item of a list, the plainest first. */
const namingFields = [
  'name',
  'label',
  'title',
  'id',
  'currency',
  'group',
  'domain',
  'counterparty',
  'regime',
  'scope',
  'instrument',
  'market',
  'index',
  'rating',
  'sector',
  'bucket',
  'tenor',
  'date',
] as const

/** What an item that a star stands for is called in the result: its key where that is a word, and what its fields say. */
export function itemNames(item: unknown, key: string): string[] {
  const fields =
    typeof item === 'object' && item !== null
      ? namingFields.map((field) => ownValue(item, field)).filter((name) => typeof name === 'string')
      : []
  return /^\d+$/.test(key) ? fields : [key, ...fields]
}

function itemName(item: unknown, key: string): string {
  return (itemNames(item, key)[0] ?? key).slice(0, 60)
}
