import { type DiscountCurve, zeroSpreadCurve } from '../curves/index.ts'
import { requireInRange, requirePositive } from '../errors/index.ts'
import { type MortgageMonth, mortgageCashFlows, type MortgagePool } from './mortgage-pass-through.ts'
import { valueAtZSpread, zSpread } from './z-spread.ts'

/** A pool, its prepayments when the market's mortgage rate has moved by so much, and the curve. */
export interface StaticMortgage {
  readonly pool: MortgagePool
  /** Annual prepayment rate of a month when the mortgage rates of the market are `move` higher than today's. */
  readonly cprAt: (month: number, ageMonths: number, move: number) => number
  readonly curve: DiscountCurve
  /** Of payments after the end of a month, in months of 30 days. Default 0. */
  readonly delayDays?: number | undefined
}

/** A pool on one prepayment path. Prices are percent of the balance. */
export interface StaticMortgageValue {
  readonly price: number
  /** Constant spread over the zero rates, continuous, decimal. */
  readonly staticSpread: number
  /** Prepayments respond to the move of rates; the spread stays. Years. */
  readonly effectiveDurationYears: number
  readonly effectiveConvexityYearsSquared: number
}

const timedFlows = (months: readonly MortgageMonth[], delayDays: number) =>
  months
    .filter(({ cashFlow }) => cashFlow > 0)
    .map(({ month, cashFlow }) => ({ timeYears: (month + delayDays / 30) / 12, amount: cashFlow }))

/**
 * Static (zero-volatility) spread or price of a pool, and its effective duration when prepayments follow rates along their
 * curve. The value of the borrowers' option beyond that path is left out: an option-adjusted spread is lower. `quote` gives
 * one of price and spread; `moveBp` is the size of the moves for the durations.
 */
export function staticMortgageValue(
  { pool, cprAt, curve, delayDays = 0 }: StaticMortgage,
  quote: { readonly price: number } | { readonly staticSpread: number },
  moveBp = 25,
): StaticMortgageValue {
  requireInRange(delayDays, 0, 360, 'delayDays')
  const h = requirePositive(moveBp, 'moveBp') * 1e-4
  const flowsAt = (move: number) =>
    timedFlows(
      mortgageCashFlows(pool, (month, age) => cprAt(month, age, move)),
      delayDays,
    )
  const base = flowsAt(0)
  const staticSpread =
    'staticSpread' in quote
      ? quote.staticSpread
      : zSpread(base, curve, (requirePositive(quote.price, 'price') * pool.balance) / 100)
  const valueAt = (move: number): number =>
    valueAtZSpread(flowsAt(move), zeroSpreadCurve(curve, move), staticSpread) / pool.balance
  const [value, up, down] = [valueAt(0), valueAt(h), valueAt(-h)]
  return {
    price: 100 * value,
    staticSpread,
    effectiveDurationYears: (down - up) / (2 * h * value),
    effectiveConvexityYearsSquared: (up + down - 2 * value) / (h * h * value),
  }
}
