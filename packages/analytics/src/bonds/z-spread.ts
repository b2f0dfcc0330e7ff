import { type Compounding, type DiscountCurve, growthFactor, rateOfGrowth } from '../curves/index.ts'
import { TuttiError, requirePositive } from '../errors/index.ts'
import type { TimedAmount } from './curve-sensitivity.ts'
import { rateAtValue } from './rate-at-value.ts'

export interface ZSpreadOptions {
  /** Of the zero rate that the spread is added to. Default continuous. */
  readonly compounding?: Compounding
  /** When the price is paid, years on the curve. Default 0. */
  readonly settlementYears?: number
}

/** Value at settlement of payments (at least 0) discounted at the zero rates from settlement plus `spread`. */
export function valueAtZSpread(
  flows: readonly TimedAmount[],
  curve: DiscountCurve,
  spread: number,
  { compounding = 'continuous', settlementYears = 0 }: ZSpreadOptions = {},
): number {
  const atSettlement = curve.discountFactor(settlementYears)
  let value = 0
  for (const { timeYears, amount } of flows) {
    const discount = curve.discountFactor(timeYears) / atSettlement
    const term = timeYears - settlementYears
    if (term === 0) value += amount
    else if (compounding === 'continuous') value += amount * discount * Math.exp(-spread * term)
    else value += amount / growthFactor(rateOfGrowth(1 / discount, compounding, term) + spread, compounding, term)
  }
  return value
}

/**
 * The constant spread over the zero rates of `curve`, in the given compounding, at which payments are worth
 * `dirtyPrice` at settlement. Throws `invalid-input` for a price or payments not above 0, or none after settlement,
 * `infeasible` where no spread reaches the price.
 *
 * Source: Fabozzi, Bond Markets, Analysis and Strategies (2016), ch. 5 (static or zero-volatility spread).
 */
export function zSpread(
  flows: readonly TimedAmount[],
  curve: DiscountCurve,
  dirtyPrice: number,
  options: ZSpreadOptions = {},
): number {
  requirePositive(dirtyPrice, 'dirtyPrice')
  const { compounding = 'continuous', settlementYears = 0 } = options
  const positive = flows.filter(({ amount, timeYears }) => amount > 0 && timeYears > settlementYears)
  if (positive.length === 0 || flows.some(({ amount, timeYears }) => !(amount >= 0 && timeYears > settlementYears))) {
    throw new TuttiError('invalid-input', 'a spread needs payments after settlement that are at least 0, one above', {
      field: 'flows',
      got: `${flows.length} payments, ${positive.length} of them after settlement and above 0`,
      expected: 'payments of at least 0 after settlement',
    })
  }
  // The spread at which the growth of the first period of some payment would be 0 bounds it from below.
  const lowest =
    compounding === 'continuous'
      ? -Infinity
      : Math.max(
          ...positive.map(({ timeYears }) => {
            const term = timeYears - settlementYears
            const growth = curve.discountFactor(settlementYears) / curve.discountFactor(timeYears)
            const period = compounding === 'simple' ? term : 1 / compounding.timesPerYear
            return -1 / period - rateOfGrowth(growth, compounding, term)
          }),
        )
  return rateAtValue({
    valueAt: (spread) => valueAtZSpread(flows, curve, spread, options),
    target: dirtyPrice,
    lowest,
    guess: Math.max(0, lowest + 0.5),
    what: 'z-spread',
  })
}
