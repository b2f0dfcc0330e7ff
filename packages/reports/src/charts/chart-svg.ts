import { init, setPlatformAPI } from 'echarts/dist/echarts.esm.min.mjs'
import { TuttiError } from '@tutti/analytics/errors'
import type { Chart } from '../document/chart.ts'
import type { FigureValue } from '@tutti/workflows/figures'
import { fontFamily } from './axis-style.ts'
import { barScene } from './bar-scene.ts'
import type { ChartScene, ChartSize, Fill } from './chart-scene.ts'
import { heatmapScene } from './heatmap-scene.ts'
import { lineScene } from './line-scene.ts'
import { scatterScene } from './scatter-scene.ts'
import { textWidth } from './text-width.ts'

setPlatformAPI({
  measureText: (text: string, font?: string) => ({
    width: textWidth(text, Number(/([\d.]+)px/.exec(font ?? '')?.[1] ?? 12)),
  }),
})

/** What to write into the drawn item of some figures: SVG attributes and children, already escaped. */
export type MarkText = (figures: readonly FigureValue[]) => {
  readonly attributes: string
  readonly children: string
}

/**
 * The chart as the inside of an SVG element (without the element itself), the same bytes for the same chart wherever it
 * stands in a page: hover rules and class names of the chart library are dropped, its ids are renamed to begin with `id`.
 */
export function chartSvg(id: string, chart: Chart, size: ChartSize, fill: Fill, markText: MarkText): string {
  const scene = sceneOf(chart, size, fill)
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: size.width, height: size.height })
  try {
    drawing.setOption({ animation: false, textStyle: { fontFamily }, ...scene.option })
    return inlined(drawing.renderToSVGString(), id, scene, markText)
  } finally {
    drawing.dispose()
  }
}

function sceneOf(chart: Chart, size: ChartSize, fill: Fill): ChartScene {
  switch (chart.kind) {
    case 'line':
      return lineScene(chart, size, fill)
    case 'scatter':
      return scatterScene(chart, size, fill)
    case 'bars':
      return barScene(chart, size, fill)
    case 'heatmap':
      return heatmapScene(chart, size, fill)
  }
}

function inlined(svg: string, id: string, scene: ChartScene, markText: MarkText): string {
  const open = svg.indexOf('>')
  const close = svg.lastIndexOf('</svg>')
  if (!svg.startsWith('<svg') || close < 0) {
    throw new TuttiError('calculation-failed', `the chart ${id} was not drawn`, { field: id, got: svg.slice(0, 80) })
  }
  const numbers = new Map<string, string>()
  const renamed = (name: string): string => {
    if (!numbers.has(name)) numbers.set(name, `${id}-${numbers.size}`)
    return numbers.get(name)!
  }
  return svg
    .slice(open + 1, close)
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/(\sid="|url\(#|href="#)(zr\d+-[\w-]+)/g, (_, before: string, name: string) => before + renamed(name))
    .replace(/ pointer-events="visible"/g, '')
    .replace(/ (?:d|stroke-width)="[^"]*"/g, (attribute) => attribute.replace(/(\.\d{2})\d+/g, '$1'))
    .replace(
      /<(\w+)([^<>]*) ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)"([^<>]*)>/g,
      (_, tag, before, series, item, after) => {
        const figures = String(after).includes('ecmeta_ssr_type="chart"')
          ? scene.marks[Number(series)]?.[Number(item)]
          : undefined
        if (figures === undefined || figures.length === 0) return `<${tag}${before}${after}>`
        const text = markText(figures)
        return `<${tag}${before}${after} ${text.attributes}>${text.children}`
      },
    )
    .replace(/ ecmeta_[a-z_]+="[^"]*"/g, '')
    .replace(/\n{2,}/g, '\n')
    .trim()
}
