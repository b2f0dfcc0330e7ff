import { requireSample, TuttiError } from '../errors/index.ts'
import { compensatedSum, requireSameLength, type Sample } from '../statistics/index.ts'

/**
 * Two-way turnover: sum of the absolute weight changes, as a fraction of the portfolio (buying and selling 10 % is 0.2).
 * Half of it is the one-way turnover. Leave cash out of both or have it in both.
 */
export function turnover(weightsBefore: Sample, weightsAfter: Sample): number {
  requireSample(weightsBefore, 1, 'weightsBefore')
  requireSample(weightsAfter, 1, 'weightsAfter')
  requireSameLength(weightsBefore, weightsAfter, 'weightsBefore', 'weightsAfter')
  return compensatedSum(Float64Array.from(weightsBefore, (w, i) => Math.abs(weightsAfter[i] - w)))
}

/**
 * Weights after one period of `returns` without trading: w (1 + r) / (1 + portfolio return). Weights that do not add up
 * to 1 leave the rest in cash at no return.
 */
export function driftedWeights(weights: Sample, returns: Sample): Float64Array {
  requireSample(weights, 1, 'weights')
  requireSample(returns, 1, 'returns')
  requireSameLength(weights, returns, 'weights', 'returns')
  const growth = 1 + compensatedSum(Float64Array.from(weights, (w, i) => w * returns[i]))
  if (growth <= 0) {
    throw new TuttiError('not-applicable', 'the portfolio lost everything in the period: it has no weights', {
      got: `a portfolio return of ${growth - 1}`,
      expected: 'a number > -1',
    })
  }
  return Float64Array.from(weights, (w, i) => (w * (1 + returns[i])) / growth)
}
