import { compensatedSum } from '../statistics/compensated-sum.ts'

/** One addend of a present value: what is paid, when, and what it is worth today. */
export interface ValueLine {
  /** What it is, such as `coupon`, `floating 2027-03-15 to 2027-09-15` or `exercise on 2028-06-01`. */
  readonly label: string
  /** When it is paid, years from the valuation date on the curve's day count. */
  readonly timeYears: number
  /** When it is paid as days since 1970-01-01, where the product is dated. */
  readonly day?: number
  /** Amount (expected amount where it is random) in the currency of the payment. */
  readonly amount: number
  /** Discount factor from the payment to the valuation date, survival and currency conversion included where they apply. */
  readonly discountFactor: number
  /** amount x discountFactor: this line's part of the value. */
  readonly presentValue: number
}

/** A present value with its explanation: `presentValue` is the sum of the lines. */
export interface PresentValue {
  readonly presentValue: number
  readonly lines: readonly ValueLine[]
}

/** The present value that the lines add up to, summed with compensation. */
export function presentValueOf(lines: readonly ValueLine[]): PresentValue {
  return { presentValue: compensatedSum(lines.map((line) => line.presentValue)), lines }
}
