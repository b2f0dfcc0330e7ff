import { TuttiError, requirePositive, requireSample } from '../errors/index.ts'
import { requireInitialVariance, type HestonParameters } from './heston-parameters.ts'

/** Mean of the variance over [0, T] in Heston's model: the fair strike of a variance swap (annual variance). */
export function hestonFairVariance(
  { v0, kappa, theta }: Pick<HestonParameters, 'v0' | 'kappa' | 'theta'>,
  maturityYears: number,
): number {
  requireInitialVariance(v0)
  requirePositive(kappa, 'kappa')
  requirePositive(theta, 'theta')
  requirePositive(maturityYears, 'maturityYears')
  return theta + ((v0 - theta) * -Math.expm1(-kappa * maturityYears)) / (kappa * maturityYears)
}

/**
 * Annualised variance of the log returns of `prices` (> 0, at least two): about zero with n in the denominator
 * ('zero-mean', the convention of variance swaps), or about their mean with n - 1 ('sample').
 * `periodsPerYear` is 252 for trading days.
 */
export function realisedVariance(
  prices: ArrayLike<number>,
  periodsPerYear: number,
  mean: 'zero-mean' | 'sample' = 'zero-mean',
): number {
  requireSample(prices, mean === 'sample' ? 3 : 2, 'prices')
  requirePositive(periodsPerYear, 'periodsPerYear')
  const count = prices.length - 1
  const returns = Array.from({ length: count }, (_, i) =>
    Math.log(requirePositive(prices[i + 1], `prices[${i + 1}]`) / requirePositive(prices[i], `prices[${i}]`)),
  )
  const centre = mean === 'sample' ? returns.reduce((sum, r) => sum + r, 0) / count : 0
  const squares = returns.reduce((sum, r) => sum + (r - centre) ** 2, 0)
  return (periodsPerYear * squares) / (mean === 'sample' ? count - 1 : count)
}

/** A variance swap some time after its start. */
export interface VarianceSwapPosition {
  /** Money per unit of annual variance (decimal squared). */
  readonly varianceNotional: number
  readonly strikeVariance: number
  /** Share of the averaging period that has passed, in [0, 1]. */
  readonly elapsedFraction: number
  readonly realisedVarianceToDate: number
  readonly impliedVarianceRemaining: number
  readonly rateContinuous: number
  readonly remainingYears: number
}

/** Present value to the receiver of realised variance: variances are additive in time. */
export function varianceSwapValue(swap: VarianceSwapPosition): number {
  const { elapsedFraction } = swap
  if (!(elapsedFraction >= 0 && elapsedFraction <= 1)) {
    throw new TuttiError('invalid-input', `elapsedFraction must lie in [0, 1], got ${elapsedFraction}`, {
      field: 'elapsedFraction',
      got: String(elapsedFraction),
      expected: 'a number in [0, 1]',
    })
  }
  const expected = elapsedFraction * swap.realisedVarianceToDate + (1 - elapsedFraction) * swap.impliedVarianceRemaining
  return swap.varianceNotional * Math.exp(-swap.rateContinuous * swap.remainingYears) * (expected - swap.strikeVariance)
}
