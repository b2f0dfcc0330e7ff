import type { Keys } from '../document/result-reading.ts'
import type { Text } from '../document/text.ts'
import type { AgentsReading } from './agents-reading.ts'

/** Terms of one proposal that are named; of longer ones the rest stands in the record. */
const mostTerms = 16

/** The terms of a proposal, leaf by leaf, read out of the record at these keys. */
export function termsText(terms: unknown, at: Keys, slot: AgentsReading['slot']): Text {
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
  return key.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase()
}

function valueText(value: unknown, keys: Keys, slot: AgentsReading['slot']): Text {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : slot('list', ...keys)
  switch (typeof value) {
    case 'string':
      return slot('text', ...keys)
    case 'number':
      return slot('number', ...keys)
    case 'boolean':
      return value ? 'yes' : 'no'
    default:
      return 'none'
  }
}
