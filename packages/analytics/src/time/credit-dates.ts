import { TuttiError } from '../errors/index.ts'
import { addMonths, civilOf, type Day, dayOfCivil, isoOfDay } from './day.ts'
import { addTenor, type Tenor, tenorText } from './tenor.ts'

/** The 20th on or after `day` of a month whose number `months` divides: 3 for March, June, September, December. */
export function nextTwentieth(day: Day, months: 1 | 3): Day {
  const { year, month } = civilOf(day)
  const own = dayOfCivil(year, month, 20)
  const next = own < day ? addMonths(own, 1) : own
  return addMonths(next, (months - (civilOf(next).month % months)) % months)
}

/** The 20th on or before `day` of a month whose number `months` divides. */
export function previousTwentieth(day: Day, months: 1 | 3): Day {
  const { year, month } = civilOf(day)
  const own = dayOfCivil(year, month, 20)
  const previous = own > day ? addMonths(own, -1) : own
  return addMonths(previous, -(civilOf(previous).month % months))
}

/** How a credit default swap's standard maturity rolls. */
export type CreditRule = 'CDS' | 'CDS2015' | 'old CDS'

/**
 * Standard maturity of a credit default swap of that tenor traded on `tradeDay`, unadjusted.
 *
 * - `CDS` (Big Bang, 2009) and `old CDS`: the tenor after the next 20 March, June, September or December that lies
 *   strictly after the trade. Rolls quarterly
 * - `CDS2015` (from 21 December 2015): rolls on 20 March and 20 September, to 20 June and 20 December
 *
 * Throws `invalid-input` for a tenor that is not in whole years or quarters, and `not-applicable` for one so short that
 * the contract would already have matured (0M after the roll).
 *
 * Source: ISDA, Amending when single name CDS roll (2015); the cdsMaturity function of QuantLib.
 */
export function creditMaturity(tradeDay: Day, tenor: Tenor, rule: CreditRule): Day {
  const months = tenor.unit === 'Y' ? 12 * tenor.count : tenor.unit === 'M' ? tenor.count : NaN
  if (!(months >= 0) || months % 3 !== 0 || (rule === 'old CDS' && months === 0)) {
    throw new TuttiError('invalid-input', 'a credit default swap runs for whole quarters', {
      field: 'tenor',
      got: tenorText(tenor),
      expected: 'years, or months in steps of three, such as 6M or 5Y',
    })
  }
  const anchor = anchorOf(tradeDay, rule)
  const maturity = addTenor(addTenor(anchor, tenor), { count: 3, unit: 'M' })
  if (maturity > tradeDay) return maturity
  throw new TuttiError(
    'not-applicable',
    `a ${tenorText(tenor)} contract of ${isoOfDay(tradeDay)} has matured already`,
    {
      field: 'tenor',
      got: tenorText(tenor),
      expected: 'a longer tenor',
    },
  )
}

/** The day three months before the maturity of a 0M contract. */
function anchorOf(tradeDay: Day, rule: CreditRule): Day {
  const previous = previousTwentieth(tradeDay, 3)
  // CDS2015 rolls twice a year: after 20 June and 20 December the anchor stays in March and September.
  const { month } = civilOf(previous)
  return rule === 'CDS2015' && (month === 6 || month === 12) ? addMonths(previous, -3) : previous
}
