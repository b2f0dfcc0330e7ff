import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import type { DiscountCurve } from '../curves/index.ts'
import { presentValueOf, type PresentValue } from '../pricing/index.ts'
import type { CashDividend } from './american-lattice.ts'

/** What an equity forward depends on. */
export interface EquityMarket {
  readonly spot: number
  readonly curve: DiscountCurve
  /** Continuous dividend yield, decimal. */
  readonly dividendYieldContinuous: number
  /** Continuous repo (borrow) cost, decimal: lowers the forward as a yield does. */
  readonly repoContinuous: number
  /** Cash dividends by ex-date; those after the forward's date do not count. */
  readonly dividends: readonly CashDividend[]
}

/** Present value today of the cash dividends that go ex before or at `timeYears`, at the growth of a financed share. */
function dividendsBefore({ curve, dividends, ...market }: EquityMarket, timeYears: number): number {
  return dividends.reduce((sum, { timeYears: time, amount }, i) => {
    requirePositive(time, `dividends[${i}].timeYears`)
    requireFinite(amount, `dividends[${i}].amount`)
    if (time > timeYears) return sum
    const carry = (market.dividendYieldContinuous + market.repoContinuous) * time
    return sum + amount * curve.discountFactor(time) * Math.exp(carry)
  }, 0)
}

/**
 * Forward price of a share or index: (S - PV of cash dividends) carried at the curve less yield and repo,
 * F(T) = (S - sum D_i P(t_i) e^((q + b) t_i)) e^(-(q + b) T) / P(T). Throws `invalid-input` where dividends exceed the spot.
 */
export function equityForwardPrice(market: EquityMarket, timeYears: number): number {
  const spot = requirePositive(market.spot, 'spot')
  const carry =
    requireFinite(market.dividendYieldContinuous, 'dividendYieldContinuous') +
    requireFinite(market.repoContinuous, 'repoContinuous')
  const cash = dividendsBefore(market, timeYears)
  if (!(cash < spot)) {
    throw new TuttiError('invalid-input', `dividends worth ${cash} exceed the spot ${spot}`, {
      field: 'dividends',
      got: String(cash),
      expected: `a present value below ${spot}`,
    })
  }
  return ((spot - cash) * Math.exp(-carry * timeYears)) / market.curve.discountFactor(timeYears)
}

/** Value of an equity forward. */
export interface EquityForwardValue extends PresentValue {
  readonly forwardPrice: number
  /** Shares that it is long today. */
  readonly delta: number
}

/** Present value of a bought forward on `quantity` shares at the contract price. Lines: shares received, price paid. */
export function equityForwardValue(
  market: EquityMarket,
  forward: { readonly quantity: number; readonly contractPrice: number; readonly maturityYears: number },
): EquityForwardValue {
  const { quantity, contractPrice, maturityYears: timeYears } = forward
  requireFinite(quantity, 'quantity')
  requireFinite(contractPrice, 'contractPrice')
  const forwardPrice = equityForwardPrice(market, timeYears)
  const discountFactor = market.curve.discountFactor(timeYears)
  const line = (label: string, amount: number) => ({
    label,
    timeYears,
    amount,
    discountFactor,
    presentValue: amount * discountFactor,
  })
  const carry = market.dividendYieldContinuous + market.repoContinuous
  return {
    ...presentValueOf([
      line('shares received', quantity * forwardPrice),
      line('price paid', -quantity * contractPrice),
    ]),
    forwardPrice,
    delta: quantity * Math.exp(-carry * timeYears),
  }
}

/** A holding of futures on an index; `contracts` is negative for a short position. */
export interface FuturesPosition {
  readonly label: string
  readonly contracts: number
  /** Money per index point. */
  readonly multiplier: number
  readonly entryPrice: number
  readonly price: number
}

/** A portfolio of futures: profit since entry (paid by margin, so undiscounted), and what it is exposed to. */
export interface FuturesPortfolio extends PresentValue {
  readonly netNotional: number
  readonly grossNotional: number
}

/** Value of futures against their entry prices. Lines: the positions. */
export function futuresPortfolio(positions: readonly FuturesPosition[]): FuturesPortfolio {
  const notionals = positions.map(({ contracts, multiplier, price }, i) => {
    requireFinite(contracts, `positions[${i}].contracts`)
    requirePositive(multiplier, `positions[${i}].multiplier`)
    return contracts * multiplier * requireFinite(price, `positions[${i}].price`)
  })
  const lines = positions.map(({ label, contracts, multiplier, entryPrice, price }, i) => {
    const amount = contracts * multiplier * (price - requireFinite(entryPrice, `positions[${i}].entryPrice`))
    return { label, timeYears: 0, amount, discountFactor: 1, presentValue: amount }
  })
  return {
    ...presentValueOf(lines),
    netNotional: notionals.reduce((sum, value) => sum + value, 0),
    grossNotional: notionals.reduce((sum, value) => sum + Math.abs(value), 0),
  }
}
