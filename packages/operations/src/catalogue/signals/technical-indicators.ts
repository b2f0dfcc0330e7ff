import {
  averageTrueRange,
  bollingerBands,
  directionalMovement,
  exponentialMovingAverages,
  kaufmanAdaptiveAverages,
  macdPercent,
  ratesOfChange,
  relativeStrengthIndex,
  simpleMovingAverages,
} from '@tutti/analytics/signals'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { numbers, positive, series, wholeFrom } from '../value-schemas.ts'

const prices = z.array(positive).min(2).describe('prices, oldest first')
const length = wholeFrom(1).max(100_000).describe('observations of the window')
const firstIndex = wholeFrom(0).describe('observation (from 0) that the first value belongs to')
const bars = { high: series, low: series, close: series }
const exampleClose = [100, 101, 100.4, 102.3, 103.1, 102.6, 104, 103.2, 105.1, 106, 105.4, 107.2]
const exampleBars = {
  high: exampleClose.map((price) => price + 0.7),
  low: exampleClose.map((price) => price - 0.6),
  close: exampleClose,
}

/** Moving averages of four kinds. */
export const movingAverageOperation = defineOperation({
  name: 'signals/moving-average',
  title: 'Moving average',
  description:
    'Simple, exponential, Wilder or Kaufman adaptive moving average; the exponential ones start at the mean of the first window. Each value uses no later observation.',
  source: 'Wilder (1978), New Concepts in Technical Trading Systems; Kaufman (1995), Smarter Trading',
  input: z.strictObject({
    series,
    kind: z.enum(['simple', 'exponential', 'wilder', 'kaufman']),
    length,
    fast: wholeFrom(1).max(100_000).optional().describe('kaufman alone: length in a clean trend, 2 when left out'),
    slow: wholeFrom(1).max(100_000).optional().describe('kaufman alone: length in noise, 30 when left out'),
  }),
  output: z.strictObject({ averages: series, firstIndex }),
  example: { series: exampleClose, kind: 'exponential' as const, length: 4 },
  compute: ({ series: values, kind, length: n, fast = 2, slow = 30 }) => {
    if (kind === 'kaufman') {
      const { averages } = kaufmanAdaptiveAverages(values, { efficiency: n, fast, slow })
      return { averages: plainNumbers(averages), firstIndex: n }
    }
    const averages =
      kind === 'simple'
        ? simpleMovingAverages(values, n)
        : exponentialMovingAverages(values, n, kind === 'wilder' ? 1 / n : undefined)
    return { averages: plainNumbers(averages), firstIndex: n - 1 }
  },
})

/** Wilder's relative strength index. */
export const relativeStrengthIndexOperation = defineOperation({
  name: 'signals/relative-strength-index',
  title: 'Relative strength index',
  description: 'Index from 0 to 100 of rises against falls under Wilder smoothing; 50 where nothing moves.',
  source: 'Wilder (1978), New Concepts in Technical Trading Systems; as TTR',
  input: z.strictObject({ close: series, length }),
  output: z.strictObject({ values: series, firstIndex }),
  example: { close: exampleClose, length: 4 },
  compute: ({ close, length: n }) => ({ values: plainNumbers(relativeStrengthIndex(close, n)), firstIndex: n }),
})

/** Moving average convergence divergence. */
export const macdOperation = defineOperation({
  name: 'signals/macd',
  title: 'Moving average convergence and divergence (MACD)',
  description: 'Fast over slow exponential average in percent, and its signal line.',
  source: 'Appel (2005), Technical Analysis; as TTR with percent',
  input: z.strictObject({ close: prices, fast: length, slow: length, signalLength: length }),
  output: z.strictObject({
    macdPercent: series,
    macdFirstIndex: firstIndex,
    signalPercent: series,
    signalFirstIndex: firstIndex,
  }),
  example: { close: exampleClose, fast: 3, slow: 6, signalLength: 3 },
  compute: ({ close, fast, slow, signalLength }) => {
    const { macd, signal } = macdPercent(close, fast, slow, signalLength)
    return {
      macdPercent: plainNumbers(macd),
      macdFirstIndex: slow - 1,
      signalPercent: plainNumbers(signal),
      signalFirstIndex: slow + signalLength - 2,
    }
  },
})

/** Change of price over a number of periods. */
export const rateOfChangeOperation = defineOperation({
  name: 'signals/rate-of-change',
  title: 'Rate of change',
  description: 'Return over a number of periods at every observation, simple or continuously compounded.',
  source: 'P[t] / P[t - n] - 1 or its logarithm',
  input: z.strictObject({ close: prices, length, compounding: z.enum(['simple', 'continuous']) }),
  output: z.strictObject({ values: series, firstIndex }),
  example: { close: exampleClose, length: 3, compounding: 'simple' as const },
  compute: ({ close, length: n, compounding }) => ({
    values: plainNumbers(ratesOfChange(close, n, compounding)),
    firstIndex: n,
  }),
})

/** Bollinger bands. */
export const bollingerBandsOperation = defineOperation({
  name: 'signals/bollinger-bands',
  title: 'Bollinger bands',
  description: 'Moving average with bands a number of population standard deviations of the window away.',
  source: 'Bollinger (2001), Bollinger on Bollinger Bands',
  input: z.strictObject({ series, length: wholeFrom(2).max(100_000), width: positive.describe('standard deviations') }),
  output: z.strictObject({ lower: series, middle: series, upper: series, firstIndex }),
  example: { series: exampleClose, length: 5, width: 2 },
  compute: ({ series: values, length: n, width }) => {
    const { lower, middle, upper } = bollingerBands(values, n, width)
    return {
      lower: plainNumbers(lower),
      middle: plainNumbers(middle),
      upper: plainNumbers(upper),
      firstIndex: n - 1,
    }
  },
})

/** Wilder's average true range. */
export const averageTrueRangeOperation = defineOperation({
  name: 'signals/average-true-range',
  title: 'Average true range',
  description: 'Average range of a bar, gaps from the last close included, under Wilder smoothing.',
  source: 'Wilder (1978), New Concepts in Technical Trading Systems; as TTR',
  input: z.strictObject({ ...bars, length }),
  output: z.strictObject({ values: numbers, firstIndex }),
  example: { ...exampleBars, length: 4 },
  compute: ({ length: n, ...rest }) => ({ values: plainNumbers(averageTrueRange(rest, n)), firstIndex: n }),
})

/** Wilder's directional movement. */
export const directionalMovementOperation = defineOperation({
  name: 'signals/directional-movement',
  title: 'Directional movement',
  description: 'Directional indicators up and down in percent, and the average directional index of trend strength.',
  source: 'Wilder (1978), New Concepts in Technical Trading Systems; as TTR',
  input: z.strictObject({ ...bars, length: wholeFrom(2).max(100_000) }),
  output: z.strictObject({
    plusPercent: numbers,
    minusPercent: numbers,
    indicatorsFirstIndex: firstIndex,
    averageIndex: numbers,
    averageIndexFirstIndex: firstIndex,
  }),
  example: { ...exampleBars, length: 4 },
  compute: ({ length: n, ...rest }) => {
    const { plus, minus, averageIndex } = directionalMovement(rest, n)
    return {
      plusPercent: plainNumbers(plus),
      minusPercent: plainNumbers(minus),
      indicatorsFirstIndex: n,
      averageIndex: plainNumbers(averageIndex),
      averageIndexFirstIndex: 2 * n - 1,
    }
  },
})
