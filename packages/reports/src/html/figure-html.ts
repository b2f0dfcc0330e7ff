import { errorText, figureText, type FigureValue, filledText, valueText } from '@tutti/workflows/figures'
import { escapeHtml } from './escape-html.ts'
import type { PageContext } from './page-context.ts'

/** What stands in a figure's title: pointer, full-precision value, standard error, and where it came from. */
function figureNote(figure: FigureValue, page: PageContext): string {
  return figuresNote([figure], page)
}

/** The same for the figures of one mark of a chart, which have one origin. */
export function figuresNote(figures: readonly FigureValue[], page: PageContext): string {
  const lines = figures.map((figure) => {
    if (figure.value === null) return `${figure.pointer}: n/a, ${figure.missing ?? 'not given in the result'}`
    const error = figure.standardError === null ? 'no standard error' : `standard error ${figure.standardError}`
    return `${figure.pointer} = ${figure.value}; ${error}`
  })
  const known = figures.find((figure) => figure.value !== null)
  return known === undefined ? lines.join('\n') : `${lines.join('\n')}; ${page.origin(known.pointer)}`
}

/** A figure with its error, as an element that carries its pointer. */
export function figureHtml(
  figure: FigureValue,
  page: PageContext,
  shown: 'value' | 'with-error' = 'with-error',
): string {
  const text = escapeHtml(shown === 'value' ? valueText(figure) : figureText(figure))
  const attributes = `data-pointer="${escapeHtml(figure.pointer)}" title="${escapeHtml(figureNote(figure, page))}"`
  if (figure.value === null)
    return `<span class="na" ${attributes}>${text}</span> <small>${escapeHtml(figure.missing ?? '')}</small>`
  return `<data value="${figure.value}" ${attributes}>${text}</data>`
}

/** A figure in a table cell: value, and its error smaller beside it. */
export function figureCellHtml(figure: FigureValue, page: PageContext): string {
  const error = errorText(figure)
  const value = figureHtml(figure, page, 'value')
  return error === null ? value : `${value}<span class="se"> ±\u202f${escapeHtml(error)}</span>`
}

/** A template filled and escaped; its figures are elements with their pointers, its words from the result too. */
export function textHtml(template: string, page: PageContext): string {
  return filledText(template, page.root)
    .map((part) => {
      if (part.kind === 'figure') return figureHtml(part.figure, page)
      if (part.pointer === null) return escapeHtml(part.text)
      const kept = /^\d{4}-\d{2}(-\d{2})?$/.test(part.text) ? ' class="date"' : ''
      return `<span${kept} data-pointer="${escapeHtml(part.pointer)}">${escapeHtml(part.text)}</span>`
    })
    .join('')
}
