/** Widths of characters as shares of the font size: those of a wide sans serif, so that no reader's font is wider. */
const narrow = "iljtfrI.,:;'|!()[]-\u202f \u2009"
const wide = 'mwMW%—@'

/** The text broken at spaces into lines of at most `width` px; a word that is longer stands alone. */
function brokenLines(text: string, width: number, fontSizePx: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/ (?!%)/)) {
    const joined = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`
    if (lines.length > 0 && textWidth(joined, fontSizePx) <= width) lines[lines.length - 1] = joined
    else lines.push(word)
  }
  return lines
}

/** Lines that a text fills when it is broken at spaces into lines of at most `width` px. */
export function lineCount(text: string, width: number, fontSizePx: number): number {
  return brokenLines(text, width, fontSizePx).length
}

/**
 * Settings of axis labels that are broken into lines of at most `width` px. The lines are made here and not by the chart
 * library, which gives up on its table of character widths when the machine is slow: the same chart would get other breaks.
 */
export function brokenLabels(width: number, fontSizePx: number) {
  return {
    fontSize: fontSizePx,
    formatter: (label: string | number) => brokenLines(String(label), width, fontSizePx).join('\n'),
  }
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
