import { TuttiError, requirePositive } from '../errors/index.ts'
import { brentRoot } from './brent-root.ts'
import { gammaLn, regularizedGammaP, regularizedGammaQ } from './gamma.ts'

/** P(X <= x) for a chi-square variable with `degreesOfFreedom` > 0; 0 for x <= 0. */
export function chiSquareCdf(x: number, degreesOfFreedom: number): number {
  requirePositive(degreesOfFreedom, 'degreesOfFreedom')
  return x <= 0 ? 0 : regularizedGammaP(degreesOfFreedom / 2, x / 2)
}

/** P(X > x) for a chi-square variable, accurate in the far tail: the p-value of a chi-square test. */
export function chiSquareSurvival(x: number, degreesOfFreedom: number): number {
  requirePositive(degreesOfFreedom, 'degreesOfFreedom')
  return x <= 0 ? 1 : regularizedGammaQ(degreesOfFreedom / 2, x / 2)
}

/** Quantile of the chi-square distribution for `probability` in (0, 1). */
export function chiSquareQuantile(probability: number, degreesOfFreedom: number): number {
  return noncentralChiSquareQuantile(probability, degreesOfFreedom, 0)
}

/**
 * P(X <= x) for a noncentral chi-square variable with `degreesOfFreedom` > 0 and `noncentrality` >= 0:
 * the Poisson(noncentrality / 2) mixture of central chi-square distributions, summed outwards from the largest weight.
 * Absolute error about 1e-13. Cost grows with the square root of `noncentrality`.
 * Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2 (1995), eq. 29.2.
 */
export function noncentralChiSquareCdf(x: number, degreesOfFreedom: number, noncentrality: number): number {
  requirePositive(degreesOfFreedom, 'degreesOfFreedom')
  if (!(noncentrality >= 0 && Number.isFinite(noncentrality))) {
    throw new TuttiError('invalid-input', `noncentrality must be finite and at least 0, got ${noncentrality}`, {
      field: 'noncentrality',
      got: String(noncentrality),
      expected: 'a number >= 0',
    })
  }
  if (x <= 0) return 0
  if (noncentrality === 0) return chiSquareCdf(x, degreesOfFreedom)
  const mean = noncentrality / 2
  const mode = Math.floor(mean)
  const modeWeight = Math.exp(-mean + mode * Math.log(mean) - gammaLn(mode + 1))
  const component = (j: number): number => regularizedGammaP(degreesOfFreedom / 2 + j, x / 2)
  let sum = modeWeight * component(mode)
  // Upwards the components fall, so what is left is below (remaining weight) * (last component).
  for (let j = mode + 1, weight = modeWeight; ; j++) {
    weight *= mean / j
    const term = weight * component(j)
    sum += term
    if (term <= 1e-17 * sum || weight < 1e-18) break
  }
  for (let j = mode - 1, weight = modeWeight; j >= 0; j--) {
    weight *= (j + 1) / mean
    sum += weight * component(j)
    if (weight * (j + 1) <= 1e-17 * sum) break
  }
  return Math.min(sum, 1)
}

/** Quantile of the noncentral chi-square distribution for `probability` in (0, 1); relative error about 1e-10. */
export function noncentralChiSquareQuantile(
  probability: number,
  degreesOfFreedom: number,
  noncentrality: number,
): number {
  if (!(probability > 0 && probability < 1)) {
    throw new TuttiError('invalid-input', `probability must lie in (0, 1), got ${probability}`, {
      field: 'probability',
      got: String(probability),
      expected: 'a number in (0, 1)',
    })
  }
  const excess = (x: number): number => noncentralChiSquareCdf(x, degreesOfFreedom, noncentrality) - probability
  let high = Math.max(1, degreesOfFreedom + noncentrality)
  while (excess(high) < 0) high *= 2
  let low = high
  while (low > Number.MIN_VALUE && excess(low) >= 0) low /= 4
  if (excess(low) >= 0) return 0
  return brentRoot(excess, low, high, { tolerance: 1e-15 })
}
