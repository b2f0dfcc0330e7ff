import { requirePositive } from '@tutti/analytics/errors'
import type { LineChart, LineSeries } from '../document/chart.ts'
import { axisText, type FigureValue } from '@tutti/workflows/figures'
import {
  axisLabelStyle,
  categoryAxis,
  containLabels,
  fontSize,
  type KeyEntry,
  keyHeight,
  legend,
  valueAxis,
} from './axis-style.ts'
import type { ChartScene, ChartSize, Fill } from './chart-scene.ts'
import { errorBarSeries, errorEnds } from './error-bars.ts'
import { bandColours, keyIcon, looks, rule, softInk } from './palette.ts'
import { brokenLabels } from './text-width.ts'

/** Lines, steps, bands and vertical marks as an ECharts option. */
export function lineScene(chart: LineChart, size: ChartSize, fill: Fill): ChartScene {
  const { small } = size
  const labels = chart.x.map(fill)
  const offset = chart.xOffset ?? 0
  const axis = categoryAxis(labels, fill(chart.xTitle), small)
  const y = valueAxis(chart.y, fill(chart.y.label), small, 'y', [
    ...chart.series.flatMap((series) => series.points.map((point) => point.value)),
    ...(chart.scale === 'share' ? [0, 1] : []),
  ])
  const bands = (chart.bands ?? []).flatMap((band) => bandSeries(fill(band.name), band.low, band.high, band.strength))
  const lines = chart.series.map((series) => lineSeries(series, fill(series.name), small, chart.scale === 'log'))
  const errors = chart.errorBars === true ? chart.series.map(seriesErrors) : []
  const marks = (chart.marks ?? []).map((mark) => ({ xAxis: mark.at, name: fill(mark.label) }))
  if (marks.length > 0 && lines[0] !== undefined) Object.assign(lines[0], { markLine: markLine(marks, small) })
  const names: KeyEntry[] = [
    ...chart.series.map((series) =>
      series.markers === true
        ? { name: fill(series.name), icon: keyIcon(looks[series.role].symbol) }
        : fill(series.name),
    ),
    ...(chart.bands ?? []).map((band) => ({ name: fill(band.name), icon: 'rect' })),
  ]
  return {
    option: {
      legend: legend(names, size),
      grid: {
        left: small ? 6 : 8,
        right: small ? 12 : 18,
        top: keyHeight(names, size) + (y.name === '' ? 12 : 30) + (marks.length > 0 ? 12 : 0),
        bottom: labels.length > 0 && chart.xTitle !== '' ? 34 : 14,
        ...containLabels,
      },
      xAxis: {
        ...axis,
        boundaryGap: chart.errorBars === true || chart.xEvery === 1,
        axisTick: {
          show: true,
          alignWithLabel: true,
          lineStyle: { color: rule },
          interval: every(chart.xEvery, offset),
        },
        axisLabel: {
          ...axis.axisLabel,
          interval: every(chart.xEvery, offset),
          ...(chart.xEvery === 1 ? stepLabels(size, labels.length) : { hideOverlap: true }),
        },
      },
      yAxis:
        chart.scale === 'log'
          ? { ...y, ...doublings(chart) }
          : chart.scale === 'share'
            ? { ...y, min: 0, max: shareTop(chart) }
            : y,
      series: [...bands, ...lines, ...errors],
    },
    marks: [
      ...bands.map(() => []),
      ...chart.series.map((series) => (series.markers === true ? series.points.map((point) => [point]) : [])),
    ],
  }
}

function seriesErrors(series: LineSeries) {
  const bars = series.points.flatMap((point, at) => {
    const ends = errorEnds(point)
    return ends === null ? [] : [{ at, low: ends[0], high: ends[1] }]
  })
  return errorBarSeries(bars, 'y', looks[series.role].colour, 4)
}

