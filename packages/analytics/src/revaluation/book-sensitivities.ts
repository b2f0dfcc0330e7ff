import { TuttiError } from '../errors/index.ts'
import type { CompiledBook } from './book-table.ts'
import { revaluedBook } from './revalued-book.ts'
import { factorName, type RiskFactor } from './risk-factor.ts'

/**
 * Change of each instrument's value (one unit, base currency) for a unit of each factor: instruments x `factors`, row by row, by
 * central differences of full revaluations (`factorBumps` of the book: a basis point of rates, break-evens and spreads, 1 % of
 * exchange rates and indices, a point of lognormal and a basis point of normal volatility). A PV01 is 1e-4 times it.
 * `factors` are any of the book's; throws `invalid-input` for another.
 */
export function bookSensitivities(book: CompiledBook, factors: readonly RiskFactor[] = book.factors): Float64Array {
  return differences(book, factors, (up, down, _base, bump) => (up - down) / (2 * bump))
}

/** The second derivative by each factor alone, likewise: (V(+h) - 2 V + V(-h)) / h^2. */
export function bookConvexities(book: CompiledBook, factors: readonly RiskFactor[] = book.factors): Float64Array {
  return differences(book, factors, (up, down, base, bump) => (up - base - (base - down)) / bump ** 2)
}

function differences(
  book: CompiledBook,
  factors: readonly RiskFactor[],
  difference: (up: number, down: number, base: number, bump: number) => number,
): Float64Array {
  const places = new Map(book.factors.map((factor, i) => [factorName(factor), i]))
  const columns = factors.map((factor, i) => {
    const place = places.get(factorName(factor))
    if (place !== undefined) return place
    throw new TuttiError('invalid-input', `the book was compiled without the factor ${factorName(factor)}`, {
      field: `factors[${i}]`,
      got: factorName(factor),
      expected: 'a factor of the book',
    })
  })
  if (columns.length === 0) return new Float64Array(0)
  const width = book.factors.length
  // row 0: as the market stands; then each factor up, and down
  const shocks = new Float64Array((2 * columns.length + 1) * width)
  columns.forEach((column, k) => {
    shocks[(2 * k + 1) * width + column] = book.factorBumps[column]
    shocks[(2 * k + 2) * width + column] = -book.factorBumps[column]
  })
  const values = revaluedBook(book, shocks)
  const result = new Float64Array(book.instruments * columns.length)
  for (let i = 0; i < book.instruments; i++) {
    for (let k = 0; k < columns.length; k++) {
      const up = values[(2 * k + 1) * book.instruments + i]
      const down = values[(2 * k + 2) * book.instruments + i]
      result[i * columns.length + k] = difference(up, down, values[i], book.factorBumps[columns[k]])
    }
  }
  return result
}
