import { detrendedFluctuation, independenceRange, rescaledRange, structureExponent } from '@tutti/analytics/time-series'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, numbers } from '../value-schemas.ts'
import { confidence, exampleWalk, timeSeries } from './series-schemas.ts'

const scales = z.array(z.int().min(1)).min(3).max(200)
const range = z.strictObject({ lower: number, upper: number })
const exponent = { exponent: number, standardError: z.number().nonnegative(), scales: numbers, values: numbers }

/** Hurst exponents. */
export const hurstOperation = defineOperation({
  name: 'time-series/hurst',
  title: 'Hurst exponents',
  description:
    'Scaling exponents of levels and their increments by the deviation of differences, the rescaled range (with the Anis-Lloyd correction) and detrended fluctuation: 0.5 for a random walk, above it for trends, below it for reversion.',
  source: 'Hurst (1951); Anis & Lloyd, Biometrika 63 (1976); Peng et al., Physical Review E 49 (1994); Weron (2002)',
  input: z.strictObject({
    levels: timeSeries(16),
    increments: timeSeries(16).optional().describe('the differences of levels where left out'),
    lags: scales.describe('of the differences'),
    rangeSizes: scales.describe('block sizes of the rescaled range'),
    fluctuationSizes: scales.describe('windows of the detrended fluctuation'),
    independence: z
      .strictObject({ shuffles: z.int().min(20).max(2000), seed: z.int().nonnegative(), confidence })
      .optional()
      .describe('also the ranges of the exponents over random orders of the increments'),
  }),
  output: z.strictObject({
    structure: z.strictObject(exponent),
    rescaledRange: z.strictObject({ ...exponent, expected: numbers, correctedExponent: number }),
    detrendedFluctuation: z.strictObject(exponent),
    independenceRange: z
      .strictObject({ correctedRescaledRange: range, detrendedFluctuation: range, shuffles: z.int() })
      .nullable()
      .describe('an exponent outside speaks against independent increments'),
    observations: z.int(),
    cautions: z.array(z.literal('short-sample')).describe('below 256 observations exponents say little'),
  }),
  example: { levels: exampleWalk, lags: [1, 2, 4, 8], rangeSizes: [8, 16, 32], fluctuationSizes: [8, 16, 32] },
  failures: [{ code: 'not-applicable', when: 'the series does not vary' }],
  compute: ({ levels, increments, lags, rangeSizes, fluctuationSizes, independence }) => {
    const changes = increments ?? levels.slice(1).map((value, t) => value - levels[t])
    const plain = <T extends { scales: readonly number[]; values: readonly number[] }>(result: T) => ({
      ...result,
      scales: [...result.scales],
      values: [...result.values],
    })
    const rescaled = rescaledRange(changes, rangeSizes)
    const under =
      independence === undefined ? null : independenceRange(changes, rangeSizes, fluctuationSizes, independence)
    return {
      structure: plain(structureExponent(levels, lags)),
      rescaledRange: { ...plain(rescaled), expected: [...rescaled.expected] },
      detrendedFluctuation: plain(detrendedFluctuation(changes, fluctuationSizes)),
      independenceRange:
        under === null
          ? null
          : {
              correctedRescaledRange: { ...under.correctedRescaledRange },
              detrendedFluctuation: { ...under.detrendedFluctuation },
              shuffles: under.shuffles,
            },
      observations: levels.length,
      cautions: levels.length < 256 ? ['short-sample' as const] : [],
    }
  },
})
