import { requirePositive } from '../errors/index.ts'
import { standardDeviation, type Sample } from '../statistics/index.ts'
import { requireReturns, totalReturn } from './returns.ts'

/**
 * Geometric annual return (CAGR, decimal) of simple `returns`: (product of 1 + r)^(periodsPerYear / n) - 1.
 * -1 after a total loss.
 */
export function annualisedReturn(returns: Sample, periodsPerYear: number): number {
  requirePositive(periodsPerYear, 'periodsPerYear')
  return (1 + totalReturn(returns)) ** (periodsPerYear / returns.length) - 1
}

/** Annual volatility (decimal): sample standard deviation of at least two returns times sqrt(periodsPerYear). */
export function annualisedVolatility(returns: Sample, periodsPerYear: number): number {
  requireReturns(returns, 2, 'returns')
  requirePositive(periodsPerYear, 'periodsPerYear')
  return standardDeviation(returns, 'sample') * Math.sqrt(periodsPerYear)
}

/**
 * Annual return given up to costs (decimal): the geometric annual return before costs less the one after.
 */
export function costDrag(grossReturns: Sample, netReturns: Sample, periodsPerYear: number): number {
  return annualisedReturn(grossReturns, periodsPerYear) - annualisedReturn(netReturns, periodsPerYear)
}
