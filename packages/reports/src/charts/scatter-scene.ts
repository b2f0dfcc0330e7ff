import type { ScatterChart, ScatterPoint } from '../document/chart.ts'
import { containLabels, fontSize, type KeyEntry, keyHeight, legend, valueAxis } from './axis-style.ts'
import type { ChartScene, ChartSize, Fill } from './chart-scene.ts'
import { errorBarSeries, errorEnds } from './error-bars.ts'
import { ink, keyIcon, looks, softInk } from './palette.ts'

type Group = ScatterChart['groups'][number]

/** Points with error bars, the frontier through the best of them and names beside the few that matter. */
export function scatterScene(chart: ScatterChart, size: ChartSize, fill: Fill): ChartScene {
  const { small } = size
  const groups = chart.groups.filter((group) => group.points.length > 0)
  const all = groups.flatMap((group) => group.points)
  const across = all.flatMap((point) => (point.x.value === null ? [] : [point.x.value]))
  const right = Math.min(...across) + 0.75 * (Math.max(...across) - Math.min(...across))
  const inRightPart = (point: ScatterPoint): boolean => point.x.value !== null && point.x.value > right
  const left = Math.min(...across) + 0.22 * (Math.max(...across) - Math.min(...across))
  const inLeftPart = (point: ScatterPoint): boolean => point.x.value !== null && point.x.value < left
  const points = groups.map((group) => pointSeries(group, fill, small, inRightPart, inLeftPart))
  const errors = groups.filter((group) => group.errorBars ?? chart.errorBars).flatMap(pointErrors)
  const frontier =
    chart.frontier === undefined ? [] : [frontierSeries(fill(chart.frontier.name), chart.frontier.points)]
  const names: KeyEntry[] = [
    ...groups.map((group) => ({ name: fill(group.name), icon: keyIcon(iconOf(group)) })),
    ...(chart.frontier === undefined ? [] : [fill(chart.frontier.name)]),
  ]
  return {
    option: {
      legend: legend(names, size),
      grid: { left: 8, right: small ? 14 : 24, top: keyHeight(names, size) + 30, bottom: 34, ...containLabels },
      xAxis: valueAxis(
        chart.x,
        fill(chart.x.label),
        small,
        'x',
        all.map((point) => point.x.value),
      ),
      yAxis: valueAxis(
        chart.y,
        fill(chart.y.label),
        small,
        'y',
        all.map((point) => point.y.value),
      ),
      series: [...points, ...frontier, ...errors],
    },
    marks: groups.map(({ points, marked = Infinity }) => points.map(({ x, y }, i) => (i < marked ? [x, y] : []))),
  }
}

function iconOf(group: Group): string {
  return group.style === 'ring' ? 'circle' : looks[group.role].symbol
}

const sizes: Readonly<Record<Group['style'], number>> = { plain: 7, ring: 15, star: 17, cross: 10 }

function pointSeries(
  group: Group,
  fill: Fill,
  small: boolean,
  inRightPart: (point: ScatterPoint) => boolean,
  inLeftPart: (point: ScatterPoint) => boolean,
) {
  const look = looks[group.role]
  const ring = group.style === 'ring'
  return {
    type: 'scatter' as const,
    name: fill(group.name),
    symbol: iconOf(group),
    symbolSize: sizes[group.style] * (small ? 0.72 : 1),
    data: group.points.map((point) => ({
      value: [point.x.value, point.y.value],
      name: fill(point.label),
      ...(group.named === true && inRightPart(point) ? { label: { position: 'left' as const } } : {}),
      // a name to the left of a point near the edge would leave the plot
      ...(group.role === 'winner' && group.named === true && inLeftPart(point)
        ? { label: { position: 'right' as const, offset: [0, 11] } }
        : {}),
    })),
    z: group.style === 'plain' ? 4 : group.style === 'ring' ? 5 : 6,
    itemStyle: ring
      ? { color: 'rgba(0,0,0,0)', borderColor: look.colour, borderWidth: 1.6 }
      : {
          color: look.colour,
          opacity: group.style === 'plain' ? 0.78 : 1,
          borderColor: '#fff',
          borderWidth: group.style === 'cross' ? 0 : 0.6,
        },
    label: {
      show: group.named === true && !small,
      formatter: '{b}',
      // the frontier bends to the upper left: above and left of a point near it there is room
      position: group.role === 'winner' ? ('left' as const) : ('right' as const),
      offset: group.role === 'winner' ? [0, -11] : [0, 0],
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
