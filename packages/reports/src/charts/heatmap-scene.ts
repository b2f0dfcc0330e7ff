import type { HeatmapChart } from '../document/chart.ts'
import { valueText } from '@tutti/workflows/figures'
import { categoryAxis, containLabels, fontFamily, fontSize } from './axis-style.ts'
import type { ChartScene, ChartSize, Fill } from './chart-scene.ts'
import { brokenLabels, lineCount } from './text-width.ts'
import { heatColours, rule, softInk } from './palette.ts'

interface CellApi {
  readonly coord: (point: number[]) => number[]
  readonly size: (extent: number[]) => number[]
}

/** Cells shaded by value, the value written in each, "n/a" where there is none. */
export function heatmapScene(chart: HeatmapChart, size: ChartSize, fill: Fill): ChartScene {
  const { small } = size
  const cells = chart.values.flatMap((row, y) => row.map((figure, x) => ({ x, y, figure })))
  const known = cells.flatMap(({ figure }) => (figure.value === null ? [] : [figure.value]))
  const low = known.length === 0 ? 0 : Math.min(...known)
  const high = known.length === 0 ? 1 : Math.max(...known)
  const share = (value: number): number => (high > low ? (value - low) / (high - low) : 0.5)
  const colourOf = (value: number): string => `rgb(${mixed(share(value)).join(',')})`
  const axis = (labels: readonly string[], title: string) => {
    const base = categoryAxis(labels.map(fill), fill(title), small)
    return { ...base, splitArea: { show: false }, axisLine: { show: false } }
  }
  const x = axis(chart.xLabels, chart.xTitle)
  const y = axis(chart.yLabels, chart.yTitle)
  const labelWidth = chart.labelWidth ?? 96
  const column = (size.width - labelWidth - 34) / Math.max(1, chart.xLabels.length)
  const lines = Math.max(1, ...chart.xLabels.map((label) => lineCount(fill(label), column - 2, 10.5)))
  return {
    option: {
      grid: { left: 10, right: 10, top: 30, bottom: 22, ...containLabels },
      xAxis: {
        ...x,
        nameGap: 12 + 12 * lines,
        axisLabel: { ...x.axisLabel, interval: 0, ...brokenLabels(column - 2, 10.5) },
      },
      yAxis: {
        ...y,
        nameLocation: 'end' as const,
        nameGap: 10,
        nameTextStyle: { ...y.nameTextStyle, align: 'left' as const },
        axisLabel: { ...y.axisLabel, interval: 0, ...brokenLabels(labelWidth, fontSize(small)) },
      },
      series: [
        {
          type: 'custom',
          data: cells.map(({ x, y }) => [x, y]),
          renderItem: (params: { dataIndex: number }, api: CellApi) => {
            const { x, y, figure } = cells[params.dataIndex]
            const [cx, cy] = api.coord([x, y]) as [number, number]
            const [width, height] = api.size([1, 1]) as [number, number]
            const known = figure.value !== null
            return {
              type: 'group' as const,
              children: [
                {
                  type: 'rect' as const,
                  shape: { x: cx - width / 2 + 1, y: cy - height / 2 + 1, width: width - 2, height: height - 2 },
                  style: {
                    fill: known ? colourOf(figure.value) : '#fff',
                    stroke: known ? 'none' : rule,
                    lineWidth: 1,
                  },
                },
                {
                  type: 'text' as const,
                  style: {
                    text: valueText(figure),
                    x: cx,
                    y: cy,
                    align: 'center' as const,
                    verticalAlign: 'middle' as const,
                    fontSize: fontSize(small),
                    fontFamily,
                    fill: figure.value === null ? softInk : readable(mixed(share(figure.value))),
                  },
                },
              ],
            }
          },
        },
      ],
    },
    marks: [cells.map(({ figure }) => [figure])],
  }
}

/** Red, green and blue, in [0, 255], at `share` in [0, 1] of the ramp. */
function mixed(share: number): number[] {
  const at = share * (heatColours.length - 1)
  const i = Math.min(heatColours.length - 2, Math.floor(at))
  const channel = (colour: string, c: number): number => Number.parseInt(colour.slice(1 + 2 * c, 3 + 2 * c), 16)
  return [0, 1, 2].map((c) => {
    const from = channel(heatColours[i], c)
    return Math.round(from + (at - i) * (channel(heatColours[i + 1], c) - from))
  })
}

/** Black or white, whichever stands out more: at least 4.58 : 1 on any colour. Source: WCAG 2.2, relative luminance. */
function readable(colour: readonly number[]): string {
  const linear = colour.map((value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
  const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  return (luminance + 0.05) ** 2 > 1.05 * 0.05 ? '#000' : '#fff'
}
