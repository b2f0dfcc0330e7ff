import type { ScatterChart, ScatterPoint } from '../document/chart.ts'
import { containLabels, fontSize, legend, valueAxis } from './axis-style.ts'
import type { ChartScene, ChartSize, Fill } from './chart-scene.ts'
import { errorBarSeries, errorEnds } from './error-bars.ts'
import { ink, looks, softInk } from './palette.ts'

type Group = ScatterChart['groups'][number]

/** Points with error bars, the frontier through the best of them and names beside the few that matter. */
export function scatterScene(chart: ScatterChart, size: ChartSize, fill: Fill): ChartScene {
  const { small } = size
  const groups = chart.groups.filter((group) => group.points.length > 0)
  const points = groups.map((group) => pointSeries(group, fill, small))
  const errors = chart.errorBars ? groups.flatMap(pointErrors) : []
  const frontier = chart.frontier === undefined ? [] : [frontierSeries(fill(chart.frontier.name), chart.frontier.points)]
  const names = [
    ...groups.map((group) => ({ name: fill(group.name), icon: iconOf(group) })),
    ...(chart.frontier === undefined ? [] : [{ name: fill(chart.frontier.name), icon: 'path://M0,0L24,0L24,2.4L0,2.4Z' }]),
  ]
  return {
    option: {
      legend: legend(names, small),
      grid: { left: 8, right: small ? 14 : 24, top: small ? 30 : 78, bottom: 34, ...containLabels },
      xAxis: valueAxis(chart.x, fill(chart.x.label), small, 'x'),
      yAxis: valueAxis(chart.y, fill(chart.y.label), small, 'y'),
      series: [...points, ...frontier, ...errors],
    },
    marks: groups.map((group) => group.points.map((point) => [point.x, point.y])),
  }
}

function iconOf(group: Group): string {
  return group.style === 'ring' ? 'circle' : looks[group.role].symbol
}

const sizes: Readonly<Record<Group['style'], number>> = { plain: 7, ring: 15, star: 17, cross: 10 }

function pointSeries(group: Group, fill: Fill, small: boolean) {
  const look = looks[group.role]
  const ring = group.style === 'ring'
  return {
    type: 'scatter' as const,
    name: fill(group.name),
    symbol: iconOf(group),
    symbolSize: sizes[group.style] * (small ? 0.72 : 1),
    data: group.points.map((point) => ({ value: [point.x.value, point.y.value], name: fill(point.label) })),
    z: group.style === 'plain' ? 4 : group.style === 'ring' ? 5 : 6,
    itemStyle: ring
      ? { color: 'rgba(0,0,0,0)', borderColor: look.colour, borderWidth: 1.6 }
      : { color: look.colour, opacity: group.style === 'plain' ? 0.78 : 1, borderColor: '#fff', borderWidth: 0.6 },
    label: {
      show: group.named === true && !small,
      formatter: '{b}',
      position: 'right' as const,
      color: ink,
      fontSize: fontSize(small),
      fontWeight: group.role === 'winner' ? ('bold' as const) : ('normal' as const),
      textBorderColor: '#fff',
      textBorderWidth: 3,
    },
    labelLayout: { moveOverlap: 'shiftY' as const },
  }
}

function pointErrors(group: Group) {
  const colour = looks[group.role].colour
  const quiet = group.style === 'plain' ? `${colour}73` : colour
  const across = group.points.flatMap(({ x, y }) => {
    const ends = errorEnds(x)
    return ends === null || y.value === null ? [] : [{ at: y.value, low: ends[0], high: ends[1] }]
  })
  const up = group.points.flatMap(({ x, y }) => {
    const ends = errorEnds(y)
    return ends === null || x.value === null ? [] : [{ at: x.value, low: ends[0], high: ends[1] }]
  })
  return [errorBarSeries(across, 'x', quiet, 0), errorBarSeries(up, 'y', quiet, 0)]
}

function frontierSeries(name: string, points: readonly ScatterPoint[]) {
  return {
    type: 'line' as const,
    name,
    data: points.map((point) => [point.x.value, point.y.value]),
    symbol: 'none',
    silent: true,
    z: 3,
    itemStyle: { color: softInk },
    lineStyle: { color: softInk, width: 1.3, type: [6, 4] },
  }
}
