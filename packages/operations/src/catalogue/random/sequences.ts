import {
  bridgePath,
  brownianBridge,
  discrepancy,
  haltonPoints,
  mt19937,
  SOBOL_MAX_DIMENSION,
  sobolPoint,
  sobolSequence,
} from '@tutti/analytics/random'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { matrix, number, numbers, positive, series, wholeFrom } from '../value-schemas.ts'

const index = wholeFrom(0).max(2 ** 32 - 1)

/** Points of the Sobol sequence. */
export const sobolPointsOperation = defineOperation({
  name: 'random/sobol-points',
  title: 'Sobol points',
  description:
    'Points of the Sobol sequence in the unit cube, in Gray-code order, index 0 being the zero point; scrambled when seed and stream are given.',
  source:
    'Joe & Kuo, SIAM J. Sci. Comput. 30 (2008), 2635-2654 (new-joe-kuo-6.21201); Matousek, J. Complexity 14 (1998)',
  input: z.strictObject({
    dimension: wholeFrom(1).max(SOBOL_MAX_DIMENSION),
    indices: z.array(index).min(1).max(65536).describe('which points'),
    scramble: z.strictObject({ seed: wholeFrom(0), stream: index }).optional(),
  }),
  output: z.strictObject({ points: matrix }),
  example: { dimension: 3, indices: [0, 1, 2, 3] },
  compute: ({ dimension, indices, scramble }) => {
    const sequence = sobolSequence(dimension, scramble)
    return { points: indices.map((i) => plainNumbers(sobolPoint(sequence, i))) }
  },
})

/** Points of the Halton sequence. */
export const haltonPointsOperation = defineOperation({
  name: 'random/halton-points',
  title: 'Halton points',
  description: 'Points of the Halton sequence in the unit cube, one column a base; index 0 is the zero point.',
  source: 'Halton, Numerische Mathematik 2 (1960), 84-90',
  input: z.strictObject({
    bases: z.array(wholeFrom(2)).min(1).describe('pairwise coprime, usually the first primes'),
    count: wholeFrom(1).max(65536),
    firstIndex: wholeFrom(0),
  }),
  output: z.strictObject({ points: matrix }),
  example: { bases: [2, 3, 5], count: 4, firstIndex: 1 },
  compute: ({ bases, count, firstIndex }) => ({ points: haltonPoints(bases, count, firstIndex) }),
})

/** How evenly points fill the cube. */
export const discrepancyOperation = defineOperation({
  name: 'random/discrepancy',
  title: 'Discrepancy of points',
  description:
    'How unevenly points fill the unit cube, smaller is more even: centred, wrap-around and mixture are squared discrepancies, L2-star is the root.',
  source: 'Hickernell, Math. Comp. 67 (1998); Zhou, Fang & Ning, J. Complexity 29 (2013); Warnock (1972)',
  input: z.strictObject({ points: matrix.describe('one row a point, coordinates in [0, 1]') }),
  output: z.strictObject({ centered: number, wrapAround: number, mixture: number, l2Star: number }),
  example: {
    points: [
      [0.125, 0.625],
      [0.625, 0.125],
      [0.375, 0.375],
      [0.875, 0.875],
    ],
  },
  compute: ({ points }) => ({
    centered: discrepancy(points, 'centered'),
    wrapAround: discrepancy(points, 'wrap-around'),
    mixture: discrepancy(points, 'mixture'),
    l2Star: discrepancy(points, 'l2-star'),
  }),
})

/** Words of the Mersenne Twister. */
export const mersenneTwisterOperation = defineOperation({
  name: 'random/mersenne-twister',
  title: 'Mersenne Twister words',
  description:
    'Outputs of MT19937 by their number from 1, for comparison with other software; simulations use keyed streams.',
  source: 'Matsumoto & Nishimura, ACM TOMACS 8 (1998), 3-30; seeding init_genrand of 2002',
  input: z.strictObject({
    seed: wholeFrom(0).max(2 ** 32 - 1),
    draws: z.array(wholeFrom(1).max(1_000_000)).min(1).describe('which outputs, counted from 1'),
  }),
  output: z.strictObject({ words: numbers.describe('unsigned 32-bit words') }),
  example: { seed: 5489, draws: [1, 2, 10000] },
  compute: ({ seed, draws }) => {
    const next = mt19937(seed)
    const all: number[] = []
    const last = draws.reduce((most, draw) => Math.max(most, draw), 0)
    while (all.length < last) all.push(next())
    return { words: draws.map((draw) => all[draw - 1]) }
  },
})

/** A Brownian path from normals taken in bridge order. */
export const brownianBridgeOperation = defineOperation({
  name: 'random/brownian-bridge',
  title: 'Brownian bridge path',
  description:
    'Brownian path at given times from independent normals: the first sets the last time, the next ones halve the gaps.',
  source: 'Moskowitz & Caflisch (1996); Glasserman, Monte Carlo Methods in Financial Engineering (2003), 3.1',
  input: z.strictObject({
    timesYears: z.array(positive).min(1).describe('increasing'),
    normals: series.describe('one for each time'),
  }),
  output: z.strictObject({ path: series, timeOfNormal: series.describe('the time that each normal sets') }),
  example: { timesYears: [0.25, 0.5, 0.75, 1], normals: [1, -0.5, 0.25, 0.75] },
  compute: ({ timesYears, normals }) => {
    if (normals.length !== timesYears.length) {
      throw new TuttiError('invalid-input', 'a bridge takes one normal for each time', {
        field: 'normals',
        got: `${normals.length} normals`,
        expected: `${timesYears.length}, as many as times`,
      })
    }
    const bridge = brownianBridge(timesYears)
    return {
      path: plainNumbers(bridgePath(bridge, normals)),
      timeOfNormal: plainNumbers(bridge.position).map((position) => timesYears[position]),
    }
  },
})
