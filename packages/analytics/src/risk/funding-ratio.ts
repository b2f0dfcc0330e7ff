import { requireFinite, requireInRange, requirePositive } from '../errors/index.ts'

/** A pension fund or an insurer as a rate and an equity shock see it. */
export interface FundedPosition {
  readonly assets: number
  readonly liabilities: number
  /** Years, of all assets together. */
  readonly assetDuration: number
  readonly liabilityDuration: number
  /** Share of the assets in equities, in [0, 1]. */
  readonly equityShare: number
}

/** The funding ratio before and after a shock. */
export interface FundingRatioChange {
  readonly fundingRatio: number
  /** Asset duration times the funding ratio, less the liability duration: years of liabilities left open. */
  readonly durationGap: number
  readonly assetsAfter: number
  readonly liabilitiesAfter: number
  readonly fundingRatioAfter: number
}

/**
 * First-order change of assets and liabilities for a parallel `rateShock` and a return `equityShock` on the equities
 * (both decimal). A shock so large that nothing is left of the liabilities is refused as
 * `invalid-input`.
 *
 * Source: duration matching as in Redington, J. of the Institute of Actuaries 78 (1952).
 */
export function fundingRatioChange(
  position: FundedPosition,
  rateShock: number,
  equityShock: number,
): FundingRatioChange {
  const { assets, liabilities, assetDuration, liabilityDuration, equityShare } = position
  requirePositive(assets, 'assets')
  requirePositive(liabilities, 'liabilities')
  requireFinite(assetDuration, 'assetDuration')
  requireFinite(liabilityDuration, 'liabilityDuration')
  requireInRange(equityShare, 0, 1, 'equityShare')
  requireFinite(rateShock, 'rateShock')
  requireFinite(equityShock, 'equityShock')
  const fundingRatio = assets / liabilities
  const assetsAfter = assets * (1 - assetDuration * rateShock + equityShare * equityShock)
  const liabilitiesAfter = requirePositive(
    liabilities * (1 - liabilityDuration * rateShock),
    'liabilities after the shock',
  )
  return {
    fundingRatio,
    durationGap: assetDuration * fundingRatio - liabilityDuration,
    assetsAfter,
    liabilitiesAfter,
    fundingRatioAfter: assetsAfter / liabilitiesAfter,
  }
}
