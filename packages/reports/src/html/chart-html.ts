import { chartSvg, type MarkText } from '../charts/chart-svg.ts'
import type { ChartBlock, ChartGroup } from '../document/document.ts'
import { escapeHtml } from './escape-html.ts'
import { figuresNote, textHtml } from './figure-html.ts'
import type { PageContext } from './page-context.ts'

const widths: Readonly<Record<ChartBlock['size'], number>> = { full: 860, half: 420, third: 276 }

/** Height of a chart's view box: by kind, and by the number of rows of horizontal bars. */
function heightOf({ chart, size }: ChartBlock): number {
  if (size === 'third') return 216
  if (chart.kind === 'bars' && chart.horizontal)
    return (
      56 +
      chart.categories.length *
        (chart.longLabels === true
          ? 62
          : chart.mark === 'dot'
            ? Math.max(30, 15 * chart.series.length + 8)
            : Math.max(34, 17 * chart.series.length + 10))
    )
  if (chart.kind === 'heatmap') return 70 + 42 * chart.yLabels.length
  if (size === 'half') return 270
  return chart.kind === 'scatter' ? 470 : 350
}

/** A picture with title, caption and its words for those who cannot see it. */
export function chartHtml(block: ChartBlock, page: PageContext): string {
  const caption = block.caption === '' ? '' : `<figcaption>${textHtml(block.caption, page)}</figcaption>`
  return `<figure class="chart ${block.size}" id="${block.id}"><p class="chart-title">${textHtml(block.title, page)}</p>${svgHtml(block, page)}${caption}</figure>`
}

/** Small multiples with one title and one caption. */
export function chartGroupHtml(group: ChartGroup, page: PageContext): string {
  const columns = group.charts[0]?.size ?? 'half'
  const charts = group.charts.map((chart) => chartHtml(chart, page)).join('\n')
  return `<div class="multiples"><div class="group"><p class="chart-title">${textHtml(group.title, page)}</p><p class="caption">${textHtml(group.caption, page)}</p></div><div class="grid ${columns}">${charts}</div></div>`
}

function svgHtml(block: ChartBlock, page: PageContext): string {
  const width = widths[block.size]
  const height = heightOf(block)
  const alt = escapeHtml(page.fill(block.alt))
  const svg = chartSvg(
    block.id,
    block.chart,
    { width, height, small: block.size === 'third', key: block.size === 'full' },
    page.fill,
    markText(page),
  )
  return `<div class="drawing"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${alt}" xmlns="http://www.w3.org/2000/svg">${svg}</svg></div>`
}

function markText(page: PageContext): MarkText {
  return (figures) => ({
    attributes: `data-pointer="${escapeHtml(figures.map((figure) => figure.pointer).join(' '))}"`,
    children: `<title>${escapeHtml(figuresNote(figures, page))}</title>`,
  })
}
