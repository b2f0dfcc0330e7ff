import { type DatedCurve, discountOn } from '../curves/index.ts'
import { type Calendar, type Day, isoOfDay, yearFraction } from '../time/index.ts'
import { datedCdsLegs, type DatedCdsIntegration } from './dated-cds.ts'
import { datedHazardCurve, type DatedSurvivalCurve } from './dated-survival-curve.ts'
import { type CdsQuote, type HazardBootstrap, hazardBootstrap } from './hazard-bootstrap.ts'
import { standardCds } from './standard-cds.ts'

/** A quoted standard swap; an upfront is clean and at cash settlement. */
export type DatedCdsQuote = CdsQuote & {
  /** Names it in errors: `5Y`. */
  readonly label: string
  /** Unadjusted. */
  readonly maturityDay: Day
  /** Where its hazard rate ends; unless given, the last payment day, and the day after it with `isda`. */
  readonly nodeDay?: Day
}

/** What the quoted swaps have in common. */
export interface DatedCdsQuoteConventions {
  readonly recovery: number
  readonly calendar: Calendar
  readonly settlementDays: number
  readonly integration: DatedCdsIntegration
  readonly discountNodeDays?: readonly Day[]
}

/** A dated survival curve that reprices its quotes; hazard rates on ACT/365F. */
export interface DatedHazardBootstrap extends HazardBootstrap {
  readonly survival: DatedSurvivalCurve
  readonly nodeDays: readonly Day[]
}

/**
 * Hazard rates (ACT/365F, constant between the node days) that reprice the quotes of standard swaps traded on `tradeDay`.
 * Throws `infeasible` naming the tenor and the range of quotes that would do.
 */
export function datedCdsHazardCurve(
  tradeDay: Day,
  quotes: readonly DatedCdsQuote[],
  conventions: DatedCdsQuoteConventions,
  discount: DatedCurve,
): DatedHazardBootstrap {
  const { discountNodeDays = [], ...terms } = conventions
  const swaps = quotes.map(({ maturityDay }) => standardCds({ ...terms, tradeDay, maturityDay }))
  const nodeDays = quotes.map((quote, i) => {
    const payments = swaps[i].paymentDays
    return quote.nodeDay ?? payments[payments.length - 1] + (terms.integration === 'isda' ? 1 : 0)
  })
  const bootstrap = hazardBootstrap(
    quotes.map((quote, i) => ({
      label: `${quote.label} (${isoOfDay(quote.maturityDay)})`,
      timeYears: yearFraction('ACT/365F', tradeDay, nodeDays[i]),
      quote:
        'upfront' in quote
          ? {
              ...quote,
              discountFactor: discountOn(discount, swaps[i].cashSettlementDay) / discountOn(discount, tradeDay),
            }
          : quote,
      legs: (curve) =>
        datedCdsLegs(
          swaps[i],
          {
            discount,
            discountNodeDays,
            survival: { referenceDay: tradeDay, dayCount: 'ACT/365F', curve, nodeDays: nodeDays.slice(0, i) },
          },
          tradeDay,
        ),
    })),
  )
  return {
    ...bootstrap,
    nodeDays,
    survival: datedHazardCurve(tradeDay, 'ACT/365F', nodeDays, bootstrap.hazardRates),
  }
}
