import { z } from 'zod'
import * as catalogue from '../../catalogue/random/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows, said } from './form-inputs.ts'

const rounds = z.union([z.literal(7), z.literal(10)])
const words = z.array(z.string())
const block = exactly({ counter_hex: words, key_hex: words })
const joeKuo = said('Joe-Kuo new-joe-kuo-6.21201 (D6)')

const philoxBlock = (
  generator: '2x32' | '4x32' | '4x64',
  count: 7 | 10,
  item: { readonly counter_hex: string[]; readonly key_hex: string[] },
): string[] =>
  catalogue.philoxOperation.run({ generator, rounds: count, counter: item.counter_hex, key: item.key_hex }).block

const sobol = (dimension: number, indices: number[]): number[][] =>
  catalogue.sobolPointsOperation.run({ dimension, indices }).points

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

const philox = (['2x32', '4x32', '4x64'] as const).flatMap((generator): ReferenceForm[] => [
  referenceForm(`philox${generator}`, block.extend({ rounds }), ({ rounds: count, ...item }) => ({
    output_hex: philoxBlock(generator, count, item),
  })),
  referenceForm(`philox${generator}`, exactly({ rounds, items: z.array(block) }), ({ rounds: count, items }) => ({
    outputs_hex: items.map((item) => philoxBlock(generator, count, item)),
  })),
  referenceForm(
    `philox${generator}`,
    exactly({ rounds, key_hex: words, counters_hex: z.array(words) }),
    ({ rounds: count, key_hex, counters_hex }) => ({
      outputs_hex: counters_hex.map((counter_hex) => philoxBlock(generator, count, { counter_hex, key_hex })),
    }),
  ),
])

