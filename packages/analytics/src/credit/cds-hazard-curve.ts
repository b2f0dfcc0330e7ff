import type { DiscountCurve } from '../curves/index.ts'
import { requireFinite } from '../errors/index.ts'
import { cdsContractLegs, type CdsContract } from './cds.ts'
import { fairSpread } from './cds-valuation.ts'
import { type CdsQuote, type HazardBootstrap, hazardBootstrap } from './hazard-bootstrap.ts'

/** A quote of a swap in exact times. */
export type CdsTenorQuote = CdsQuote & {
  readonly maturityYears: number
  /** Names the quote in errors; the maturity unless given. */
  readonly label?: string
}

/** What the quoted swaps have in common. */
export interface CdsQuoteConventions extends Omit<CdsContract, 'maturityYears'> {
  /** Times at which the forward rate of the discount curve jumps. */
  readonly discountKnotsYears?: readonly number[]
}

/**
 * Hazard rates, constant between the quoted maturities (increasing) and flat beyond the last, that reprice par spreads,
 * upfronts or a mix of both, in exact times.
 *
 * Throws `infeasible` naming the tenor and the range of quotes that would do, `invalid-input` for quotes out of order or
 * out of range. Source: O'Kane & Turnbull (2003), section 7.
 */
export function cdsHazardCurve(
  quotes: readonly CdsTenorQuote[],
  conventions: CdsQuoteConventions,
  discount: DiscountCurve,
): HazardBootstrap {
  const { discountKnotsYears, ...terms } = conventions
  return hazardBootstrap(
    quotes.map((quote, i) => {
      requireQuote(quote, i)
      const contract = { ...terms, maturityYears: quote.maturityYears }
      return {
        label: quote.label ?? `${quote.maturityYears} years`,
        timeYears: quote.maturityYears,
        quote,
        legs: (survival) =>
          cdsContractLegs(contract, { discount, survival, ...(discountKnotsYears && { discountKnotsYears }) }),
      }
    }),
  )
}

function requireQuote(quote: CdsTenorQuote, i: number): void {
  requireFinite(quote.maturityYears, `quotes[${i}].maturityYears`)
  if ('spread' in quote) requireFinite(quote.spread, `quotes[${i}].spread`)
  else {
    requireFinite(quote.upfront, `quotes[${i}].upfront`)
    requireFinite(quote.runningSpread, `quotes[${i}].runningSpread`)
  }
}

/** Par spreads at the quoted maturities on the bootstrapped curve: the quotes themselves where they are spreads. */
export function parSpreadQuotes(
  quotes: readonly CdsTenorQuote[],
  conventions: CdsQuoteConventions,
  discount: DiscountCurve,
): { readonly maturityYears: number; readonly label?: string; readonly spread: number }[] {
  const named = (quote: CdsTenorQuote) => (quote.label === undefined ? {} : { label: quote.label })
  if (quotes.every((quote) => 'spread' in quote)) return [...quotes]
  const { curve: survival } = cdsHazardCurve(quotes, conventions, discount)
  const { discountKnotsYears, ...terms } = conventions
  return quotes.map((quote) => {
    const { maturityYears } = quote
    const legs = cdsContractLegs(
      { ...terms, maturityYears },
      { discount, survival, ...(discountKnotsYears && { discountKnotsYears }) },
    )
    return { maturityYears, ...named(quote), spread: fairSpread(legs.protectionLeg, legs.riskyAnnuity) }
  })
}
