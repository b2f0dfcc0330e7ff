import {
  dollarOffset,
  hedgeRegression,
  keyRateMatch,
  minimumVarianceHedge,
  varianceReduction,
} from '@tutti/analytics/hedging'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { matrix, nonNegative, nullableNumber, number, series } from '../value-schemas.ts'

/** The figures of a hedge effectiveness test. */
export const hedgeEffectivenessOperation = defineOperation({
  name: 'risk/hedge-effectiveness',
  title: 'Hedge effectiveness',
  description:
    'Dollar offset (cumulative and by period), regression of the hedged item on the hedge with t statistics and p values, and variance reduction as held and at the optimal ratio.',
  source: 'Finnerty & Grant, Accounting Horizons 16 (2002); Ederington, J. of Finance 34 (1979)',
  input: z.strictObject({
    itemChanges: z.array(number).min(3).describe('changes in value of the hedged item, oldest first'),
    hedgeChanges: z.array(number).min(3).describe('of the hedging instrument, same periods and currency'),
  }),
  output: z.strictObject({
    dollarOffset: z.strictObject({
      cumulative: nullableNumber,
      runningCumulative: z.array(nullableNumber),
      byPeriod: z.array(nullableNumber).describe('null where the item did not change'),
    }),
    regression: z.strictObject({
      slope: number,
      intercept: number,
      slopeStandardError: nonNegative,
      interceptStandardError: nonNegative,
      slopeTStatistic: nullableNumber.describe('null for an exact line'),
      interceptTStatistic: nullableNumber,
      slopePValue: nonNegative,
      interceptPValue: nonNegative,
      rSquared: number,
      residualStandardError: nonNegative,
      observations: z.int(),
      fStatistic: nullableNumber,
    }),
    varianceReduction: z.strictObject({
      unitHedge: number,
      unitHedgeVolatility: number,
      optimalHedge: number,
      optimalHedgeRatio: number,
    }),
  }),
  example: {
    itemChanges: [-1.2, 0.8, -0.5, 1.4, -0.9, 0.3],
    hedgeChanges: [1.1, -0.9, 0.45, -1.3, 1.0, -0.2],
  },
  failures: [{ code: 'not-applicable', when: 'the item or the hedge never changes' }],
  compute: ({ itemChanges, hedgeChanges }) => {
    const offset = dollarOffset(itemChanges, hedgeChanges)
    return {
      dollarOffset: {
        cumulative: offset.cumulative,
        runningCumulative: [...offset.runningCumulative],
        byPeriod: [...offset.byPeriod],
      },
      regression: { ...hedgeRegression(itemChanges, hedgeChanges) },
      varianceReduction: { ...varianceReduction(itemChanges, hedgeChanges) },
    }
  },
})

/** Several instruments against one exposure. */
export const minimumVarianceHedgeOperation = defineOperation({
  name: 'risk/minimum-variance-hedge',
  title: 'Minimum-variance hedge',
  description: 'Positions in instruments that minimise the variance of exposure plus hedges over past changes.',
  source: 'Ederington, J. of Finance 34 (1979); Anderson & Danthine, J. of Political Economy 89 (1981)',
  input: z.strictObject({
    exposureChanges: z.array(number).min(3),
    instrumentChanges: matrix.describe('periods by instruments'),
  }),
  output: z.strictObject({ hedgeRatios: series, residualVarianceRatio: number, effectiveness: number }),
  example: { exposureChanges: [1.2, -0.7, 0.4, -1.1], instrumentChanges: [[0.9], [-0.5], [0.5], [-1]] },
  failures: [{ code: 'not-applicable', when: 'the exposure never changes or instruments are not independent' }],
  compute: ({ exposureChanges, instrumentChanges }) => {
    const result = minimumVarianceHedge(exposureChanges, instrumentChanges)
    return { ...result, hedgeRatios: [...result.hedgeRatios] }
  },
})

/** Instruments that match key rates. */
export const keyRateMatchOperation = defineOperation({
  name: 'risk/key-rate-match',
  title: 'Notionals that match key rates',
  description:
    'Multiples of instruments whose key-rate sensitivities come nearest to a target, and what is left at each key rate.',
  source: 'Ho, J. of Fixed Income 2 (1992)',
  input: z.strictObject({
    target: series.describe('sensitivity to each key rate; minus that of a position to hedge it'),
    instrumentSensitivities: matrix.describe('instruments by key rates'),
  }),
  output: z.strictObject({ notionals: series, residual: series, residualNorm: nonNegative, rank: z.int() }),
  example: {
    target: [12, 40, 85],
    instrumentSensitivities: [
      [2, 0.1, 0],
      [0.1, 4.5, 0.3],
      [0, 0.4, 8],
    ],
  },
  compute: (input) => {
    const result = keyRateMatch(input.target, input.instrumentSensitivities)
    return { ...result, notionals: [...result.notionals], residual: [...result.residual] }
  },
})
