import { TuttiError } from '@tutti/analytics/errors'
import type { FundHoldings, MarketSnapshot } from '@tutti/market'
import type { WorkflowContext } from '../workflow-context.ts'
import { groupStresses } from './analyses/group-stresses.ts'
import { type FundBook, fundBookOf } from './book/index.ts'
import { windowCapacities } from './execution/index.ts'
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
  type ScenarioView,
  scenarioSet,
  type SurplusBook,
  surplusBook,
} from './market/index.ts'
import type { GroupStress } from './packages/index.ts'
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
  /** The most of each instrument that can be dealt in the mandate's window, notional in base currency, in the order of the universe. */
  readonly capacities: Float64Array
  /** The mandate's named stresses of a group as a whole, on fund and hedges. */
  readonly stresses: readonly GroupStress[]
}

/**
 * The market and the fund as a study sees them, in a moment: what is wrong with files that were read, before anything is recorded
 * or simulated. Throws what reading the market and valuing the fund throw; all problems at once where they can be.
 */
export function fundInMarket(given: Omit<HedgingInput, 'seed'>): Pick<HedgingCase, 'mandate' | 'market' | 'book'> {
  const mandate = inKeyOrder(given.mandate)
  const market = hedgingMarket(mandate, given.snapshot)
  const book = fundBookOf(given.holdings, {
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
  return { mandate, market, book }
}

/** Prepares a study. Throws what `fundInMarket` and revaluing the fund throw. */
export async function hedgingCase(input: HedgingInput, context: WorkflowContext): Promise<HedgingCase> {
  const { seed } = input
  const { mandate, market, book } = fundInMarket(input)
  const universe = hedgeUniverse(mandate, market, book)
  const surplus = surplusBook(market, book, universe)
  const sensitivities = hedgingSensitivities(market, book, universe)
  const model = factorModel(mandate, market)
  const scenarios = scenarioSet(mandate, market, seed, model)
  const exact = (one: FundScenarioProfits) => withoutRounding(one, sensitivities.assetsValue)
  const profits = exact(await scenarioProfits(context, surplus, scenarios, 'scenarios'))
  const fresh = freshScenarios(mandate, market, seed, model)
  const freshProfits = exact(await scenarioProfits(context, surplus, fresh, 'fresh scenarios'))
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
    capacities: windowCapacities({ mandate, universe, asOf: market.asOf }),
    stresses: groupStresses({ mandate, market, surplus }),
  }
}

/**
 * A value with the keys of its records in order: a study must not hang on the order in which a mandate lists its currencies, since
 * the addresses of steps and the record of a run do not keep it.
 */
function inKeyOrder<T>(value: T): T {
  if (Array.isArray(value)) return value.map(inKeyOrder) as T
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, inKeyOrder(item)])) as T
}

/** Share of the assets below which the surplus of a fund that is matched moves by rounding alone. */
const rounding = 1e-12

/** Profits in which the surplus does not move at all in a view where it moves by rounding alone: a fund that is matched there. */
function withoutRounding(profits: FundScenarioProfits, assets: number): FundScenarioProfits {
  const moves = (fund: Float64Array): boolean => fund.some((profit) => Math.abs(profit) > rounding * assets)
  const views = Object.entries(profits.fund) as [ScenarioView, Float64Array][]
  const fund = views.map(([view, own]) => [view, moves(own) ? own : new Float64Array(own.length)])
  return { ...profits, fund: Object.fromEntries(fund) as FundScenarioProfits['fund'] }
}
