/**
 * phi(u) = ln(1 + u) / u with its first two derivatives, for u > -1; continuous at 0, where it is 1. It carries the
 * extreme-value likelihoods through a shape of zero without loss of digits.
 */
export function logRatio(u: number): number {
  return Math.abs(u) < SMALL ? powerSum(u, (k) => 1 / (k + 1)) : Math.log1p(u) / u
}

/** First derivative of `logRatio`. */
export function logRatioSlope(u: number): number {
  return Math.abs(u) < SMALL ? powerSum(u, (k) => -(k + 1) / (k + 2)) : (1 / (1 + u) - logRatio(u)) / u
}

/** Second derivative of `logRatio`. */
export function logRatioCurvature(u: number): number {
  return Math.abs(u) < SMALL
    ? powerSum(u, (k) => ((k + 1) * (k + 2)) / (k + 3))
    : (-1 / (1 + u) ** 2 - 2 * logRatioSlope(u)) / u
}

const SMALL = 0.02

/** Sum over k of coefficient(k) (-u)^k, exact to rounding for |u| < 0.02. */
function powerSum(u: number, coefficient: (k: number) => number): number {
  let sum = 0
  for (let k = 10; k >= 0; k--) sum = coefficient(k) - u * sum
  return sum
}
