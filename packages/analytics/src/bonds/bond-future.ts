import { TuttiError, requirePositive } from '../errors/index.ts'
import type { Day, DayCount } from '../time/index.ts'
import { bondForward, type FinancedBond, impliedRepoRate } from './bond-forward.ts'
import { bondYield, bondYieldAnalytics } from './bond-yield.ts'
import { bondHolding, type FixedRateBond } from './fixed-rate-bond.ts'
import { streetConvention } from './yield-convention.ts'

/** A bond of the delivery basket. */
export interface Deliverable {
  readonly name: string
  readonly bond: FixedRateBond
  readonly cleanPrice: number
  readonly conversionFactor: number
}

/** A bond future and the market it is seen in. */
export interface BondFutureTerms {
  readonly basket: readonly Deliverable[]
  /** Settlement of the bonds bought today. */
  readonly settlement: Day
  /** When the bond is delivered: the last day for upward-sloping carry, the first otherwise. */
  readonly delivery: Day
  readonly repoDayCount: DayCount
  /** Simple, decimal. */
  readonly repoRate: number
  /** Percent of notional; the fair one is computed where it is not given. */
  readonly futuresPrice?: number | undefined
}

/** A deliverable bond against the future. Prices are percent of face. */
export interface DeliveryAnalysis {
  readonly name: string
  /** Futures price times conversion factor plus accrued interest at delivery. */
  readonly invoicePrice: number
  /** Clean price less futures price times conversion factor. */
  readonly grossBasis: number
  /** Forward clean price at the repo rate less futures price times conversion factor: gross basis less carry. */
  readonly netBasis: number
  readonly carry: number
  readonly forwardCleanPrice: number
  readonly impliedRepoRate: number
  /** Futures price at which its net basis is 0. */
  readonly fairFuturesPrice: number
  /** Street yield at delivery for the invoice price. */
  readonly forwardYield: number
  /** Loss of the future for a rise of that yield by a basis point, were this bond delivered, per 100 of notional. */
  readonly futuresDv01: number
}

/** A bond future. */
export interface BondFutureAnalysis {
  /** As given, or the fair price. */
  readonly futuresPrice: number
  /** Lowest of the basket's forward prices over conversion factors; options of the seller left out, so an upper bound. */
  readonly fairFuturesPrice: number
  /** Index in the basket of the bond with the highest implied repo rate. */
  readonly cheapestToDeliver: number
  readonly deliverables: readonly DeliveryAnalysis[]
}

/**
 * Basis, implied repo and cheapest to deliver of a bond future. The seller's options (which bond, which day, the
 * wild card) are not valued: the fair price is an upper bound of the market's, the net basis of the cheapest bond their price.
 * Throws `invalid-input` for an empty basket or factors not above 0, and as `bondForward` does.
 *
 * Source: Burghardt, Belton, Lane & Papa, The Treasury Bond Basis (2005), ch. 1-3.
 */
export function bondFutureAnalysis(terms: BondFutureTerms): BondFutureAnalysis {
  const { basket, settlement, delivery, repoDayCount, repoRate } = terms
  if (basket.length === 0) {
    throw new TuttiError('invalid-input', 'a future has bonds to deliver', {
      field: 'basket',
      got: 'none',
      expected: 'at least one bond',
    })
  }
  const financed = basket.map(({ bond, cleanPrice, conversionFactor }, i): FinancedBond => {
    requirePositive(conversionFactor, `basket[${i}].conversionFactor`)
    return { bond, settlement, forwardDay: delivery, cleanPrice, repoDayCount }
  })
  const forwards = financed.map((item) => bondForward(item, repoRate))
  const fairPrices = forwards.map(({ forwardCleanPrice }, i) => forwardCleanPrice / basket[i].conversionFactor)
  const fairFuturesPrice = Math.min(...fairPrices)
  const futuresPrice = requirePositive(terms.futuresPrice ?? fairFuturesPrice, 'futuresPrice')
  const deliverables = basket.map(({ name, bond, cleanPrice, conversionFactor }, i): DeliveryAnalysis => {
    const { carry, forwardCleanPrice } = forwards[i]
    const flat = futuresPrice * conversionFactor
    const invoicePrice = flat + bondHolding(bond, delivery).accrued
    const atDelivery = { bond, settlement: delivery, convention: streetConvention(bond.frequency) }
    const forwardYield = bondYield(atDelivery, { dirtyPrice: invoicePrice })
    return {
      name,
      invoicePrice,
      grossBasis: cleanPrice - flat,
      netBasis: forwardCleanPrice - flat,
      carry,
      forwardCleanPrice,
      impliedRepoRate: impliedRepoRate(financed[i], invoicePrice),
      fairFuturesPrice: fairPrices[i],
      forwardYield,
      futuresDv01: bondYieldAnalytics(atDelivery, forwardYield).dv01 / conversionFactor,
    }
  })
  const cheapestToDeliver = deliverables.reduce(
    (best, { impliedRepoRate: rate }, i) => (rate > deliverables[best].impliedRepoRate ? i : best),
    0,
  )
  return { futuresPrice, fairFuturesPrice, cheapestToDeliver, deliverables }
}
