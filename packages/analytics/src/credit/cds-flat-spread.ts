import type { DiscountCurve } from '../curves/index.ts'
import { requireFinite } from '../errors/index.ts'
import { cdsContractLegs, type CdsContract } from './cds.ts'
import { type CdsQuoteConventions, cdsHazardCurve } from './cds-hazard-curve.ts'
import { fairSpread } from './cds-valuation.ts'
import type { CdsQuote } from './hazard-bootstrap.ts'

/** A swap quoted on one flat hazard rate, each way of quoting it. */
export interface FlatCdsQuote {
  readonly hazardRate: number
  /** Par spread on that hazard rate. */
  readonly flatSpread: number
  /** Fraction of the notional that a protection buyer who pays `runningSpread` pays up front. */
  readonly upfront: number
  readonly riskyAnnuity: number
  readonly protectionLeg: number
}

/**
 * A par spread as points up front for a running spread, and back, through one flat hazard rate: the conversion that
 * index and standard single-name quotes use. Throws `infeasible` where no hazard rate reprices the quote.
 */
export function flatCdsQuote(
  quote: CdsQuote,
  runningSpread: number,
  maturityYears: number,
  conventions: CdsQuoteConventions,
  discount: DiscountCurve,
): FlatCdsQuote {
  requireFinite(runningSpread, 'runningSpread')
  const { curve, hazardRates } = cdsHazardCurve([{ ...quote, maturityYears }], conventions, discount)
  const { discountKnotsYears, ...terms } = conventions
  const contract: CdsContract = { ...terms, maturityYears }
  const { protectionLeg, riskyAnnuity } = cdsContractLegs(contract, {
    discount,
    survival: curve,
    ...(discountKnotsYears && { discountKnotsYears }),
  })
  return {
    hazardRate: hazardRates[0],
    flatSpread: fairSpread(protectionLeg, riskyAnnuity),
    upfront: protectionLeg - runningSpread * riskyAnnuity,
    riskyAnnuity,
    protectionLeg,
  }
}
