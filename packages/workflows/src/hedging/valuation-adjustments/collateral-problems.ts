import { type Problem, TuttiError } from '@tutti/analytics/errors'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import { isContract } from './exposure-trades.ts'

/**
 * Contracts of the book for which the mandate does not say under which terms they are collateralised: with a counterparty that it
 * does not list, so without limit and credit support annex, or without any counterparty. A counterparty without an annex says so
 * itself (`csa: null`). Empty where there are none.
 */
export function collateralProblems(
  { counterparties }: Pick<HedgingMandate, 'counterparties'>,
  { lines }: FundBook,
): Problem[] {
  const known = counterparties.map(({ id }) => id)
  return lines.flatMap(({ id, counterparty, instrument }): Problem[] => {
    if (counterparty === null) {
      if (!isContract(instrument)) return []
      const message = `the ${instrument.kind} has no counterparty, so no credit support annex (CSA) can be found for it`
      return [{ field: `${id}.counterparty`, message, got: 'nothing', expected: `one of ${known.join(', ')}` }]
    }
    if (known.includes(counterparty)) return []
    return [
      {
        field: `${id}.counterparty`,
        message: 'is not in the mandate: its limit and credit support annex (CSA) are missing',
        got: counterparty,
        expected: `one of ${known.join(', ')}, or an entry in counterparties with its csa (null for none)`,
      },
    ]
  })
}

/** Throws `invalid-input` with all of `collateralProblems` at once. */
export function requireCollateralTerms(mandate: Pick<HedgingMandate, 'counterparties'>, book: FundBook): void {
  const problems = collateralProblems(mandate, book)
  if (problems.length === 0) return
  const [first] = problems
  throw new TuttiError(
    'invalid-input',
    `${problems.length} ${problems.length === 1 ? 'contract has' : 'contracts have'} a missing CSA: give each counterparty of the portfolio an entry in the mandate`,
    { field: first.field, got: first.got, expected: first.expected, problems },
  )
}
