import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { saCcrAddOn, type SaCcrAddOn } from './sa-ccr-add-on.ts'
import type { SaCcrTrade } from './sa-ccr-trade.ts'

/** A margin agreement under which the counterparty posts variation margin. Money in the domestic currency. */
export interface SaCcrMargin {
  readonly thresholdAmount: number
  readonly minimumTransferAmount: number
  /** Business days between margin calls: 1 for daily margining. */
  readonly remarginingPeriodDays: number
  /** The bank's own estimate of the margin period of risk in business days; the floor holds where it is shorter. */
  readonly marginPeriodDays?: number | undefined
  /** Over 5,000 trades, illiquid collateral or trades hard to replace: a floor of 20 days (CRE52.51). */
  readonly isLargeOrIlliquid?: boolean | undefined
  /** More than two long margin disputes in two quarters: the floor doubles (CRE52.51). */
  readonly hasDisputes?: boolean | undefined
  /** Floor in business days of a centrally cleared netting set (CRE54), instead of the floors above. */
  readonly clearedFloorDays?: number | undefined
}

/** A netting set under the standardised approach. */
export interface SaCcrNettingSet {
  readonly trades: readonly SaCcrTrade[]
  /** Net collateral held after haircuts: variation margin and independent amounts; negative where the bank has posted more. */
  readonly netCollateral: number
  /** Net independent collateral amount, a part of the net collateral (CRE52.17). */
  readonly netIndependentCollateral: number
  /** `null` without a margin agreement, or under one where only the bank posts. */
  readonly margin: SaCcrMargin | null
  /** Default 1.4. */
  readonly alpha?: number | undefined
  /** Whether maturities offset in the interest-rate class; default true. */
  readonly offsetMaturities?: boolean | undefined
}

/** Exposure at default and what it is made of, on one basis. */
interface SaCcrBasis {
  readonly replacementCost: number
  readonly addOn: SaCcrAddOn
  readonly multiplier: number
  /** multiplier x aggregate add-on. */
  readonly potentialFutureExposure: number
  readonly exposureAtDefault: number
}

/** The figures that count, and the unmargined ones that cap a margined netting set. */
export interface SaCcrExposure extends SaCcrBasis {
  readonly marketValue: number
  /** Years; `null` for an unmargined netting set. */
  readonly marginPeriodYears: number | null
  readonly unmarginedExposureAtDefault: number
  /** Whether the margined figure exceeded the unmargined one, which then counts. */
  readonly isCapped: boolean
}

const businessDaysPerYear = 250
const multiplierFloor = 0.05

/**
 * Exposure at default of a netting set: alpha (replacement cost + multiplier x aggregate add-on). A margined netting set
 * is capped at its unmargined figure.
 *
 * Throws `invalid-input` for a netting set without trades, trades with one id, and figures out of range. Source: Basel
 * Committee, CRE52 (The standardised approach for measuring counterparty credit risk exposures, BCBS 279, 2014).
 */
export function saCcrExposure(set: SaCcrNettingSet): SaCcrExposure {
  const { trades, margin } = set
  if (trades.length === 0) {
    throw new TuttiError('invalid-input', 'a netting set needs at least one trade', {
      field: 'trades',
      got: 'none',
      expected: 'at least one trade',
    })
  }
  const ids = new Set(trades.map((trade) => trade.id))
  if (ids.size !== trades.length) {
    const twice = trades.find((trade, i) => trades.findIndex((other) => other.id === trade.id) !== i)
    throw new TuttiError('invalid-input', `two trades have the id ${twice?.id}`, {
      field: 'trades',
      got: twice?.id,
      expected: 'an id of its own for each trade',
    })
  }
  const marketValue = trades.reduce(
    (sum, trade) => sum + requireFinite(trade.marketValue, `marketValue of ${trade.id}`),
    0,
  )
  const collateral = requireFinite(set.netCollateral, 'netCollateral')
  const excess = marketValue - collateral
  const unmargined = basisOf(set, excess, Math.max(excess, 0), null)
  if (margin === null) {
    return {
      ...unmargined,
      marketValue,
      marginPeriodYears: null,
      unmarginedExposureAtDefault: unmargined.exposureAtDefault,
      isCapped: false,
    }
  }
  const marginPeriodYears = marginPeriodDaysOf(margin) / businessDaysPerYear
  const largestUncalled =
    requireInRange(margin.thresholdAmount, 0, Number.MAX_VALUE, 'thresholdAmount') +
    requireInRange(margin.minimumTransferAmount, 0, Number.MAX_VALUE, 'minimumTransferAmount') -
    requireFinite(set.netIndependentCollateral, 'netIndependentCollateral')
  const margined = basisOf(set, excess, Math.max(excess, largestUncalled, 0), marginPeriodYears)
  const isCapped = margined.exposureAtDefault > unmargined.exposureAtDefault
  return {
    ...(isCapped ? unmargined : margined),
    marketValue,
    marginPeriodYears,
    unmarginedExposureAtDefault: unmargined.exposureAtDefault,
    isCapped,
  }
}

/**
 * The multiplier on the add-on that credits excess collateral and negative value: min(1, 0.05 + 0.95 e^(excess / (1.9
 * add-on))), `excess` being value less collateral. Source: CRE52.23.
 */
export function saCcrMultiplier(excess: number, addOn: number): number {
  if (excess >= 0) return 1
  if (addOn === 0) return multiplierFloor
  return Math.min(1, multiplierFloor + (1 - multiplierFloor) * Math.exp(excess / (2 * (1 - multiplierFloor) * addOn)))
}

function basisOf(
  { trades, alpha = 1.4, offsetMaturities = true }: SaCcrNettingSet,
  excess: number,
  replacementCost: number,
  marginPeriodYears: number | null,
): SaCcrBasis {
  requirePositive(alpha, 'alpha')
  const addOn = saCcrAddOn(trades, marginPeriodYears, offsetMaturities)
  const multiplier = saCcrMultiplier(excess, addOn.aggregate)
  const potentialFutureExposure = multiplier * addOn.aggregate
  return {
    replacementCost,
    addOn,
    multiplier,
    potentialFutureExposure,
    exposureAtDefault: alpha * (replacementCost + potentialFutureExposure),
  }
}

/** The margin period of risk in business days with its floors (CRE52.50, CRE52.51). */
function marginPeriodDaysOf(margin: SaCcrMargin): number {
  const remargining = requireInRange(margin.remarginingPeriodDays, 1, 250, 'remarginingPeriodDays')
  let floor = 9 + remargining
  if (margin.clearedFloorDays !== undefined) {
    floor = requirePositive(margin.clearedFloorDays, 'clearedFloorDays') + remargining - 1
  } else if (margin.isLargeOrIlliquid === true) floor = Math.max(19 + remargining, 20)
  if (margin.hasDisputes === true) floor *= 2
  return Math.max(floor, requireInRange(margin.marginPeriodDays ?? 0, 0, 2500, 'marginPeriodDays'))
}
