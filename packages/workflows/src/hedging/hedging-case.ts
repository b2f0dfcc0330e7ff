import { TuttiError } from '@tutti/analytics/errors'
import type { FundHoldings, MarketSnapshot } from '@tutti/market'
import type { WorkflowContext } from '../workflow-context.ts'
import { type FundBook, fundBookOf } from './book/index.ts'
import { type HedgingSensitivities, hedgingSensitivities } from './exposures/hedging-sensitivities.ts'
import type { HedgingMandate } from './mandate/index.ts'
import { issuerBuckets, memberBasis } from './book/mandate-bases.ts'
import {
  factorModel,
  type FactorModel,
  freshScenarios,
  type FundScenarioProfits,
  type HedgingMarket,
  hedgingMarket,
  scenarioProfits,
  type ScenarioSet,
  scenarioSet,
  type SurplusBook,
  surplusBook,
} from './market/index.ts'
import { type FactorCovariance, factorCovariance } from './strategies/index.ts'
import { type HedgeInstrument, hedgeUniverse } from './universe/index.ts'
import { requireCollateralTerms, type UnitExposures, unitExposures } from './valuation-adjustments/index.ts'

/** What a hedging study starts from. */
export interface HedgingInput {
  readonly mandate: HedgingMandate
  readonly holdings: FundHoldings
  readonly snapshot: MarketSnapshot
  readonly seed: number
}

/**
 * Everything that the specialists share, made from the input alone: the market, the fund, what may be traded, and all of it
 * revalued in the same scenarios. In memory only; it is made anew when a run is resumed.
 */
export interface HedgingCase {
  readonly input: HedgingInput
  readonly mandate: HedgingMandate
  readonly seed: number
  readonly market: HedgingMarket
  readonly book: FundBook
  readonly universe: readonly HedgeInstrument[]
  readonly surplus: SurplusBook
  readonly sensitivities: HedgingSensitivities
  readonly model: FactorModel
  readonly scenarios: ScenarioSet
  readonly profits: FundScenarioProfits
  /** On scenarios that play no part in any choice. */
  readonly freshProfits: FundScenarioProfits
  readonly covariance: FactorCovariance
  readonly exposures: UnitExposures
}

/** Prepares a study. Throws what reading the market, valuing the fund and revaluing it throw; all problems at once where they can be. */
export async function hedgingCase(input: HedgingInput, context: WorkflowContext): Promise<HedgingCase> {
  const { mandate, holdings, snapshot, seed } = input
  const market = hedgingMarket(mandate, snapshot)
  const book = fundBookOf(holdings, {
    market: market.valuation,
    asOf: market.asOf,
    buckets: issuerBuckets(mandate),
    memberBasis: memberBasis(mandate),
  })
  if (!book.lines.some(({ side }) => side === 'asset')) {
    throw new TuttiError(
      'invalid-input',
      'the portfolio holds no asset: there is nothing to hedge the liabilities with',
      {
        field: 'portfolio',
      },
    )
  }
  requireCollateralTerms(mandate, book)
  const universe = hedgeUniverse(mandate, market, book)
  const surplus = surplusBook(market, book, universe)
  const sensitivities = hedgingSensitivities(market, book, universe)
  const model = factorModel(mandate, market)
  const scenarios = scenarioSet(mandate, market, seed, model)
  const profits = await scenarioProfits(context, surplus, scenarios, 'scenarios')
  const fresh = freshScenarios(mandate, market, seed, model)
  const freshProfits = await scenarioProfits(context, surplus, fresh, 'fresh scenarios')
  const exposures = await unitExposures({ mandate, market, universe, book, seed }, context)
  return {
    input,
    mandate,
    seed,
    market,
    book,
    universe,
    surplus,
    sensitivities,
    model,
    scenarios,
    profits,
    freshProfits,
    covariance: factorCovariance(scenarios.shocks, market.factors.length),
    exposures,
  }
}
