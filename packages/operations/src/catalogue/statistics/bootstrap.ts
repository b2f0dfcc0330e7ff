import { TuttiError } from '@tutti/analytics/errors'
import { maximumDrawdown } from '@tutti/analytics/performance'
import { uniformStream } from '@tutti/analytics/random'
import {
  jointBootstrapInterval,
  mean,
  optimalBlockLength,
  pearsonCorrelation,
  quantile,
  skewness,
  standardDeviation,
} from '@tutti/analytics/statistics'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, openProbability, wholeFrom } from '../value-schemas.ts'

/** Throws `not-applicable` for a series, or a resample of it, that does not vary. */
function sharpe(values: ArrayLike<number>): number {
  const deviation = standardDeviation(values, 'sample')
  if (deviation > 0) return mean(values) / deviation
  throw new TuttiError(
    'not-applicable',
    'the series or a resample of it does not vary: its mean over deviation is not defined',
    {
      field: 'statistic.series',
      got: `${values.length} values equal to ${values[0]}`,
      expected: 'a series that varies, longer than a few blocks',
    },
  )
}

/** What can be bootstrapped of one series, and of two seen at the same times. */
const ofOne = {
  mean,
  median: (values: Float64Array) => quantile(values, 0.5, 7),
  'standard-deviation': (values: Float64Array) => standardDeviation(values, 'sample'),
  skewness: (values: Float64Array) => skewness(values, 'population'),
  'mean-over-deviation': sharpe,
  'maximum-drawdown': (values: Float64Array) => maximumDrawdown(values).maxDrawdown,
} as const
const ofTwo = {
  'difference-of-means': (one: Float64Array, two: Float64Array) => mean(one) - mean(two),
  'difference-of-mean-over-deviation': (one: Float64Array, two: Float64Array) => sharpe(one) - sharpe(two),
  correlation: pearsonCorrelation,
} as const

type OfOne = keyof typeof ofOne
type OfTwo = keyof typeof ofTwo
const keys = <K extends string>(table: Readonly<Record<K, unknown>>): [K, ...K[]] => Object.keys(table) as [K, ...K[]]

const values = z.array(number).min(10).max(20_000)

/** A statistic of one or two series with its bootstrap interval. */
export const bootstrapIntervalOperation = defineOperation({
  name: 'statistics/bootstrap-interval',
  title: 'Bootstrap interval of a statistic',
  description:
    'A statistic of one series, or of two seen at the same times, with standard error, bias and confidence interval by the stationary, moving-block or circular-block bootstrap.',
  source:
    'Politis & Romano, JASA 89 (1994), stationary; Künsch, Annals of Statistics 17 (1989), moving blocks; Efron, JASA 82 (1987), BCa; Politis & White (2004), block length',
  cost: 'medium',
  failures: [{ code: 'not-applicable', when: 'the statistic is not defined for a resample, or BCa for these data' }],
  input: z.strictObject({
    statistic: z.union([
      z.strictObject({ of: z.enum(keys<OfOne>(ofOne)), series: values }),
      z.strictObject({ of: z.enum(keys<OfTwo>(ofTwo)), series: values, other: values.describe('the same times') }),
    ]),
    blocks: z.enum(['stationary', 'moving', 'circular']).describe('blocks of geometric or of one length'),
    blockLength: z
      .number()
      .min(1)
      .nullable()
      .describe('observations; the mean for stationary blocks; null takes the optimal one of the (first) series'),
    samples: wholeFrom(100).max(100_000),
    level: openProbability.describe('coverage, such as 0.95'),
    interval: z.enum(['percentile', 'bca']),
    seed: wholeFrom(0),
  }),
  output: z.strictObject({
    estimate: number,
    lower: number,
    upper: number,
    standardError: nonNegative,
    bias: number.describe('mean over the resamples less the estimate'),
    level: openProbability,
    samples: z.int(),
    observations: z.int(),
    blockLength: z.number().min(1),
    cautions: z
      .array(z.enum(['few-blocks', 'few-resamples']))
      .describe('fewer than 20 blocks in the series; fewer than 1,000 resamples'),
  }),
  example: {
    statistic: {
      of: 'mean-over-deviation' as const,
      series: [0.01, -0.02, 0.015, 0.03, -0.01, 0.005, 0.02, -0.015, 0.01, 0.012, -0.005, 0.018, 0.002, -0.008, 0.021],
    },
    blocks: 'stationary' as const,
    blockLength: 2,
    samples: 1000,
    level: 0.95,
    interval: 'percentile' as const,
    seed: 1,
  },
  compute: ({ statistic, blocks, blockLength, samples, level, interval, seed }) => {
    const { series } = statistic
    const optimal = (): number => {
      const length = optimalBlockLength(series)[blocks === 'stationary' ? 'stationary' : 'circular']
      return Math.min(series.length, Math.max(1, length))
    }
    const chosen = blockLength ?? optimal()
    const meanBlock = blocks === 'stationary' ? chosen : Math.round(chosen)
    const columns = 'other' in statistic ? [series, statistic.other] : [series]
    const found = jointBootstrapInterval(
      ([one, two]) => ('other' in statistic ? ofTwo[statistic.of](one, two) : ofOne[statistic.of](one)),
      columns,
      { samples, level, meanBlock, blocks, method: interval, uniform: uniformStream(seed, 43, 0) },
    )
    return {
      ...found,
      observations: series.length,
      blockLength: meanBlock,
      cautions: [
        ...(series.length / meanBlock < 20 ? (['few-blocks'] as const) : []),
        ...(samples < 1000 ? (['few-resamples'] as const) : []),
      ],
    }
  },
})
