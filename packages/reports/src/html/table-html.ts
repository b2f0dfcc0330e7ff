import type { Cell, TableBlock, Tone } from '../document/document.ts'
import { escapeHtml } from './escape-html.ts'
import { figureCellHtml, figureHtml, textHtml } from './figure-html.ts'
import type { PageContext } from './page-context.ts'
import { valueText } from '@tutti/workflows/figures'

/** A symbol beside the colour of each tone. */
export const toneSymbols: Readonly<Record<Tone, string>> = { good: '✓', caution: '≈', stop: '✗', info: '·' }

/** A table in a frame that scrolls sideways on narrow screens, with caption and scopes; collapsed ones can be opened. */
export function tableHtml(table: TableBlock, page: PageContext): string {
  const caption = textHtml(table.caption, page)
  const note = table.note === undefined ? '' : `<p class="note">${textHtml(table.note, page)}</p>`
  if (table.rows.length === 0) {
    return `<div class="table" id="${table.id}"><p class="caption">${caption}</p><p class="empty">${textHtml(table.empty ?? 'The result has nothing to show here.', page)}</p></div>`
  }
  const numeric = table.columns.map((_, c) => isNumeric(table.rows.map((row) => row.cells[c])))
  const head = table.columns
    .map((column, c) => `<th scope="col"${numeric[c] ? ' class="n"' : ''}>${textHtml(column, page)}</th>`)
    .join('')
  const body = table.rows
    .map((row) => {
      const cells = row.cells
        .map((cell, c) =>
          table.compact === true ? compactCellHtml(cell, c, page, numeric[c]) : cellHtml(cell, c, page, numeric[c]),
        )
        .join('')
      return `<tr${row.emphasis === true ? ' class="strong"' : ''}>${cells}</tr>`
    })
    .join('\n')
  const label = escapeHtml(page.fill(table.caption))
  const inner = `<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="sortable${table.compact === true ? ' compact' : ''}"><caption>${caption}</caption><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table></div>${note}`
  if (table.collapsed === true)
    return `<details class="table" id="${table.id}"><summary>${label}</summary>${inner}</details>`
  return `<div class="table${table.screenOnly === true ? ' screen-only' : ''}" id="${table.id}">${inner}</div>`
}

/** A column of figures, with gaps and plain words in place of some: its head stands over the right edge as they do. */
function isNumeric(cells: readonly (Cell | undefined)[]): boolean {
  const isFigure = (cell: Cell | undefined): boolean => cell?.kind === 'figure' || cell?.kind === 'interval'
  const isGap = (cell: Cell | undefined): boolean => cell?.kind === 'text' && !cell.text.includes('{{')
  return cells.some(isFigure) && cells.every((cell) => isFigure(cell) || isGap(cell))
}

function cellHtml(cell: Cell, column: number, page: PageContext, numeric: boolean): string {
  const [open, close] = column === 0 ? ['th scope="row"', 'th'] : ['td', 'td']
  switch (cell.kind) {
    case 'text':
      return `<${open}${numeric ? ' class="n"' : ''}>${textHtml(cell.text, page)}</${close}>`
    case 'status':
      return `<${open} class="status ${cell.tone}"><span aria-hidden="true">${toneSymbols[cell.tone]}</span> ${textHtml(cell.text, page)}</${close}>`
    case 'interval': {
      const [value, low, high] = [cell.figure, cell.low, cell.high].map((figure) => figureHtml(figure, page, 'value'))
      return `<${open} class="n">${value}<span class="se"> (${low} to ${high})</span></${close}>`
    }
    case 'figure':
      return `<${open} class="n"${cell.shade === undefined ? '' : ` style="${shadeStyle(cell.shade)}"`}>${figureCellHtml(cell.figure, page)}</${close}>`
  }
}

/** A cell without notes: a figure's pointer and value alone, words without their pointers. */
function compactCellHtml(cell: Cell, column: number, page: PageContext, numeric: boolean): string {
  const [open, close] = column === 0 ? ['th scope="row"', 'th'] : ['td', 'td']
  if (cell.kind === 'text')
    return `<${open}${numeric ? ' class="n"' : ''}>${escapeHtml(page.fill(cell.text))}</${close}>`
  if (cell.kind !== 'figure' || cell.figure.value === null) return cellHtml(cell, column, page, numeric)
  const { pointer, value } = cell.figure
  return `<${open}><data value="${value}" data-pointer="${escapeHtml(pointer)}">${escapeHtml(valueText(cell.figure))}</data></${close}>`
}

/** Background of a matrix cell: from white to a light blue on which ink keeps its contrast. */
function shadeStyle(shade: number): string {
  const mix = (from: number, to: number): number => Math.round(from + Math.max(0, Math.min(1, shade)) * (to - from))
  return `background:rgb(${mix(255, 159)},${mix(255, 193)},${mix(255, 220)})`
}
