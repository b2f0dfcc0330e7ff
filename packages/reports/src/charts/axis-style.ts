import type { Axis } from '../document/chart.ts'
import { axisText } from '../text/number-text.ts'
import { faintRule, rule, softInk } from './palette.ts'

export const fontFamily = "'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"

/** Settings of a grid whose distances to the edge include the axis labels. */
export const containLabels = { outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' } as const

/** Font sizes of a chart: its view box is shown at about its own size on a screen, at three quarters on paper. */
export function fontSize(small: boolean): number {
  return small ? 10.5 : 12
}

/** A numeric axis with its title, quiet lines, and labels in the unit of the figures. */
export function valueAxis(axis: Axis, label: string, small: boolean, place: 'x' | 'y') {
  const size = fontSize(small)
  return {
    type: 'value' as const,
    scale: true,
    name: label,
    nameLocation: (place === 'x' ? 'middle' : 'end') as 'middle' | 'end',
    nameGap: place === 'x' ? 26 : 10,
    nameTextStyle: { color: softInk, fontSize: size, align: place === 'x' ? ('center' as const) : ('left' as const) },
    axisLine: { show: place === 'x', lineStyle: { color: rule }, onZero: false },
    axisTick: { show: place === 'x', lineStyle: { color: rule } },
    splitLine: { show: true, lineStyle: { color: faintRule } },
    splitNumber: small ? 4 : 6,
    axisLabel: {
      color: softInk,
      fontSize: size,
      hideOverlap: true,
      formatter: (value: number) => axisText(value, axis.unit, axis.digits),
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
    axisLabel: { color: softInk, fontSize: size },
  }
}

/** A key above the plot, only where there is more than one thing to tell apart. */
export function legend(names: readonly (string | { name: string; icon: string })[], small: boolean) {
  return {
    show: names.length > 1 && !small,
    top: 0,
    left: 0,
    itemGap: 16,
    itemWidth: 22,
    itemHeight: 10,
    textStyle: { color: softInk, fontSize: fontSize(small) },
    data: names.map((item) => item),
  }
}
