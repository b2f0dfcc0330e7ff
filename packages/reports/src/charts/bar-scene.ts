import type { BarChart } from '../document/chart.ts'
import { categoryAxis, containLabels, fontSize, keyHeight, legend, valueAxis } from './axis-style.ts'
import type { ChartScene, ChartSize, Fill } from './chart-scene.ts'
import { type ErrorBar, errorBarSeries, errorEnds } from './error-bars.ts'
import { ink, keyIcon, looks } from './palette.ts'
import { brokenLabels } from './text-width.ts'

/** Bars (from zero) or dots by category, grouped by series, with error bars or given intervals. */
export function barScene(chart: BarChart, size: ChartSize, fill: Fill): ChartScene {
  const { small } = size
  const categories = chart.categories.map(fill)
  const count = chart.series.length
  const names = chart.series.map((series) => ({
    name: fill(series.name),
    icon: chart.mark === 'bar' ? 'rect' : keyIcon(looks[series.role].symbol),
  }))
  const plot = (chart.horizontal ? size.height - 90 : size.width - 90) / Math.max(1, categories.length)
  const step = Math.min(chart.mark === 'bar' ? 26 : 15, (plot * 0.74) / count)
  const shiftOf = (s: number): number => (s - (count - 1) / 2) * step
  const category = categoryAxis(categories, '', small)
  const value = valueAxis(chart.value, fill(chart.value.label), small, chart.horizontal ? 'x' : 'y', [
    ...chart.series.flatMap((series) => series.points.map((point) => point.value)),
    ...(chart.mark === 'bar' ? [0] : []),
  ])
  const categoryPlaced = {
    ...category,
    inverse: chart.horizontal,
    axisLabel: {
      ...category.axisLabel,
      interval: 0,
      ...brokenLabels(chart.horizontal ? (chart.longLabels === true ? 330 : 190) : plot - 6, fontSize(small)),
    },
    ...(chart.horizontal ? {} : { nameGap: 20 }),
  }
  const marks = chart.series.map((series) => series.points.map((point) => [point]))
  const shapes = chart.series.map((series, s) => ({
    type: chart.mark === 'bar' ? ('bar' as const) : ('scatter' as const),
    name: fill(series.name),
    data: series.points.map((point, i) =>
      chart.horizontal && chart.mark === 'dot'
        ? [point.value, i]
        : chart.mark === 'dot'
          ? [i, point.value]
          : point.value,
    ),
    symbol: looks[series.role].symbol,
    symbolSize: series.role === 'winner' ? 11 : 8,
    symbolOffset: chart.horizontal ? [0, shiftOf(s)] : [shiftOf(s), 0],
    barWidth: step * 0.86,
    barGap: `${Math.round((1 / 0.86 - 1) * 100)}%`,
    itemStyle: { color: looks[series.role].colour, opacity: chart.mark === 'bar' ? 0.86 : 1 },
    z: 4,
  }))
  const errors = chart.series.map((series, s) =>
    errorBarSeries(
      series.points.flatMap((point, at): ErrorBar[] => {
        const given = series.intervals?.[at]
        const ends = given === undefined ? errorEnds(point) : ([given.low.value, given.high.value] as const)
        return ends === null || ends[0] === null || ends[1] === null
          ? []
          : [{ at, low: ends[0], high: ends[1], shift: shiftOf(s) }]
      }),
      chart.horizontal ? 'x' : 'y',
      chart.mark === 'bar' ? ink : looks[series.role].colour,
      chart.mark === 'bar' ? Math.min(4, step / 4) : 3,
    ),
  )
  return {
    option: {
      legend: legend(names, size),
      grid: {
        left: 8,
        right: 24,
        top: keyHeight(names, size) + (chart.horizontal ? 8 : 30),
        bottom: chart.horizontal ? 34 : 10,
        ...containLabels,
      },
      xAxis: chart.horizontal ? { ...value, scale: chart.mark === 'dot' } : categoryPlaced,
      yAxis: chart.horizontal ? categoryPlaced : { ...value, scale: chart.mark === 'dot' },
      series: [...shapes, ...errors],
    },
    marks,
  }
}
