import { jsonPointer, valueAtPointer } from '@tutti/workflows/figures'
import { inertText } from './inert-text.ts'

/** Characters that would end a slot or a pointer in text, or the escape sign itself. */
const ending = /[%{}|\s#"\\]/u

/**
 * The JSON pointer of `keys` in its URI form (RFC 6901, section 6): what would end a slot and what a reader does not see is
 * percent-encoded, so that the text is inert and still leads to its place.
 */
export function encodedKeys(keys: readonly (string | number)[]): string {
  return encodedWhere(jsonPointer(...keys), (character) => ending.test(character) || isUnseen(character))
}

/** A slot whose unseen characters are percent-encoded; it leads to the same place. */
export function inertSlot(slot: string): string {
  return encodedWhere(slot, isUnseen)
}

function encodedWhere(text: string, chosen: (character: string) => boolean): string {
  return Array.from(text.toWellFormed())
    .map((character) => (chosen(character) ? encodeURIComponent(character) : character))
    .join('')
}

function isUnseen(character: string): boolean {
  return inertText(character, 4) !== character
}

/**
 * The value at a pointer in its URI form, else at the same text as a plain pointer, and the plain pointer that led there. Throws
 * as `valueAtPointer`.
 */
export function valueAtEncoded(root: unknown, pointer: string): { readonly pointer: string; readonly value: unknown } {
  const decoded = decodedPointer(pointer)
  try {
    return { pointer: decoded, value: valueAtPointer(root, decoded) }
  } catch (error) {
    if (decoded === pointer) throw error
    return { pointer, value: valueAtPointer(root, pointer) }
  }
}

/** The plain form of a pointer; the text itself where it is no URI form. */
function decodedPointer(pointer: string): string {
  try {
    return decodeURIComponent(pointer)
  } catch {
    return pointer
  }
}
