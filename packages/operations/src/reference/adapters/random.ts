import { z } from 'zod'
import * as catalogue from '../../catalogue/random/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows, said } from './form-inputs.ts'

const rounds = z.union([z.literal(7), z.literal(10)])
const words = z.array(z.string())
const block = exactly({ counter_hex: words, key_hex: words })
/** The one set of direction numbers that is known, Joe & Kuo's D(6), by any of its names. */
const joeKuo = z.string().refine(
  (text) =>
    /^(joe (and )?kuo )?(new joe kuo )?(d )?(6( 21201)?|d6|6 21201 d ?6)( (2008|direction numbers))?$/.test(
      text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .trim(),
    ),
  'are other direction numbers than new-joe-kuo-6.21201',
)

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
      ({ times, normals, order }) => bridgeOrder(times, order)?.length === normals.length,
      {
        path: ['order'],
        message: 'does not say for each normal, z1 first, at which of the times it sets the path',
      },
    ),
    ({ times, normals, order }) => {
      const path: number[] = []
      for (const [i, at] of bridgeOrder(times, order)!.entries()) path[at] = bridged(times, path, at, normals[i])
      return { path }
    },
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
    exactly({ seed: z.int(), draws: z.string() }).refine(({ draws }) => drawsSaid(draws) !== undefined, {
      path: ['draws'],
      message: 'is not of the kind: first five 32-bit outputs and the 10000th',
    }),
    ({ seed, draws }, wanted) => {
      const { first, later } = drawsSaid(draws)!
      const { words: drawn } = catalogue.mersenneTwisterOperation.run({
        seed,
        draws: [...upTo(first).map((i) => i + 1), ...(later === undefined ? [] : [later])],
      })
      if (later === undefined) return { first: drawn }
      // The later output is the other result that is asked for, whatever its name says in words.
      const name = wanted.find((key) => key !== 'first') ?? 'tenthousandth'
      return { first: drawn.slice(0, first), [name]: drawn[first] }
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

const COUNTS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** How many outputs from the first, and which one later, `first five 32-bit outputs and the 10000th` asks for. */
function drawsSaid(text: string): { readonly first: number; readonly later?: number } | undefined {
  const match =
    /^(?:the )?first (\w+)(?: (?:(?:raw|32-bit|uint32|unsigned|tempered) )*(?:outputs?|draws?|words?|numbers?|integers?))?(?:,? and (?:the )?(\d+|ten[- ]?thousand|thousand|hundred)(?:st|nd|rd|th)?(?: (?:outputs?|draws?|words?))?)?$/.exec(
      text
        .toLowerCase()
        .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
        .replace(/\s+/g, ' ')
        .trim(),
    )
  if (match === null) return undefined
  const first = /^\d+$/.test(match[1]) ? Number(match[1]) : COUNTS.indexOf(match[1]) + 1
  if (first < 1) return undefined
  if (match[2] === undefined) return { first }
  const named = match[2].startsWith('ten') ? 10_000 : match[2] === 'thousand' ? 1000 : 100
  const later = /^\d+$/.test(match[2]) ? Number(match[2]) : named
  return later < 1 ? undefined : { first, later }
}

/** The place among `times` that each normal sets, told as `z1 -> W(1), z2 -> W(0.5), ...`. */
function bridgeOrder(times: readonly number[], order: string): number[] | undefined {
  const steps = order.split(/[,;]/).map((step) => /^\s*z_?(\d+)\s*->\s*W\(\s*([^)\s]+)\s*\)\s*$/i.exec(step))
  const places = steps.map((step, i) => {
    if (step === null || Number(step[1]) !== i + 1) return -1
    const byIndex = /^t_?(\d+)$/i.exec(step[2])
    if (byIndex !== null) return Number(byIndex[1]) <= times.length ? Number(byIndex[1]) - 1 : -1
    return times.findIndex((time) => Math.abs(time - Number(step[2])) <= 1e-9 * Math.abs(time))
  })
  const isIncreasing = times.every((time, i) => time > (i === 0 ? 0 : times[i - 1]))
  const isOnceEach = new Set(places).size === times.length && places.length === times.length && !places.includes(-1)
  return isIncreasing && isOnceEach ? places : undefined
}

/** The path at one time, between the nearest times that are set: a bridge of the catalogue over one or two times. */
function bridged(times: readonly number[], path: readonly (number | undefined)[], at: number, normal: number): number {
  let left = at - 1
  while (left >= 0 && path[left] === undefined) left--
  let right = at + 1
  while (right < times.length && path[right] === undefined) right++
  const start = left < 0 ? 0 : times[left]
  const level = left < 0 ? 0 : path[left]!
  const toHere = times[at] - start
  if (right >= times.length) {
    return level + catalogue.brownianBridgeOperation.run({ timesYears: [toHere], normals: [normal] }).path[0]
  }
  const toRight = times[right] - start
  const normals = [(path[right]! - level) / Math.sqrt(toRight), normal]
  return level + catalogue.brownianBridgeOperation.run({ timesYears: [toHere, toRight], normals }).path[0]
}
