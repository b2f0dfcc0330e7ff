import { requireSample, TuttiError } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { requireColumn, weightedSum } from './require-columns.ts'

/** Bond markets (or sectors) over one period. */
export interface DurationMarkets {
  readonly portfolioWeights: readonly number[]
  readonly benchmarkWeights: readonly number[]
  /** Modified, years. */
  readonly portfolioDurations: readonly number[]
  readonly benchmarkDurations: readonly number[]
  /** Decimals. */
  readonly portfolioYieldChanges: readonly number[]
  readonly benchmarkYieldChanges: readonly number[]
}

/** Effects that add up to the difference of the duration returns -D dy. */
export interface WeightedDurationAttribution {
  readonly portfolioDuration: number
  readonly benchmarkDuration: number
  /** Portfolio duration over benchmark duration. */
  readonly durationBeta: number
  /** Average by duration contributions. */
  readonly benchmarkYieldChange: number
  readonly overallDuration: number
  readonly marketAllocation: readonly number[]
  readonly issueSelection: readonly number[]
  readonly excessReturn: number
  /** Excess return less all effects: rounding alone. */
  readonly residual: number
}

/**
 * Weighted-duration attribution: the overall duration bet (beta - 1) D (-dy), market allocation of duration
 * (w_p D_p - beta w_b D_b)(-dy_b + dy), issue selection w_p D_p (-dy_p + dy_b), where dy is the benchmark's yield change
 * averaged by duration contribution. Throws `not-applicable` when the benchmark has no duration.
 *
 * Source: van Breukelen, J. Performance Measurement 4 (2000); Bacon (2008), chapter 7.
 */
export function weightedDurationAttribution(markets: DurationMarkets): WeightedDurationAttribution {
  const n = requireSample(markets.portfolioWeights, 1, 'portfolioWeights').length
  for (const [field, column] of Object.entries(markets)) requireColumn(column as number[], n, field)
  const own = markets.portfolioWeights.map((weight, i) => weight * markets.portfolioDurations[i])
  const theirs = markets.benchmarkWeights.map((weight, i) => weight * markets.benchmarkDurations[i])
  const [portfolioDuration, benchmarkDuration] = [compensatedSum(own), compensatedSum(theirs)]
  if (benchmarkDuration === 0) {
    throw new TuttiError('not-applicable', 'the benchmark has no duration to weigh against; attribute by weights', {
      field: 'benchmarkDurations',
      got: 'a duration of 0',
      expected: 'a duration other than 0',
    })
  }
  const [p, b] = [markets.portfolioYieldChanges, markets.benchmarkYieldChanges]
  const durationBeta = portfolioDuration / benchmarkDuration
  const benchmarkYieldChange = weightedSum(theirs, b) / benchmarkDuration
  const overallDuration = (durationBeta - 1) * benchmarkDuration * -benchmarkYieldChange
  const marketAllocation = own.map((value, i) => (value - durationBeta * theirs[i]) * (benchmarkYieldChange - b[i]))
  const issueSelection = own.map((value, i) => value * (b[i] - p[i]))
  const excessReturn = weightedSum(theirs, b) - weightedSum(own, p)
  const effects = [overallDuration, ...marketAllocation, ...issueSelection]
  const residual = compensatedSum([excessReturn, ...effects.map((effect) => -effect)])
  return {
    portfolioDuration,
    benchmarkDuration,
    durationBeta,
    benchmarkYieldChange,
    overallDuration,
    marketAllocation,
    issueSelection,
    excessReturn,
    residual,
  }
}
