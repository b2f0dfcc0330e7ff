import type { FigureValue } from '@tutti/workflows/figures'
import { type CustomItem, whisker } from './whisker.ts'

/** Ends of a figure's bar: two standard errors either side; null where it has no error. */
export function errorEnds(figure: FigureValue): readonly [number, number] | null {
  if (figure.value === null || figure.standardError === null || figure.standardError === 0) return null
  return [figure.value - 2 * figure.standardError, figure.value + 2 * figure.standardError]
}

/** One bar: along `vary` from `low` to `high`, at the place `at` of the other axis; category axes take the index. */
export interface ErrorBar {
  readonly at: number
  readonly low: number
  readonly high: number
  /** Shift across the bar in px, for grouped bars. */
  readonly shift?: number
}

/** A series of thin error bars with small caps. */
export function errorBarSeries(bars: readonly ErrorBar[], vary: 'x' | 'y', colour: string, cap: number) {
  return {
    type: 'custom' as const,
    silent: true,
    z: 3,
    clip: true,
    encode: vary === 'x' ? { x: [1, 2], y: 0 } : { x: 0, y: [1, 2] },
    data: bars.map((bar) => [bar.at, bar.low, bar.high]),
    renderItem: (params: { dataIndex: number }, api: { coord: (point: number[]) => number[] }): CustomItem => {
      const bar = bars[params.dataIndex]
      const shift = bar.shift ?? 0
      const [x1, y1] = api.coord(vary === 'x' ? [bar.low, bar.at] : [bar.at, bar.low]) as [number, number]
      const [x2, y2] = api.coord(vary === 'x' ? [bar.high, bar.at] : [bar.at, bar.high]) as [number, number]
      return vary === 'x'
        ? whisker(x1, y1 + shift, x2, y2 + shift, cap, colour)
        : whisker(x1 + shift, y1, x2 + shift, y2, cap, colour)
    },
  }
}
