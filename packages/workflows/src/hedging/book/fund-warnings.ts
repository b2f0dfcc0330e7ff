import type { Problem } from '@tutti/analytics/errors'
import type { FundHoldings } from '@tutti/market'
import type { HedgingMarket } from '../market/hedging-market.ts'
import { beyondCurves } from './beyond-curves.ts'
import type { FundBook } from './fund-book.ts'
import { implausibleFigures } from './implausible-figures.ts'

/** What a reader should know of a fund in its market before a study: figures that look mistyped, payments beyond the curves. */
export function fundWarnings(
  fund: FundHoldings,
  { market, book }: { readonly market: HedgingMarket; readonly book: FundBook },
): Problem[] {
  return [...implausibleFigures(fund, book, market.valuation, market.asOf), ...beyondCurves(book, market)]
}
