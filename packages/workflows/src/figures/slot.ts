import { TuttiError } from '@tutti/analytics/errors'

/** A slot of a template: the pointer into the result and how to show what is there. */
export interface Slot {
  readonly pointer: string
  /** Format name and its arguments, such as `percent 1`. */
  readonly format: string
}

/** A piece of a template: literal words or a slot. */
export type TemplatePart = { readonly literal: string } | Slot

/**
 * The slot for a pointer, to be written into a template: `{{/study/seed | count}}`. Characters that would end the slot are
 * percent-encoded, as in the URI form of a JSON pointer (RFC 6901, section 6).
 */
export function slotText(pointer: string, format: string): string {
  return `{{${pointer.replace(/[%{}|\s]/g, (character) => encodeURIComponent(character))} | ${format}}}`
}

/** The template cut into literal words and slots. Throws `invalid-input` for a slot without format or never closed. */
export function templateParts(template: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let at = 0
  while (at < template.length) {
    const open = template.indexOf('{{', at)
    if (open < 0) {
      parts.push({ literal: template.slice(at) })
      break
    }
    if (open > at) parts.push({ literal: template.slice(at, open) })
    const close = template.indexOf('}}', open)
    const inside = close < 0 ? [] : template.slice(open + 2, close).split('|')
    if (inside.length !== 2) {
      throw new TuttiError('invalid-input', `slot "${template.slice(open, open + 60)}" is not {{pointer | format}}`, {
        field: 'template',
        got: template.slice(open, open + 60),
        expected: '{{/pointer | format}}',
      })
    }
    parts.push({ pointer: decodeURIComponent(inside[0].trim()), format: inside[1].trim() })
    at = close + 2
  }
  return parts
}
