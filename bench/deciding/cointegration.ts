import { pairScan } from '@tutti/analytics/time-series'
import { uniformStream } from '@tutti/analytics/random'
import type { ComparedJob } from '../comparison/job.ts'
import { laidOut, normals } from './seeded-market.ts'

const [count, observations, sampled] = [500, 500, 60]

/** Engle-Granger tests of all 124,750 pairs of 500 series of 500 observations, each later series explaining the earlier one. */
export function cointegrationJobs(): ComparedJob[] {
  const series = sharedTrendSeries()
  const pairs = sampledPairs()
  const flat = pairs.flatMap(({ first, second }) => [first, second])
  const input = laidOut(count, observations, pairs.length, flat, ...series)
  const part = { indices: pairs.map(({ index }) => index), share: pairs.length / ((count * (count - 1)) / 2) }
  const agreement = { limit: 1e-7, measure: 'absolute', unit: 't statistic' } as const
  const scan = (lagChoice: Parameters<typeof pairScan>[1]['lagChoice']) => (): Float64Array =>
    pairScan(series, { terms: 'c', lagChoice, direction: 'first-on-second' }).statistic
  return [
    {
      id: 'cointegration-lag',
      title: 'cointegration of 124,750 pairs, one lag',
      input,
      rivals: [
        { program: 'coint-lag', repetitions: 1, part },
        { program: 'numpy-pairs', repetitions: 1 },
        { program: 'numpy-moments', repetitions: 2 },
      ],
      repetitions: 1,
      own: scan({ lags: 1 }),
      agreement,
    },
    {
      id: 'cointegration-aic',
      title: 'cointegration of 124,750 pairs, lag by AIC up to 18',
      input,
      rivals: [{ program: 'coint-aic', repetitions: 1, part }],
      repetitions: 1,
      own: scan({ criterion: 'aic', maxLag: 18 }),
      agreement,
    },
  ]
}

/** Random walks, every fifth of them a multiple of the first with a spread that reverts. */
function sharedTrendSeries(): Float64Array[] {
  const draws = normals(71, count * observations)
  const walk = (i: number, reversion: number): Float64Array => {
    let level = 0
    return Float64Array.from({ length: observations }, (_, t) => {
      level = (1 - reversion) * level + 0.01 * draws[i * observations + t]
      return level
    })
  }
  const trend = walk(0, 0)
  return Array.from({ length: count }, (_, i) => {
    if (i === 0 || i % 5 > 0) return walk(i, 0)
    const spread = walk(i, 0.05)
    return trend.map((level, t) => 0.5 + (0.6 + 0.002 * i) * level + spread[t])
  })
}

/** Pairs drawn at random, with their place among all. */
function sampledPairs(): { first: number; second: number; index: number }[] {
  const draw = uniformStream(72, 0, 0)
  return Array.from({ length: sampled }, () => {
    const first = Math.floor(draw() * (count - 1))
    const second = first + 1 + Math.floor(draw() * (count - 1 - first))
    return { first, second, index: first * count - (first * (first + 1)) / 2 + second - first - 1 }
  })
}
