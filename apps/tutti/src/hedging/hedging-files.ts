import { basename } from 'node:path'
import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { type FundHoldings, type HoldingChecks, loadHoldings, type MarketSnapshot } from '@tutti/market'
import {
  bucketFault,
  fundInMarket,
  fundWarnings,
  type HedgingMandate,
  hedgingRequirements,
  parsedHedgingMandate,
} from '@tutti/workflows/hedging'
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
  return fundInputs(mandate, snapshot, files)
}

/**
 * The fund's two files, read for a mandate and valued in a market. Among their warnings are those of figures that the market makes
 * implausible and of payments beyond its curves. Throws as `hedgingInputs` does, with the files' paths as given.
 */
export async function fundInputs(
  mandate: HedgingMandate,
  snapshot: MarketSnapshot,
  files: Pick<HedgingFiles, 'portfolio' | 'liabilities'>,
): Promise<HedgingInputs> {
  const holdings = await loadHoldings(files, holdingChecks(mandate, snapshot.asOf))
  const warnings = [...holdings.warnings]
  try {
    warnings.push(...fundWarnings(holdings, fundInMarket({ mandate, holdings, snapshot })))
  } catch (error) {
    throw error instanceof TuttiError ? withPaths(error, [files.portfolio, files.liabilities]) : error
  }
  return { mandate, holdings: { ...holdings, warnings }, snapshot }
}

/** An error that names files by their last part, with the paths they were given by. */
function withPaths({ code, message, details }: TuttiError, paths: readonly string[]): TuttiError {
  const pathOf = (file: string | undefined): string | undefined => paths.find((path) => basename(path) === file) ?? file
  const problems = details.problems?.map((problem): Problem => ({ ...problem, file: pathOf(problem.file) }))
  const { file } = details
  const path = pathOf(file)
  const text = file === undefined || path === undefined ? message : message.replaceAll(file, () => path)
  return new TuttiError(code, text, { ...details, file: path, problems })
}

/** What holdings are read against. */
function holdingChecks({ market, counterparties }: HedgingMandate, asOf: string): HoldingChecks {
  return {
    asOf,
    currencies: Object.keys(market.currencies),
    counterparties: counterparties.map(({ id }) => id),
    indices: Object.keys(market.equities),
    creditIndices: market.credit_indices.map(({ bucket }) => bucket),
    breakEvens: Object.entries(market.currencies).flatMap(([name, { break_even: given }]) =>
      given === undefined ? [] : [name],
    ),
    holdingFault: bucketFault({ market }),
  }
}
