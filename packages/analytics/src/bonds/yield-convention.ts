import type { Compounding } from '../curves/index.ts'
import { TuttiError, requirePositive } from '../errors/index.ts'
import type { DayCount } from '../time/index.ts'

/**
 * What a quoted yield means.
 *
 * - Street convention (ISMA, gilts, Bunds): `{ compounding: { timesPerYear: 2 }, fractionalPeriod: 'compounded', times: 'coupon periods' }`.
 * - US Treasury auctions (31 CFR 356 Appendix B): the same with `fractionalPeriod: 'simple'`.
 * - US street convention in the last coupon period: `'simple in the last period'`.
 */
export interface YieldConvention {
  /** Of the annual yield. */
  readonly compounding: Compounding
  /** How the rest of the coupon period in which settlement lies is discounted. */
  readonly fractionalPeriod: 'compounded' | 'simple' | 'simple in the last period'
  /** Times counted in coupon periods (a part of one by days), or by a day count from settlement to the unadjusted date. */
  readonly times: 'coupon periods' | DayCount
}

/** Street convention: compounded `frequency` times a year, the fractional period included. */
export function streetConvention(frequency: number): YieldConvention {
  return { compounding: { timesPerYear: frequency }, fractionalPeriod: 'compounded', times: 'coupon periods' }
}

/** A discount factor with its first and second derivative in the yield. */
interface YieldDiscount {
  readonly value: number
  readonly first: number
  readonly second: number
}

/** Discounting at a yield over `years`, of which the first `simpleYears` bear simple interest. */
export function yieldDiscount(
  annualYield: number,
  compounding: Compounding,
  years: number,
  simpleYears: number,
): YieldDiscount {
  const simple = simpleYears > 0 ? simpleDiscount(annualYield, simpleYears) : one
  const rest = years - simpleYears
  if (rest === 0) return simple
  const compounded =
    compounding === 'simple' ? simpleDiscount(annualYield, rest) : compoundDiscount(annualYield, compounding, rest)
  return {
    value: simple.value * compounded.value,
    first: simple.first * compounded.value + simple.value * compounded.first,
    second: simple.second * compounded.value + 2 * simple.first * compounded.first + simple.value * compounded.second,
  }
}

const one: YieldDiscount = { value: 1, first: 0, second: 0 }

function simpleDiscount(annualYield: number, years: number): YieldDiscount {
  const growth = 1 + annualYield * years
  if (growth <= 0) throw lossOfAll(annualYield, -1 / years)
  return { value: 1 / growth, first: -years / growth ** 2, second: (2 * years * years) / growth ** 3 }
}

function compoundDiscount(annualYield: number, compounding: Compounding, years: number): YieldDiscount {
  if (compounding === 'continuous' || compounding === 'simple') {
    const value = Math.exp(-annualYield * years)
    return { value, first: -years * value, second: years * years * value }
  }
  const m = compounding.timesPerYear
  const growth = 1 + annualYield / m
  if (growth <= 0) throw lossOfAll(annualYield, -m)
  const value = Math.exp(-m * years * Math.log1p(annualYield / m))
  const first = (-years * value) / growth
  return { value, first, second: (-first * (years + 1 / m)) / growth }
}

const lossOfAll = (annualYield: number, bound: number): TuttiError =>
  new TuttiError('invalid-input', `a yield of ${annualYield} loses everything within one period`, {
    field: 'yield',
    got: String(annualYield),
    expected: `a yield above ${bound}`,
  })

/** The yield at or below which nothing is left after one period; -Infinity for continuous compounding. */
export function lowestYield({ compounding }: YieldConvention, longestYears: number, simpleYears: number): number {
  const bounds = [simpleYears > 0 ? -1 / simpleYears : -Infinity]
  if (compounding === 'simple') bounds.push(-1 / longestYears)
  else if (compounding !== 'continuous' && longestYears > simpleYears)
    bounds.push(-requirePositive(compounding.timesPerYear, 'timesPerYear'))
  return Math.max(...bounds)
}
