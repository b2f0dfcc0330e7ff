import { requirePositive, TuttiError } from '../errors/index.ts'
import { isConstant, mean, standardDeviation, variance, type Sample } from '../statistics/index.ts'
import { downsideDeviation } from './downside.ts'
import { excessReturns, requireReturns } from './returns.ts'

/**
 * Annualised Sharpe ratio: mean excess return over its sample standard deviation, times sqrt(periodsPerYear).
 * `riskFree` is per period: a series, or one number. Throws `not-applicable` when the excess return is constant.
 *
 * Source: Sharpe (1994), The Sharpe ratio, J. of Portfolio Management 21(1).
 */
export function sharpeRatio(returns: Sample, riskFree: Sample | number, periodsPerYear: number): number {
  requireReturns(returns, 2, 'returns')
  requirePositive(periodsPerYear, 'periodsPerYear')
  const excess = excessReturns(returns, riskFree)
  if (isConstant(excess, variance(excess, 'population'))) {
    throw new TuttiError('not-applicable', 'the Sharpe ratio is not defined for a constant excess return', {
      field: 'returns',
      got: 'a standard deviation of 0',
      expected: 'returns that vary',
    })
  }
  return (mean(excess) / standardDeviation(excess, 'sample')) * Math.sqrt(periodsPerYear)
}

/**
 * Annualised Sortino ratio: mean excess return over its downside deviation about zero (all n periods in the divisor),
 * times sqrt(periodsPerYear). Throws `not-applicable` when no excess return is negative.
 *
 * Source: Sortino and van der Meer (1991), Downside risk, J. of Portfolio Management 17(4).
 */
export function sortinoRatio(returns: Sample, riskFree: Sample | number, periodsPerYear: number): number {
  requirePositive(periodsPerYear, 'periodsPerYear')
  const excess = excessReturns(returns, riskFree)
  const downside = downsideDeviation(excess, 0)
  if (downside === 0) {
    throw new TuttiError(
      'not-applicable',
      'the Sortino ratio is not defined: no return falls below the risk-free one',
      {
        field: 'returns',
        got: 'a downside deviation of 0',
        expected: 'at least one negative excess return',
      },
    )
  }
  return (mean(excess) / downside) * Math.sqrt(periodsPerYear)
}
