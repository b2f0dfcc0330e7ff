import type { Block, Tone } from '../document/document.ts'
import { chartGroupHtml, chartHtml } from './chart-html.ts'
import { figureHtml, textHtml } from './figure-html.ts'
import type { PageContext } from './page-context.ts'
import { tableHtml } from './table-html.ts'
import { errorText, type FigureValue, unitText } from '@tutti/workflows/figures'
import { escapeHtml } from './escape-html.ts'

const toneMarks: Readonly<Record<Tone, string>> = {
  good: '✓',
  caution: '!',
  stop: '✗',
  info: 'i',
}

/** One block of a section; `runFacts` is the markup of the facts about the run, which are not in the result. */
export function blockHtml(block: Block, page: PageContext, runFacts: string): string {
  switch (block.kind) {
    case 'heading':
      return `<h3>${textHtml(block.text, page)}</h3>`
    case 'paragraph':
      return `<p${block.tone === undefined ? '' : ` class="${block.tone}"`}>${textHtml(block.text, page)}</p>`
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${textHtml(item, page)}</li>`).join('')}</ul>`
    case 'callout': {
      const items = block.items.map((item) => `<p>${textHtml(item, page)}</p>`).join('')
      return `<div class="callout ${block.tone}" role="note"><p class="callout-title"><span class="mark" aria-hidden="true">${toneMarks[block.tone]}</span> ${textHtml(block.title, page)}</p>${items}</div>`
    }
    case 'key-figures': {
      const items = block.items.map(
        (item) =>
          `<div><dt>${textHtml(item.label, page)}</dt><dd>${figureHtml(item.figure, page, 'value')}</dd><dd class="note">${errorNote(item.figure)}</dd></div>`,
      )
      return `<dl class="key-figures">${items.join('')}</dl><p class="note">${textHtml(block.caption, page)}</p>`
    }
    case 'definitions': {
      const items = block.items.map(
        (item) => `<div><dt>${textHtml(item.term, page)}</dt><dd>${textHtml(item.text, page)}</dd></div>`,
      )
      return `<dl class="definitions">${items.join('')}</dl>`
    }
    case 'side-by-side': {
      const columns = block.columns.map((blocks) => blocks.map((item) => blockHtml(item, page, runFacts)).join(''))
      return `<div class="side-by-side">${columns.map((column) => `<div>${column}</div>`).join('')}</div>`
    }
    case 'detail': {
      const inner = block.blocks.map((item) => blockHtml(item, page, runFacts)).join('')
      return `<details class="detail" id="${block.id}"><summary>${textHtml(block.title, page)}</summary>${inner}</details>`
    }
    case 'run-facts':
      return runFacts
    case 'table':
      return tableHtml(block, page)
    case 'chart':
      return chartHtml(block, page)
    case 'chart-group':
      return chartGroupHtml(block, page)
  }
}

function errorNote(figure: FigureValue): string {
  if (figure.value === null) return ''
  const error = errorText(figure)
  return error === null ? 'no standard error' : `±\u202f${escapeHtml(error)}${unitText(figure.unit, figure.value)}`
}
