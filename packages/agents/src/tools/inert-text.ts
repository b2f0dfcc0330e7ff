/**
 * Characters that a reader does not see or that change how others are shown: controls, format characters (zero-width, bidi
 * overrides and isolates, tags), line and paragraph separators, variation selectors and fillers that show nothing, private use.
 * Source: Unicode general categories, property Default_Ignorable_Code_Point; Unicode Technical Report 36, section 3.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** White space that is no plain space becomes one before the rest is removed, so that words stay apart. */
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g

/**
 * A string from data as it may be shown to a language model: on one line, without unseen characters, at most `longest` UTF-16
 * units: where more is cut off, it ends with a note of how long it was. It stays data: it is to be put into JSON, never into prose.
 */
export function inertText(text: string, longest: number): string {
  // what is removed may make room, but a very long text shall cost no more than a short one
  const plain = text
    .slice(0, longest * 8)
    .toWellFormed()
    .replace(breaks, ' ')
    .replace(unseen, '')
  if (text.length <= longest * 8 && plain.length <= longest) return plain
  const note = longest < 60 ? '…' : `… (cut; ${text.length} characters)`
  return plain.slice(0, longest - note.length).toWellFormed() + note
}

/** A multi-line text as `inertText`, with its line breaks kept as `\n`: for briefs and questions. */
export function inertLines(text: string, longest: number): string {
  const lines = text
    .slice(0, longest * 8)
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .map((line) => inertText(line, longest))
  const whole = lines.join('\n')
  if (text.length <= longest * 8 && whole.length <= longest) return whole
  const note = `… (cut; ${text.length} characters)`
  return whole.slice(0, Math.max(0, longest - note.length)).toWellFormed() + note
}
