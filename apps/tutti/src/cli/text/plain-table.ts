import Table from 'cli-table3'
import type { Paint } from './paint.ts'

/** A column: its heading and where its text stands. */
export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Widest it may get, in characters; longer text goes on in the next line. */
  readonly most?: number
}

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: ' ',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const

/** A table without lines: headings, faint, over rows of cells. */
export function plainTable(columns: readonly Column[], rows: readonly (readonly string[])[], paint: Paint): string {
  const widths = columns.map(({ most, title }, i) => {
    if (most === undefined) return null
    const longest = Math.max(title.length, ...rows.map((row) => visibleLength(row[i] ?? '')))
    return longest <= most ? null : most
  })
  const table = new Table({
    chars: noLines,
    head: columns.map(({ title, align }) => ({ content: paint.faint(title), hAlign: align ?? 'left' })) as never,
    colAligns: columns.map(({ align }) => align ?? 'left'),
    colWidths: widths,
    wordWrap: true,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  for (const row of rows) table.push([...row])
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

function visibleLength(text: string): number {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/\u001b\[\d+m/g, '').length
}
