import { TuttiError } from '../errors/index.ts'
import type { CompiledBook } from './book-table.ts'
import { revaluedBook } from './revalued-book.ts'
import { factorName, type RiskFactor } from './risk-factor.ts'

/**
 * Change of each instrument's value (one unit, base currency) for a unit of each factor: instruments x `factors`, row by row, by
 * central differences of full revaluations over a bump and over half of it (`factorBumps` of the book: a basis point of rates,
 * break-evens and spreads, 1 % of exchange rates and indices, a point of lognormal and a basis point of normal volatility),
 * extrapolated to a bump of nothing (Richardson): what is left is of the fourth order, 2e-11 of what is proportional to an exchange
 * rate. A PV01 is 1e-4 times it. `factors` are any of the book's; throws `invalid-input` for another.
 */
export function bookSensitivities(book: CompiledBook, factors: readonly RiskFactor[] = book.factors): Float64Array {
  const slope = (up: number, down: number, _base: number, bump: number): number => (up - down) / (2 * bump)
  const [whole, half] = [1, 0.5].map((share) => differences(book, factors, slope, share))
  return half.map((value, i) => (4 * value - whole[i]) / 3)
}

/** The second derivative by each factor alone, over the bump as it is: (V(+h) - 2 V + V(-h)) / h^2. */
export function bookConvexities(book: CompiledBook, factors: readonly RiskFactor[] = book.factors): Float64Array {
  return differences(book, factors, (up, down, base, bump) => (up - base - (base - down)) / bump ** 2, 1)
}

function differences(
  book: CompiledBook,
  factors: readonly RiskFactor[],
  difference: (up: number, down: number, base: number, bump: number) => number,
  share: number,
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
  const bumps = columns.map((column) => share * book.factorBumps[column])
  // row 0: as the market stands; then each factor up, and down
  const shocks = new Float64Array((2 * columns.length + 1) * width)
  columns.forEach((column, k) => {
    shocks[(2 * k + 1) * width + column] = bumps[k]
    shocks[(2 * k + 2) * width + column] = -bumps[k]
  })
  const values = revaluedBook(book, shocks)
  const result = new Float64Array(book.instruments * columns.length)
  for (let i = 0; i < book.instruments; i++) {
    for (let k = 0; k < columns.length; k++) {
      const up = values[(2 * k + 1) * book.instruments + i]
      const down = values[(2 * k + 2) * book.instruments + i]
      result[i * columns.length + k] = difference(up, down, values[i], bumps[k])
    }
  }
  return result
}
