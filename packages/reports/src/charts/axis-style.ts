import type { Axis } from '../document/chart.ts'
import { axisText, type Unit, unitScale } from '@tutti/workflows/figures'
import type { ChartSize } from './chart-scene.ts'
import { faintRule, rule, softInk } from './palette.ts'
import { textWidth } from './text-width.ts'

export const fontFamily = "'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"

/** Settings of a grid whose distances to the edge include the axis labels. */
export const containLabels = { outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' } as const

/** Font sizes of a chart: its view box is shown at about its own size on a screen, at three quarters on paper. */
export function fontSize(small: boolean): number {
  return small ? 10.5 : 12
}

/**
 * Decimals that tell the labels of an axis apart when its range is cut into about `parts`; a step of more than 0.7 of a
 * power of ten is rounded up to that power.
 */
function axisDigits(values: readonly (number | null)[], parts: number, unit: Unit): number {
  const known = values.flatMap((value) => (value === null ? [] : [value * unitScale(unit)]))
  const range = known.length === 0 ? 0 : Math.max(...known) - Math.min(...known)
  return range > 0 ? Math.max(0, Math.min(8, Math.ceil(-Math.log10(range / parts / 0.7) - 1e-9))) : 1
}

export function axisLabelStyle(small: boolean) {
  return { color: softInk, fontSize: fontSize(small) }
}

/** A numeric axis with its title, quiet lines, and labels in the unit and with the decimals that `values` need. */
export function valueAxis(
  axis: Axis,
  label: string,
  small: boolean,
  place: 'x' | 'y',
  values: readonly (number | null)[],
) {
  const size = fontSize(small)
  const splitNumber = small ? 4 : 6
  const digits = axisDigits(values, splitNumber, axis.unit)
  return {
    type: 'value' as const,
    scale: true,
    name: label,
    nameLocation: place === 'x' ? 'middle' : 'end',
    nameGap: place === 'x' ? 26 : 10,
    nameTextStyle: { color: softInk, fontSize: size, align: place === 'x' ? ('center' as const) : ('left' as const) },
    axisLine: { show: place === 'x', lineStyle: { color: rule }, onZero: false },
    axisTick: { show: place === 'x', lineStyle: { color: rule } },
    splitLine: { show: true, lineStyle: { color: faintRule } },
    splitNumber,
    axisLabel: {
      ...axisLabelStyle(small),
      hideOverlap: true,
      formatter: (value: number) => axisText(value, axis.unit, digits),
    },
  }
}

/** A category axis whose labels are the given words. */
export function categoryAxis(labels: readonly string[], title: string, small: boolean) {
  const size = fontSize(small)
  return {
    type: 'category' as const,
    data: [...labels],
    name: title,
    nameLocation: 'middle' as const,
    nameGap: 26,
    nameTextStyle: { color: softInk, fontSize: size },
    axisLine: { lineStyle: { color: rule }, onZero: false },
    axisTick: { show: false },
    axisLabel: axisLabelStyle(small),
  }
}

/** An entry of a key: a bare name shows the line of its series, dashes included. */
export type KeyEntry = string | { readonly name: string; readonly icon: string }

const noMarker = { itemStyle: { opacity: 0 } } as const

/** A key above the plot, only where there is more than one thing to tell apart and no other chart explains it. */
export function legend(entries: readonly KeyEntry[], size: ChartSize) {
  return {
    show: entries.length > 1 && size.key,
    top: 0,
    left: 0,
    itemGap: 14,
    itemWidth: 26,
    itemHeight: 11,
    itemStyle: { borderWidth: 'inherit' as const },
    lineStyle: { width: 'inherit' as const },
    textStyle: { color: softInk, fontSize: fontSize(size.small) },
    data: entries.map((entry) => (typeof entry === 'string' ? { name: entry, ...noMarker } : entry)),
  }
}

/** Space that the key takes above the plot, by the lines that its entries fill. */
export function keyHeight(entries: readonly KeyEntry[], size: ChartSize): number {
  if (entries.length < 2 || !size.key) return 0
  let lines = 1
  let at = 0
  for (const entry of entries) {
    const width = 26 + 5 + 14 + textWidth(typeof entry === 'string' ? entry : entry.name, fontSize(size.small))
    if (at > 0 && at + width > size.width) {
      lines++
      at = 0
    }
    at += width
  }
  return 8 + 22 * lines
}
