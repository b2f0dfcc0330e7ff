import { requireSample, TuttiError } from '../errors/index.ts'
import { isConstant, mean, olsRegression, requireSameLength, variance } from '../statistics/index.ts'
import type { FlatParameters } from './markov-switching-likelihood.ts'
import type { MarkovSwitchingData } from './markov-switching-model.ts'

/** A regression brought to unit size, so that a search takes the same steps whatever the units. */
export interface ScaledRegression {
  readonly data: MarkovSwitchingData
  /** Least-squares coefficients and residuals of the scaled data. */
  readonly coefficients: readonly number[]
  readonly residuals: Float64Array
  /** Column of ones, or -1. */
  readonly interceptColumn: number
  /** Parameters in the units of the original data. */
  natural(parameters: FlatParameters): FlatParameters
}

/** Scales y to zero mean (where there is an intercept) and unit deviation, and the other columns to unit size. */
export function scaledRegression({ y, x }: MarkovSwitchingData): ScaledRegression {
  requireSample(y, 3, 'y')
  requireSameLength(y, { length: x.length }, 'y', 'x')
  const spread = variance(y, 'population')
  if (isConstant(y, spread)) {
    throw new TuttiError('not-applicable', 'a constant series has no regimes', {
      field: 'y',
      got: `${y.length} values equal to ${y[0]}`,
      expected: 'values that vary',
    })
  }
  const width = x[0].length
  x.forEach((row, t) => {
    requireSameLength(x[0], row, 'x[0]', `x[${t}]`)
    requireSample(row, width, `x[${t}]`)
  })
  const interceptColumn = Array.from({ length: width }, (_, j) => j).findIndex((j) => x.every((row) => row[j] === 1))
  const size = Math.sqrt(spread)
  const centre = interceptColumn >= 0 ? mean(y) : 0
  const sizes = Array.from({ length: width }, (_, j) =>
    j === interceptColumn ? 1 : Math.sqrt(x.reduce((sum, row) => sum + row[j] * row[j], 0) / x.length) || 1,
  )
  const data = {
    y: Float64Array.from(y, (value) => (value - centre) / size),
    x: x.map((row) => Float64Array.from(sizes, (unit, j) => row[j] / unit)),
  }
  const fit = width === 0 ? undefined : olsRegression(data.y, data.x, { intercept: false })
  return {
    data,
    coefficients: fit?.coefficients ?? [],
    residuals: fit?.residuals ?? data.y,
    interceptColumn,
    natural: ({ transition, coefficients, variances, autoregression }) => ({
      transition,
      coefficients: coefficients.map((row) =>
        row.map((value, j) => (value * size) / sizes[j] + (j === interceptColumn ? centre : 0)),
      ),
      variances: variances.map((value) => value * spread),
      autoregression,
    }),
  }
}
