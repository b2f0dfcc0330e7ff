import { TuttiError, requireFinite, requirePositive, requireSample } from '../errors/index.ts'
import { covariance, variance } from '../statistics/index.ts'

/** A foreign asset over a period, with the spot and the forward for the end of it (domestic per unit of foreign). */
export interface HedgedAsset {
  /** Return in the asset's own currency, decimal, >= -1. */
  readonly localReturn: number
  readonly spotStart: number
  readonly spotEnd: number
  readonly forwardStart: number
}

/** A hedged return in base currency, in its parts (they add up to it). */
export interface HedgedReturn {
  readonly baseReturn: number
  readonly localReturn: number
  /** Spot return on the whole asset, its local gain included. */
  readonly currencyReturn: number
  /** h (F0 - S1) / S0: what the forwards paid. */
  readonly hedgeReturn: number
  /** The part of the hedge's return known at the start, h (F0 - S0) / S0: the carry of hedging. */
  readonly hedgeCarry: number
}

/**
 * Return in base currency (that of the quote) of a foreign asset of which the share `hedgeRatio` of the initial value is
 * sold forward; the hedge is not adjusted for the local gain. Throws `invalid-input` for rates that are not positive.
 */
export function fxHedgedReturn(asset: HedgedAsset, hedgeRatio: number): HedgedReturn {
  const localReturn = requireFinite(asset.localReturn, 'localReturn')
  const start = requirePositive(asset.spotStart, 'spotStart')
  const end = requirePositive(asset.spotEnd, 'spotEnd')
  const forward = requirePositive(asset.forwardStart, 'forwardStart')
  requireFinite(hedgeRatio, 'hedgeRatio')
  const unhedged = (1 + localReturn) * (end / start) - 1
  const hedgeReturn = (hedgeRatio * (forward - end)) / start
  return {
    baseReturn: unhedged + hedgeReturn,
    localReturn,
    currencyReturn: unhedged - localReturn,
    hedgeReturn,
    hedgeCarry: (hedgeRatio * (forward - start)) / start,
  }
}

/** The forward that hedges an exposure. */
export interface HedgeNotional {
  /** Foreign currency to sell forward (buy where negative). */
  readonly foreignNotional: number
  /** The same at the forward rate, domestic currency. */
  readonly domesticAmount: number
  /** Foreign currency left open. */
  readonly openForeign: number
  /** Premium received a year for hedging, as a share of the hedged value: ln(F / S) / T. */
  readonly hedgeCarryContinuous: number
}

/**
 * Notional of a forward that hedges the share `hedgeRatio` of a foreign exposure, its expected local growth to the
 * settlement included (a decimal return over the period).
 */
export function fxHedgeNotional(hedge: {
  readonly exposureForeign: number
  readonly hedgeRatio: number
  readonly expectedLocalReturn: number
  readonly spot: number
  readonly forward: number
  readonly timeYears: number
}): HedgeNotional {
  const { exposureForeign, hedgeRatio, expectedLocalReturn, spot, forward, timeYears } = hedge
  requireFinite(exposureForeign, 'exposureForeign')
  requireFinite(hedgeRatio, 'hedgeRatio')
  requireFinite(expectedLocalReturn, 'expectedLocalReturn')
  requirePositive(spot, 'spot')
  requirePositive(forward, 'forward')
  requirePositive(timeYears, 'timeYears')
  const grown = exposureForeign * (1 + expectedLocalReturn)
  const foreignNotional = hedgeRatio * grown
  return {
    foreignNotional,
    domesticAmount: foreignNotional * forward,
    openForeign: grown - foreignNotional,
    hedgeCarryContinuous: Math.log(forward / spot) / timeYears,
  }
}

/** The hedge that leaves the least variance. */
export interface MinimumVarianceHedge {
  /** Units of the hedge's return to sell for one unit of the unhedged return: cov / var. */
  readonly hedgeRatio: number
  /** Share of the variance that it takes away: the squared correlation. */
  readonly varianceReduction: number
}

/** Hedge ratio of least variance between two return series of one length (at least two observations each). */
export function minimumVarianceHedge(
  unhedgedReturns: ArrayLike<number>,
  hedgeReturns: ArrayLike<number>,
): MinimumVarianceHedge {
  requireSample(unhedgedReturns, 2, 'unhedgedReturns')
  requireSample(hedgeReturns, 2, 'hedgeReturns')
  const joint = covariance(unhedgedReturns, hedgeReturns, 'sample')
  const hedgeVariance = variance(hedgeReturns, 'sample')
  const ownVariance = variance(unhedgedReturns, 'sample')
  for (const [field, value] of [
    ['hedgeReturns', hedgeVariance],
    ['unhedgedReturns', ownVariance],
  ] as const) {
    if (!(value > 0)) {
      throw new TuttiError('not-applicable', `${field} do not vary, so no hedge ratio has the least variance`, {
        field,
        got: 'a constant series',
        expected: 'returns that vary',
      })
    }
  }
  return {
    hedgeRatio: joint / hedgeVariance,
    varianceReduction: (joint * joint) / (hedgeVariance * ownVariance),
  }
}