/** Labels of few steps are broken into lines of the room that each has. */
function stepLabels(size: ChartSize, count: number) {
  const room = (size.width - (size.small ? 44 : 70)) / Math.max(1, count)
  return brokenLabels(room - 2, size.small ? 9 : fontSize(false))
}

/** ECharts asks for each index whether its label is shown. */
function every(step: number, offset: number): (index: number) => boolean {
  return (index) => (index - offset) % step === 0 && index >= offset
}

function lineSeries(series: LineSeries, name: string, small: boolean, log: boolean) {
  const look = looks[series.role]
  const thin = series.shape === 'thin'
  return {
    type: 'line' as const,
    name,
    data: series.points.map((point) => (log ? log2(point) : point.value)),
    step: series.shape === 'step' ? ('end' as const) : false,
    symbol: series.markers === true ? look.symbol : 'none',
    showSymbol: series.markers === true,
    symbolSize: series.role === 'winner' ? 9 : 6,
    itemStyle: { color: look.colour },
    lineStyle: {
      color: look.colour,
      width: thin ? 0.9 : small ? 1.4 : series.role === 'winner' ? 2.2 : 1.5,
      type: series.shape === 'dashed' ? [5, 3] : series.shape === 'thin' ? 'solid' : dash(look.dash),
    },
    z: series.role === 'winner' ? 5 : 4,
    connectNulls: false,
    silent: true,
  }
}

function dash(value: 'solid' | 'dashed' | 'dotted' | readonly number[]): 'solid' | 'dashed' | 'dotted' | number[] {
  return typeof value === 'string' ? value : [...value]
}

/** A band is an invisible line and, stacked on it, the filled distance to the upper one. */
function bandSeries(
  name: string,
  low: readonly FigureValue[],
  high: readonly FigureValue[],
  strength: 'light' | 'strong',
) {
  const base = {
    type: 'line' as const,
    stack: name,
    stackStrategy: 'all' as const,
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
    z: 2,
  }
  const colour = bandColours[strength]
  const width = high.map((top, i) => (top.value === null || low[i].value === null ? null : top.value - low[i].value))
  return [
    { ...base, name: `${name} `, data: low.map((figure) => figure.value) },
    { ...base, name, data: width, itemStyle: { color: colour }, areaStyle: { color: colour, opacity: 1 } },
  ]
}

function markLine(marks: readonly { xAxis: number; name: string }[], small: boolean) {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: rule, type: [3, 3], width: 1 },
    label: {
      show: !small,
      formatter: '{b}',
      position: 'end',
      rotate: 0,
      color: softInk,
      fontSize: fontSize(small) - 1.5,
    },
    data: [...marks],
  }
}

/** A linear axis of log2 values: its lines are doublings, or several at a time where there are many. */
function doublings(chart: LineChart) {
  const values = chart.series.flatMap((line) =>
    line.points.flatMap((point) => (point.value === null ? [] : [log2(point)!])),
  )
  const low = Math.floor(Math.min(0, ...values))
  const high = Math.ceil(Math.max(1, ...values))
  const interval = Math.ceil((high - low) / 9)
  const text = (value: number): string => axisText(2 ** value, chart.y.unit, value < 0 ? 2 : 0)
  return {
    min: low,
    max: low + interval * Math.ceil((high - low) / interval),
    interval,
    axisLabel: { ...axisLabelStyle(false), formatter: text },
  }
}

/** The binary logarithm of a figure. Throws `invalid-input` where there is none. */
function log2(figure: FigureValue): number | null {
  if (figure.value === null) return null
  return Math.log2(requirePositive(figure.value, figure.pointer))
}

/** The top of an axis of shares: one, or the highest share where there is leverage. */
function shareTop(chart: LineChart): number {
  const tops = [...chart.series.flatMap((line) => line.points), ...(chart.bands ?? []).flatMap((band) => band.high)]
  return Math.max(1, ...tops.map((figure) => Math.ceil((figure.value ?? 0) * 10 - 1e-9) / 10))
}
