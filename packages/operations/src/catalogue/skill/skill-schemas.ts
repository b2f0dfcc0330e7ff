import { z } from 'zod'
import { nonNegative, number, openProbability, wholeFrom } from '../value-schemas.ts'

/** A two-sided interval. */
export const interval = z.strictObject({ lower: number, upper: number })

/** A place in a series, from 0. */
export const place = wholeFrom(0).describe('period, from 0')

/** A probability, its ends included. */
export const probability = z.number().min(0).max(1)

/** A record of active returns. */
export const activeReturns = z
  .array(number)
  .min(3)
  .max(100_000)
  .describe('simple returns over the benchmark per period, decimals, oldest first')

/** Returns of one manager in excess of cash or of a benchmark. */
export const excessReturns = z
  .array(number)
  .min(5)
  .max(20_000)
  .describe('simple returns per period over cash or a benchmark, decimals, oldest first')

/** Returns of factors. */
export const factorReturns = z
  .array(z.array(number).min(1).max(50))
  .min(5)
  .max(20_000)
  .describe('excess returns of the factors: rows are periods, columns factors')

/** Returns of many managers. */
export const panel = z
  .array(z.array(number.nullable()).min(1).max(10_000))
  .min(5)
  .max(20_000)
  .describe('rows are periods, columns managers; null where a manager has no return')

/** Confidence of intervals (two-sided) and tests. */
export const confidence = z
  .number()
  .gt(0.5)
  .lt(1)
  .describe('of intervals (two-sided) and of the test (one-sided): 0.95')

/** Power of a test. */
export const power = openProbability.describe('probability of finding a skill that is there: 0.8')

/** Newey-West lags. */
export const errorLags = wholeFrom(0)
  .max(1000)
  .nullable()
  .describe('of the Newey-West errors; null: floor(4 (n / 100)^(2/9))')

/** A coefficient with its error. */
export const coefficient = z.strictObject({
  value: number,
  standardError: nonNegative,
  tStatistic: number,
  interval,
})

/** A probability from simulations. */
export const simulated = z.strictObject({ value: probability, standardError: nonNegative.describe('Monte Carlo') })

/** Deterministic returns for examples: the mean of each column and a wave of its own, n periods. */
export const exampleReturns = (n: number, means: readonly number[], width: number): number[][] =>
  Array.from({ length: n }, (_, t) =>
    means.map((drift, k) => {
      const wave = Math.sin(12.9898 * (t + 1) * (k + 1) + 78.233 * (k + 1) ** 2) * 43758.5453
      return Math.round(1e6 * (drift + width * 2 * (wave - Math.floor(wave) - 0.5))) / 1e6
    }),
  )
