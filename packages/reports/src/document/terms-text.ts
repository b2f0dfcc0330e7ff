import type { Keys, ResultReading } from './result-reading.ts'
import type { Text } from './text.ts'

/** Terms of one proposal that are named; of longer ones the rest stands in the result. */
const mostTerms = 16

/** The terms of a proposal, leaf by leaf, read at these keys. */
export function termsText(terms: unknown, at: Keys, slot: ResultReading['slot']): Text {
  const leaves = leavesOf(terms, [])
  const shown = leaves.slice(0, mostTerms).map(({ keys, value }) => {
    const name = keys.map(keyText).filter((word) => word !== '')
    return `${name.join(' ')}${name.length === 0 ? '' : ' '}${valueText(value, [...at, ...keys], slot)}`
  })
  if (leaves.length === 0) return 'none'
  return `${shown.join('; ')}${leaves.length > shown.length ? '; and others' : ''}`
}

interface Leaf {
  readonly keys: Keys
  readonly value: unknown
}

function leavesOf(value: unknown, keys: Keys): Leaf[] {
  if (Array.isArray(value)) {
    const plain = value.every((item) => typeof item !== 'object' || item === null)
    return plain ? [{ keys, value }] : value.flatMap((item, i) => leavesOf(item, [...keys, i]))
  }
  if (typeof value !== 'object' || value === null) return [{ keys, value }]
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...keys, key]))
}

/** A key in words; one that a template cannot hold as it is, with a digit or a bracket, is left out. */
function keyText(key: string | number): Text {
  if (typeof key === 'number' || !/^[\p{L}_ -]+$/u.test(key)) return ''
  return key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
}

function valueText(value: unknown, keys: Keys, slot: ResultReading['slot']): Text {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : slot('list', ...keys)
  if (typeof value === 'string') return slot('text', ...keys)
  if (typeof value === 'number') return slot('number', ...keys)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return 'none'
}
