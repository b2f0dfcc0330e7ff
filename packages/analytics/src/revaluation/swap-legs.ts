import { TuttiError } from '../errors/index.ts'
import { formulas } from './book-table.ts'
import { equalPeriods } from './equal-periods.ts'
import type { InstrumentLegs, InstrumentOf, LegTerm, Surroundings } from './leg-terms.ts'
import { volatilityOf } from './market-entries.ts'
import type { PointTable } from './point-table.ts'

/** Floating leg of a single curve: the discount factor of its start less that of its end; a running period pays its fixing. */
export function swapLeg(swap: InstrumentOf<'swap'>, points: PointTable): LegTerm[] {
  const { currency, notional, side, startYears, endYears, fixedRate } = swap
  const sign = side === 'receive fixed' ? 1 : -1
  const terms = equalPeriods(startYears, endYears, swap.fixedFrequency).map(({ start, end }) => ({
    point: points.payment(currency, end),
    amount: sign * notional * fixedRate * (end - start),
  }))
  const [first] = equalPeriods(startYears, endYears, swap.floatingFrequency)
  if (first.start >= 0) {
    terms.push({ point: points.payment(currency, first.start), amount: -sign * notional })
  } else {
    if (swap.currentFixing === undefined) {
      throw new TuttiError('missing-data', 'the rate of the floating period that runs is already set; give it', {
        field: 'currentFixing',
        got: 'nothing',
        expected: 'the rate that was set at the start of the period',
      })
    }
    const paid = notional * (1 + swap.currentFixing * (first.end - first.start))
    terms.push({ point: points.payment(currency, first.end), amount: -sign * paid })
  }
  terms.push({ point: points.payment(currency, endYears), amount: sign * notional })
  return terms
}

/** Annuity of the fixed leg and value of the floating leg, for the holder who pays fixed. */
export function swaptionLegs(
  swaption: InstrumentOf<'swaption'>,
  { market, factors, points }: Surroundings,
): InstrumentLegs {
  const { currency, notional, expiryYears, tenorYears, fixedFrequency, strike, side } = swaption
  const endYears = expiryYears + tenorYears
  const surface = `rate:${currency}`
  return {
    formula: formulas.swaption,
    legs: [
      equalPeriods(expiryYears, endYears, fixedFrequency).map(({ start, end }) => ({
        point: points.payment(currency, end),
        amount: notional * (end - start),
      })),
      [
        { point: points.payment(currency, expiryYears), amount: notional },
        { point: points.payment(currency, endYears), amount: -notional },
      ],
    ],
    parameters: [side === 'pay fixed' ? 1 : -1, volatilityOf(market, surface), Math.sqrt(expiryYears), strike],
    levelFactor: factors.place('volatility', surface),
  }
}
