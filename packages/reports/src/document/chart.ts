import type { FigureValue, Unit } from '@tutti/workflows/figures'
import type { Text } from './text.ts'

/** A place in the colour order; renderers map it to a colour, a marker shape and a dash that differ together. */
export type SeriesRole = 'winner' | 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'rival' | 'quiet'

export interface Axis {
  readonly label: Text
  readonly unit: Unit
}

export type Chart = LineChart | ScatterChart | BarChart | HeatmapChart

export interface LineSeries {
  readonly name: Text
  readonly role: SeriesRole
  readonly points: readonly FigureValue[]
  readonly shape: 'line' | 'step' | 'dashed' | 'thin'
  readonly markers?: boolean
}

/** Lines over labelled steps, with bands between two series and vertical marks. */
export interface LineChart {
  readonly kind: 'line'
  readonly xTitle: Text
  /** One label for each step. */
  readonly x: readonly Text[]
  /** Labels shown: every n-th, from the first step for which the label is a multiple. */
  readonly xEvery: number
  readonly xOffset?: number
  readonly y: Axis
  readonly scale: 'linear' | 'log' | 'share'
  readonly series: readonly LineSeries[]
  readonly bands?: readonly {
    readonly name: Text
    readonly low: readonly FigureValue[]
    readonly high: readonly FigureValue[]
    readonly strength: 'light' | 'strong'
  }[]
  readonly marks?: readonly { readonly at: number; readonly label: Text }[]
  readonly errorBars?: boolean
}

export interface ScatterPoint {
  readonly label: Text
  readonly x: FigureValue
  readonly y: FigureValue
}

/** Points with error bars both ways, a path through some of them, and some that are named. */
export interface ScatterChart {
  readonly kind: 'scatter'
  readonly x: Axis
  readonly y: Axis
  readonly groups: readonly {
    readonly name: Text
    readonly role: SeriesRole
    readonly points: readonly ScatterPoint[]
    readonly style: 'plain' | 'ring' | 'star' | 'cross'
    readonly named?: boolean
    /** Points that carry their figures and notes, the first ones; all where it is left out. */
    readonly marked?: number
    /** In place of the chart's own setting. */
    readonly errorBars?: boolean
  }[]
  readonly frontier?: { readonly name: Text; readonly points: readonly ScatterPoint[] }
  readonly errorBars: boolean
}

/** Bars or dots by category with error bars of twice the standard error, or of the given interval. */
export interface BarChart {
  readonly kind: 'bars'
  readonly categories: readonly Text[]
  readonly value: Axis
  readonly horizontal: boolean
  /** Labels of horizontal bars are sentences: more room beside the plot and more height for each. */
  readonly longLabels?: boolean
  readonly mark: 'bar' | 'dot'
  readonly series: readonly {
    readonly name: Text
    readonly role: SeriesRole
    readonly points: readonly FigureValue[]
    readonly intervals?: readonly { readonly low: FigureValue; readonly high: FigureValue }[]
  }[]
}

/** Coloured cells with their values written in them; `values[row][column]`. */
export interface HeatmapChart {
  readonly kind: 'heatmap'
  readonly xTitle: Text
  readonly yTitle: Text
  readonly xLabels: readonly Text[]
  readonly yLabels: readonly Text[]
  /** Room for the labels of rows, px of the chart's view box; else that of short words. */
  readonly labelWidth?: number
  readonly values: readonly (readonly FigureValue[])[]
}
