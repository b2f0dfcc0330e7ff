import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { normalCdf, normalPdf, normalQuantile, studentTPdf, studentTQuantile } from '../math/index.ts'
import { requireBetween, requireNonNegative } from '../statistics/index.ts'
import type { TailRisk } from './value-at-risk.ts'

/** Mean and standard deviation of the return over the horizon, decimals (or money). */
export interface ReturnMoments {
  readonly mean: number
  readonly standardDeviation: number
}

/**
 * VaR and expected shortfall (losses positive) of a normal return: -mean + sd z and -mean + sd phi(z) / (1 - c).
 *
 * Source: McNeil, Frey and Embrechts, Quantitative Risk Management (2015), examples 2.11 and 2.14.
 */
export function normalTailRisk(moments: ReturnMoments, confidence: number): TailRisk {
  requireMoments(moments, confidence)
  const z = normalQuantile(confidence)
  return {
    valueAtRisk: -moments.mean + moments.standardDeviation * z,
    expectedShortfall: -moments.mean + (moments.standardDeviation * normalPdf(z)) / (1 - confidence),
  }
}

/**
 * VaR and expected shortfall (losses positive) of a Student t return with `degreesOfFreedom` > 2, scaled to the given
 * standard deviation.
 *
 * Source: McNeil, Frey and Embrechts (2015), example 2.15.
 */
export function studentTailRisk(moments: ReturnMoments, degreesOfFreedom: number, confidence: number): TailRisk {
  requireMoments(moments, confidence)
  if (!(degreesOfFreedom > 2)) {
    throw new TuttiError(
      'invalid-input',
      'degreesOfFreedom must be above 2: below that there is no standard deviation',
      {
        field: 'degreesOfFreedom',
        got: String(degreesOfFreedom),
        expected: 'a number > 2',
      },
    )
  }
  const scale = moments.standardDeviation * Math.sqrt((degreesOfFreedom - 2) / degreesOfFreedom)
  const t = studentTQuantile(confidence, degreesOfFreedom)
  const tail =
    (studentTPdf(t, degreesOfFreedom) * (degreesOfFreedom + t * t)) / ((degreesOfFreedom - 1) * (1 - confidence))
  return { valueAtRisk: -moments.mean + scale * t, expectedShortfall: -moments.mean + scale * tail }
}

/** VaR from the first four moments. */
export interface CornishFisherRisk {
  /** Left-tail quantile (usually negative) of the standardised return. */
  readonly z: number
  /** -(mean + z sd), positive = loss. */
  readonly valueAtRisk: number
  /** Whether the expansion is an increasing function of z, without which it is no quantile function. */
  readonly monotone: boolean
}

/**
 * Modified (Cornish-Fisher) VaR: z + (z^2-1) S/6 + (z^3-3z) K/24 - (2z^3-5z) S^2/36 at the normal quantile z of 1 - c,
 * with skewness S and excess kurtosis K.
 *
 * Source: Favre and Galeano (2002), Mean-modified value-at-risk optimization with hedge funds; for `monotone`,
 * Maillard (2012), A user's guide to the Cornish-Fisher expansion.
 */
export function cornishFisherValueAtRisk(
  moments: ReturnMoments & { readonly skewness: number; readonly excessKurtosis: number },
  confidence: number,
): CornishFisherRisk {
  requireMoments(moments, confidence)
  const s = requireFinite(moments.skewness, 'skewness')
  const k = requireFinite(moments.excessKurtosis, 'excessKurtosis')
  const n = normalQuantile(1 - confidence)
  const z = n + ((n * n - 1) * s) / 6 + ((n ** 3 - 3 * n) * k) / 24 - ((2 * n ** 3 - 5 * n) * s * s) / 36
  // Derivative a n^2 + b n + c, which must have no sign change.
  const a = k / 8 - (s * s) / 6
  const b = s / 3
  const c = 1 - k / 8 + (5 * s * s) / 36
  const monotone = c > 0 && a >= 0 && b * b <= 4 * a * c
  return { z, valueAtRisk: -(moments.mean + z * moments.standardDeviation), monotone }
}

/** Risk figures of a normally distributed result. */
export interface GaussianRisk extends TailRisk {
  /** P(X < target). */
  readonly shortfallProbability: number
  /** E[target - X | X < target], in the unit of X. */
  readonly averageShortfall: number
  /** E[(target - X)^2 | X < target], the regret about the target. */
  readonly regret: number
  /** E[max(target - X, 0)^2], not conditional. */
  readonly lowerPartialVariance: number
}

/**
 * VaR, expected shortfall (losses positive, not floored at zero) and shortfall measures about `target` of a normal
 * result X with positive standard deviation. The conditional measures exist for any target; a probability too small for a
 * number is 0, and `lowerPartialVariance` with it.
 *
 * Source: Dembo and Freeman (2001), The rules of risk, for the regret.
 */
export function gaussianRisk(moments: ReturnMoments, confidence: number, target: number): GaussianRisk {
  requirePositive(moments.standardDeviation, 'standardDeviation')
  requireFinite(target, 'target')
  const { mean, standardDeviation: sd } = moments
  const d = (target - mean) / sd
  const below = normalCdf(d)
  if (d < -5) {
    const { meanExcess, meanSquaredExcess } = normalTailExcess(-d)
    return {
      ...normalTailRisk(moments, confidence),
      shortfallProbability: below,
      averageShortfall: sd * meanExcess,
      regret: sd * sd * meanSquaredExcess,
      lowerPartialVariance: sd * sd * meanSquaredExcess * below,
    }
  }
  const lowerPartialVariance = sd * sd * ((1 + d * d) * below + d * normalPdf(d))
  return {
    ...normalTailRisk(moments, confidence),
    shortfallProbability: below,
    averageShortfall: sd * (d + normalPdf(d) / below),
    regret: lowerPartialVariance / below,
    lowerPartialVariance,
  }
}

/**
 * E[Z - x | Z > x] and E[(Z - x)^2 | Z > x] of a standard normal Z for x >= 5, without the cancellation and underflow
 * of the closed form: with Laplace's continued fraction phi(x) / Phi(-x) = x + 1 / (x + t), t = 2 / (x + 3 / (x + ...)),
 * they are 1 / (x + t) and t / (x + t).
 */
function normalTailExcess(x: number): { meanExcess: number; meanSquaredExcess: number } {
  let t = 0
  for (let k = 120; k >= 2; k--) t = k / (x + t)
  return { meanExcess: 1 / (x + t), meanSquaredExcess: t / (x + t) }
}

function requireMoments(moments: ReturnMoments, confidence: number): void {
  requireFinite(moments.mean, 'mean')
  requireNonNegative(moments.standardDeviation, 'standardDeviation')
  requireBetween(confidence, 0, 1, 'confidence')
}
