import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Chart } from '../document/chart.ts'
import type { FigureValue } from '@tutti/workflows/figures'
import { chartSvg } from './chart-svg.ts'
import { brokenLabels, lineCount, textWidth } from './text-width.ts'

const figure = (value: number | null, index: number): FigureValue => ({
  pointer: `/values/${index}`,
  value,
  standardError: 0.1,
  unit: 'ratio',
  digits: 2,
})
const points = [1, 3, null, 2].map(figure)
const size = { width: 400, height: 240, small: false, key: true }
const draw = (id: string, chart: Chart): string =>
  chartSvg(
    id,
    chart,
    size,
    (template) => template,
    (figures) => ({
      attributes: `data-pointer="${figures.map((item) => item.pointer).join(' ')}"`,
      children: '<title>t</title>',
    }),
  )

const charts: Readonly<Record<Chart['kind'], Chart>> = {
  line: {
    kind: 'line',
    xTitle: 'x',
    x: ['a', 'b', 'c', 'd'],
    xEvery: 1,
    y: { label: 'y', unit: 'ratio' },
    scale: 'linear',
    errorBars: true,
    marks: [{ at: 2, label: 'mark' }],
    series: [
      { name: '<b>&', role: 'winner', shape: 'line', markers: true, points },
      { name: 'second', role: 'rival', shape: 'step', points },
    ],
  },
  scatter: {
    kind: 'scatter',
    x: { label: 'x', unit: 'percent' },
    y: { label: 'y', unit: 'ratio' },
    errorBars: true,
    groups: [
      {
        name: 'group',
        role: 'a',
        style: 'plain',
        points: points.map((point, i) => ({ label: `p${i}`, x: point, y: figure(i, 10 + i) })),
      },
    ],
  },
  bars: {
    kind: 'bars',
    categories: ['a', 'b', 'c', 'd'],
    value: { label: 'v', unit: 'ratio' },
    horizontal: true,
    mark: 'bar',
    series: [{ name: 'one', role: 'a', points }],
  },
  heatmap: {
    kind: 'heatmap',
    xTitle: 'x',
    yTitle: 'y',
    xLabels: ['a', 'b'],
    yLabels: ['c', 'd'],
    values: [points.slice(0, 2), points.slice(2)],
  },
}

for (const [kind, chart] of Object.entries(charts)) {
  test(`a ${kind} chart has the same bytes whenever it is drawn, and no name of the library's in it`, () => {
    const first = draw('one', chart)
    draw('other', chart)
    assert.equal(draw('one', chart), first)
    assert.doesNotMatch(first, /zr\d|ecmeta|<style|class=/)
    assert.doesNotMatch(first, /NaN|undefined|Infinity/)
  })

  test(`each item of a ${kind} chart carries the pointer of its figure`, () => {
    const svg = draw('one', chart)
    for (const i of [0, 1, 3]) assert.match(svg, new RegExp(`data-pointer="/values/${i}[" ]`))
  })
}

test('points beyond those that carry their figures are drawn without, and groups have error bars of their own', () => {
  const { scatter } = charts
  assert.ok(scatter.kind === 'scatter')
  const [group] = scatter.groups
  const all = draw('one', { ...scatter, errorBars: false })
  const few = draw('one', { ...scatter, errorBars: false, groups: [{ ...group, marked: 1 }] })
  const marks = (svg: string): number => [...svg.matchAll(/data-pointer=/g)].length
  const paths = (svg: string): number => [...svg.matchAll(/<path/g)].length
  assert.ok(marks(all) > 1)
  assert.equal(marks(few), 1)
  assert.equal(paths(few), paths(all))
  const own = draw('one', { ...scatter, errorBars: false, groups: [{ ...group, errorBars: true }] })
  assert.equal(own, draw('one', scatter))
  assert.ok(own.length > all.length)
})

test('names from a result cannot become markup of a chart', () => {
  const svg = draw('one', charts.line)
  assert.match(svg, /&lt;b&gt;&amp;/)
  assert.doesNotMatch(svg, /<b>/)
})

test('a chart on a logarithmic scale refuses a value that has no logarithm', () => {
  const line = charts.line
  assert.ok(line.kind === 'line')
  assert.throws(
    () => draw('one', { ...line, scale: 'log', series: [{ ...line.series[0], points: [figure(0, 0)] }] }),
    /must be positive/,
  )
})

test('missing figures are written into their cell of a heatmap', () => {
  assert.match(draw('one', charts.heatmap), />n\/a</)
})

test('text is measured without a font and broken at spaces', () => {
  assert.equal(textWidth('', 12), 0)
  assert.ok(textWidth('WWW', 12) > textWidth('iii', 12))
  assert.equal(lineCount('inverse volatility squared', 1000, 12), 1)
  assert.equal(lineCount('inverse volatility squared', 70, 12), 3)
})

test('labels break into the same lines however slow the machine is when the chart library measures', () => {
  // the library's own breaking reads the clock; ours is a function of the text
  const labels = brokenLabels(60, 12)
  assert.equal(labels.formatter('inverse volatility squared'), 'inverse\nvolatility\nsquared')
  assert.equal(labels.formatter('a b c'), 'a b c')
  assert.equal(labels.formatter('a fall of about 15 % or'), 'a fall of\nabout\n15 % or')
  assert.equal(labels.formatter('incomprehensibilities'), 'incomprehensibilities')
  for (const file of readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.test.ts'))) {
    assert.doesNotMatch(readFileSync(join(import.meta.dirname, file), 'utf8'), /overflow: '(break|truncate)/, file)
  }
})
