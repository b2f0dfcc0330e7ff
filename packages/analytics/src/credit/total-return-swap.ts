import type { DiscountCurve } from '../curves/index.ts'
import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { presentValueOf, type PresentValue, type ValueLine } from '../pricing/index.ts'

/** What is paid against the return of the asset: the curve's forward rate and a spread over it. */
export interface TotalReturnFunding {
  /** Decimal a year. */
  readonly spread: number
  readonly paymentsPerYear: number
  /** Year fraction of each payment of the spread; 1 / paymentsPerYear unless given. */
  readonly accrual?: number
}

/** What both kinds of swap have in common. */
interface TotalReturnTerms {
  readonly maturityYears: number
  /** Who the value is for. */
  readonly side: 'receive return' | 'pay return'
  readonly funding: TotalReturnFunding
}

/** A swap of the return on shares, from a reset date on. */
export interface EquityTotalReturnSwap extends TotalReturnTerms {
  readonly notional: number
  /** Dividends are paid through (`total`) or kept by the payer (`price`). */
  readonly returns: 'total' | 'price'
  readonly dividendYieldContinuous: number
  /** Price today over the price that the return is counted from; 1 at the reset. */
  readonly priceRatio: number
}

/** A swap of the return on a bond, from a reset date on; prices and coupons per 100 face. */
export interface BondTotalReturnSwap extends TotalReturnTerms {
  readonly face: number
  readonly dirtyPrice: number
  /** Dirty price that the return is counted from. */
  readonly initialDirtyPrice: number
  readonly coupons: readonly { readonly timeYears: number; readonly amount: number }[]
}

/** The value of a total return swap to its side, and its legs as the receiver of the return sees them. */
export interface TotalReturnValue extends PresentValue {
  readonly returnLeg: number
  readonly fundingLegExSpread: number
  readonly spreadLeg: number
  /** Funding spread at which the swap is worth nothing. */
  readonly fairSpread: number
}

/**
 * Value of an equity total return swap on a discount curve whose forwards are also the funding rate. The total return leg
 * is worth 1 - P(T) of the notional at a reset, the price return leg exp(-qT) - P(T). Throws `invalid-input`.
 */
export function equityTotalReturnSwap(swap: EquityTotalReturnSwap, discount: DiscountCurve): TotalReturnValue {
  const { notional, maturityYears, dividendYieldContinuous } = swap
  requireFinite(notional, 'notional')
  requirePositive(maturityYears, 'maturityYears')
  requirePositive(swap.priceRatio, 'priceRatio')
  requireFinite(dividendYieldContinuous, 'dividendYieldContinuous')
  const discountFactor = discount.discountFactor(maturityYears)
  const kept = Math.exp(-dividendYieldContinuous * maturityYears)
  const forwardRatio = (swap.priceRatio * kept) / discountFactor
  const lines = [
    line('price return', maturityYears, notional * (forwardRatio - 1), discountFactor),
    ...(swap.returns === 'total' && dividendYieldContinuous !== 0
      ? [
          line(
            'dividends, worth today',
            0,
            notional * swap.priceRatio * -Math.expm1(-dividendYieldContinuous * maturityYears),
            1,
          ),
        ]
      : []),
  ]
  return swapValue(lines, notional, swap, discount)
}

/**
 * Value of a bond total return swap: coupons as they are paid and the change of the dirty price, forward from the repo
 * curve, against the funding rate of the discount curve and a spread on `face * initialDirtyPrice / 100`. Coupons after
 * the maturity are in the price. Throws `invalid-input`.
 */
export function bondTotalReturnSwap(
  swap: BondTotalReturnSwap,
  discount: DiscountCurve,
  repo: DiscountCurve,
): TotalReturnValue {
  const { face, maturityYears, initialDirtyPrice } = swap
  requireFinite(face, 'face')
  requirePositive(initialDirtyPrice, 'initialDirtyPrice')
  const forward = bondForwardPrice(swap.dirtyPrice, swap.coupons, maturityYears, repo)
  const lines = swap.coupons
    .filter(({ timeYears }) => timeYears <= maturityYears)
    .map(({ timeYears, amount }) =>
      line('coupon', timeYears, (face / 100) * amount, discount.discountFactor(timeYears)),
    )
  lines.push(
    line(
      'price return',
      maturityYears,
      (face / 100) * (forward - initialDirtyPrice),
      discount.discountFactor(maturityYears),
    ),
  )
  return swapValue(lines, (face / 100) * initialDirtyPrice, swap, discount)
}

