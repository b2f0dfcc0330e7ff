import { formulas } from './book-table.ts'
import { equalPeriods } from './equal-periods.ts'
import type { InstrumentLegs, InstrumentOf, Surroundings } from './leg-terms.ts'
import { spreadOf } from './market-entries.ts'

/** Premium quarters, the first one shorter where they do not divide the term: at their ends, and at their middles. */
export function creditDefaultSwapLegs(
  swap: InstrumentOf<'credit default swap'>,
  { market, factors, points }: Surroundings,
): InstrumentLegs {
  const { currency, bucket, ownSpread, notional, maturityYears, couponRate, recovery, side } = swap
  const quarters = equalPeriods(0, maturityYears, 4)
  return {
    formula: formulas.creditDefaultSwap,
    legs: [
      quarters.map(({ start, end }) => ({ point: points.payment(currency, end), amount: end - start })),
      quarters.map(({ start, end }) => ({ point: points.payment(currency, 0.5 * (start + end)), amount: end - start })),
    ],
    parameters: [
      side === 'buy protection' ? notional : -notional,
      spreadOf(market, bucket) + ownSpread,
      couponRate,
      1 - recovery,
      quarters[0].end - quarters[0].start,
      0.25,
    ],
    levelFactor: factors.place('credit', bucket),
  }
}
