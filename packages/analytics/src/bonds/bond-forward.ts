import { TuttiError, requireFinite } from '../errors/index.ts'
import { type Day, type DayCount, isoOfDay, yearFraction } from '../time/index.ts'
import { bondHolding, type FixedRateBond } from './fixed-rate-bond.ts'

/** Buying a bond at settlement and financing it to a later day. Prices are percent of face. */
export interface FinancedBond {
  readonly bond: FixedRateBond
  readonly settlement: Day
  /** Later than settlement, before maturity. */
  readonly forwardDay: Day
  readonly cleanPrice: number
  /** Of the repo rate; simple interest. */
  readonly repoDayCount: DayCount
}

/** A bond bought forward by financing it at a repo rate. */
export interface BondForward {
  readonly forwardCleanPrice: number
  readonly forwardDirtyPrice: number
  /** Interest paid on the dirty price. */
  readonly financingCost: number
  /** Coupons received before the forward day with interest at the repo rate, and the change of accrued interest. */
  readonly couponIncome: number
  /** Coupon income less financing cost: spot less forward clean price (the drop). */
  readonly carry: number
}

interface CarriedCoupon {
  readonly amount: number
  /** From its payment to the forward day, years on the repo day count. */
  readonly years: number
}

interface Carried {
  readonly dirtyPrice: number
  readonly accruedForward: number
  readonly accruedSpot: number
  readonly years: number
  readonly coupons: readonly CarriedCoupon[]
}

function carried({ bond, settlement, forwardDay, cleanPrice, repoDayCount }: FinancedBond): Carried {
  requireFinite(cleanPrice, 'cleanPrice')
  if (!(forwardDay > settlement)) {
    throw new TuttiError('invalid-input', 'the forward day lies after settlement', {
      field: 'forwardDay',
      got: isoOfDay(forwardDay),
      expected: `a day after ${isoOfDay(settlement)}`,
    })
  }
  const spot = bondHolding(bond, settlement)
  const forward = bondHolding(bond, forwardDay)
  // What the buyer of today receives and the buyer at the forward day does not.
  const coupons = spot.flows.flatMap((flow) => {
    const later = forward.flows.find((other) => other.end === flow.end)
    const amount = flow.interest + flow.principal - (later === undefined ? 0 : later.interest + later.principal)
    return amount === 0 ? [] : [{ amount, years: yearFraction(repoDayCount, flow.payDay, forwardDay) }]
  })
  return {
    dirtyPrice: cleanPrice + spot.accrued,
    accruedSpot: spot.accrued,
    accruedForward: forward.accrued,
    years: yearFraction(repoDayCount, settlement, forwardDay),
    coupons,
  }
}

/**
 * Forward price of a bond from its spot price and a repo rate (simple): dirty price with interest, less the coupons on
 * the way with interest. Throws `invalid-input` for a forward day not after settlement, `not-applicable` from maturity on.
 */
export function bondForward(financed: FinancedBond, repoRate: number): BondForward {
  requireFinite(repoRate, 'repoRate')
  const { dirtyPrice, accruedForward, accruedSpot, years, coupons } = carried(financed)
  const received = coupons.reduce((sum, { amount, years: term }) => sum + amount * (1 + repoRate * term), 0)
  const financingCost = dirtyPrice * repoRate * years
  const forwardDirtyPrice = dirtyPrice + financingCost - received
  const forwardCleanPrice = forwardDirtyPrice - accruedForward
  const couponIncome = received + accruedForward - accruedSpot
  return { forwardCleanPrice, forwardDirtyPrice, financingCost, couponIncome, carry: couponIncome - financingCost }
}

/**
 * The repo rate (simple) at which a bond's forward dirty price is `forwardDirtyPrice`: for a bond future the implied repo
 * rate. Throws as `bondForward`, and `not-applicable` where coupons leave nothing to finance.
 */
export function impliedRepoRate(financed: FinancedBond, forwardDirtyPrice: number): number {
  requireFinite(forwardDirtyPrice, 'forwardDirtyPrice')
  const { dirtyPrice, years, coupons } = carried(financed)
  const received = coupons.reduce((sum, { amount }) => sum + amount, 0)
  const financed0 = dirtyPrice * years - coupons.reduce((sum, { amount, years: term }) => sum + amount * term, 0)
  if (!(financed0 > 0)) {
    throw new TuttiError('not-applicable', 'nothing is financed: coupons repay the price at once', {
      field: 'cleanPrice',
      got: `${dirtyPrice} with accrued interest`,
      expected: 'a price above the coupons on the way',
    })
  }
  return (forwardDirtyPrice + received - dirtyPrice) / financed0
}
