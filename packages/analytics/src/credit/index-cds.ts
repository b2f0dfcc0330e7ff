import type { DiscountCurve } from '../curves/index.ts'
import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { cdsContractLegs } from './cds.ts'
import { type CdsQuoteConventions, type CdsTenorQuote, cdsHazardCurve } from './cds-hazard-curve.ts'
import { fairSpread } from './cds-valuation.ts'
import { requireRecovery } from './require-recovery.ts'
import type { SurvivalCurve } from './survival-curve.ts'

/** One name of an index. */
export interface IndexConstituent {
  readonly name: string
  /** Share of the notional, positive; weights are scaled to add up to one. */
  readonly weight: number
  readonly recovery: number
  /** Quotes of the name in order of maturity; one quote gives a flat hazard rate. */
  readonly quotes: readonly CdsTenorQuote[]
}

/** An index swap in exact times. */
export interface IndexCdsContract {
  readonly maturityYears: number
  readonly coupon: number
  readonly notional: number
}

/** What the single names say that an index is worth. */
export interface IndexCdsIntrinsic {
  readonly constituents: readonly {
    readonly name: string
    readonly survival: SurvivalCurve
    readonly riskyAnnuity: number
    readonly protectionLeg: number
    readonly parSpread: number
    /** Up front to the buyer of protection on this name, of the index notional. */
    readonly upfrontContribution: number
  }[]
  /** Sum of the protection legs over the sum of the annuities. */
  readonly intrinsicSpread: number
  /** Paid by the buyer of protection, fraction of the notional. */
  readonly intrinsicUpfront: number
  readonly intrinsicUpfrontAmount: number
  /** Weighted average of the names' spreads, at the index's maturity. */
  readonly averageSpread: number
  readonly riskyAnnuity: number
}

/**
 * Intrinsic value of a credit default swap index from its names. Throws `infeasible` naming the name and tenor that
 * cannot be bootstrapped, `invalid-input` for weights that are not positive. Source: O'Kane (2008), chapter 10.
 */
export function indexCdsIntrinsic(
  constituents: readonly IndexConstituent[],
  index: IndexCdsContract,
  conventions: Omit<CdsQuoteConventions, 'recovery'>,
  discount: DiscountCurve,
): IndexCdsIntrinsic {
  if (constituents.length === 0) {
    throw new TuttiError('invalid-input', 'an index needs at least one name', { field: 'constituents', got: 'none' })
  }
  requirePositive(index.maturityYears, 'maturityYears')
  requireFinite(index.coupon, 'coupon')
  requireFinite(index.notional, 'notional')
  const total = constituents.reduce(
    (sum, { weight }, i) => sum + requirePositive(weight, `constituents[${i}].weight`),
    0,
  )
  const names = constituents.map(({ name, weight, recovery, quotes }, i) => {
    requireRecovery(recovery, `constituents[${i}].recovery`)
    const terms = { ...conventions, recovery }
    const labelled = quotes.map((quote) => ({
      ...quote,
      label: `${name} ${quote.label ?? `${quote.maturityYears} years`}`,
    }))
    const survival = cdsHazardCurve(labelled, terms, discount).curve
    const { discountKnotsYears, ...contract } = terms
    const legs = cdsContractLegs(
      { ...contract, maturityYears: index.maturityYears },
      { discount, survival, ...(discountKnotsYears && { discountKnotsYears }) },
    )
    return {
      name,
      weight: weight / total,
      survival,
      riskyAnnuity: legs.riskyAnnuity,
      protectionLeg: legs.protectionLeg,
      parSpread: fairSpread(legs.protectionLeg, legs.riskyAnnuity),
      upfrontContribution: (weight / total) * (legs.protectionLeg - index.coupon * legs.riskyAnnuity),
    }
  })
  const weighted = (value: (name: (typeof names)[number]) => number): number =>
    names.reduce((sum, name) => sum + name.weight * value(name), 0)
  const riskyAnnuity = weighted((name) => name.riskyAnnuity)
  const protection = weighted((name) => name.protectionLeg)
  const intrinsicUpfront = protection - index.coupon * riskyAnnuity
  return {
    constituents: names,
    intrinsicSpread: protection / riskyAnnuity,
    intrinsicUpfront,
    intrinsicUpfrontAmount: index.notional * intrinsicUpfront,
    averageSpread: weighted((name) => name.parSpread),
    riskyAnnuity,
  }
}