/** Random numbers, low-discrepancy points and normal distributions. */
export const randomForms: readonly ReferenceForm[] = [
  ...philox,
  referenceForm(
    'philox4x64',
    exactly({
      rounds,
      key_hex: z.array(z.string().regex(/^[0-9a-f]{1,16}$/)),
      counter_start: z.tuple([z.literal(0), z.literal(0), z.literal(0), z.literal(0)]),
      note: said('numpy increments the counter before the first block: first block uses counter (1,0,0,0)'),
    }),
    ({ rounds: count, key_hex }) => ({
      raw_uint64_hex: ['1', '2', '3'].flatMap((first) =>
        philoxBlock('4x64', count, { key_hex: numpyKey(key_hex), counter_hex: [first, '0', '0', '0'] }),
      ),
    }),
  ),
  referenceForm(
    'sobol',
    exactly({ direction_numbers: joeKuo, dimension: z.int(), count: z.int(), include_zero_point: z.literal(true) }),
    ({ dimension, count }) => ({ points: sobol(dimension, upTo(count)) }),
  ),
  referenceForm(
    'sobol',
    exactly({ direction_numbers: joeKuo, dimension: z.int(), indices: z.array(z.int()) }),
    ({ dimension, indices }) => ({ points: sobol(dimension, indices) }),
  ),
  referenceForm(
    'sobol',
    exactly({
      direction_numbers: joeKuo,
      dimension: z.int(),
      index: z.int(),
      dimensions_reported_1based: z.array(z.int().min(1)),
    }),
    ({ dimension, index, dimensions_reported_1based: reported }) => {
      const [point] = sobol(dimension, [index])
      const first = sobol(dimension, upTo(128))
      return {
        values: reported.map((d) => point[d - 1]),
        column_sums_first_128_points: reported.map((d) => first.reduce((sum, row) => sum + row[d - 1], 0)),
      }
    },
  ),
  referenceForm(
    'halton',
    exactly({ bases: z.array(z.int()), count: z.int(), starts_at_index: z.int() }),
    ({ bases, count, starts_at_index }) => ({
      points: catalogue.haltonPointsOperation.run({ bases, count, firstIndex: starts_at_index }).points,
    }),
  ),
  referenceForm('discrepancy', exactly({ points: rows }), ({ points }) => {
    const result = catalogue.discrepancyOperation.run({ points })
    return {
      centered: result.centered,
      wrap_around: result.wrapAround,
      mixture: result.mixture,
      l2_star: result.l2Star,
    }
  }),
  referenceForm('inverse_normal_cdf', exactly({ p: list }), ({ p }) => ({
    x: p.map((probability) => catalogue.normalQuantileOperation.run({ probability }).quantile),
  })),
  referenceForm('normal_cdf', exactly({ x: list }), ({ x }) => {
    const results = x.map((value) => catalogue.normalDistributionOperation.run({ x: value }))
    return {
      cdf: results.map((result) => result.cdf),
      pdf: results.map((result) => result.density),
      log_cdf: results.map((result) => result.logCdf),
    }
  }),
  referenceForm(
    'bivariate_normal_cdf',
    exactly({ items: z.array(exactly({ x: z.number(), y: z.number(), rho: z.number() })) }),
    ({ items }) => ({
      cdf: items.map(({ x, y, rho }) => catalogue.bivariateNormalOperation.run({ x, y, correlation: rho }).cdf),
    }),
  ),
  referenceForm(
    'brownian_bridge',
    exactly({ times: list, normals: list, order: z.string() }).refine(
      ({ times, order }) => isBridgeOrder(times, order),
      {
        path: ['order'],
        message: 'is another order than last time first, then halving the gaps',
      },
    ),
    ({ times, normals }) => ({
      path: catalogue.brownianBridgeOperation.run({ timesYears: times, normals }).path,
    }),
  ),
  referenceForm('cholesky', exactly({ matrix: rows }), ({ matrix }) => ({
    lower: catalogue.choleskyOperation.run({ matrix }).lower,
  })),
  referenceForm('nearest_correlation', exactly({ matrix: rows }), ({ matrix }) => {
    const result = catalogue.nearestCorrelationOperation.run({ matrix })
    return { nearest: result.matrix, frobenius_distance: result.frobeniusDistance }
  }),
  referenceForm(
    'mt19937',
    exactly({ seed: z.int(), draws: said('first five 32-bit outputs and the 10000th') }),
    ({ seed }) => {
      const { words: drawn } = catalogue.mersenneTwisterOperation.run({ seed, draws: [1, 2, 3, 4, 5, 10_000] })
      return { first: drawn.slice(0, 5), tenthousandth: drawn[5] }
    },
  ),
]

/**
 * The key that numpy works with when it is given as a list of words: one on each side of 2^63 make it a list of floats,
 * so that the words lose their last bits (`np.asarray([0x0123456789abcdef, 0xfedcba9876543210]).dtype` is float64). With
 * an array of uint64 numpy gives the words of the key as written.
 */
function numpyKey(words: readonly string[]): string[] {
  const values = words.map((word) => BigInt(`0x${word}`))
  const large = values.filter((value) => value >= 2n ** 63n).length
  if (large === 0 || large === values.length) return [...words]
  return values.map((value) => BigInt(Number(value)).toString(16))
}

/** Whether `z1 -> W(1), z2 -> W(0.5), ...` is the order in which the bridge of the catalogue takes its normals. */
function isBridgeOrder(times: readonly number[], order: string): boolean {
  const steps = order.split(',').map((step) => /^\s*z(\d+) -> W\(([\d.]+)\)\s*$/.exec(step))
  if (steps.length !== times.length) return false
  const parsed = catalogue.brownianBridgeOperation.input.safeParse({ timesYears: times, normals: times.map(() => 0) })
  if (!parsed.success) return false
  const { timeOfNormal } = catalogue.brownianBridgeOperation.run(parsed.data)
  return steps.every((step, i) => step !== null && Number(step[1]) === i + 1 && Number(step[2]) === timeOfNormal[i])
}
