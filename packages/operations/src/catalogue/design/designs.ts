import { latinHypercube, saltelliDesign, sobolIndices } from '@tutti/analytics/design'
import { uniformStream } from '@tutti/analytics/random'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { matrix, number, numbers, wholeFrom } from '../value-schemas.ts'

const seed = wholeFrom(0).describe('below 2^53')
const stream = wholeFrom(0)
  .max(2 ** 32 - 1)
  .describe('tells independent designs of one seed apart')
const count = wholeFrom(1).max(65536)
const dimension = wholeFrom(1).max(100)
const planes = z.array(matrix)

/** Points with one in each stratum of each coordinate. */
export const latinHypercubeOperation = defineOperation({
  name: 'design/latin-hypercube',
  title: 'Latin hypercube',
  description: 'Points in the unit cube with exactly one in each of as many strata of each coordinate; seeded.',
  source: 'McKay, Beckman & Conover, Technometrics 21 (1979), 239-245',
  input: z.strictObject({
    count,
    dimension,
    seed,
    stream,
    centred: z.boolean().describe('at the middle of the strata'),
  }),
  output: z.strictObject({ points: matrix }),
  example: { count: 5, dimension: 2, seed: 1, stream: 0, centred: false },
  compute: (input) => ({
    points: latinHypercube(input.count, input.dimension, uniformStream(input.seed, input.stream, 0), {
      centred: input.centred,
    }),
  }),
})

/** The points at which a function is evaluated for its sensitivity indices. */
export const saltelliDesignOperation = defineOperation({
  name: 'design/saltelli',
  title: 'Saltelli design',
  description:
    'Points in the unit cube for a variance-based sensitivity analysis: two independent samples a and b, and a with one coordinate from b each (ab), for interactions also b with one from a (ba).',
  source: 'Saltelli et al., Computer Physics Communications 181 (2010), 259-270',
  input: z.strictObject({
    count: count.describe('better a power of two'),
    dimension,
    seed,
    stream,
    secondOrder: z.boolean(),
  }),
  output: z.strictObject({ a: matrix, b: matrix, ab: planes, ba: planes.optional() }),
  example: { count: 4, dimension: 2, seed: 1, stream: 0, secondOrder: false },
  compute: (input) => {
    const scramble = { seed: input.seed, stream: input.stream }
    const design = saltelliDesign(input.count, input.dimension, scramble, { secondOrder: input.secondOrder })
    const rows = (points: readonly (readonly number[])[]): number[][] => points.map((point) => [...point])
    return {
      a: rows(design.a),
      b: rows(design.b),
      ab: design.ab.map(rows),
      ...(design.ba === undefined ? {} : { ba: design.ba.map(rows) }),
    }
  },
})

/** How much of a function's variance each input explains. */
export const sobolIndicesOperation = defineOperation({
  name: 'design/sobol-indices',
  title: 'Sobol sensitivity indices',
  description:
    'First-order and total indices, with ba also the interactions of pairs, from the values of a function at the points of a Saltelli design. Not clipped: sampling error may put one below 0.',
  source: 'Saltelli et al. (2010), table 2 b; Jansen, Comput. Phys. Commun. 117 (1999); Saltelli, ibid. 145 (2002)',
  input: z.strictObject({
    a: numbers,
    b: numbers,
    ab: z.array(numbers).min(1),
    ba: z.array(numbers).min(1).optional(),
  }),
  output: z.strictObject({
    variance: number,
    first: numbers,
    total: numbers,
    interactions: z
      .array(z.strictObject({ inputs: z.tuple([z.int(), z.int()]), share: number }))
      .describe('of pairs of inputs, counted from 0; empty without ba'),
  }),
  example: {
    a: [0.5, 1.4, 0.9, 1.8],
    b: [1.1, 0.7, 1.6, 0.4],
    ab: [
      [0.9, 0.8, 1.5, 0.6],
      [0.7, 1.3, 1, 1.6],
    ],
  },
  compute: ({ a, b, ab, ba }) => {
    const indices = sobolIndices({ a, b, ab, ...(ba === undefined ? {} : { ba }) })
    return {
      variance: indices.variance,
      first: indices.first.map(({ value }) => value),
      total: indices.total.map(({ value }) => value),
      interactions: (indices.second ?? []).flatMap((row, i) =>
        row.flatMap((index, j) =>
          index === undefined ? [] : [{ inputs: [i, j] as [number, number], share: index.value }],
        ),
      ),
    }
  },
})
