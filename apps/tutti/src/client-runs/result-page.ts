import { jsonPointer } from '@tutti/workflows/figures'
import type { Json } from '@tutti/runtime'

/** A member of a value that is too large to be given whole. */
interface ResultMember {
  readonly pointer: string
  readonly kind: JsonKind
  /** Length as JSON, in characters. */
  readonly characters: number
  /** Left out where it is too large for the page: read it by its pointer. */
  readonly value?: Json
}

type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

/** A value of a result, or as much of it as fits. */
export interface ResultPage {
  readonly pointer: string
  readonly kind: JsonKind
  /** Length of the whole value as JSON, in characters. */
  readonly characters: number
  /** The whole value; left out where it is too large. Of a text that is too large, the part from `offset`. */
  readonly value?: Json
  /** Members from `offset` on, of an object or array that is too large. */
  readonly members?: readonly ResultMember[]
  /** Where the next page begins; null after the last. */
  readonly next_offset: number | null
}

/** Members on a page. */
const mostMembers = 200

/** The value at `pointer` of a result if it has at most `most` characters as JSON; else a page of its members from `offset`. */
export function resultPage(value: Json, pointer: string, offset: number, most: number): ResultPage {
  const characters = JSON.stringify(value).length
  const facts = { pointer, kind: kindOf(value), characters }
  if (characters <= most && offset === 0) return { ...facts, value, next_offset: null }
  if (typeof value === 'string') {
    const end = Math.min(value.length, offset + most)
    return { ...facts, value: value.slice(offset, end), next_offset: end < value.length ? end : null }
  }
  if (typeof value !== 'object' || value === null) return { ...facts, value, next_offset: null }
  const entries = Object.entries(value)
  const members: ResultMember[] = []
  let room = most
  let at = offset
  for (; at < entries.length && members.length < mostMembers && room > 0; at++) {
    const [key, member] = entries[at]
    const length = JSON.stringify(member).length
    const given = { pointer: pointer + jsonPointer(key), kind: kindOf(member), characters: length }
    const overhead = given.pointer.length + 60
    // a member that would fill the page is named only: it has pages of its own
    if (length > most / 4) members.push(given)
    else if (length + overhead > room && members.length > 0) break
    else members.push({ ...given, value: member })
    room -= overhead + (length > most / 4 ? 0 : length)
  }
  return { ...facts, members, next_offset: at < entries.length ? at : null }
}

function kindOf(value: Json): JsonKind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value as JsonKind
}
