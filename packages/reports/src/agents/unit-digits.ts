import type { Unit } from '@tutti/workflows/figures'

/** Decimals with which a figure of a unit is shown where its own declaration does not say. */
export const unitDigits: Readonly<Record<Unit, number>> = {
  percent: 2,
  bp: 1,
  ratio: 4,
  count: 0,
  'basis-points': 1,
  percentage: 2,
  money: 2,
  months: 1,
  years: 2,
  days: 1,
}
