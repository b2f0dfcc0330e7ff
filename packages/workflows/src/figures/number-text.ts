import type { FigureValue, Unit } from './figure-value.ts'

/** Narrow no-break space: between groups of three digits, and between a number and its unit. */
const thin = '\u202f'
const minus = '\u2212'

const scales: Readonly<Record<Unit, number>> = {
  percent: 100,
  bp: 1e4,
  ratio: 1,
  count: 1,
  'basis-points': 1,
  percentage: 1,
  money: 1e-6,
  months: 1,
  years: 1,
  days: 1,
}

/** What a value is multiplied by to be shown in its unit. */
export function unitScale(unit: Unit): number {
  return scales[unit]
}

const suffixes: Readonly<Record<Unit, string>> = {
  percent: `${thin}%`,
  bp: `${thin}bp`,
  ratio: '',
  count: '',
  'basis-points': `${thin}bp`,
  percentage: `${thin}%`,
  money: `${thin}m`,
  months: `${thin}months`,
  years: `${thin}years`,
  days: `${thin}days`,
}

/** A number with fixed decimals, true minus and groups of three digits apart: -1234.5 is "−1 234.5". No minus zero. */
export function fixedText(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits)
  const [whole, fraction] = text.split('.') as [string, string | undefined]
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, thin) : whole
  const sign = value < 0 && Number(text) !== 0 ? minus : ''
  return sign + grouped + (fraction === undefined ? '' : `.${fraction}`)
}

/** The figure's value in its unit, without its error: "7.1 %", "25 bp", "0.482"; "n/a" where there is none. */
export function valueText(figure: FigureValue): string {
  if (figure.value === null) return 'n/a'
  return fixedText(figure.value * scales[figure.unit], figure.digits) + unitText(figure.unit, figure.value)
}

/**
 * The standard error in the figure's unit, with as many decimals as the value or as its first significant digit needs,
 * at most two more, below which only a bound is given; null where there is none.
 */
export function errorText(figure: FigureValue): string | null {
  if (figure.value === null || figure.standardError === null) return null
  const error = figure.standardError * scales[figure.unit]
  const more = [0, 1, 2].find((digits) => error === 0 || Number(error.toFixed(figure.digits + digits)) > 0)
  return more === undefined
    ? `<${fixedText(10 ** -(figure.digits + 2), figure.digits + 2)}`
    : fixedText(error, figure.digits + more)
}

/** Value, error and unit in one: "7.1 ± 0.1 %". */
export function figureText(figure: FigureValue): string {
  const error = errorText(figure)
  if (figure.value === null || error === null) return valueText(figure)
  const value = fixedText(figure.value * scales[figure.unit], figure.digits)
  return `${value}${thin}±${thin}${error}${unitText(figure.unit, figure.value)}`
}

/** The number of an axis label: scaled, unit sign for percent only. */
export function axisText(value: number, unit: Unit, digits: number): string {
  const text = fixedText(value * scales[unit], digits)
  return unit === 'percent' || unit === 'percentage' ? text + suffixes.percent : text
}

/** The sign or word after a number of this unit, with its thin space; empty where there is none. */
export function unitText(unit: Unit, value: number): string {
  if (unit === 'months' && value === 1) return `${thin}month`
  if (unit === 'years' && value === 1) return `${thin}year`
  if (unit === 'days' && value === 1) return `${thin}day`
  return suffixes[unit]
}