/**
 * Dirty forward price per 100 face after a coupon on the forward date: the spot price less the coupons until then, carried
 * at the repo rate. Throws `invalid-input` for a price that is not positive or coupon times below 0.
 */
export function bondForwardPrice(
  dirtyPrice: number,
  coupons: readonly { readonly timeYears: number; readonly amount: number }[],
  forwardYears: number,
  repo: DiscountCurve,
): number {
  requirePositive(dirtyPrice, 'dirtyPrice')
  requirePositive(forwardYears, 'forwardYears')
  let carried = dirtyPrice
  coupons.forEach(({ timeYears, amount }, i) => {
    requireInRange(timeYears, 0, Number.MAX_VALUE, `coupons[${i}].timeYears`)
    requireFinite(amount, `coupons[${i}].amount`)
    if (timeYears <= forwardYears) carried -= amount * repo.discountFactor(timeYears)
  })
  return carried / repo.discountFactor(forwardYears)
}

const line = (label: string, timeYears: number, amount: number, discountFactor: number): ValueLine => ({
  label,
  timeYears,
  amount,
  discountFactor,
  presentValue: amount * discountFactor,
})

/** The funding leg against `returnLines`, both to the receiver of the return, turned to the swap's side. */
function swapValue(
  returnLines: readonly ValueLine[],
  notional: number,
  { funding, maturityYears, side }: TotalReturnTerms,
  discount: DiscountCurve,
): TotalReturnValue {
  const { spread, paymentsPerYear } = funding
  requireFinite(spread, 'funding.spread')
  requirePositive(paymentsPerYear, 'funding.paymentsPerYear')
  const count = Math.ceil(maturityYears * paymentsPerYear - 1e-9)
  const floating: ValueLine[] = []
  const spreads: ValueLine[] = []
  let annuity = 0
  for (let i = 0; i < count; i++) {
    const start = i === 0 ? 0 : maturityYears - (count - i) / paymentsPerYear
    const end = i === count - 1 ? maturityYears : maturityYears - (count - 1 - i) / paymentsPerYear
    const isWhole = Math.abs(end - start - 1 / paymentsPerYear) < 1e-9
    const accrual = isWhole ? requirePositive(funding.accrual ?? 1 / paymentsPerYear, 'funding.accrual') : end - start
    const discountFactor = discount.discountFactor(end)
    const growth = discount.discountFactor(start) / discountFactor - 1
    floating.push(
      line(`funding ${start.toFixed(2)} to ${end.toFixed(2)} years`, end, -notional * growth, discountFactor),
    )
    spreads.push(
      line(`spread ${start.toFixed(2)} to ${end.toFixed(2)} years`, end, -notional * spread * accrual, discountFactor),
    )
    annuity += accrual * discountFactor
  }
  const returnLeg = presentValueOf(returnLines).presentValue
  const fundingLeg = -presentValueOf(floating).presentValue
  const sign = side === 'receive return' ? 1 : -1
  const lines = [...returnLines, ...floating, ...spreads].map((item) => ({
    ...item,
    amount: sign * item.amount,
    presentValue: sign * item.presentValue,
  }))
  if (notional === 0) {
    throw new TuttiError('invalid-input', 'a swap on nothing has no fair spread; give a notional', {
      field: 'notional',
      got: '0',
    })
  }
  return {
    ...presentValueOf(lines),
    returnLeg,
    fundingLegExSpread: fundingLeg,
    spreadLeg: notional * spread * annuity,
    fairSpread: (returnLeg - fundingLeg) / (notional * annuity),
  }
}
