import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'

/** How a rate compounds: continuously, simply over its term, or a number of times a year (1, 2, 4, 12, 365...). */
export type Compounding = 'continuous' | 'simple' | { readonly timesPerYear: number }

/** Growth over `termYears` of one unit at `rate` (decimal a year): 1 / discount factor. */
export function growthFactor(rate: number, compounding: Compounding, termYears: number): number {
  requireFinite(rate, 'rate')
  requirePositive(termYears, 'termYears')
  if (compounding === 'continuous') return Math.exp(rate * termYears)
  const period = compounding === 'simple' ? termYears : 1 / requirePositive(compounding.timesPerYear, 'timesPerYear')
  const periodGrowth = 1 + rate * period
  if (periodGrowth <= 0) {
    throw new TuttiError('invalid-input', `a rate of ${rate} loses everything within one period of ${period} years`, {
      field: 'rate',
      got: String(rate),
      expected: `a rate above ${-1 / period}`,
    })
  }
  return compounding === 'simple' ? periodGrowth : Math.exp(Math.log1p(rate * period) * (termYears / period))
}

/** The rate (decimal a year) with the given compounding that grows one unit to `growth` (> 0) over `termYears`. */
export function rateOfGrowth(growth: number, compounding: Compounding, termYears: number): number {
  requirePositive(growth, 'growth')
  requirePositive(termYears, 'termYears')
  if (compounding === 'continuous') return Math.log(growth) / termYears
  if (compounding === 'simple') return (growth - 1) / termYears
  const timesPerYear = requirePositive(compounding.timesPerYear, 'timesPerYear')
  return timesPerYear * Math.expm1(Math.log(growth) / (timesPerYear * termYears))
}

/**
 * The rate with compounding `to` that earns over `termYears` what `rate` earns with compounding `from`.
 * The term matters only where one of the two is simple. Both rates are decimals a year on the same day count.
 */
export function convertedRate(rate: number, from: Compounding, to: Compounding, termYears = 1): number {
  return rateOfGrowth(growthFactor(rate, from, termYears), to, termYears)
}
