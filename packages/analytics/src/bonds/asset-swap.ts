import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError, requirePositive } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import type { TimedAmount } from './curve-sensitivity.ts'

/** A payment time of the floating leg with the years it accrues over. */
export interface AccrualTime {
  readonly timeYears: number
  readonly accrualYears: number
}

/** Swapping a bond's payments, per 100 of face, into floating ones. */
export interface AssetSwap {
  /** Value of the bond's payments on the swap curve, forward to settlement, percent of face. */
  readonly modelPrice: number
  /** Sum of accruals times discount factors of the floating leg, forward to settlement. */
  readonly annuity: number
  /** Rate of the par swap over the floating leg's dates on this one curve. */
  readonly parSwapRate: number
  /** Spread over the floating rate on a notional of the face (package at par), decimal. */
  readonly parSpread: number
  /** Spread on a notional of the dirty price (package at market), decimal. */
  readonly proceedsSpread: number
}

/**
 * Par and proceeds (market-value) asset swap of a bond at `dirtyPrice`, percent of face, on one curve: spread = (model
 * price - dirty price) / annuity, over the face or the price. Throws `invalid-input` for payments not after settlement.
 *
 * Source: O'Kane, Introduction to Asset Swaps, Lehman Brothers (2000), sections 3 and 5.
 */
export function assetSwap(
  flows: readonly TimedAmount[],
  floating: readonly AccrualTime[],
  curve: DiscountCurve,
  dirtyPrice: number,
  settlementYears = 0,
): AssetSwap {
  requirePositive(dirtyPrice, 'dirtyPrice')
  for (const [name, list] of [
    ['flows', flows],
    ['floating', floating],
  ] as const) {
    const wrong = list.findIndex(({ timeYears }) => !(timeYears > settlementYears))
    if (list.length === 0 || wrong >= 0) {
      throw new TuttiError('invalid-input', 'an asset swap needs payments after settlement', {
        field: list.length === 0 ? name : `${name}[${wrong}].timeYears`,
        got: list.length === 0 ? 'none' : String(list[wrong].timeYears),
        expected: `times after ${settlementYears}`,
      })
    }
  }
  const atSettlement = curve.discountFactor(settlementYears)
  const factor = (timeYears: number): number => curve.discountFactor(timeYears) / atSettlement
  const modelPrice = compensatedSum(flows.map(({ timeYears, amount }) => amount * factor(timeYears)))
  const annuity = compensatedSum(floating.map(({ timeYears, accrualYears }) => accrualYears * factor(timeYears)))
  return {
    modelPrice,
    annuity,
    parSwapRate: (1 - factor(floating[floating.length - 1].timeYears)) / annuity,
    parSpread: (modelPrice - dirtyPrice) / (100 * annuity),
    proceedsSpread: (modelPrice - dirtyPrice) / (dirtyPrice * annuity),
  }
}
