import { baseValues, factorName, revaluedBook } from '@tutti/analytics/revaluation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { number } from '../value-schemas.ts'
import { bookOf, marketFields, requireListable, shocksOf, shocksSchema, valuationFailures } from './book-input.ts'
import { exampleMarket, examplePositions, exampleShocks } from './example-book.ts'
import { positionsSchema } from './instrument-schema.ts'

/** Values of a book as the market stands and in scenarios. */
export const bookValuesOperation = defineOperation({
  name: 'revaluation/book-values',
  title: 'Full revaluation of a book in scenarios',
  description:
    'Every instrument of a book valued in full as the market stands and in each scenario of its risk factors, in the base currency: bonds, index-linked payments, shares, swaps, inflation swaps, currency forwards, options and swaps, swaptions, bond futures, credit default and total return swaps, equity options and forwards.',
  source:
    'single-curve discounting; Garman & Kohlhagen (1983); Bachelier (1900); O’Kane & Turnbull, Valuation of Credit Default Swaps (2003)',
  input: z.strictObject({ positions: positionsSchema, ...marketFields, shocks: shocksSchema }),
  output: z.strictObject({
    baseCurrency: z.string(),
    factors: z.array(z.string()).describe('names of the columns of the shocks'),
    positions: z.array(
      z.strictObject({
        id: z.string(),
        unitValue: number.describe('of one unit as the market stands'),
        value: number.describe('quantity times it'),
        unitValues: z.array(number).describe('of one unit in each scenario'),
      }),
    ),
    total: number.describe('of the book as the market stands'),
    totals: z.array(number).describe('of the book in each scenario'),
    changes: z.array(number).describe('totals less the total'),
  }),
  example: { positions: examplePositions, ...exampleMarket, shocks: exampleShocks.slice(0, 3) },
  failures: valuationFailures,
  compute: ({ positions, shocks, ...surroundings }) => {
    requireListable(positions.length, shocks.length)
    const book = bookOf(positions, surroundings, shocks.length)
    const base = baseValues(book)
    const values = revaluedBook(book, shocksOf(shocks, surroundings.factors.length))
    const totalOf = (row: Float64Array): number => row.reduce((sum, value, i) => sum + positions[i].quantity * value, 0)
    const total = totalOf(base)
    const totals = shocks.map((_, s) => totalOf(values.subarray(s * book.instruments, (s + 1) * book.instruments)))
    return {
      baseCurrency: book.baseCurrency,
      factors: surroundings.factors.map(factorName),
      positions: positions.map(({ id, quantity }, i) => ({
        id,
        unitValue: base[i],
        value: quantity * base[i],
        unitValues: plainNumbers(shocks.map((_, s) => values[s * book.instruments + i])),
      })),
      total,
      totals,
      changes: totals.map((value) => value - total),
    }
  },
})
