import { TuttiError } from '../errors/index.ts'
import {
  addBusinessDays,
  addMonths,
  adjustedDay,
  type Calendar,
  type Day,
  isoOfDay,
  yearFraction,
} from '../time/index.ts'
import type { DatedCdsContract, DatedCdsIntegration } from './dated-cds.ts'

/** What is agreed for a standard swap; the rest follows from the ISDA conventions. */
export interface StandardCdsTerms {
  readonly tradeDay: Day
  /** The 20th of a quarter's last month, not adjusted. */
  readonly maturityDay: Day
  readonly recovery: number
  readonly calendar: Calendar
  /** Business days from the trade to the cash settlement: 3. */
  readonly settlementDays: number
  readonly integration: DatedCdsIntegration
}

/** A standard swap with the days that its conventions fix. */
export interface StandardCds extends DatedCdsContract {
  readonly cashSettlementDay: Day
  /** Step-in: protection and the new owner's accrual start, the day after the trade. */
  readonly stepInDay: Day
  /** Premium accrued to the step-in day, year fraction. */
  readonly rebate: { readonly accrual: number; readonly day: Day }
  /** Days of it. */
  readonly accruedDays: number
}

/**
 * The standard single-name swap: quarterly premiums counted back from the maturity in steps of three months, ACT/360, days
 * moved to the next business day but for the maturity, the last period with the maturity day; the first premium is full,
 * and what accrued before the step-in (trade + 1) is paid back at the cash settlement.
 *
 * Throws `invalid-input` for a trade on or after the maturity. Source: ISDA Standard CDS Contract Specification (2009);
 * Markit, The CDS Big Bang (2009).
 */
export function standardCds(terms: StandardCdsTerms): StandardCds {
  const { tradeDay, maturityDay, calendar } = terms
  const stepInDay = tradeDay + 1
  if (stepInDay > maturityDay) {
    throw new TuttiError('invalid-input', `the trade on ${isoOfDay(tradeDay)} does not come before the maturity`, {
      field: 'tradeDate',
      got: isoOfDay(tradeDay),
      expected: `a day before ${isoOfDay(maturityDay)}`,
    })
  }
  const accrualDays = [maturityDay]
  for (let months = -3; accrualDays[0] > stepInDay || accrualDays.length === 1; months -= 3) {
    accrualDays.unshift(adjustedDay(addMonths(maturityDay, months), 'following', calendar))
  }
  const accruedDays = stepInDay - accrualDays[0]
  const cashSettlementDay = addBusinessDays(tradeDay, terms.settlementDays, calendar)
  return {
    accrualDays,
    paymentDays: accrualDays.slice(1).map((day) => adjustedDay(day, 'following', calendar)),
    premiumDayCount: 'ACT/360',
    maturityDayAccrues: true,
    recovery: terms.recovery,
    settlesAccrualOnDefault: true,
    paysAtDefaultTime: true,
    integration: terms.integration,
    protectionStartDay: stepInDay,
    rebate: { accrual: yearFraction('ACT/360', accrualDays[0], stepInDay), day: cashSettlementDay },
    accruedDays,
    cashSettlementDay,
    stepInDay,
  }
}
