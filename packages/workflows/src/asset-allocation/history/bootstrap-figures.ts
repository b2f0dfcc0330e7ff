import { optimalBlockLength, quantileOfSorted, stationaryBootstrapIndices } from '@tutti/analytics/statistics'
import type { Interval } from '../result.ts'

/** Monthly net returns and returns in excess of cash of one strategy. */
export interface MonthlyReturns {
  readonly net: Float64Array
  readonly excess: Float64Array
}

/** Annual figures of monthly returns; the Sharpe ratio is 0 when the excess return never varies (cash). */
interface AnnualFigures {
  readonly annualReturn: number
  readonly volatility: number
  readonly sharpe: number
}

export interface BootstrapFigures {
  readonly strategies: readonly { readonly [K in keyof AnnualFigures]: Interval }[]
  /** Sharpe ratio of the first strategy less that of each strategy, on the same resampled months. */
  readonly sharpeDifferences: readonly Interval[]
  /** Mean block length in months. */
  readonly meanBlock: number
}

/** Ends of the 95 % percentile intervals. */
const tails = [0.025, 0.975] as const

/** Below this standard deviation of the monthly excess return there is nothing but rounding. */
const smallestDeviation = 1e-12

/**
 * Mean block length of the stationary bootstrap for several strategies resampled together: the longest of their automatic
 * lengths, over excess returns that vary.
 */
export function commonBlockLength(strategies: readonly MonthlyReturns[]): number {
  const lengths = strategies
    .filter(({ excess }) => deviation(excess) > smallestDeviation)
    .map(({ excess }) => optimalBlockLength(excess).stationary)
  return Math.max(1, ...lengths)
}

/**
 * Annual return (geometric), volatility and Sharpe ratio of each strategy with 95 % percentile intervals of the stationary
 * bootstrap. A resample takes the same months of all strategies, so that differences are paired.
 * Source: Politis and Romano (1994); block length after Politis and White (2004), see `commonBlockLength`.
 */
export function bootstrapFigures(
  strategies: readonly MonthlyReturns[],
  samples: number,
  uniform: () => number,
): BootstrapFigures {
  const meanBlock = commonBlockLength(strategies)
  const n = strategies[0].net.length
  const columns = strategies.map(momentColumns)
  const identity = Int32Array.from({ length: n }, (_, t) => t)
  const observed = columns.map((column) => annualFigures(column, identity))
  const draws = strategies.map(() => ({
    annualReturn: new Float64Array(samples),
    volatility: new Float64Array(samples),
    sharpe: new Float64Array(samples),
  }))
  for (let b = 0; b < samples; b++) {
    const indices = stationaryBootstrapIndices(n, Math.min(meanBlock, n), uniform)
    columns.forEach((column, s) => {
      const figures = annualFigures(column, indices)
      draws[s].annualReturn[b] = figures.annualReturn
      draws[s].volatility[b] = figures.volatility
      draws[s].sharpe[b] = figures.sharpe
    })
  }
  return {
    meanBlock,
    strategies: strategies.map((_, s) => ({
      annualReturn: interval(observed[s].annualReturn, draws[s].annualReturn),
      volatility: interval(observed[s].volatility, draws[s].volatility),
      sharpe: interval(observed[s].sharpe, draws[s].sharpe),
    })),
    sharpeDifferences: strategies.map((_, s) =>
      interval(
        observed[0].sharpe - observed[s].sharpe,
        draws[0].sharpe.map((value, b) => value - draws[s].sharpe[b]),
      ),
    ),
  }
}

/** Returns about their means, for sums that keep their digits. */
interface MomentColumns {
  readonly log: Float64Array
  readonly net: Float64Array
  readonly excess: Float64Array
  readonly excessMean: number
}

function momentColumns({ net, excess }: MonthlyReturns): MomentColumns {
  const netMean = average(net)
  const excessMean = average(excess)
  return {
    log: net.map(Math.log1p),
    net: net.map((r) => r - netMean),
    excess: excess.map((x) => x - excessMean),
    excessMean,
  }
}

function annualFigures(column: MomentColumns, indices: Int32Array): AnnualFigures {
  const { log, net, excess, excessMean } = column
  const n = indices.length
  let growth = 0
  let sum = 0
  let squares = 0
  let excessSum = 0
  let excessSquares = 0
  for (let t = 0; t < n; t++) {
    const i = indices[t]
    const r = net[i]
    const x = excess[i]
    growth += log[i]
    sum += r
    squares += r * r
    excessSum += x
    excessSquares += x * x
  }
  const variance = Math.max(0, squares - (sum * sum) / n) / (n - 1)
  const excessDeviation = Math.sqrt(Math.max(0, excessSquares - (excessSum * excessSum) / n) / (n - 1))
  const mean = excessMean + excessSum / n
  return {
    annualReturn: Math.expm1((12 * growth) / n),
    volatility: Math.sqrt(12 * variance),
    sharpe: excessDeviation > smallestDeviation ? (mean / excessDeviation) * Math.sqrt(12) : 0,
  }
}

function interval(value: number, draws: Float64Array): Interval {
  const sorted = Float64Array.from(draws).sort()
  return { value, low: quantileOfSorted(sorted, tails[0], 6), high: quantileOfSorted(sorted, tails[1], 6) }
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function deviation(values: Float64Array): number {
  const mean = average(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}
