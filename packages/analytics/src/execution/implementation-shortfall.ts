import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { requireNonNegative } from '../statistics/index.ts'

/** An order and what became of it. Prices in money per share, cost counted against the side. */
export interface WorkedOrder {
  readonly side: 'buy' | 'sell'
  /** Shares that were decided on. */
  readonly orderedShares: number
  /** Price when the decision was made. */
  readonly decisionPrice: number
  /** Price when the order reached the market. */
  readonly arrivalPrice: number
  readonly fills: readonly { readonly shares: number; readonly price: number }[]
  /** Price at the end, at which what was not traded is marked. */
  readonly closingPrice: number
  /** Money: commissions, taxes, fees. */
  readonly fees: number
}

/** Money lost against a paper portfolio traded at the decision price, in parts that add up to `total`. */
export interface ImplementationShortfall {
  /** Drift between decision and arrival, on the shares traded. */
  readonly delay: number
  /** Fills against the arrival price: spread and impact. */
  readonly trading: number
  /** Move from decision to close on the shares not traded. */
  readonly opportunity: number
  readonly fees: number
  readonly total: number
  /** Total over the value of the order at the decision price, basis points. */
  readonly totalBp: number
  readonly filledShares: number
  readonly averageFillPrice: number | null
}

/**
 * Implementation shortfall: the paper return less the actual one.
 *
 * Throws `invalid-input` where more was filled than ordered.
 *
 * Source: Perold, The implementation shortfall: paper versus reality, J. of Portfolio Management 14 (1988); Wagner and
 * Edwards, Best execution, Financial Analysts Journal 49 (1993), for the split of delay and trading.
 */
export function implementationShortfall(order: WorkedOrder): ImplementationShortfall {
  const { orderedShares, decisionPrice, arrivalPrice, closingPrice, fills } = order
  requirePositive(orderedShares, 'orderedShares')
  requirePositive(decisionPrice, 'decisionPrice')
  requirePositive(arrivalPrice, 'arrivalPrice')
  requirePositive(closingPrice, 'closingPrice')
  requireFinite(order.fees, 'fees')
  const sign = order.side === 'buy' ? 1 : -1
  let filledShares = 0
  let paid = 0
  fills.forEach(({ shares, price }, i) => {
    filledShares += requireNonNegative(shares, `fills[${i}].shares`)
    paid += shares * requirePositive(price, `fills[${i}].price`)
  })
  if (filledShares > orderedShares * (1 + 1e-12)) {
    throw new TuttiError('invalid-input', `${filledShares} shares were filled of an order for ${orderedShares}`, {
      field: 'fills',
      got: `${filledShares}`,
      expected: `at most ${orderedShares}`,
    })
  }
  const delay = sign * filledShares * (arrivalPrice - decisionPrice)
  const trading = sign * (paid - filledShares * arrivalPrice)
  const opportunity = sign * (orderedShares - filledShares) * (closingPrice - decisionPrice)
  const total = delay + trading + opportunity + order.fees
  return {
    delay,
    trading,
    opportunity,
    fees: order.fees,
    total,
    totalBp: (total / (orderedShares * decisionPrice)) * 1e4,
    filledShares,
    averageFillPrice: filledShares > 0 ? paid / filledShares : null,
  }
}
