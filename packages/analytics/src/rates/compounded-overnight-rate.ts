import { TuttiError, requirePositive, requireSample } from '../errors/index.ts'

/** Overnight fixings of a period, the days that each holds for, and the days in a year. */
export interface OvernightFixings {
  /** Decimals, oldest first. */
  readonly rates: readonly number[]
  /** Calendar days that each rate accrues for: 1, or 3 over a weekend. */
  readonly days: readonly number[]
  /** 360 or 365. */
  readonly daysInYear: number
}

export interface CompoundedOvernightRate {
  /** Product of 1 + rate x days / daysInYear. */
  readonly compoundingFactor: number
  /** Simple rate over the period that earns the same. */
  readonly compoundedRate: number
  /** Mean weighted by days. */
  readonly averageRate: number
  readonly days: number
}

/**
 * Compounded in arrears and averaged overnight rate. Throws `invalid-input` for unequal lengths, days that are not
 * positive, or a rate that loses everything. Source: 2021 ISDA Interest Rate Derivatives Definitions, 7.3 and 7.4.
 */
export function compoundedOvernightRate({ rates, days, daysInYear }: OvernightFixings): CompoundedOvernightRate {
  requireSample(rates, 1, 'rates')
  requireSample(days, 1, 'days')
  requirePositive(daysInYear, 'daysInYear')
  if (rates.length !== days.length) {
    throw new TuttiError(
      'invalid-input',
      `each rate needs its days, got ${rates.length} rates and ${days.length} days`,
      {
        field: 'days',
        got: String(days.length),
        expected: String(rates.length),
      },
    )
  }
  let compoundingFactor = 1
  let weighted = 0
  let total = 0
  for (let i = 0; i < rates.length; i++) {
    requirePositive(days[i], `days[${i}]`)
    const growth = 1 + (rates[i] * days[i]) / daysInYear
    if (growth <= 0) {
      throw new TuttiError('invalid-input', `rates[${i}] = ${rates[i]} loses everything within ${days[i]} days`, {
        field: `rates[${i}]`,
        got: String(rates[i]),
        expected: `a rate above ${-daysInYear / days[i]}`,
      })
    }
    compoundingFactor *= growth
    weighted += rates[i] * days[i]
    total += days[i]
  }
  return {
    compoundingFactor,
    compoundedRate: ((compoundingFactor - 1) * daysInYear) / total,
    averageRate: weighted / total,
    days: total,
  }
}
