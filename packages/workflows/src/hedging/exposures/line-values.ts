import { baseValues, compiledBook, type ValuationMarket } from '@tutti/analytics/revaluation'
import type { FundBook } from '../book/fund-book.ts'

/** What every line of the book is worth today, base currency, liabilities negative; in the order of the lines. */
export function lineValues(book: FundBook, market: ValuationMarket): Float64Array {
  const units = baseValues(
    compiledBook(
      book.lines.map(({ instrument }) => instrument),
      market,
      [],
    ),
  )
  return Float64Array.from(book.lines, ({ quantity }, i) => quantity * units[i])
}
