import { chiSquareQuantile, chiSquareSurvival } from '@tutti/analytics/math'

/** Share of the scenarios whose mixing is held at its bound. */
const boundedShare = 1e-3

/**
 * Scale of a scenario's normal scores from a uniform number: sqrt(nu / chi-square with nu degrees of freedom) of a Student t,
 * held at its 99.9 % quantile and divided by the root of its mean square, so that the covariance of the scores is that of the
 * normals. A Student t has no exponential moments: without a bound the mean and variance of a price whose logarithm follows it
 * do not exist, and the variance of the surplus would hang on the largest draw.
 *
 * With q the 0.1 % quantile of the chi-square, E[nu / X; X > q] = nu / (nu - 2) P(chi-square with nu - 2 degrees > q).
 */
export function mixingLaw(degreesOfFreedom: number): (uniform: number) => number {
  const nu = degreesOfFreedom
  const lowest = chiSquareQuantile(boundedShare, nu)
  const meanSquare = (nu / (nu - 2)) * chiSquareSurvival(lowest, nu - 2) + (boundedShare * nu) / lowest
  return (uniform) => Math.sqrt(nu / Math.max(chiSquareQuantile(uniform, nu), lowest) / meanSquare)
}
