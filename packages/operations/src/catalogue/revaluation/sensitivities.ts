import { baseValues, bookConvexities, bookSensitivities, factorName } from '@tutti/analytics/revaluation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, positive } from '../value-schemas.ts'
import { bookOf, marketFields, requireListable, valuationFailures } from './book-input.ts'
import { exampleHedge, exampleMarket, examplePositions } from './example-book.ts'
import { positionsSchema } from './instrument-schema.ts'

/** First and second derivatives of a book by every factor. */
export const bookSensitivitiesOperation = defineOperation({
  name: 'revaluation/sensitivities',
  title: 'Sensitivities of a book by full revaluation',
  description:
    'First and second derivatives of each position and of the book by every risk factor alone, by central differences of full revaluations, in base currency for a unit of the factor: a PV01, IE01 or CS01 is 1e-4 of the first, a 1 % move of an exchange rate or index 0.01 of it.',
  source: 'central differences: Glasserman, Monte Carlo Methods in Financial Engineering (2003), 7.1',
  input: z.strictObject({ positions: positionsSchema, ...marketFields }),
  output: z.strictObject({
    baseCurrency: z.string(),
    factors: z.array(z.strictObject({ name: z.string(), move: positive.describe('up and down, of the differences') })),
    positions: z.array(
      z.strictObject({
        id: z.string(),
        value: number,
        first: z.array(number).describe('for a unit of each factor'),
        second: z.array(number),
      }),
    ),
    book: z.strictObject({ value: number, first: z.array(number), second: z.array(number) }),
  }),
  example: { positions: [...examplePositions, ...exampleHedge], ...exampleMarket },
  failures: valuationFailures,
  compute: ({ positions, ...surroundings }) => {
    const width = surroundings.factors.length
    requireListable(positions.length, width)
    const book = bookOf(positions, surroundings, 6 * width + 3)
    const base = baseValues(book)
    const first = bookSensitivities(book)
    const second = bookConvexities(book)
    const held = positions.map(({ id, quantity }, i) => {
      const row = (values: Float64Array): number[] =>
        Array.from(values.subarray(i * width, (i + 1) * width), (value) => quantity * value)
      return { id, value: quantity * base[i], first: row(first), second: row(second) }
    })
    const sums = (of: 'first' | 'second'): number[] =>
      surroundings.factors.map((_, k) => held.reduce((sum, position) => sum + position[of][k], 0))
    return {
      baseCurrency: book.baseCurrency,
      factors: surroundings.factors.map((factor, k) => ({ name: factorName(factor), move: book.factorBumps[k] })),
      positions: held,
      book: {
        value: held.reduce((sum, { value }) => sum + value, 0),
        first: sums('first'),
        second: sums('second'),
      },
    }
  },
})
