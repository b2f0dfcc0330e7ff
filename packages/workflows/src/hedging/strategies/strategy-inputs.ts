import type { FactorGroup, RiskFactor } from '@tutti/analytics/revaluation'
import type { FactorCovariance } from '../exposures/factor-covariance.ts'
import type { HedgingSensitivities } from '../exposures/hedging-sensitivities.ts'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { ScenarioProfits } from '../market/scenario-profits.ts'
import type { GroupStress } from '../packages/group-stress.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'

/** What every specialist designs strategies from. */
export interface StrategyInputs {
  readonly mandate: HedgingMandate
  readonly book: FundBook
  readonly universe: readonly HedgeInstrument[]
  readonly profits: ScenarioProfits
  readonly sensitivities: HedgingSensitivities
  /** Covariance of the changes of the factors over the horizon; see `factorCovariance`. */
  readonly covariance: FactorCovariance
  /** The most of each instrument that can be dealt in the mandate's window, notional in base currency, in the order of the universe. */
  readonly capacities: ArrayLike<number>
  /** The mandate's named stresses of a group as a whole, on fund and hedges. */
  readonly stresses: readonly GroupStress[]
}

/** Share of what assets and liabilities amount to each below which their sum is rounding. */
const rounding = 1e-9

/**
 * Sensitivities of the surplus to the factors of a group, by place; exactly 0 where assets and liabilities cancel but for
 * rounding, so that a matched fund has nothing to hedge.
 */
export function netExposure(
  { factors, assets, liabilities, surplus }: HedgingSensitivities,
  group: FactorGroup,
): Float64Array {
  const places = factorPlaces(factors, (factor) => factor.group === group)
  const gross = places.reduce((most, k) => Math.max(most, Math.abs(assets[k]), Math.abs(liabilities[k])), 0)
  const net = new Float64Array(factors.length)
  for (const k of places) if (Math.abs(surplus[k]) > rounding * gross) net[k] = surplus[k]
  return net
}

/** Places of the factors that are wanted. */
export function factorPlaces(factors: readonly RiskFactor[], wanted: (factor: RiskFactor) => boolean): number[] {
  return factors.flatMap((factor, k) => (wanted(factor) ? [k] : []))
}
