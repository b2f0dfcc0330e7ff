import { TuttiError } from '@tutti/analytics/errors'
import { figureAt, type FigureValue, units } from './figure-value.ts'
import { valueAtPointer } from './json-pointer.ts'
import { fixedText } from './number-text.ts'
import { type Slot, templateParts } from './slot.ts'
import { requireNoTypedDigits } from './typed-digits.ts'
import { words } from './words.ts'

/** A filled piece of text: words, words taken from the result, or a figure that keeps its pointer. */
export type FilledPart =
  | { readonly kind: 'words'; readonly text: string; readonly pointer: string | null }
  | { readonly kind: 'figure'; readonly figure: FigureValue }

/**
 * Number formats are the units, decimals following the name: `percent 1`, `money 0`, `count`.
 *
 * Formats that give words from whatever stands at the pointer:
 * `text` as it is; `words` the plain words of an id; `date` and `year` the first ten and four characters of a date;
 * `short` the first twelve characters of a hash; `length` how many items; `length KEY VALUE …` how many items have these values;
 * `list` items joined by commas; `number` a number with no more decimals than it needs, four at most: a label such as a tenor.
 */
type WordFormat = (value: unknown, args: readonly string[], slot: Slot) => string
const wordFormats: Readonly<Record<string, WordFormat>> = {
  text: (value, _, slot) => stringOf(value, slot),
  words: (value, _, slot) => wordsOf(stringOf(value, slot)),
  date: (value, _, slot) => stringOf(value, slot).slice(0, 10),
  year: (value, _, slot) => stringOf(value, slot).slice(0, 4),
  short: (value, _, slot) => stringOf(value, slot).slice(0, 12),
  length: (value, args, slot) => {
    if (args.length % 2 !== 0) throw unknownFormat(slot)
    const items = arrayOf(value, slot)
    const fits = (item: unknown): boolean =>
      args.every((wanted, i) => i % 2 === 0 || fieldText(item, args[i - 1]) === wanted)
    return fixedText(items.filter(fits).length, 0)
  },
  number: (value, _, slot) => shortNumber(value, slot),
  list: (value, _, slot) =>
    arrayOf(value, slot)
      .map((item) => String(item))
      .join(', '),
}

/**
 * The template with every slot filled from `root`. Throws `missing-data` for a slot that leads nowhere, `invalid-input` for
 * an unknown format or a digit typed in beside the slots.
 */
export function filledText(template: string, root: unknown): FilledPart[] {
  return templateParts(template).map((part) => {
    if ('literal' in part) {
      requireNoTypedDigits(part.literal)
      return { kind: 'words', text: part.literal, pointer: null }
    }
    return filledSlot(part, root)
  })
}

function filledSlot(slot: Slot, root: unknown): FilledPart {
  const [name, ...args] = slot.format.split(/\s+/) as [string, ...string[]]
  const unit = units.find((known) => known === name)
  if (unit !== undefined) {
    const digits = Number(args[0] ?? '0')
    if (!Number.isInteger(digits) || digits < 0 || digits > 10 || args.length > 1) throw unknownFormat(slot)
    return { kind: 'figure', figure: figureAt(root, slot.pointer, unit, digits) }
  }
  const format = Object.hasOwn(wordFormats, name) ? wordFormats[name] : undefined
  if (format === undefined) throw unknownFormat(slot)
  return { kind: 'words', text: format(valueAtPointer(root, slot.pointer), args, slot), pointer: slot.pointer }
}

function wordsOf(id: string): string {
  return Object.hasOwn(words, id) ? words[id] : id
}

function unknownFormat(slot: Slot): TuttiError {
  return new TuttiError('invalid-input', `slot ${slot.pointer} asks for the unknown format "${slot.format}"`, {
    field: slot.pointer,
    got: slot.format,
    expected: [...units.map((unit) => `${unit} DECIMALS`), ...Object.keys(wordFormats)].join(' | '),
  })
}

function stringOf(value: unknown, slot: Slot): string {
  if (typeof value === 'string') return value
  if (value === null) return 'n/a'
  throw new TuttiError('invalid-input', `slot ${slot.pointer} wants words and finds ${typeof value}`, {
    field: slot.pointer,
    got: typeof value,
    expected: 'a string; numbers need a number format',
  })
}

function shortNumber(value: unknown, slot: Slot): string {
  if (typeof value === 'number' && Number.isFinite(value)) {
    return fixedText(value, [0, 1, 2, 3].find((digits) => Math.abs(value - Number(value.toFixed(digits))) < 1e-9) ?? 4)
  }
  throw new TuttiError('invalid-input', `slot ${slot.pointer} wants a number and finds ${typeof value}`, {
    field: slot.pointer,
    got: String(value),
    expected: 'a finite number',
  })
}

function arrayOf(value: unknown, slot: Slot): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new TuttiError('invalid-input', `slot ${slot.pointer} wants a list and finds ${typeof value}`, {
    field: slot.pointer,
    got: typeof value,
    expected: 'a list',
  })
}

function fieldText(item: unknown, key: string): string {
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, key)) return ''
  return String((item as Record<string, unknown>)[key])
}
