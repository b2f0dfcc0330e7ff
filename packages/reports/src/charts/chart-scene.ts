import type { EChartsCoreOption } from 'echarts/core'
import type { FigureValue } from '@tutti/workflows/figures'

/** Width and height of a chart in px of its own view box; small ones have small type, and only those with a key explain their colours. */
export interface ChartSize {
  readonly width: number
  readonly height: number
  readonly small: boolean
  readonly key: boolean
}

/** Fills a template to plain characters. */
export type Fill = (template: string) => string

/** A chart as an ECharts option; `marks[series][item]` are the figures that a drawn item stands for. */
export interface ChartScene {
  readonly option: EChartsCoreOption
  readonly marks: readonly (readonly (readonly FigureValue[])[])[]
}
