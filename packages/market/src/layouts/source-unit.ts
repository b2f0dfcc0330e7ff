import type { SeriesUnit } from '../snapshot/market-snapshot.ts'

/** How a file writes its values. */
export const sourceUnitNames = [
  'index',
  'price',
  'percent',
  'decimal',
  'percent-discount',
  'decimal-discount',
  'vol-points',
  'vol-decimal',
  'fx',
] as const
export type SourceUnit = (typeof sourceUnitNames)[number]

/** What a source unit means, what it becomes, and what values of it are believable. */
export interface SourceUnitFacts {
  readonly unit: SeriesUnit
  /** The value in the snapshot is the file's value times ten to this power. */
  readonly exponent: 0 | -2
  /** Believable values, in the file's own unit. `low` 0 means strictly positive. */
  readonly low: number
  readonly high: number
  readonly expected: string
  /** When the largest magnitude of the whole column is below this, the column is in `smallLooksLike`. */
  readonly smallestMaximum: number
  readonly smallLooksLike: string
  /** When the median magnitude of the whole column is above this, the column is in `largeLooksLike`. */
  readonly largestMedian: number
  readonly largeLooksLike: string
  /** A daily move above this is reported as a warning: relative, or absolute for rates (in the file's unit). */
  readonly move: { readonly measure: 'relative' | 'absolute'; readonly size: number }
}

const level = {
  exponent: 0,
  low: 0,
  high: Infinity,
  smallestMaximum: 0,
  smallLooksLike: '',
  largestMedian: Infinity,
  largeLooksLike: '',
} as const

const percent = {
  exponent: -2,
  low: -20,
  high: 100,
  expected: 'a percentage, as 4.25, between -20 and 100',
  smallestMaximum: 0.25,
  smallLooksLike: 'decimals (0.0425) where percent (4.25) belongs',
  largestMedian: Infinity,
  largeLooksLike: '',
  move: { measure: 'absolute', size: 2 },
} as const

const decimal = {
  exponent: 0,
  low: -0.2,
  high: 1,
  expected: 'a decimal, as 0.0425, between -0.2 and 1',
  smallestMaximum: 0,
  smallLooksLike: '',
  largestMedian: 0.3,
  largeLooksLike: 'percent (4.25) where decimals (0.0425) belong',
  move: { measure: 'absolute', size: 0.02 },
} as const

/** One entry for each source unit. */
export const sourceUnits: Readonly<Record<SourceUnit, SourceUnitFacts>> = {
  index: { ...level, unit: 'index', expected: 'an index level > 0', move: { measure: 'relative', size: 0.2 } },
  price: { ...level, unit: 'price', expected: 'a price > 0', move: { measure: 'relative', size: 0.5 } },
  fx: { ...level, unit: 'fx', expected: 'an exchange rate > 0', move: { measure: 'relative', size: 0.15 } },
  percent: { ...percent, unit: 'decimal' },
  decimal: { ...decimal, unit: 'decimal' },
  'percent-discount': { ...percent, unit: 'discount-decimal' },
  'decimal-discount': { ...decimal, unit: 'discount-decimal' },
  'vol-points': {
    ...level,
    unit: 'vol-decimal',
    exponent: -2,
    high: 300,
    expected: 'volatility points, as 19.3, above 0 and at most 300',
    smallestMaximum: 3,
    smallLooksLike: 'decimals (0.193) where volatility points (19.3) belong',
    move: { measure: 'relative', size: 1 },
  },
  'vol-decimal': {
    ...level,
    unit: 'vol-decimal',
    high: 3,
    expected: 'a volatility as a decimal, as 0.193, above 0 and at most 3',
    largestMedian: 3,
    largeLooksLike: 'volatility points (19.3) where decimals (0.193) belong',
    move: { measure: 'relative', size: 1 },
  },
}
