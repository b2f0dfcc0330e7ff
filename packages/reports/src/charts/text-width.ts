/** Widths of characters as shares of the font size: those of a wide sans serif, so that no reader's font is wider. */
const narrow = "iljtfrI.,:;'|!()[]-\u202f \u2009"
const wide = 'mwMW%—@'

/** Lines that a text fills when it is broken at spaces into lines of at most `width` px. */
export function lineCount(text: string, width: number, fontSizePx: number): number {
  let lines = 1
  let at = 0
  for (const word of text.split(' ')) {
    const length = textWidth(`${word} `, fontSizePx)
    if (at > 0 && at + length > width) {
      lines++
      at = 0
    }
    at += length
  }
  return lines
}

/**
 * Upper estimate of the width of a line of text in px, the same on every machine: the chart library measures with it, so
 * that bytes do not depend on fonts and labels have room in any of them.
 */
export function textWidth(text: string, fontSizePx: number): number {
  let ems = 0
  for (const character of text) {
    if (character.codePointAt(0)! > 0x2e80) ems += 1
    else if (narrow.includes(character)) ems += 0.4
    else if (wide.includes(character)) ems += 0.98
    else if (/[A-Z]/.test(character)) ems += 0.72
    else ems += 0.635
  }
  return ems * fontSizePx
}
