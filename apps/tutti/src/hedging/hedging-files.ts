import { type FundHoldings, loadHoldings, type MarketSnapshot } from '@tutti/market'
import { fundInMarket, type HedgingMandate, hedgingRequirements, parsedHedgingMandate } from '@tutti/workflows/hedging'
import { mandateText, marketSnapshot } from '../runs/index.ts'

/** The files that a hedging study is started with. */
export interface HedgingFiles {
  readonly portfolio: string
  readonly liabilities: string
  readonly mandate: string
  /** Folder. */
  readonly market: string
}

/** What the files hold, checked against each other. */
export interface HedgingInputs {
  readonly mandate: HedgingMandate
  readonly holdings: FundHoldings
  readonly snapshot: MarketSnapshot
}

/** An example to look at, for messages. */
const exampleMandate = 'examples/04-hedging/mandate.yaml'

/** The text of the mandate and what it says. Throws `missing-data`, `invalid-input` with every problem. */
export function hedgingMandateOf(file: string): { readonly text: string; readonly mandate: HedgingMandate } {
  const text = mandateText(file, exampleMandate)
  return { text, mandate: parsedHedgingMandate(text, file) }
}

/**
 * Reads market, portfolio and liabilities for a mandate, as of `asOf` or the market's own date, and sees that the fund can be
 * valued in that market. Throws what `loadSnapshot`, `loadHoldings` and `fundInMarket` throw, which list every problem at once.
 */
export async function hedgingInputs(
  mandate: HedgingMandate,
  files: HedgingFiles,
  asOf: string | null,
): Promise<HedgingInputs> {
  const snapshot = await marketSnapshot(files.market, hedgingRequirements(mandate), asOf)
  const holdings = await loadHoldings(files, holdingChecks(mandate, snapshot.asOf))
  fundInMarket({ mandate, holdings, snapshot })
  return { mandate, holdings, snapshot }
}

/** What holdings are read against. */
export function holdingChecks({ market, counterparties }: HedgingMandate, asOf: string) {
  return {
    asOf,
    currencies: Object.keys(market.currencies),
    counterparties: counterparties.map(({ id }) => id),
    indices: Object.keys(market.equities),
    creditIndices: market.credit_indices.map(({ bucket }) => bucket),
  }
}
