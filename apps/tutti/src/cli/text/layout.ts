import type { Paint } from './paint.ts'

const [narrowest, usual, widest] = [60, 80, 120]

/** Columns to lay text out in: those of the terminal, or of `COLUMNS`, else 80; from 60 to 120. */
export function textWidth(stream: NodeJS.WriteStream): number {
  const columns = stream.columns || Number(process.env.COLUMNS) || usual
  return Math.min(widest, Math.max(narrowest, Math.floor(columns)))
}

/** Text from a file without control characters, which could steer a terminal; line ends and tabs stay. */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '?')
}

/** Text broken at spaces into lines of at most `width`, the first after `first`, the others after as many spaces. */
export function wrapped(text: string, width: number, first = '', firstWidth = first.length): string {
  const indent = ' '.repeat(firstWidth)
  const room = Math.max(20, width - firstWidth)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/[ \n]+(?![%±])/).filter((part) => part !== '')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  lines.push(line)
  return lines.map((each, i) => (i === 0 ? first : indent) + each).join('\n')
}

/** A heading, and in fainter letters what belongs to it. */
export function heading(text: string, note: string, width: number, paint: Paint): string {
  const joined = note === '' || text.length + 2 + note.length <= width
  if (joined) return paint.bold(text) + (note === '' ? '' : `  ${paint.faint(note)}`)
  return `${paint.bold(text)}\n${paint.faint(wrapped(note, width))}`
}
