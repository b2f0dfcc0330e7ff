import { TuttiError } from '@tutti/analytics/errors'
import { philox2x32, philox4x32, philox4x64 } from '@tutti/analytics/random'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'

const words = z.array(z.string().regex(/^[0-9a-f]{1,16}$/, 'expected up to 16 hexadecimal digits, lower case')).min(1)

const shapes = {
  '2x32': { counter: 2, key: 1, bits: 32 },
  '4x32': { counter: 4, key: 2, bits: 32 },
  '4x64': { counter: 4, key: 2, bits: 64 },
} as const

/** One block of the counter-based generator behind every random stream of the project. */
export const philoxOperation = defineOperation({
  name: 'random/philox',
  title: 'Philox block',
  description:
    'The block of random words that a Philox generator gives for a counter and a key, all as hexadecimal words, least significant first.',
  source: 'Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011)',
  input: z.strictObject({
    generator: z.enum(['2x32', '4x32', '4x64']).describe('words by bits of a word'),
    rounds: z.union([z.literal(7), z.literal(10)]).describe('10 is the standard'),
    counter: words,
    key: words,
  }),
  output: z.strictObject({ block: words }),
  example: {
    generator: '4x32' as const,
    rounds: 10 as const,
    counter: ['0', '0', '0', '0'],
    key: ['0', '0'],
  },
  compute: ({ generator, rounds, counter, key }) => {
    const shape = shapes[generator]
    const values = (list: readonly string[], count: number, field: string): bigint[] => {
      if (list.length !== count || list.some((word) => word.length > shape.bits / 4)) {
        throw new TuttiError(
          'invalid-input',
          `the ${field} of Philox ${generator} is ${count} words of ${shape.bits} bits`,
          {
            field,
            got: list.join(', '),
            expected: `${count} words of at most ${shape.bits / 4} hexadecimal digits`,
          },
        )
      }
      return list.map((word) => BigInt(`0x${word}`))
    }
    const c = values(counter, shape.counter, 'counter')
    const k = values(key, shape.key, 'key')
    const block: readonly (number | bigint)[] =
      generator === '4x64'
        ? philox4x64(c, k, rounds)
        : (generator === '4x32' ? philox4x32 : philox2x32)(c.map(Number), k.map(Number), rounds)
    return { block: block.map((word) => word.toString(16).padStart(shape.bits / 4, '0')) }
  },
})
