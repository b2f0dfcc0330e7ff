import type { JSONValue } from '@strands-agents/sdk'
import { encodedKeys } from './encoded-keys.ts'
import { inertText } from './inert-text.ts'

/** How a citable number may be cited: its slot, and how that will read. */
export interface Citation {
  readonly slot: string
  readonly shown: string
}

/** How much of a value is shown. */
interface ViewBounds {
  /** Most bytes of the view as JSON in UTF-8; at least 1000. */
  readonly bytes: number
  /** Levels of lists and sections that are opened below the value itself; all where absent. */
  readonly depth?: number
  /** First entry of the value itself that is shown; 0 where absent. */
  readonly from?: number
  /** Most entries of the value itself that are shown; as many as there is room for where absent. */
  readonly limit?: number
  /** Says where a part stands, for the note on how to read the rest of it. */
  readonly place?: (keys: readonly (string | number)[]) => string
  /** How the number reached by the keys may be cited; null where it may not. */
  readonly citation?: (keys: readonly (string | number)[]) => Citation | null
}

interface View {
  readonly value: JSONValue
  /** Whether anything was left out. */
  readonly cut: boolean
}

interface Level {
  readonly depth: number
  readonly entries: number
  readonly text: number
}

/** No result is nested deeper; text that is shall not exhaust the stack. */
const deepestLevel = 64

/** From the whole to little; the first that fits is taken. */
const levels: readonly Level[] = [
  { depth: deepestLevel, entries: Infinity, text: 4000 },
  { depth: deepestLevel, entries: 200, text: 1500 },
  { depth: deepestLevel, entries: 60, text: 600 },
  { depth: deepestLevel, entries: 20, text: 300 },
  { depth: 4, entries: 8, text: 200 },
  { depth: 3, entries: 20, text: 120 },
  { depth: 3, entries: 6, text: 120 },
  { depth: 2, entries: 20, text: 120 },
  { depth: 2, entries: 6, text: 120 },
  { depth: 1, entries: 30, text: 120 },
  { depth: 1, entries: 8, text: 80 },
  { depth: 1, entries: 1, text: 40 },
]

/**
 * A JSON value as it may be shown to a language model: never more than `bytes`, always valid JSON. Numbers keep their full
 * precision; strings and keys become inert; what does not fit is replaced by a note of its size and of where to read it.
 */
export function boundedView(root: unknown, bounds: ViewBounds): View {
  for (const level of levels) {
    const view = viewAt(root, level, bounds)
    if (view !== null && byteLength(view.value) <= bounds.bytes) return view
  }
  return { value: '(too large to be shown)', cut: true }
}

/** Bytes of a value as JSON in UTF-8. */
export function byteLength(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

/** The value seen at one level; null as soon as it cannot fit. */
function viewAt(root: unknown, level: Level, bounds: ViewBounds): View | null {
  const { from = 0, limit = Infinity, depth = Infinity, place, citation } = bounds
  const deepest = Math.min(depth, level.depth)
  let left = bounds.bytes
  const hasRoom = (): boolean => left >= 0
  let cut = false
  const where = (keys: readonly (string | number)[]): string =>
    place === undefined ? '' : `; read it at ${inertText(place(keys), 400)}`

  const entriesOf = (
    keys: readonly (string | number)[],
    count: number,
  ): { start: number; end: number; note: string } => {
    const top = keys.length === 0
    const start = top ? Math.min(from, count) : 0
    const end = Math.min(count, start + (top ? Math.min(limit, level.entries) : level.entries))
    if (start === 0 && end === count) return { start, end, note: '' }
    cut = true
    const rest = end < count ? `; the rest from ${end}${top ? '' : where(keys)}` : ''
    return {
      start,
      end,
      note: end > start ? `entries ${start} to ${end - 1} of ${count}${rest}` : `none of ${count}${rest}`,
    }
  }

  const seen = (value: unknown, keys: readonly (string | number)[]): JSONValue => {
    left -= 1
    if (left < 0) return null
    if (value === null || value === undefined || typeof value === 'boolean') return value ?? null
    if (typeof value === 'number') return numberView(value, keys)
    if (typeof value === 'string') return textView(value)
    if (typeof value !== 'object') return inertText(typeof value, 20)
    const entries = Array.isArray(value) ? [] : Object.entries(value).filter(([, item]) => item !== undefined)
    const count = Array.isArray(value) ? value.length : entries.length
    if (keys.length >= deepest && count > 0 && keys.length > 0) {
      cut = true
      return `(${Array.isArray(value) ? 'a list' : 'a section'} of ${count}${where(keys)})`
    }
    const { start, end, note } = entriesOf(keys, count)
    if (Array.isArray(value)) {
      const items: JSONValue[] = []
      for (let i = start; i < end && hasRoom(); i++) items.push(seen(value[i], [...keys, i]))
      return note === '' ? items : { '(list)': note, items }
    }
    const section = new Map<string, JSONValue>()
    for (let i = start; i < end && hasRoom(); i++) {
      const [key, item] = entries[i]
      const view = keyView(key, place !== undefined)
      left -= view.length
      section.set(section.has(view) ? `${view} (entry ${i})` : view, seen(item, [...keys, key]))
    }
    if (note !== '') section.set('(more)', note)
    return Object.fromEntries(section)
  }

  const numberView = (value: number, keys: readonly (string | number)[]): JSONValue => {
    if (!Number.isFinite(value)) return String(value)
    left -= String(value).length
    const cited = left < 0 ? null : (citation?.(keys) ?? null)
    if (cited === null || cited.slot.length > 500) return value
    // counted at once, so that few numbers beyond those that fit are looked up
    left -= cited.slot.length + cited.shown.length
    return { value, slot: cited.slot, shown: cited.shown }
  }

  const textView = (text: string): string => {
    const shown = inertText(text, level.text)
    if (text.length > level.text) cut = true
    left -= shown.length
    return shown
  }

  const value = seen(root, [])
  return left < 0 ? null : { value, cut }
}

/**
 * A key as shown: where it may become part of a pointer, encoded as it has to be there, so that a pointer made of it leads to its
 * place.
 */
function keyView(key: string, inPointers: boolean): string {
  const shown = inPointers ? encodedKeys([key]).slice(1) : key
  return inertText(shown, 200)
}
