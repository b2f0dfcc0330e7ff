import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { requireComputed } from './require-computed.ts'

/** A discount bill: days to maturity and what its yields are counted on. */
export interface BillTerms {
  readonly daysToMaturity: number
  /** Of the discount rate and the money-market yield. Default 360. */
  readonly discountYearDays?: number | undefined
  /** Days of the year of the bond-equivalent yield: 365, or 366 where the year after issue has a 29 February. Default 365. */
  readonly bondYearDays?: number | undefined
}

/** Price of a bill per 100 of face and its yields, decimals a year. */
export interface BillQuote {
  readonly price: number
  /** Discount from face over face, on a 360-day year. */
  readonly discountRate: number
  /** Simple interest on the price over the discount year (CD equivalent). */
  readonly moneyMarketYield: number
  /** Investment rate (coupon equivalent): simple up to half a year, beyond it with a notional semi-annual coupon. */
  readonly bondEquivalentYield: number
  /** Effective annual yield on 365 days. */
  readonly annualYield: number
}

/**
 * A bill quoted by price or by discount rate. Throws `invalid-input` for days that are no whole number above 0 or a price not
 * above 0, `unsupported` beyond two years, where the investment rate is not defined.
 *
 * Source: 31 CFR 356 Appendix B, sections III and VI.
 */
export function billQuote(
  terms: BillTerms,
  quote: { readonly price: number } | { readonly discountRate: number },
): BillQuote {
  const { daysToMaturity: days } = terms
  const year = requirePositive(terms.discountYearDays ?? 360, 'discountYearDays')
  const bondYear = requirePositive(terms.bondYearDays ?? 365, 'bondYearDays')
  if (!Number.isInteger(days) || days < 1) {
    throw new TuttiError('invalid-input', 'a bill has a whole number of days to maturity', {
      field: 'daysToMaturity',
      got: String(days),
      expected: 'a whole number above 0',
    })
  }
  const price =
    'price' in quote
      ? requirePositive(quote.price, 'price')
      : 100 * (1 - (requireFinite(quote.discountRate, 'discountRate') * days) / year)
  if (!(price > 0)) {
    throw new TuttiError('invalid-input', 'the discount is more than the face', {
      field: 'discountRate',
      got: `a price of ${price}`,
      expected: `a discount rate below ${year / days}`,
    })
  }
  return {
    price,
    discountRate: 'price' in quote ? ((100 - price) / 100) * (year / days) : quote.discountRate,
    moneyMarketYield: ((100 - price) / price) * (year / days),
    bondEquivalentYield: investmentRate(price, days, bondYear),
    annualYield: requireComputed(Math.expm1((Math.log(100 / price) * 365) / days), 'the annual yield'),
  }
}

/** Price of a bill from its investment rate, the inverse of what `billQuote` gives. */
export function billPriceOfInvestmentRate(terms: BillTerms, rate: number): number {
  const bondYear = terms.bondYearDays ?? 365
  requireFinite(rate, 'rate')
  const { daysToMaturity: days } = requireTerm(terms, bondYear)
  const growth = isShort(days, bondYear)
    ? 1 + (rate * days) / bondYear
    : (1 + rate / 2) * (1 + rate * (days / bondYear - 0.5))
  if (!(growth > 0)) {
    throw new TuttiError('invalid-input', 'the rate loses everything before maturity', {
      field: 'rate',
      got: String(rate),
      expected: 'a higher rate',
    })
  }
  return 100 / growth
}

const isShort = (days: number, bondYear: number): boolean => 2 * days <= bondYear

function requireTerm(terms: BillTerms, bondYear: number): BillTerms {
  const { daysToMaturity: days } = terms
  if (days > 2 * bondYear) {
    throw new TuttiError('unsupported', 'the investment rate of a bill is defined up to two years', {
      field: 'daysToMaturity',
      got: String(days),
      expected: 'at most two years: use a zero-coupon bond',
    })
  }
  return terms
}

/** Root of (r/2y - 1/4) i^2 + (r/y) i + (P - 100)/P = 0 beyond half a year. */
function investmentRate(price: number, days: number, bondYear: number): number {
  requireTerm({ daysToMaturity: days }, bondYear)
  if (isShort(days, bondYear)) return ((100 - price) / price) * (bondYear / days)
  const a = days / (2 * bondYear) - 0.25
  const b = days / bondYear
  const c = (price - 100) / price
  const root = Math.sqrt(b * b - 4 * a * c)
  // The stable form of (-b + root) / 2a, good where a is nearly 0.
  return (-2 * c) / (b + root)
}
