import { ratingGenerator, transitionMatrixOver, transitionMatrixPower } from '@tutti/analytics/credit'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { matrix, nonNegative, number, positive } from '../value-schemas.ts'
import { requireAsMany } from './credit-inputs.ts'

/** Rating migration over any horizon. */
export const ratingTransitionsOperation = defineOperation({
  name: 'credit/rating-transitions',
  title: 'Rating transitions over any horizon',
  description:
    'Generator of a yearly transition matrix, its matrices over the horizons, and cumulative default probabilities (the last state is default). Whole years are powers of the matrix, other horizons exponentials of the generator. Negative rates of the logarithm are kept, or removed from the diagonal or from the row in proportion, and reported.',
  source: 'Israel, Rosenthal & Wei, Mathematical Finance 11 (2001), 245-265',
  input: z.strictObject({
    states: z.array(z.string()).min(1).describe('default is the last'),
    matrix: matrix.describe('yearly, rows from, columns to; rows sum to 1'),
    horizonsYears: z.array(positive).min(1),
    regularisation: z.enum(['none', 'diagonal adjustment', 'weighted adjustment']),
  }),
  output: z.strictObject({
    logarithm: matrix,
    generator: matrix,
    negativeRates: z.array(z.strictObject({ from: z.string(), to: z.string(), rate: number })),
    largestError: nonNegative.describe('largest difference of exp(generator) from the matrix'),
    horizons: z.array(
      z.strictObject({
        years: positive,
        matrix,
        cumulativeDefaultProbabilities: z.array(number).describe('from each state, the last one too'),
      }),
    ),
  }),
  example: {
    states: ['A', 'B', 'D'],
    matrix: [
      [0.9, 0.08, 0.02],
      [0.1, 0.8, 0.1],
      [0, 0, 1],
    ],
    horizonsYears: [0.25, 1, 10],
    regularisation: 'weighted adjustment' as const,
  },
  failures: [{ code: 'not-applicable', when: 'the matrix has no real logarithm' }],
  compute: ({ states, matrix: yearly, horizonsYears, regularisation }) => {
    requireAsMany(states.length, yearly.length, 'states')
    const fit = ratingGenerator(yearly, regularisation === 'none' ? 'weighted adjustment' : regularisation)
    const generator = regularisation === 'none' ? fit.logarithm : fit.generator
    const exact = regularisation === 'none' || fit.negativeRates.length === 0
    return {
      logarithm: fit.logarithm,
      generator,
      negativeRates: fit.negativeRates.map(({ from, to, rate }) => ({ from: states[from], to: states[to], rate })),
      largestError: exact ? 0 : fit.largestError,
      horizons: horizonsYears.map((years) => {
        const over =
          exact && Number.isInteger(years)
            ? transitionMatrixPower(yearly, years)
            : transitionMatrixOver(generator, years)
        return { years, matrix: over, cumulativeDefaultProbabilities: over.map((row) => row[row.length - 1]) }
      }),
    }
  },
})
